"""Writes the bindings and year counters of a fixture as if they had been made in its order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta

from sqlalchemy.orm import Session

from gongji.family.models import Binding, EndReason
from gongji.family.new_binding import binding_row
from gongji.kernel.clock import civil_date, end_of, start_of
from gongji.kernel.sealing import insert_rows
from gongji.sandbox.fixture import Fixture
from gongji.settlement.models import YearCounter


def load(db: Session, fixture: Fixture, ids: Mapping[str, str]) -> None:
    """Each person's live bindings take slots in order. All bindings are created before the clock of
    the fixture, on the day on which the first of them starts if that is past.
    """
    now, today = fixture.now, civil_date(fixture.now)
    first_start = min((start_of(row.starts_on) for row in fixture.bindings), default=now)
    created_at = min(first_start, now - timedelta(days=1))
    given: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    bindings = []
    for number, row in enumerate(fixture.bindings):
        ended_at, reason = None, None
        if row.is_live(today):
            given[row.authorizer] += 1
            taken[row.beneficiary] += 1
        elif row.ends_on < today:
            ended_at, reason = end_of(row.ends_on), EndReason.EXPIRED
        else:
            ended_at, reason = now - timedelta(seconds=1), EndReason.UNBOUND_BY_AUTHORIZER
        first = binding_row(
            ids[row.authorizer],
            ids[row.beneficiary],
            row.relation,
            slots=(given[row.authorizer] or 1, taken[row.beneficiary] or 1),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            created_at=created_at + timedelta(seconds=number),
        )
        end = {"ended_at": ended_at, "end_reason": reason}
        hold = {"hold_fen": row.hold_fen if ended_at is None else 0}
        bindings.append({**first, **asdict(row.limits), **end, **hold})
    insert_rows(db, Binding, bindings)
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
