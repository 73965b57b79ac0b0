"""What both sides are told: a code to agree with, a binding made, a binding ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from gongji.app.context import Context
from gongji.family.models import Binding
from gongji.kernel.privacy import mask_name
from gongji.kernel.wording import say
from gongji.labels import RELATIONS
from gongji.notices.models import MessageKind
from gongji.notices.service import News, queue_text, tell
from gongji.people.models import Person
from gongji.policy.values import SmsRule
from gongji.vocabulary import Relation

NOTICE_TTL_S = 3 * 24 * 3600
"""A text that could not be sent for three days is out of date."""

ASK = (
    "{name}申请与您建立医保个人账户家庭共济关系（申报关系：{relation}），"
    "您就医购药时可使用其个人账户资金。验证码 {code}，{minutes} 分钟内有效；"
    "告诉对方验证码即表示同意，不同意请勿告知任何人。"
)
BOUND = (
    "{name}已与您建立医保个人账户家庭共济关系，{starts_on} 至 {ends_on} 有效。"
    "如非本人同意，可在“家庭共济”中随时解绑。"
)
YOU_BOUND = (
    "您已授权{name}使用您的医保个人账户，{starts_on} 至 {ends_on} 有效。"
    "如非本人操作，请立即在“家庭共济”中解绑，并退出所有设备。"
)
UNBOUND = "{name}与您的医保个人账户家庭共济关系已于 {ended_at} 解除，此后不再共济支付。"
EXPIRED = "您与{name}的医保个人账户家庭共济关系已到期（{ends_on} 为最后一天），此后不再共济支付。"
TITLES = {MessageKind.BOUND: "共济关系已建立", MessageKind.UNBOUND: "共济关系已解除"}


def consent_text(authorizer: Person, relation: Relation, rule: SmsRule) -> Callable[[str], str]:
    """The text around a code: the authorizer's masked name, and what the code agrees to."""

    def around(code: str) -> str:
        name, minutes = mask_name(authorizer.name), rule.ttl_s // 60
        return say(ASK, name=name, relation=RELATIONS[relation], code=code, minutes=minutes)

    return around


def notify_bound(ctx: Context, binding: Binding, authorizer: Person, beneficiary: Person) -> None:
    """To both sides, also to the authorizer who acted: an unlocked phone can act in their name."""
    dates = {"starts_on": binding.starts_on, "ends_on": binding.ends_on}
    for form, reader, other in (
        (YOU_BOUND, authorizer, beneficiary),
        (BOUND, beneficiary, authorizer),
    ):
        text = say(form, name=mask_name(other.name), **dates)
        _notify(ctx, MessageKind.BOUND, reader, text)


def notify_unbound(ctx: Context, binding: Binding, people: Mapping[str, Person]) -> None:
    """The end of a binding, to each side that is alive and did not end it."""
    assert binding.ended_at is not None, "only an ended binding is told as such"
    for one in binding.people():
        if one == ctx.actor.id:
            continue
        other = people[binding.other_side(one)]
        text = say(UNBOUND, name=mask_name(other.name), ended_at=binding.ended_at)
        _notify(ctx, MessageKind.UNBOUND, people[one], text)


def notify_expired(ctx: Context, ended: Iterable[Binding], people: Mapping[str, Person]) -> None:
    """By message alone: both sides knew the last day from the beginning."""
    pairs = [
        (binding, people[one], people[binding.other_side(one)])
        for binding in ended
        for one in binding.people()
    ]
    kind = MessageKind.UNBOUND
    tell(
        ctx,
        [
            News(
                reader.id,
                kind,
                TITLES[kind],
                say(EXPIRED, name=mask_name(other.name), ends_on=binding.ends_on),
            )
            for binding, reader, other in pairs
            if reader.died_on is None
        ],
    )


def _notify(ctx: Context, kind: MessageKind, reader: Person, text: str) -> None:
    """By message and by text, if the reader is alive and has a phone."""
    if reader.died_on is not None:
        return
    tell(ctx, [News(reader.id, kind, TITLES[kind], text)])
    if reader.phone is not None:
        phone = reader.phone.reveal()
        queue_text(ctx, phone=phone, purpose=kind, text=text, ttl_s=NOTICE_TTL_S)
