"""One-time codes by SMS: issued within budgets, stored as a MAC, limited to a few guesses."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

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
"""Passed as the code if something else does not match: a guess that cannot be right."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a code agrees to. Guesses are counted by `purpose` and `subject`; the code is right for
    this exact `to` only.
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
    """A new code, queued as a text of `template`; earlier codes of its subject become invalid.

    `caller_id` is the person who is signed in, `device_id` a device on which the phone's holder has
    signed in; "" without one. A withheld code leaves the same traces and counts alike, but is never
    sent and no guess matches it (BIND-03, BIND-08). Raises SMS_TOO_SOON, TOO_MANY_REQUESTS.
    """
    purpose = agreement.purpose
    resend = Draw(Budget.RESEND, f"{purpose}\0{phone}", (Limit(1, rule.resend_s),))
    draws = [resend, *from_address(ctx, Budget.ADDRESS_CODES)]
    if device_id:  # a budget of its own, which strangers cannot use up
        draws.append(draw(Budget.DEVICE, purpose, phone, device_id))
    else:
        draws.append(draw(Budget.PHONE, purpose, phone))
        draws += from_address(ctx, Budget.ADDRESS_PHONE, purpose, phone)
    if caller_id:
        draws.append(draw(Budget.CALLER, purpose, caller_id))
    spend_budgets(ctx, *draws)
    code_id, code = new_id("sms"), f"{secrets.randbelow(10**rule.length):0{rule.length}d}"
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


def fits(ctx: Context, agreement: Agreement, code: str) -> bool:
    """Whether `spend` would accept this code now. No guess is counted: `spend` must follow in any
    case, before the caller can see anything that depends on the answer.
    """
    query = (
        select(SmsCode.id, SmsCode.mac)
        .where(SmsCode.id == _newest(agreement), SmsCode.tries_left > 0)
        .where(SmsCode.used_at.is_(None), SmsCode.expires_at > ctx.now)
    )
    row = ctx.db.execute(query).one_or_none()
    return row is not None and hmac.compare_digest(row.mac, _mac(row.id, agreement, code))


def used_at(ctx: Context, agreement: Agreement) -> datetime | None:
    """When the newest code of the subject was used up, whatever it agreed to; None if not yet."""
    query = select(SmsCode.used_at).where(SmsCode.id == _newest(agreement))
    return ctx.db.execute(query).scalar_one_or_none()


def spend(ctx: Context, agreement: Agreement, code: str) -> None:
    """Uses the newest code of the subject up, in this transaction.

    Every guess is counted before it is compared, in one statement, so parallel guesses get no more
    tries than sequential ones; wrong ones count against their network address too. Raises
    TOO_MANY_REQUESTS, and SMS_WRONG, SMS_LOCKED, SMS_EXPIRED, which keep the counts.
    """
    guesses = Tally(ctx, from_address(ctx, Budget.ADDRESS_GUESSES))
    guesses.refuse()
    try:
        _guess_newest(ctx, agreement, code)
    except Problem:
        guesses.charge()
        raise


def _guess_newest(ctx: Context, agreement: Agreement, code: str) -> None:
    """Counts the guess, then compares; raises why the newest code takes no guess, or is another."""
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
        query = select(SmsCode.used_at, SmsCode.tries_left, SmsCode.expires_at)
        row = ctx.db.execute(query.where(SmsCode.id == newest)).one_or_none()
        if row is None or row.used_at is not None:
            raise SmsWrong.without_code()
        raise SmsExpired(expired_at=row.expires_at) if row.tries_left else SmsLocked()
    if not hmac.compare_digest(held.mac, _mac(held.id, agreement, code)):
        raise SmsWrong.with_tries(held.tries_left)
    used = update(SmsCode).where(SmsCode.id == held.id).values(used_at=ctx.now)
    ctx.db.execute(used, execution_options={"synchronize_session": False})


def _newest(agreement: Agreement) -> ScalarSelect[str]:
    query = select(SmsCode.id).where(
        SmsCode.subject == _subject_index(agreement.subject), SmsCode.purpose == agreement.purpose
    )
    return query.order_by(SmsCode.seq.desc()).limit(1).scalar_subquery()


def _subject_index(subject: str) -> bytes:
    return ring().digest("sms subject", subject)


def _mac(code_id: str, agreement: Agreement, code: str) -> bytes:
    about = f"{code_id}|{agreement.purpose}|{agreement.subject}|{agreement.to}|{code}"
    return ring().digest("sms code", about)
