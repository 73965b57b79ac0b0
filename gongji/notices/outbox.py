"""Texts leave through an outbox: queued with the act that causes them, sent after it, never lost.

Nothing is sent while a row is locked: a sender leases one text in a short transaction, sends it,
and marks it in another. Whoever dies in between leaves a lease that runs out, so a text may be sent
twice; its dedupe key lets the provider drop the second.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from gongji.gateways.ports import TextMessage
from gongji.kernel.clock import real_now
from gongji.kernel.context import Context
from gongji.kernel.ids import new_id
from gongji.kernel.problems import OutsideUnavailable
from gongji.kernel.runtime import Runtime
from gongji.notices.models import OutboxStatus, OutboxText

LEASE = timedelta(seconds=60)


def queue_text(
    ctx: Context,
    *,
    phone: str,
    purpose: str,
    text: str,
    code: str | None = None,
    ttl_s: int,
    withheld: bool = False,
) -> None:
    """Writes a text to `phone`, to be sent within `ttl_s` seconds of business time or never.

    A withheld text is written like any other and never sent.
    """
    content = {"phone": phone, "text": text, "code": code}
    ctx.db.add(
        OutboxText(
            id=new_id("txt"),
            status=OutboxStatus.WITHHELD if withheld else OutboxStatus.QUEUED,
            purpose=purpose,
            content=json.dumps(content, ensure_ascii=False).encode(),
            created_at=ctx.now,
            expires_at=ctx.now + timedelta(seconds=ttl_s),
        )
    )


@dataclass(frozen=True, slots=True)
class Leased:
    """A text that this sender alone may send for a while."""

    id: str
    purpose: str
    content: bytes
    late: bool


def deliver_queued(runtime: Runtime) -> dict[str, int]:
    """Sends what is queued, oldest first; texts past their time die unsent.

    Returns how many were `sent` and how many are `dead`; what the provider did not take stays
    queued.
    """
    counts = {"sent": 0, "dead": 0}
    last = ""
    while leased := _lease(runtime, last):
        last = leased.id
        status = OutboxStatus.DEAD if leased.late else _send(runtime, leased)
        _settle(runtime, leased.id, status)
        if status is not OutboxStatus.QUEUED:
            counts[status] += 1
    return counts


def _lease(runtime: Runtime, last: str) -> Leased | None:
    """The next queued text after `last` that nobody else is sending."""
    until = real_now() + LEASE

    def take(ctx: Context) -> Leased | None:
        row = ctx.db.execute(_taking(last, until)).one_or_none()
        if row is None:
            return None
        return Leased(row.id, row.purpose, row.content, late=row.expires_at <= ctx.now)

    return runtime.run(take)


def _taking(last: str, until: datetime) -> ReturningUpdate[str, str, bytes, datetime]:
    free = or_(OutboxText.leased_until.is_(None), OutboxText.leased_until <= until - LEASE)
    following = (
        select(OutboxText.id)
        .where(OutboxText.status == OutboxStatus.QUEUED, OutboxText.id > last, free)
        .order_by(OutboxText.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return (
        update(OutboxText)
        .where(OutboxText.id == following.scalar_subquery())
        .values(leased_until=until, tries=OutboxText.tries + 1)
        .returning(OutboxText.id, OutboxText.purpose, OutboxText.content, OutboxText.expires_at)
        .execution_options(synchronize_session=False)
    )


def _send(runtime: Runtime, leased: Leased) -> OutboxStatus:
    content = json.loads(leased.content)
    message = TextMessage(
        phone=content["phone"],
        purpose=leased.purpose,
        text=content["text"],
        code=content["code"],
        dedupe_key=leased.id,
    )
    try:
        runtime.gateways.sms.send(message)
    except OutsideUnavailable:
        return OutboxStatus.QUEUED
    return OutboxStatus.SENT


def _settle(runtime: Runtime, text_id: str, status: OutboxStatus) -> None:
    def mark(ctx: Context) -> None:
        sent_at = ctx.now if status is OutboxStatus.SENT else None
        marked = (
            update(OutboxText)
            .where(OutboxText.id == text_id, OutboxText.status == OutboxStatus.QUEUED)
            .values(status=status, sent_at=sent_at, leased_until=None)
            .execution_options(synchronize_session=False)
        )
        ctx.db.execute(marked)

    runtime.run(mark)
