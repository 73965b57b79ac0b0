"""Keeps a person's insurance rows what the registry's events make of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from gongji.integration.replay import NEW, Change, Cover, Covers, EventType, replay
from gongji.kernel.context import Context
from gongji.kernel.ids import new_id
from gongji.people.models import (
    Category,
    Insurance,
    InsuranceKind,
    InsuranceStatus,
    RegistryEvent,
)
from gongji.people.service import insurances_of


def restate(ctx: Context, person_id: str) -> None:
    """Replays every applied event; the person and his account are locked by the caller."""
    rows = insurances_of(ctx.db, person_id)
    for row in rows:
        if row.before_events is None:
            row.before_events = _kept(_cover(row))
    before = {row.id: _restored(row) for row in rows}
    after = replay(before, _changes(ctx, person_id))
    for row in rows:
        _write(row, after[row.id])
    if NEW in after:
        ctx.db.add(_created(person_id, after))
    ctx.db.flush()


def covers_of(ctx: Context, person_id: str) -> Covers:
    """The insurances as they stand."""
    return {row.id: _cover(row) for row in insurances_of(ctx.db, person_id)}


def _changes(ctx: Context, person_id: str) -> Sequence[Change]:
    query = (
        select(RegistryEvent)
        .where(RegistryEvent.person_id == person_id, RegistryEvent.applied_at.is_not(None))
        .order_by(RegistryEvent.effective_on, RegistryEvent.seq)
    )
    return [
        Change(EventType(row.type), row.effective_on, row.data)
        for row in ctx.db.execute(query).scalars()
    ]


def _created(person_id: str, after: Covers) -> Insurance:
    """An insurance that began by an event: before it, there was none to speak of."""
    cover = after[NEW]
    row = Insurance(id=new_id("ins"), person_id=person_id, kind=cover.kind)
    _write(row, cover)
    row.before_events = _kept(cover) | {"status": InsuranceStatus.ENDED.value, "retired_on": None}
    return row


def _cover(row: Insurance) -> Cover:
    return Cover(
        InsuranceKind(row.kind), row.category, row.status, row.area, row.monthly_base_fen,
        row.retired_on,
    )  # fmt: skip


def _write(row: Insurance, cover: Cover) -> None:
    row.category, row.status, row.area = cover.category, cover.status, cover.area
    row.monthly_base_fen, row.retired_on = cover.monthly_base_fen, cover.retired_on


def _kept(cover: Cover) -> dict[str, Any]:
    return {
        "category": cover.category, "status": cover.status, "area": cover.area,
        "monthly_base_fen": cover.monthly_base_fen,
        "retired_on": cover.retired_on.isoformat() if cover.retired_on else None,
    }  # fmt: skip


def _restored(row: Insurance) -> Cover:
    kept = row.before_events
    assert kept is not None, "every row is kept before the first event"
    return Cover(
        kind=row.kind,
        category=Category(kept["category"]) if kept["category"] else None,
        status=InsuranceStatus(kept["status"]),
        area=kept["area"],
        monthly_base_fen=kept["monthly_base_fen"],
        retired_on=date.fromisoformat(kept["retired_on"]) if kept["retired_on"] else None,
    )
