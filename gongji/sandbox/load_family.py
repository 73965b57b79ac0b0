"""Writes the bindings and year counters of a fixture as if they had been made in its order."""

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
from gongji.sandbox.fixture import BindingRow, Fixture
from gongji.settlement.models import YearCounter


def load(db: Session, fixture: Fixture, ids: Mapping[str, str]) -> None:
    insert_rows(db, Binding, _binding_rows(fixture, ids, fixture.now))
    counters = [
        {
            "person_id": ids[row.person],
            "year": row.year,
            "pool": row.pool,
            "deductible_fen": row.deductible_fen,
            "paid_fen": row.paid_fen,
            "opening_deductible_fen": row.deductible_fen,
            "opening_paid_fen": row.paid_fen,
            "version": 0,
        }
        for row in fixture.year_counters
    ]
    insert_rows(db, YearCounter, counters)


def _binding_rows(
    fixture: Fixture, ids: Mapping[str, str], now: datetime
) -> Iterator[dict[str, Any]]:
    """The rows of bindings. Each person's live bindings take slots in order; all are created before
    the fixture's clock, on the day the first of them starts if that is past.
    """
    first_start = min((start_of(row.starts_on) for row in fixture.bindings), default=now)
    created_at = min(first_start, now - timedelta(days=1))
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
            created_at=created_at + timedelta(seconds=number),
        )
        live = {"ended_at": None, "end_reason": None, "hold_fen": row.hold_fen}
        yield first | asdict(row.limits) | live | _ending(row, now)


def _ending(row: BindingRow, now: datetime) -> dict[str, Any]:
    """The columns of how a binding ended; empty for a live one."""
    if row.ends_on < civil_date(now):
        return {"ended_at": end_of(row.ends_on), "end_reason": EndReason.EXPIRED, "hold_fen": 0}
    if row.ended:
        ended_at = now - timedelta(seconds=1)
        reason = EndReason.UNBOUND_BY_AUTHORIZER
        return {"ended_at": ended_at, "end_reason": reason, "hold_fen": 0}
    return {}
