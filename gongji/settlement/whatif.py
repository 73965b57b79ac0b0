"""What the bills of a period would have cost the pool under a draft of the packs (政策测算)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import defer

from gongji.app.context import Context
from gongji.kernel import progress
from gongji.kernel.clock import end_of, start_of
from gongji.kernel.money import ZERO, Money
from gongji.policy.rules import PolicyBook
from gongji.settlement.models import Settlement, YearCounter
from gongji.settlement.replay import Replay, StoredBill
from gongji.settlement.store import amounts_of, circumstances_of_bill
from gongji.vocabulary import Benefit, InsuranceKind

LARGEST = 10
ROWS_AT_ONCE = 2_000
COLUMNS = defer(Settlement.lines), defer(Settlement.payers)
"""The large columns, which the pool does not depend on, stay where they are."""


@dataclass(frozen=True, slots=True)
class ChangedBill:
    """A standing bill for which the pool would pay another amount."""

    bill: StoredBill
    drafted: Money

    @property
    def more(self) -> Money:
        """What the pool would pay more, and the patient less."""
        return self.drafted - self.bill.pool

    def size(self) -> int:
        """In fen, whoever has the gain."""
        return abs(self.more.fen)


@dataclass(slots=True)
class Fund:
    """What the pool of one area and insurance paid in the period, and would have paid."""

    bills: int = 0
    paid: Money = ZERO
    drafted: Money = ZERO


@dataclass(slots=True)
class WhatIf:
    """The bills of `first` to `last` under a draft.

    `undecided` bills keep too little of their day, and `reversed` ones no longer stand: neither are
    compared. By person, `patients` tells what the pool would pay more for all compared bills.
    """

    first: date
    last: date
    compared: int = 0
    undecided: int = 0
    reversed: int = 0
    changed: int = 0
    patients: dict[str, Money] = field(default_factory=dict)
    funds: dict[tuple[str, InsuranceKind], Fund] = field(default_factory=dict)
    largest: Sequence[ChangedBill] = ()

    def add(self, bill: StoredBill, drafted: Money | None) -> None:
        """Adds a settlement with what the pool would have paid, None where that cannot be told."""
        told = bill.circumstances
        if bill.is_reversed:
            self.reversed += 1
            return
        if drafted is None or told is None:
            self.undecided += 1
            return
        change = ChangedBill(bill, drafted)
        self.compared += 1
        self.patients[bill.person_id] = self.patients.get(bill.person_id, ZERO) + change.more
        fund = self.funds.setdefault((told.insurance_area, told.insurance_kind), Fund())
        fund.bills += 1
        fund.paid += bill.pool
        fund.drafted += drafted
        if change.more:
            self.changed += 1
            most = [*self.largest, change]
            self.largest = sorted(most, key=ChangedBill.size, reverse=True)[:LARGEST]


def bills_to_read(ctx: Context, first: date, last: date) -> int:
    """How many settlements and reversals `what_if` goes through."""
    rows = select(func.count()).select_from(Settlement).where(*_read(first, last))
    return ctx.db.execute(rows).scalar_one()


def what_if(ctx: Context, draft: PolicyBook, first: date, last: date) -> WhatIf:
    """Replays what was settled from `first` to `last`, both inside, and books nothing.

    The bills before `first` in its year count as they were booked. Raises POLICY_NOT_CONFIGURED
    where the draft has no row for a bill.
    """
    found, replay = WhatIf(first, last), Replay(draft, ctx.policy)
    opened = select(YearCounter).where(
        YearCounter.year.between(first.year, last.year),
        or_(YearCounter.opening_deductible_fen > 0, YearCounter.opening_paid_fen > 0),
    )
    for counter in ctx.db.execute(opened).scalars():
        opening = Money(counter.opening_deductible_fen), Money(counter.opening_paid_fen)
        replay.open(counter.person_id, counter.year, counter.pool, *opening)
    bills = select(Settlement).where(*_read(first, last)).order_by(Settlement.seq)
    rows = ctx.db.execute(bills.options(*COLUMNS).execution_options(yield_per=ROWS_AT_ONCE))
    for some in rows.scalars().partitions():
        for bill in map(stored_bill, some):
            if bill.on < first or bill.reverses is not None:
                replay.keep(bill)
            else:
                found.add(bill, replay.decide(bill))
        progress.made(len(some))
    return found


def _read(first: date, last: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """What the limits of the first day depend on, and the period."""
    return Settlement.at >= start_of(first.replace(month=1, day=1)), Settlement.at < end_of(last)


def stored_bill(row: Settlement) -> StoredBill:
    """What a replay needs of a settlement or a reversal."""
    amounts = amounts_of(row)
    return StoredBill(
        id=row.id,
        person_id=row.person_id,
        visit_id=row.visit_id,
        year=row.year,
        on=row.counted_on,
        total=amounts.total,
        in_scope=amounts.classes.in_scope,
        pool=amounts.pool,
        deductible=amounts.deductible,
        counted=amounts.counted_pool,
        tier_level=row.tier_level,
        benefit=Benefit(row.benefit) if row.benefit else None,
        pool_sum=row.pool_sum,
        circumstances=circumstances_of_bill(row),
        reverses=row.reverses_id,
        is_reversed=row.reversed_by_id is not None,
    )
