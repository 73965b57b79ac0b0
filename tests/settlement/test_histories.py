"""Whatever happens to a family, in any order: no money appears or vanishes, and undoing undoes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select

from gongji.app.context import Context
from gongji.app.runtime import Moment, Runtime
from gongji.family.models import Binding
from gongji.ledger.models import Account, Entry, Transfer
from gongji.ops.reconcile import reconcile
from gongji.policy.loader import load_packs
from gongji.policy.rules import PolicyBook
from gongji.settlement.facts import load_bindings
from gongji.settlement.models import Settlement
from tests.independent import bills
from tests.independent.figures import Figures
from tests.independent.people import Bill
from tests.independent.seeds import seeded
from tests.independent.split import WHOLE, Line
from tests.settlement.house import House
from tests.settlement.kin import BOY, DISEASE, GRANDMA, ITEMS, OWNERS, PLACES, SON, family
from tests.settlement.premises import open_runtime, stock
from tests.settlement.till import Patient, Settled, Till
from tests.settlement.translation import book_of

ACTS = 24
START = datetime(2025, 12, 20, 10, tzinfo=bills.SHANGHAI)


@dataclass
class History:
    """Acts in transactions of their own, some days apart, over the end of a year."""

    runtime: Runtime
    rng: Random
    clock: list[datetime]
    house: House
    till: Till
    standing: list[Settled] = field(default_factory=list)
    credited: dict[str, int] = field(default_factory=dict)
    holds: dict[str, int] = field(default_factory=dict)

    def act(self) -> None:
        self.clock[0] += timedelta(seconds=self.rng.choice((1, 3_600, 86_400, 200_000)))
        chosen = self.rng.choices(
            (
                self.settle,
                self.cancel,
                self.change,
                self.freeze,
                self.unbind,
                self.credit,
                self.replay,
            ),
            (60, 15, 8, 5, 1, 5, 6),
        )[0]
        chosen()
        self.check()

    # -- acts

    def settle(self) -> None:
        human = self.house.made.people[self.rng.choice((GRANDMA, GRANDMA, BOY, SON))]
        kind = self.rng.choice(("11", "14", "41"))
        places = [place for place in PLACES if (place.level is None) == (kind == "41")]
        lines = tuple(
            Line(self.rng.choice(ITEMS), self.rng.choice((1, 99, 50_00, 333_33, 700_00)), WHOLE)
            for _ in range(self.rng.randint(1, 3))
        )
        bill = Bill(
            human.key,
            next(iter(human.covers)),
            self.rng.choice(places),
            kind,
            DISEASE,
            self.rng.choice("22221"),
            lines,
            self.clock[0],
        )
        ids, numbers = self.house.ids, self.house.numbers
        patient = Patient(ids[human.key], human.key, numbers[human.key])
        self.standing.append(self.till.settle(patient, bill))

    def cancel(self) -> None:
        if self.standing:
            done = self.standing.pop(self.rng.randrange(len(self.standing)))
            self.till.cancel(done)

    def change(self) -> None:
        key = self.rng.choice(sorted(self.house.bindings))
        caps = self.rng.choice((None, (200_00, 400_00, 800_00)))
        hold = self.rng.randrange(300_00)
        if self.run(lambda ctx: self.house.change(ctx, key, caps, hold)) == "":
            self.holds[key] = hold

    def freeze(self) -> None:
        key = self.rng.choice(OWNERS)
        frozen = self.rng.random() < 0.5
        self.run(lambda ctx: self.house.freeze(ctx, key, frozen=frozen))

    def unbind(self) -> None:
        key = self.rng.choice(sorted(self.house.bindings))
        if self.run(lambda ctx: self.house.unbind(ctx, key)) == "":
            self.holds[key] = 0

    def credit(self) -> None:
        key, fen = self.rng.choice(OWNERS), self.rng.randint(1, 200_00)
        self.run(lambda ctx: self.house.credit(ctx, key, fen))
        self.credited[key] = self.credited.get(key, 0) + fen

    def replay(self) -> None:
        """Any message once more: the same reply, unless it was undone, and nothing has moved."""
        if not self.till.sent:
            return
        envelope, output = self.rng.choice(self.till.sent)
        before = self.run(self.numbers)
        assert self.till.send_again(envelope) == output
        assert self.run(self.numbers) == before

    def undo_everything(self) -> None:
        for done in self.rng.sample(self.standing, len(self.standing)):
            self.till.cancel(done)
            self.check()
        self.standing.clear()

    # -- what must hold

    def run(self, work: Any) -> Any:
        return self.runtime.run(work)

    def check(self) -> None:
        self.run(self.legs_make_the_total)
        assert all(balance >= 0 for balance in self.run(self.house.balances).values())
        assert all(held >= 0 for held in self.run(self.house.held).values())

    def legs_make_the_total(self, ctx: Context) -> None:
        for row in ctx.db.execute(select(Settlement)).scalars():
            legs = row.pool_fen, row.own_fen, row.mutual_fen, row.cash_fen
            assert sum(legs) == row.total_fen
            sign = -1 if row.reverses_id else 1
            assert min(sign * leg for leg in legs) >= 0
            assert sum(payer.amount.fen for payer in row.payers) == row.mutual_fen

    def numbers(self, ctx: Context) -> dict[str, Any]:
        """Everything that a message could move."""
        rows = {
            table.__name__: ctx.db.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (Settlement, Transfer, Entry)
        }
        held = {one.person_id: one.held_fen for one in ctx.db.execute(select(Account)).scalars()}
        used = [
            (tie.binding.id, tie.used_month, tie.used_year)
            for person_id in self.house.ids.values()
            for tie in load_bindings(ctx, person_id)
        ]
        return rows | {
            "balances": self.house.balances(ctx),
            "holds": self.house.held(ctx),
            "counters": self.house.counters(ctx),
            "held": held,
            "used": used,
        }


@pytest.fixture
def histories(database_url: str) -> Iterator[Any]:
    policy = book_of(load_packs(), Figures())
    clock = [START]

    def start(seed: int) -> History:
        house = House(family())
        runtime.run(lambda ctx: stock(ctx, ITEMS, PLACES))
        runtime.run(lambda ctx: house.move_in(ctx, 1))
        till = Till(runtime, lambda: clock[0])
        holds = {one.key: one.hold for one in house.made.relations}
        return History(runtime, seeded(seed), clock, house, till, holds=holds)

    with open_runtime(database_url, lambda: now(clock, policy)) as runtime:
        yield start


def now(clock: list[datetime], policy: PolicyBook) -> Moment:
    return Moment(clock[0].astimezone(UTC), policy)


@pytest.mark.parametrize("seed", range(6))
def test_undoing_everything_in_any_order_restores_every_number(histories: Any, seed: int) -> None:
    history: History = histories(seed)
    opening = history.run(history.house.balances)
    counters = history.run(history.house.counters)
    for _ in range(ACTS):
        history.act()
    report = history.run(reconcile)
    assert report.ok, report.failures
    history.undo_everything()
    credited = {key: opening[key] + history.credited.get(key, 0) for key in opening}
    after = history.run(history.numbers)
    assert after["balances"] == credited
    assert after["counters"] == counters
    assert all(not month and not year for _, month, year in after["used"])
    over, ids = history.run(ended), history.house.bindings
    assert after["holds"] == {
        key: 0 if ids[key] in over else hold for key, hold in history.holds.items()
    }
    report = history.run(reconcile)
    assert report.ok, report.failures


def ended(ctx: Context) -> set[str]:
    """Bindings that are over and closed: whatever they held is released for good."""
    return set(ctx.db.execute(select(Binding.id).where(Binding.ended_at.is_not(None))).scalars())


@pytest.mark.parametrize("seed", [101, 102])
def test_replaying_every_message_changes_nothing(histories: Any, seed: int) -> None:
    history: History = histories(seed)
    for _ in range(ACTS):
        history.act()
    before = history.run(history.numbers)
    for envelope, output in history.till.sent:
        assert history.till.send_again(envelope) == output
    assert history.run(history.numbers) == before
    report = history.run(reconcile)
    assert report.ok, report.failures
