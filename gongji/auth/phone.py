"""Changing the registered phone: proved by a code to it, reported to the old phone, reversible.

Only this system's copy changes; it never writes to the insured-person registry. For a day after
the change the acts with which a thief could empty the account stay closed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select, update

from gongji.app.context import Actor, Context
from gongji.auth import codes, devices
from gongji.auth.budgets import hold_phone
from gongji.auth.codes import NEVER_A_CODE, Agreement
from gongji.auth.identity import Identity
from gongji.auth.models import CodePurpose, PhoneChange
from gongji.auth.problems import AlreadyRegistered, ChangedRecently, SmsWrong
from gongji.auth.service import CodeSent, Me, me_of
from gongji.kernel.ids import new_id
from gongji.kernel.privacy import Sealed, blind_index, mask_phone
from gongji.kernel.problems import RequestInvalid
from gongji.kernel.wording import opening, say
from gongji.notices.service import warn, warn_phone
from gongji.people.access import ONESELF, note_access
from gongji.people.facts import lock_persons, person
from gongji.people.looks import PHONE_CHANGE_UNDONE, PHONE_CHANGED
from gongji.people.models import Person
from gongji.sms_templates import SmsTemplate
from gongji.vocabulary import PROVINCE

CLOSED_FOR = timedelta(hours=24)
"""A stolen number must not bind or spend at once; its owner has this long to undo the change."""

CHANGED_TITLE, UNDONE_TITLE = "登记手机号已更换", "登记手机号已恢复"
NONE = "未登记"
UNSYNCED = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class OldCode:
    """Proof by a code that was sent to the currently registered phone."""

    code: str = field(repr=False)


Proof = OldCode | Identity
"""Proof that the caller is the person, and not somebody who found the phone unlocked."""


def send_code(ctx: Context, caller: Actor, phone: str | None) -> CodeSent:
    """A code to the new phone, or to the registered one, which None stands for.

    Does not reveal whether the phone is registered to another person. Raises SMS_TOO_SOON,
    TOO_MANY_REQUESTS, REQUEST_INVALID if no phone is registered.
    """
    own = person(ctx.db, caller.id)
    to = phone
    if to is None:
        if own.phone is None:
            raise RequestInvalid.at("/phone", "required", "您还没有登记手机号，请填写新手机号")
        to = own.phone.reveal()
    rule = ctx.policy.rules(PROVINCE, ctx.today).bind_sms
    template = SmsTemplate.OLD_PHONE_CODE if _has(own, to) else SmsTemplate.NEW_PHONE_CODE
    codes.issue(ctx, _consent(own, to), phone=to, caller_id=own.id, rule=rule, template=template)
    return CodeSent(rule.ttl_s, rule.resend_s)


def send_undo_code(ctx: Context, phone: str) -> CodeSent:
    """A code to a phone that was replaced within a day; for any other phone a withheld code."""
    rule = ctx.policy.rules(PROVINCE, ctx.today).bind_sms
    codes.issue(
        ctx,
        Agreement(CodePurpose.PHONE_UNDO, phone),
        phone=phone,
        rule=rule,
        template=SmsTemplate.UNDO_PHONE_CODE,
        withheld=_undoable(ctx, phone) is None,
    )
    return CodeSent(rule.ttl_s, rule.resend_s)


def change(ctx: Context, *, phone: str, code: str, proof: Proof) -> Me:
    """Registers this phone for the caller; all other sessions and links of the caller end.

    Raises SMS_WRONG, also for a wrong proof, SMS_LOCKED, SMS_EXPIRED; ALREADY_REGISTERED, which
    only the phone's holder can learn, because it takes a code to that phone.
    """
    index = blind_index("phone", phone)
    own = lock_persons(ctx.db, [ctx.actor.id])[ctx.actor.id]
    if _has(own, phone):
        raise RequestInvalid.at("/phone", "same", "与现在登记的手机号相同")
    to_new = _consent(own, phone)
    if isinstance(proof, Identity):
        codes.spend(ctx, to_new, code if proof.is_of(own) else NEVER_A_CODE)
    else:
        # A guess is counted of the wrong code alone; the other one stays valid.
        to_old = _consent(own, own.phone.reveal() if own.phone else NONE)
        if not codes.fits(ctx, to_new, code):
            codes.spend(ctx, to_new, code)
        codes.spend(ctx, to_old, proof.code)
        codes.spend(ctx, to_new, code)
    hold_phone(ctx, index)
    if _is_taken(ctx, own, index):
        raise AlreadyRegistered
    old = own.phone
    if old is not None:
        ctx.db.add(
            PhoneChange(
                id=new_id("phc"),
                person_id=own.id,
                old_phone=old,
                old_phone_index=blind_index("phone", old.reveal()),
                changed_at=ctx.now,
            )
        )
    own.phone, own.phone_index, own.phone_changed_at = Sealed("phone", phone), index, ctx.now
    own.identity_due = False
    ctx.db.flush()
    devices.shut_out(ctx, own.id, but_session=ctx.actor.session_id)
    facts = {"old": str(old or NONE), "new": str(own.phone)}
    params = facts | {"opens_at": opening(ctx.now + CLOSED_FOR)}
    note_access(ctx, own.id, say(PHONE_CHANGED, **facts), actor=ONESELF)
    warn(ctx, own, CHANGED_TITLE, SmsTemplate.PHONE_CHANGED, params)
    if old is not None:
        warn_phone(ctx, old.reveal(), SmsTemplate.PHONE_CHANGED, params)
    return me_of(ctx, own)


def undo(ctx: Context, *, phone: str, code: str) -> None:
    """Restores the old phone, also after further changes; all sessions and links end.

    Raises SMS_WRONG, SMS_LOCKED, SMS_EXPIRED.
    """
    codes.spend(ctx, Agreement(CodePurpose.PHONE_UNDO, phone), code)
    found = _undoable(ctx, phone)
    if found is None:
        raise SmsWrong.without_code()
    own = lock_persons(ctx.db, [found.person_id])[found.person_id]
    since = update(PhoneChange).where(
        PhoneChange.person_id == own.id,
        PhoneChange.seq >= found.seq,
        PhoneChange.undone_at.is_(None),
    )
    undoing = since.values(undone_at=ctx.now).returning(PhoneChange.id)
    ctx.db.execute(undoing, execution_options=UNSYNCED)
    new = own.phone
    own.phone, own.phone_index = Sealed("phone", phone), found.old_phone_index
    own.phone_changed_at = None
    ctx.db.flush()
    devices.shut_out(ctx, own.id)
    facts = {"old": mask_phone(phone), "new": str(new or NONE)}
    note_access(ctx, own.id, say(PHONE_CHANGE_UNDONE, **facts), actor=ONESELF)
    warn(ctx, own, UNDONE_TITLE, SmsTemplate.PHONE_CHANGE_UNDONE, {"old": facts["old"]})


def closed_until(own: Person, now: datetime) -> datetime | None:
    """Until when a person with a new phone may not bind or spend; None if they may now.

    A change ahead of the clock, which the sandbox may set back, does not count.
    """
    changed_at = own.phone_changed_at
    if changed_at is None or not changed_at <= now < changed_at + CLOSED_FOR:
        return None
    return changed_at + CLOSED_FOR


def refuse_after_change(ctx: Context, own: Person) -> None:
    """Raises CHANGED_RECENTLY, with the time when it ends, for a day after a change."""
    opens_at = closed_until(own, ctx.now)
    if opens_at is not None:
        raise ChangedRecently(opens_at=opening(opens_at))


def settle_by_registry(ctx: Context, own: Person, phone: str) -> None:
    """Takes over the registry's phone for this locked person; this cannot be undone.

    All sessions of the person end. The next sign-in must state name and ID number, also for other
    people who are registered with the phone.
    """
    index = blind_index("phone", phone)
    if _has(own, phone):
        return
    old = own.phone
    own.phone, own.phone_index, own.phone_changed_at = Sealed("phone", phone), index, None
    own.identity_due = True
    final = update(PhoneChange).where(
        (PhoneChange.person_id == own.id) | (PhoneChange.old_phone_index == index),
        PhoneChange.undone_at.is_(None),
    )
    ctx.db.execute(final.values(undone_at=ctx.now), execution_options=UNSYNCED)
    ctx.db.flush()
    devices.shut_out(ctx, own.id)
    if old is not None and own.died_on is None:
        facts = {"old": str(old), "new": mask_phone(phone)}
        warn_phone(ctx, old.reveal(), SmsTemplate.PHONE_CHANGED_BY_REGISTRY, facts)


def _has(own: Person, phone: str) -> bool:
    return own.phone is not None and own.phone.reveal() == phone


def _is_taken(ctx: Context, own: Person, index: bytes) -> bool:
    """Whether the phone belongs to another living person, or to one who may still undo a change."""
    holder = select(Person.id).where(
        Person.phone_index == index, Person.id != own.id, Person.died_on.is_(None)
    )
    left = select(PhoneChange.id).where(
        PhoneChange.old_phone_index == index,
        PhoneChange.person_id != own.id,
        PhoneChange.changed_at > ctx.now - CLOSED_FOR,
        PhoneChange.undone_at.is_(None),
    )
    taken = select(holder.exists() | left.exists())
    return bool(ctx.db.execute(taken).scalar_one())


def _undoable(ctx: Context, phone: str) -> PhoneChange | None:
    """The latest change away from this phone that may still be undone."""
    query = (
        select(PhoneChange)
        .where(PhoneChange.old_phone_index == blind_index("phone", phone))
        .where(PhoneChange.changed_at > ctx.now - CLOSED_FOR, PhoneChange.changed_at <= ctx.now)
        .where(PhoneChange.undone_at.is_(None))
        .order_by(PhoneChange.seq.desc())
        .limit(1)
    )
    return ctx.db.execute(query).scalar_one_or_none()


def _consent(own: Person, phone: str) -> Agreement:
    return Agreement(CodePurpose.PHONE, f"{own.id}|{phone}")
