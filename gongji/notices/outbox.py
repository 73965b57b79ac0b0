"""The outbox of texts: queued in the transaction of an act, sent after it, never lost.

Nothing is sent while a row is locked: a sender leases one text in a short transaction, sends it,
and marks it in another. A sender that crashes in between leaves a lease that expires, so a text may
be sent twice; its dedupe key lets the provider drop the second one. A text that no provider accepts
is tried again after growing pauses, until it expires or four hours have passed; then it is dead.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.kernel.clock import real_now
from gongji.kernel.db import locked
from gongji.kernel.ids import new_id
from gongji.kernel.ports import TextMessage
from gongji.kernel.problems import OutsideUnavailable
from gongji.kernel.sealing import SealBroken
from gongji.notices.models import DeadReason, OutboxStatus, OutboxText
from gongji.sms_templates import SIGNATURE, SmsTemplate

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
CLOCKS_APART = timedelta(seconds=30)
"""How far the clocks of two servers may differ. A time that lies ahead by more than this and the
longest wait was set before a clock went back, and is void.
"""

PAUSES_S = (5, 30, 120, 300)
"""Real seconds before the second try, the third, and so on; the last one repeats."""

LONGEST_PAUSE = timedelta(seconds=PAUSES_S[-1])

TRIES_MAX = 52
"""About four hours of trying."""


def queue_text(
    ctx: Context,
    *,
    phone: str,
    template: SmsTemplate,
    params: Mapping[str, str],
    ttl_s: int,
    withheld: bool = False,
) -> None:
    """Queues a text to `phone`, to be sent within `ttl_s` seconds of business time or never.

    A withheld text is written like any other and never sent.
    """
    row = text_row(ctx, phone=phone, template=template, params=params, ttl_s=ttl_s)
    if withheld:
        row["status"] = OutboxStatus.WITHHELD
    ctx.db.add(OutboxText(**row))


def text_row(
    ctx: Context, *, phone: str, template: SmsTemplate, params: Mapping[str, str], ttl_s: int
) -> dict[str, Any]:
    """The row of the same text, its content unsealed."""
    assert set(template.parameters) == params.keys(), f"{template.name} has other parameters"
    content = {"phone": phone, "template": template.name, "params": params}
    return {
        "id": new_id("txt"),
        "status": OutboxStatus.QUEUED,
        "purpose": template.purpose,
        "content": json.dumps(content, ensure_ascii=False).encode(),
        "created_at": ctx.now,
        "expires_at": ctx.now + timedelta(seconds=ttl_s),
        "tries": 0,
    }


@dataclass(frozen=True, slots=True)
class Leased:
    """A text that only this sender may send, until its lease expires."""

    id: str
    content_box: bytes
    late: bool
    tries: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """The outcome of one try; `next_try_at` is set only if the text stays queued."""

    status: OutboxStatus
    dead_reason: DeadReason | None = None
    next_try_at: datetime | None = None


SENT = Delivery(OutboxStatus.SENT)
EXPIRED = Delivery(OutboxStatus.DEAD, DeadReason.EXPIRED)
UNDELIVERED = Delivery(OutboxStatus.DEAD, DeadReason.UNDELIVERED)


def deliver_queued(runtime: Runtime) -> dict[str, int]:
    """Sends the queued texts, oldest first; expired ones become dead letters unsent.

    Returns how many were `sent` and how many are `dead`; a text that no provider accepted stays
    queued until its next try is due.
    """
    counts = {"sent": 0, "dead": 0}
    while leased := _lease(runtime):
        outcome = EXPIRED if leased.late else _send(runtime, leased)
        _mark(runtime, leased.id, outcome)
        if outcome.status is not OutboxStatus.QUEUED:
            counts[outcome.status] += 1
    return counts


def _lease(runtime: Runtime) -> Leased | None:
    """Leases the next queued text that is due and not leased: first those never tried, then the one
    that has waited longest.
    """
    until = real_now() + LEASE
    now = until - LEASE
    leased_until, next_try_at = OutboxText.leased_until, OutboxText.next_try_at
    free = or_(leased_until.is_(None), leased_until <= now, _is_void(leased_until, now, LEASE))

    def take(ctx: Context) -> Leased | None:
        for due in (
            next_try_at.is_(None),
            next_try_at <= now,
            _is_void(next_try_at, now, LONGEST_PAUSE),
        ):
            following = (
                select(OutboxText.id)
                .where(OutboxText.status == OutboxStatus.QUEUED, due, free)
                .order_by(next_try_at, OutboxText.seq)
                .limit(1)
            )
            taking = (
                update(OutboxText)
                .where(OutboxText.id == locked(following, skip_locked=True).scalar_subquery())
                .values(leased_until=until, tries=OutboxText.tries + 1)
                .returning(
                    OutboxText.id,
                    OutboxText.content_box,
                    OutboxText.expires_at,
                    OutboxText.tries,
                )
                .execution_options(synchronize_session=False)
            )
            row = ctx.db.execute(taking).one_or_none()
            if row is not None:
                late = row.expires_at <= ctx.now
                return Leased(row.id, row.content_box, late, row.tries)
        return None

    return runtime.run(take)


def _is_void(
    until: InstrumentedAttribute[datetime | None], now: datetime, longest: timedelta
) -> ColumnElement[bool]:
    """Whether a time lies further ahead than any is ever set, because a clock went back since."""
    return until > now + longest + CLOCKS_APART


def _send(runtime: Runtime, leased: Leased) -> Delivery:
    try:
        content = json.loads(OutboxText.content.open_at((leased.id,), leased.content_box))
    except SealBroken:
        log.exception("outbox.seal_broken", extra={"fields": {"text_id": leased.id}})
        return _after_failure(leased.tries)
    if "template" in content:
        template, params = SmsTemplate[content["template"]], content["params"]
    else:  # releases before the templates queued whole texts with their signature
        params = {"text": content["text"].removeprefix(SIGNATURE)}
        params |= {"code": content["code"]} if content["code"] else {}
        template = SmsTemplate.AS_QUEUED
    try:
        runtime.gateways.sms.send(
            TextMessage(content["phone"], template, params, dedupe_key=leased.id)
        )
    except OutsideUnavailable:
        return _after_failure(leased.tries)
    return SENT


def _after_failure(tries: int) -> Delivery:
    """A dead letter after the last try; before that a pause in real time."""
    if tries >= TRIES_MAX:
        return UNDELIVERED
    pause_s = PAUSES_S[min(tries, len(PAUSES_S)) - 1]
    return Delivery(OutboxStatus.QUEUED, next_try_at=real_now() + timedelta(seconds=pause_s))


def _mark(runtime: Runtime, text_id: str, outcome: Delivery) -> None:
    def mark(ctx: Context) -> None:
        marked = (
            update(OutboxText)
            .where(OutboxText.id == text_id, OutboxText.status == OutboxStatus.QUEUED)
            .values(
                status=outcome.status,
                dead_reason=outcome.dead_reason,
                next_try_at=outcome.next_try_at,
                sent_at=ctx.now if outcome is SENT else None,
                leased_until=None,
            )
            .execution_options(synchronize_session=False)
        )
        ctx.db.execute(marked)

    runtime.run(mark)
