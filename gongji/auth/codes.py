"""One-time codes by SMS: issued within budgets, kept as a MAC, guessed a few times at most."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ScalarSelect, select, update

from gongji.app.context import Context
from gongji.auth.budgets import Budget, Draw, Limit, Tally, draw, from_address
from gongji.auth.budgets import spend as spend_budgets
from gongji.auth.models import MAC_BYTES, CodePurpose, SmsCode
from gongji.auth.problems import SmsExpired, SmsLocked, SmsWrong
from gongji.kernel.ids import new_id
from gongji.kernel.privacy import ring
from gongji.kernel.problems import Problem
from gongji.notices.service import queue_text
from gongji.policy.values import SmsRule
from gongji.sms_templates import SmsTemplate

NEVER_A_CODE = ""
"""Handed in for a code where something else does not fit: a guess that cannot be right."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a code agrees with. Guesses are counted over `purpose` and `subject`; the code is right
    for this very `to` alone.
    """

    purpose: CodePurpose
    subject: str
    to: str = ""


def issue(
    ctx: Context,
    agreement: Agreement,
    *,
    phone: str,
    rule: SmsRule,
    template: SmsTemplate,
    params: Mapping[str, str] | None = None,
    caller_id: str = "",
    device_id: str = "",
    withheld: bool = False,
) -> None:
    """A new code, queued as a text of `template`; earlier codes of its subject are dead.

    `caller_id` is who is signed in, `device_id` a device on which the phone's holder signed in
    before; "" where there is none. A withheld code leaves the same traces and counts alike, but is
    never sent and no guess meets it (BIND-03, BIND-08). Raises SMS_TOO_SOON, TOO_MANY_REQUESTS.
    """
    purpose = agreement.purpose
    resend = Draw(Budget.RESEND, f"{purpose}\0{phone}", (Limit(1, rule.resend_s),))
    spend_budgets(ctx, resend, *_draws(ctx, purpose, phone, caller_id, device_id))
    code_id, code = new_id("sms"), _draw(rule.length)
    mac = _mac(code_id, agreement, code)
    ctx.db.add(
        SmsCode(
            id=code_id,
            purpose=purpose,
            subject=_subject_index(agreement.subject),
            mac=secrets.token_bytes(MAC_BYTES) if withheld else mac,
            tries_left=rule.max_tries,
            created_at=ctx.now,
            expires_at=ctx.now + timedelta(seconds=rule.ttl_s),
        )
    )
    queue_text(
        ctx,
        phone=phone,
        template=template,
        params={"code": code, "minutes": str(rule.ttl_s // 60), **(params or {})},
        ttl_s=rule.ttl_s,
        withheld=withheld,
    )


def _draws(
    ctx: Context, purpose: CodePurpose, phone: str, caller_id: str, device_id: str
) -> Iterator[Draw]:
    """A device of the phone's holder has a budget of its own, that strangers cannot use up."""
    yield from from_address(ctx, Budget.ADDRESS_CODES)
    if device_id:
        yield draw(Budget.DEVICE, purpose, phone, device_id)
    else:
        yield draw(Budget.PHONE, purpose, phone)
        yield from from_address(ctx, Budget.ADDRESS_PHONE, purpose, phone)
    if caller_id:
        yield draw(Budget.CALLER, purpose, caller_id)


def fits(ctx: Context, agreement: Agreement, code: str) -> bool:
    """Whether `spend` would accept this code now. Not counted: `spend` must follow, whatever the
    answer, before anything that depends on it can be seen.
    """
    query = (
        select(SmsCode.id, SmsCode.mac)
        .where(SmsCode.id == _newest(agreement), SmsCode.tries_left > 0)
        .where(SmsCode.used_at.is_(None), SmsCode.expires_at > ctx.now)
    )
    row = ctx.db.execute(query).one_or_none()
    return row is not None and hmac.compare_digest(row.mac, _mac(row.id, agreement, code))


def spend(ctx: Context, agreement: Agreement, code: str) -> None:
    """Uses the newest code of the subject up, in this transaction.

    Every guess is counted before it is compared, in one statement, so parallel guesses get no more
    tries than a patient one; wrong ones count against their network address too. Raises
    TOO_MANY_REQUESTS, and SMS_WRONG, SMS_LOCKED, SMS_EXPIRED, which keep the counts.
    """
    guesses = Tally(ctx, from_address(ctx, Budget.ADDRESS_GUESSES))
    guesses.refuse()
    try:
        _spend(ctx, agreement, code)
    except Problem:
        guesses.charge()
        raise


def _spend(ctx: Context, agreement: Agreement, code: str) -> None:
    newest = _newest(agreement)
    guess = (
        update(SmsCode)
        .where(SmsCode.id == newest, SmsCode.tries_left > 0)
        .where(SmsCode.used_at.is_(None), SmsCode.expires_at > ctx.now)
        .values(tries_left=SmsCode.tries_left - 1)
        .returning(SmsCode.id, SmsCode.mac, SmsCode.tries_left)
        .execution_options(synchronize_session=False)
    )
    held = ctx.db.execute(guess).one_or_none()
    if held is None:
        raise _why_no_guess(ctx, newest)
    if not hmac.compare_digest(held.mac, _mac(held.id, agreement, code)):
        raise SmsWrong.with_tries(held.tries_left)
    used = update(SmsCode).where(SmsCode.id == held.id).values(used_at=ctx.now)
    ctx.db.execute(used, execution_options={"synchronize_session": False})


def _newest(agreement: Agreement) -> ScalarSelect[str]:
    query = select(SmsCode.id).where(
        SmsCode.subject == _subject_index(agreement.subject), SmsCode.purpose == agreement.purpose
    )
    return query.order_by(SmsCode.seq.desc()).limit(1).scalar_subquery()


def _why_no_guess(ctx: Context, newest: ScalarSelect[str]) -> Problem:
    query = select(SmsCode.used_at, SmsCode.tries_left, SmsCode.expires_at)
    row = ctx.db.execute(query.where(SmsCode.id == newest)).one_or_none()
    if row is None or row.used_at is not None:
        return SmsWrong.without_code()
    if row.tries_left == 0:
        return SmsLocked()
    return SmsExpired(expired_at=row.expires_at)


def _draw(length: int) -> str:
    return f"{secrets.randbelow(10**length):0{length}d}"


def _subject_index(subject: str) -> bytes:
    return ring().digest("sms subject", subject)


def _mac(code_id: str, agreement: Agreement, code: str) -> bytes:
    about = f"{code_id}|{agreement.purpose}|{agreement.subject}|{agreement.to}|{code}"
    return ring().digest("sms code", about)
