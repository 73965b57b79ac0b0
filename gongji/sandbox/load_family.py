"""Writes the bindings and year counters of a fixture as if they had come about in its order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from gongji.family.models import Binding, EndReason
from gongji.family.new_binding import binding_row
from gongji.kernel.clock import civil_date, end_of, start_of
from gongji.kernel.sealing import insert_rows
from gongji.sandbox.fixture import BindingRow, CounterRow, Fixture
from gongji.settlement.models import YearCounter


def load(db: Session, fixture: Fixture, ids: Mapping[str, str]) -> None:
    insert_rows(db, Binding, _bindings(fixture, ids, fixture.now))
    insert_rows(db, YearCounter, [_counter(row, ids) for row in fixture.year_counters])


def _bindings(fixture: Fixture, ids: Mapping[str, str], now: datetime) -> Iterator[dict[str, Any]]:
    """Slots are taken one after the other by each person's live bindings."""
    given: dict[str, int] = defaultdict(int)
    taken: dict[str, int] = defaultdict(int)
    for number, row in enumerate(fixture.bindings):
        if row.is_live(civil_date(now)):
            given[row.authorizer] += 1
            taken[row.beneficiary] += 1
        first = binding_row(
            ids[row.authorizer],
            ids[row.beneficiary],
            row.relation,
            slots=(given[row.authorizer] or 1, taken[row.beneficiary] or 1),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            created_at=_created_at(fixture, now) + timedelta(seconds=number),
        )
        live = {"ended_at": None, "end_reason": None, "hold_fen": row.hold_fen}
        yield first | asdict(row.limits) | live | _ending(row, now)


def _created_at(fixture: Fixture, now: datetime) -> datetime:
    """Before the clock of the fixture and on the day the first of them starts, if that is past."""
    first = min(start_of(row.starts_on) for row in fixture.bindings)
    return min(first, now - timedelta(days=1))


def _ending(row: BindingRow, now: datetime) -> dict[str, Any]:
    """How it ended; a live binding has no ending."""
    if row.ends_on < civil_date(now):
        return {"ended_at": end_of(row.ends_on), "end_reason": EndReason.EXPIRED, "hold_fen": 0}
    if row.ended:
        ended_at = now - timedelta(seconds=1)
        reason = EndReason.UNBOUND_BY_AUTHORIZER
        return {"ended_at": ended_at, "end_reason": reason, "hold_fen": 0}
    return {}


def _counter(row: CounterRow, ids: Mapping[str, str]) -> dict[str, Any]:
    return {
        "person_id": ids[row.person],
        "year": row.year,
        "pool": row.pool,
        "deductible_fen": row.deductible_fen,
        "paid_fen": row.paid_fen,
        "opening_deductible_fen": row.deductible_fen,
        "opening_paid_fen": row.paid_fen,
        "version": 0,
    }
