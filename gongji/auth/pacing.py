"""How often codes may be asked for: the limits of http-api.md §2, counted over the codes issued.

Pacing runs on business time. Codes that lie ahead of it, because the sandbox's clock went back, do
not count.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from gongji.auth.models import Pace, SmsCode
from gongji.auth.problems import SmsTooSoon
from gongji.kernel.context import Context
from gongji.kernel.db import insert_ignoring
from gongji.kernel.privacy import ring
from gongji.kernel.problems import TooManyRequests

MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86400


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` acts in any `within_s` seconds."""

    most: int
    within_s: int


PER_PHONE = (Limit(5, HOUR_S), Limit(10, DAY_S))
PER_CALLER = (Limit(10, MINUTE_S), Limit(12, HOUR_S), Limit(20, DAY_S))
LOOK_BACK = timedelta(seconds=DAY_S)
COUNTED_MAX = max(limit.most for limit in (*PER_PHONE, *PER_CALLER))


def wait_s(acts: Sequence[datetime], now: datetime, limits: Iterable[Limit]) -> int:
    """Whole seconds until one more act keeps every limit, 0 if it may happen now.

    `acts` are the instants of earlier ones, newest first.
    """
    free_at = [
        acts[limit.most - 1] + timedelta(seconds=limit.within_s)
        for limit in limits
        if len(acts) >= limit.most
    ]
    return math.ceil((max([now, *free_at]) - now).total_seconds())


def admit(ctx: Context, *, phone_index: bytes, caller_id: str, resend_s: int) -> None:
    """Returns where one more code may go to this phone, asked for by this caller ("" is unknown).

    Holds the phone's and the caller's pace until the transaction ends, so that parallel requests
    are counted one after the other. Raises SMS_TOO_SOON, TOO_MANY_REQUESTS.
    """
    _hold(ctx, {_pace_key("phone", phone_index.hex())} | _caller_keys(caller_id))
    sent = _recent(ctx, SmsCode.phone_index == phone_index)
    if soon := wait_s(sent, ctx.now, [Limit(1, resend_s)]):
        raise SmsTooSoon(retry_s=soon, retry_after_s=soon)
    wait = wait_s(sent, ctx.now, PER_PHONE)
    if caller_id:
        asked = _recent(ctx, SmsCode.caller_id == caller_id)
        wait = max(wait, wait_s(asked, ctx.now, PER_CALLER))
    refuse_for(wait)


def refuse_for(wait: int) -> None:
    """Raises TOO_MANY_REQUESTS where `wait` seconds must still pass."""
    if wait > 0:
        raise TooManyRequests(retry_s=wait, retry_after_s=wait)


def hold_phone(ctx: Context, phone_index: bytes) -> None:
    """Until the transaction ends, nobody else asks for codes to this phone or registers it."""
    _hold(ctx, {_pace_key("phone", phone_index.hex())})


def _caller_keys(caller_id: str) -> set[bytes]:
    return {_pace_key("caller", caller_id)} if caller_id else set()


def _pace_key(kind: str, whose: str) -> bytes:
    return ring().digest("pace", f"{kind}\0{whose}")


def _hold(ctx: Context, keys: Iterable[bytes]) -> None:
    """Locks in ascending order, so that two requests never wait for each other."""
    for key in sorted(keys):
        if not insert_ignoring(ctx.db, Pace, {"key": key, "touched_at": ctx.now}):
            _touch(ctx.db, key, ctx.now)


def _touch(db: Session, key: bytes, now: datetime) -> None:
    touched = update(Pace).where(Pace.key == key).values(touched_at=now)
    db.execute(touched, execution_options={"synchronize_session": False})


def _recent(ctx: Context, whose: ColumnElement[bool]) -> Sequence[datetime]:
    query = (
        select(SmsCode.created_at)
        .where(whose, SmsCode.created_at > ctx.now - LOOK_BACK, SmsCode.created_at <= ctx.now)
        .order_by(SmsCode.created_at.desc())
        .limit(COUNTED_MAX)
    )
    return ctx.db.execute(query).scalars().all()
