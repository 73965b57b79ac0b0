"""A new phone: proved by a code to it, told to the old one, and no new binding for a day.

Only our own copy changes; what the insured-person registry holds is not ours to write.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select

from gongji.auth import codes, pacing
from gongji.auth.models import CodePurpose
from gongji.auth.problems import AlreadyRegistered
from gongji.auth.service import PROVINCE, CodeSent, Me, me_of
from gongji.kernel.context import Actor, Context
from gongji.kernel.privacy import Sealed, blind_index, mask_phone
from gongji.kernel.problems import RequestInvalid
from gongji.notices.service import queue_text
from gongji.people.models import Person
from gongji.people.service import lock_persons, person
from gongji.policy.values import SmsRule

BINDING_CLOSED_FOR = timedelta(hours=24)
"""A stolen number must not bind at once (T-06)."""

OLD_PHONE_TTL_S = 3 * 24 * 3600

ASK = (
    "更换手机号验证码 {code}，{minutes} 分钟内有效，验证后本号码用于登录和接收通知。"
    "请勿转告他人；如非本人操作，请忽略本短信。"
)
CHANGED = (
    "您登记的手机号已更换为 {phone}，24 小时内不能新建共济关系。"
    "如非本人操作，请立即登录并退出所有设备，再联系参保地经办机构。"
)


def send_code(ctx: Context, caller: Actor, phone: str) -> CodeSent:
    """A code to the new phone; whether somebody has that phone is not told here.

    Raises SMS_TOO_SOON, TOO_MANY_REQUESTS, REQUEST_INVALID for the phone that he has.
    """
    _refuse_same(person(ctx.db, caller.id), phone)
    rule = ctx.policy.rules(PROVINCE, ctx.today).bind_sms
    codes.issue(
        ctx,
        purpose=CodePurpose.PHONE,
        subject=_subject(caller.id, phone),
        phone=phone,
        caller_id=caller.id,
        rule=rule,
        say=_asking(rule),
    )
    return CodeSent(rule.ttl_s, rule.resend_s)


def change(ctx: Context, *, phone: str, code: str) -> Me:
    """The caller's phone is this one from now on; his old one is told.

    Raises SMS_WRONG, SMS_LOCKED, SMS_EXPIRED; ALREADY_REGISTERED, which only the phone's holder can
    learn, because it takes a code to it.
    """
    index = blind_index("phone", phone)
    own = lock_persons(ctx.db, [ctx.actor.id])[ctx.actor.id]
    _refuse_same(own, phone)
    pacing.hold_phone(ctx, index)
    codes.spend(ctx, purpose=CodePurpose.PHONE, subject=_subject(own.id, phone), code=code)
    taken = select(Person.id).where(Person.phone_index == index, Person.id != own.id).limit(1)
    if ctx.db.execute(taken).first() is not None:
        raise AlreadyRegistered
    old = own.phone
    own.phone, own.phone_index, own.phone_changed_at = Sealed("phone", phone), index, ctx.now
    ctx.db.flush()
    if old is not None:
        _tell(ctx, old, phone)
    return me_of(ctx, own)


def binding_opens_at(own: Person, now: datetime) -> datetime | None:
    """When somebody with a new phone may bind again; None where he may now.

    A change that lies ahead, because the sandbox's clock went back, does not count.
    """
    changed_at = own.phone_changed_at
    if changed_at is None or not changed_at <= now < changed_at + BINDING_CLOSED_FOR:
        return None
    return changed_at + BINDING_CLOSED_FOR


def _refuse_same(own: Person, phone: str) -> None:
    if own.phone is not None and own.phone.reveal() == phone:
        raise RequestInvalid.at("/phone", "same", "与现在登记的手机号相同")


def _tell(ctx: Context, old: Sealed, phone: str) -> None:
    text = CHANGED.format(phone=mask_phone(phone))
    queue_text(ctx, phone=old.reveal(), purpose="phone", text=text, ttl_s=OLD_PHONE_TTL_S)


def _asking(rule: SmsRule) -> Callable[[str], str]:
    def say(code: str) -> str:
        return ASK.format(code=code, minutes=rule.ttl_s // 60)

    return say


def _subject(person_id: str, phone: str) -> str:
    return f"{person_id}|{phone}"
