"""One-time codes by SMS: issued under pacing, kept as a MAC, guessed a bounded number of times."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import ScalarSelect, select, update

from gongji.auth import pacing
from gongji.auth.models import MAC_BYTES, CodePurpose, SmsCode
from gongji.auth.problems import SmsExpired, SmsLocked, SmsWrong
from gongji.kernel.clock import wall_clock
from gongji.kernel.context import Context
from gongji.kernel.ids import new_id
from gongji.kernel.privacy import blind_index, ring
from gongji.kernel.problems import Problem
from gongji.notices.service import queue_text
from gongji.policy.values import SmsRule


def issue(
    ctx: Context,
    *,
    purpose: CodePurpose,
    subject: str,
    phone: str,
    caller_id: str,
    rule: SmsRule,
    say: Callable[[str], str],
    withheld: bool = False,
) -> None:
    """A new code for `subject`, queued as the text `say(code)`; earlier codes of it are dead.

    `caller_id` is "" where nobody is signed in. A withheld code leaves the same traces and counts
    alike, but is never sent and no guess meets it (BIND-03, BIND-08). Raises SMS_TOO_SOON,
    TOO_MANY_REQUESTS.
    """
    phone_index = blind_index("phone", phone)
    pacing.admit(ctx, phone_index=phone_index, caller_id=caller_id, resend_s=rule.resend_s)
    code_id, code = new_id("sms"), _draw(rule.length)
    mac = _mac(code_id, purpose, subject, code)
    ctx.db.add(
        SmsCode(
            id=code_id,
            purpose=purpose,
            subject=_subject_index(subject),
            phone_index=phone_index,
            caller_id=caller_id,
            mac=secrets.token_bytes(MAC_BYTES) if withheld else mac,
            tries_left=rule.max_tries,
            created_at=ctx.now,
            expires_at=ctx.now + timedelta(seconds=rule.ttl_s),
        )
    )
    queue_text(
        ctx,
        phone=phone,
        purpose=purpose,
        text=say(code),
        code=code,
        ttl_s=rule.ttl_s,
        withheld=withheld,
    )


def spend(ctx: Context, *, purpose: CodePurpose, subject: str, code: str) -> None:
    """Uses the newest code of `subject` up, in this transaction.

    Every guess is counted before it is compared, in one statement, so parallel guesses get no more
    tries than a patient one. Raises SMS_WRONG (which keeps the count), SMS_LOCKED, SMS_EXPIRED.
    """
    newest = _newest(purpose, subject)
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
    if not hmac.compare_digest(held.mac, _mac(held.id, purpose, subject, code)):
        raise SmsWrong.with_tries(held.tries_left)
    used = update(SmsCode).where(SmsCode.id == held.id).values(used_at=ctx.now)
    ctx.db.execute(used, execution_options={"synchronize_session": False})


def _newest(purpose: CodePurpose, subject: str) -> ScalarSelect[str]:
    query = select(SmsCode.id).where(
        SmsCode.subject == _subject_index(subject), SmsCode.purpose == purpose
    )
    return query.order_by(SmsCode.seq.desc()).limit(1).scalar_subquery()


def _why_no_guess(ctx: Context, newest: ScalarSelect[str]) -> Problem:
    query = select(SmsCode.used_at, SmsCode.tries_left, SmsCode.expires_at)
    row = ctx.db.execute(query.where(SmsCode.id == newest)).one_or_none()
    if row is None or row.used_at is not None:
        return SmsWrong.without_code()
    if row.tries_left == 0:
        return SmsLocked()
    return SmsExpired(expired_at=wall_clock(row.expires_at))


def _draw(length: int) -> str:
    return f"{secrets.randbelow(10**length):0{length}d}"


def _subject_index(subject: str) -> bytes:
    return ring().digest("sms subject", subject)


def _mac(code_id: str, purpose: CodePurpose, subject: str, code: str) -> bytes:
    return ring().digest("sms code", f"{code_id}|{purpose}|{subject}|{code}")
