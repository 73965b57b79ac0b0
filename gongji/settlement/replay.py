"""Stored bills decided once more under other packs, each after those that came before it.

The pool leg alone is decided: what accounts paid depends on balances, which are not replayed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, combinations

from gongji.kernel.money import ZERO, Money
from gongji.policy.rules import PolicyBook, Rules
from gongji.settlement.bill import NoPool, PoolSum
from gongji.settlement.circumstances import Circumstances
from gongji.settlement.pool import (
    PoolCase,
    PoolLeg,
    PoolMember,
    PoolUse,
    counter_pool,
    pool_leg,
)
from gongji.vocabulary import Benefit, Category, InsuranceStatus, TwoDiseases

REGISTERED = tuple(
    map(frozenset, chain.from_iterable(combinations(TwoDiseases, many) for many in (1, 2)))
)
"""What a patient may be registered for of the two diseases (两病)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBill:
    """A settlement as far as the pool depends on it, or the reversal of the bill `reverses`.

    `year` and `on` are those whose limits it counts against. `benefit` and `circumstances` are None
    in bills of earlier releases.
    """

    id: str
    person_id: str
    visit_id: str
    year: int
    on: date
    total: Money
    in_scope: Money
    pool: Money
    deductible: Money
    counted: Money
    tier_level: int | None
    benefit: Benefit | None
    pool_sum: PoolSum | NoPool | None
    circumstances: Circumstances | None
    reverses: str | None
    is_reversed: bool


@dataclass(slots=True)
class _Counter:
    """What a person has used of a pool in one year."""

    deductible: Money = ZERO
    pool: Money = ZERO
    at_level: dict[int, Money] = field(default_factory=lambda: defaultdict(lambda: ZERO))


@dataclass(frozen=True, slots=True)
class _Decided:
    """What a bill that was reversed later was given meanwhile, and where it counted."""

    counter: _Counter
    leg: PoolLeg


class Replay:
    """Decides bills in the order in which they were settled, under the packs of `draft`.

    `current` are the packs in force: they tell the two diseases of a stored bill by its cap.
    """

    def __init__(self, draft: PolicyBook, current: PolicyBook) -> None:
        self._draft, self._current = draft, current
        self._counters: defaultdict[tuple[str, int, str], _Counter] = defaultdict(_Counter)
        self._in_visits: defaultdict[str, Money] = defaultdict(lambda: ZERO)
        self._undone: dict[str, _Decided] = {}

    def open(self, person_id: str, year: int, pool: str, deductible: Money, paid: Money) -> None:
        """What was used elsewhere before the first bill of the year."""
        counter = self._counters[person_id, year, pool]
        counter.deductible += deductible
        counter.pool += paid

    def decide(self, bill: StoredBill) -> Money | None:
        """What the pool would pay for a settlement; None for one that cannot be decided, which
        counts as it was booked.

        Raises POLICY_NOT_CONFIGURED where the draft has no row that decides.
        """
        told = bill.circumstances
        if told is None or bill.benefit is None:
            self.keep(bill)
            return None
        diseases = registered_diseases(bill, self._current.rules(told.insurance_area, bill.on))
        rules = self._draft.rules(told.insurance_area, bill.on)
        # A bill does not keep which chronic diseases the patient had in each month.
        is_limited = bill.benefit is Benefit.CHRONIC and rules.chronic_limits(told.insurance_kind)
        if diseases is None or is_limited:
            self.keep(bill)
            return None
        counter = self._counters[bill.person_id, bill.year, _pool_of(bill, told)]
        patient = PoolMember(
            told.insurance_kind,
            retired=told.category is Category.RETIRED,
            entitled=told.status is InsuranceStatus.NORMAL,
            used=PoolUse(
                self._in_visits[bill.visit_id], counter.at_level, counter.deductible, counter.pool
            ),
        )
        why_none = bill.pool_sum if isinstance(bill.pool_sum, NoPool) else None
        case = PoolCase(bill.benefit, told.institution_level, diseases, why_none)
        leg = pool_leg(bill.in_scope, case, patient, rules)
        self._count(bill, leg)
        return leg.amount

    def keep(self, bill: StoredBill) -> None:
        """Counts a bill as it was booked, or gives back what a reversed one was given."""
        booked = PoolLeg(bill.pool, bill.deductible, counted=bill.counted, level=bill.tier_level)
        self._count(bill, booked)

    def _count(self, bill: StoredBill, leg: PoolLeg) -> None:
        """A reversal gives back what the draft gave, to the year of the bill that it reverses."""
        if bill.reverses is not None:
            decided = self._undone.pop(bill.reverses, None)
            if decided is not None:
                self._add(decided.counter, bill.visit_id, decided.leg, -1)
            return
        if bill.circumstances is None:
            return
        counter = self._counters[bill.person_id, bill.year, _pool_of(bill, bill.circumstances)]
        self._add(counter, bill.visit_id, leg, 1)
        if bill.is_reversed:
            self._undone[bill.id] = _Decided(counter, leg)

    def _add(self, counter: _Counter, visit_id: str, leg: PoolLeg, sign: int) -> None:
        deductible, counted = Money(sign * leg.deductible.fen), Money(sign * leg.counted.fen)
        counter.deductible += deductible
        counter.pool += counted
        if leg.level is not None:
            counter.at_level[leg.level] += deductible
        self._in_visits[visit_id] += deductible


def _pool_of(bill: StoredBill, told: Circumstances) -> str:
    return counter_pool(told.insurance_kind, bill.benefit, bill.on)


def registered_diseases(bill: StoredBill, then: Rules) -> frozenset[TwoDiseases] | None:
    """Which of the two diseases decided a bill, told by its cap; none for another benefit, and None
    where the packs in force have another cap for that day.
    """
    if bill.benefit is not Benefit.TWO_DISEASES:
        return frozenset()
    cap = bill.pool_sum.pool_cap if isinstance(bill.pool_sum, PoolSum) else None
    return next((one for one in REGISTERED if then.two_diseases.year_cap(one) == cap), None)
