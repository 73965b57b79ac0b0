"""Notifications of both sides: a binding made, a binding ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gongji.app.context import Context
from gongji.family.models import Binding
from gongji.kernel.privacy import mask_name
from gongji.kernel.wording import all_worded, say
from gongji.notices.models import MessageKind
from gongji.notices.service import Notification, Warned, notify, warn
from gongji.people.models import Person
from gongji.sms_templates import SmsTemplate

EXPIRED = "您与{name}的医保个人账户家庭共济关系已到期（{ends_on} 为最后一天），此后不再共济支付。"
TITLES = {MessageKind.BOUND: "共济关系已建立", MessageKind.UNBOUND: "共济关系已解除"}


def of_bound(binding: Binding, authorizer: Person, beneficiary: Person) -> list[Warned]:
    """To both sides, also to the authorizer who acted: an unlocked phone can act in their name."""
    kind, dates = MessageKind.BOUND, {"starts_on": binding.starts_on, "ends_on": binding.ends_on}
    return [
        Warned(
            reader, TITLES[kind], template, all_worded(name=mask_name(other.name), **dates), kind
        )
        for template, reader, other in (
            (SmsTemplate.YOU_BOUND, authorizer, beneficiary),
            (SmsTemplate.BOUND, beneficiary, authorizer),
        )
    ]


def notify_unbound(ctx: Context, binding: Binding, people: Mapping[str, Person]) -> None:
    """The end of a binding, to each side that is alive and did not end it."""
    assert binding.ended_at is not None, "only of an ended binding"
    for one in binding.people():
        if one == ctx.actor.id:
            continue
        facts = {
            "name": mask_name(people[binding.other_side(one)].name),
            "ended_at": binding.ended_at,
        }
        kind, reader = MessageKind.UNBOUND, people[one]
        warn(ctx, reader, TITLES[kind], SmsTemplate.UNBOUND, all_worded(**facts), kind=kind)


def notify_expired(ctx: Context, ended: Iterable[Binding], people: Mapping[str, Person]) -> None:
    """By message alone: both sides knew the last day from the beginning."""
    pairs = [
        (binding, people[one], people[binding.other_side(one)])
        for binding in ended
        for one in binding.people()
    ]
    kind = MessageKind.UNBOUND
    notify(
        ctx,
        [
            Notification(
                reader.id,
                kind,
                TITLES[kind],
                say(EXPIRED, name=mask_name(other.name), ends_on=binding.ends_on),
            )
            for binding, reader, other in pairs
            if reader.died_on is None
        ],
    )
