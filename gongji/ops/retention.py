"""Deletes rows that are no longer needed.

It never deletes money, consents, or what an institution sent: message ids are kept for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, inspect, select

from gongji.app.context import Context
from gongji.app.idempotency import RequestKey
from gongji.app.runtime import Runtime
from gongji.auth.models import Pace, RefreshToken, SmsCode
from gongji.fsi import journal
from gongji.fsi.models import ExchangedFile, GatewayCall, Identified, UsedNonce
from gongji.fsi.signing import WINDOW
from gongji.fsi.transactions import files
from gongji.kernel import progress
from gongji.kernel.clock import civil_date, real_now
from gongji.kernel.db import Base
from gongji.notices.models import OutboxStatus, OutboxText

KEPT = timedelta(days=30)
SOON = timedelta(days=2)
"""For rows that a request without sign-in can cause: budgets look back one day."""

ROWS_AT_ONCE = 1_000


def retention(runtime: Runtime) -> dict[str, int]:
    """Deletes in small transactions; returns how many rows of each table were deleted."""
    conditions = runtime.run(_old_rows, writes=False)
    deleted = {table.__tablename__: 0 for table, _ in conditions}
    for table, old in conditions:
        delete_some = partial(_delete_some, table=table, old=old)
        while some := runtime.run(delete_some):
            deleted[table.__tablename__] += some
            progress.made(some)
    return deleted


def _old_rows(ctx: Context) -> Sequence[tuple[type[Base], ColumnElement[bool]]]:
    """The conditions of rows to delete, each served by one index. Tokens, nonces and
    calls age in real time, the rest in business time; queued texts stay.
    """
    before, soon_before = ctx.now - KEPT, ctx.now - SOON
    return (
        (SmsCode, SmsCode.created_at < soon_before),
        (Pace, Pace.touched_at < soon_before),
        (RequestKey, RequestKey.created_at < before),
        (Identified, Identified.day < civil_date(before)),
        (RefreshToken, RefreshToken.expires_at < real_now() - KEPT),
        (UsedNonce, UsedNonce.used_at < real_now() - 2 * WINDOW),
        (GatewayCall, GatewayCall.at < real_now() - journal.KEPT),
        (ExchangedFile, ExchangedFile.uploaded_at < ctx.now - files.KEPT),
        (OutboxText, _is_old_text(OutboxStatus.WITHHELD, soon_before)),
        (OutboxText, _is_old_text(OutboxStatus.SENT, before)),
        (OutboxText, _is_old_text(OutboxStatus.DEAD, before)),
    )


def _is_old_text(status: OutboxStatus, before: datetime) -> ColumnElement[bool]:
    return and_(OutboxText.status == status, OutboxText.created_at < before)


def _delete_some(ctx: Context, table: type[Base], old: ColumnElement[bool]) -> int:
    key: tuple[Any, ...] = tuple(inspect(table).primary_key)
    rows = ctx.db.execute(select(*key).where(old).limit(ROWS_AT_ONCE)).all()
    if rows:
        names = [f"old_{column.name}" for column in key]
        this = (column == bindparam(name) for column, name in zip(key, names, strict=True))
        gone = [dict(zip(names, row, strict=True)) for row in rows]
        ctx.db.connection().execute(delete(table).where(*this), gone)
    return len(rows)
