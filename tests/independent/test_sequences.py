"""Bills settled and cancelled in a database, with all that happens between: every number agrees."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from gongji.app.context import Context
from gongji.app.runtime import Moment, Runtime
from gongji.ops.reconcile import reconcile
from gongji.policy.loader import load_packs
from gongji.policy.problems import PolicyNotConfigured
from gongji.policy.rules import PolicyBook
from gongji.settlement.models import Settlement
from gongji.settlement.problems import BillFault
from tests.independent import bills
from tests.independent.bills import PATIENT
from tests.independent.figures import Figures, NotConfiguredError, NotGrantedError
from tests.independent.people import Bill, Place
from tests.independent.seeds import seeded
from tests.independent.split import Item, Used
from tests.independent.world import Outcome, World
from tests.settlement.house import House
from tests.settlement.premises import at, open_runtime, stock
from tests.settlement.translation import book_of
from tests.support.databases import SqliteDatabases

SEED = 20251231
BILLS = 2_500
ACTS_PER_FAMILY = 40
SEEN = {"next year", "same year", "later batch", "RELATIVE_CAP", "BALANCE_SHORT", "None"}
FIRST_DAYS = bills.EDGES[1:]

Goods = tuple[tuple[Item, ...], tuple[Place, ...]]


class GoneAgainError(Exception):
    """A family's transaction is undone when it has been looked at, so that the next finds room."""


@dataclass
class Story:
    """One family in both worlds, act by act."""

    rng: Random
    ctx: Context
    made: World
    house: House
    goods: Goods
    clock: datetime
    policy: PolicyBook
    tally: Counter[str]
    settled: list[tuple[Outcome, Settlement]] = field(default_factory=list)
    visits: list[Bill] = field(default_factory=list)
    count: int = 0

    def run(self) -> None:
        for _ in range(ACTS_PER_FAMILY):
            self._later()
            act = self.rng.choices(
                (
                    self._settle,
                    self._cancel,
                    self._change,
                    self._freeze,
                    self._unbind,
                    self._suspend,
                    self._credit,
                ),
                (70, 13, 6, 3, 1, 3, 4),
            )[0]
            act(at(self.ctx, self.clock, self.policy))
            self._compare()
        for pair in self.rng.sample(self.settled, len(self.settled)):
            self._undo(at(self.ctx, self.clock, self.policy), pair)
        self._compare()
        report = reconcile(at(self.ctx, self.clock, self.policy))
        assert report.ok, report.failures

    def _later(self) -> None:
        day = self.clock.date() + self.rng.choice((0, 0, 1, 3, 25)) * bills.DAY
        moment = bills.instant(self.rng, day)
        self.clock = max(self.clock + timedelta(seconds=1), moment)

    def _settle(self, ctx: Context) -> None:
        bill = self._batch(bills.bill(self.rng, self.made, self.clock, self.goods))
        self.count += 1
        try:
            wanted = self.made.settle(bill)
        except NotGrantedError:
            self.tally["NOT_GRANTED"] += 1
            with pytest.raises(BillFault):
                self.house.settle(ctx, bill, self._msgid())
            return
        except NotConfiguredError:
            self.tally["POLICY_NOT_CONFIGURED"] += 1
            with pytest.raises(PolicyNotConfigured):
                self.house.settle(ctx, bill, self._msgid())
            return
        done = self.house.settle(ctx, bill, self._msgid())
        self.tally[str(wanted.paid.reason)] += 1
        assert self._shown(done) == self._told(wanted), f"{self.made}\n{bill}"
        self.settled.append((wanted, done))

    def _batch(self, bill: Bill) -> Bill:
        """The bill as the first or a later batch of a visit."""
        if bill.kind == "41":
            return bill
        earlier = [one for one in self.visits if one.insurance == bill.insurance]
        if earlier and self.rng.random() < 0.4:
            first = self.rng.choice(earlier[-3:])
            self.tally["later batch"] += 1
            return replace(
                bill,
                place=first.place,
                kind=first.kind,
                disease=first.disease,
                visit=first.visit,
                prescribed=first.prescribed,
            )
        first = replace(bill, visit=f"visit {len(self.visits)}")
        self.visits.append(first)
        return first

    def _cancel(self, ctx: Context) -> None:
        if self.settled:
            self._undo(ctx, self.settled.pop(self.rng.randrange(len(self.settled))))

    def _undo(self, ctx: Context, pair: tuple[Outcome, Settlement]) -> None:
        wanted, done = pair
        self.made.cancel(wanted)
        back = self.house.cancel(ctx, done, self._msgid())
        self.tally["next year" if wanted.bill.at.year < self.clock.year else "same year"] += 1
        for name in ("total_fen", "pool_fen", "own_fen", "mutual_fen", "cash_fen"):
            assert getattr(back, name) == -getattr(done, name)
        assert back.own_balance_after_fen == (self.made.people[PATIENT].balance or 0)
        if done in [one for _, one in self.settled]:
            self.settled = [one for one in self.settled if one[1] is not done]

    def _change(self, ctx: Context) -> None:
        for one in self.rng.sample(self.made.relations, min(1, len(self.made.relations))):
            free = self.made.people[one.authorizer].balance or 0
            limit = self.rng.randrange(500_00)
            caps = self.rng.choice((None, (limit, 2 * limit, 3 * limit)))
            hold = self.rng.choice((0, one.hold, self.rng.randint(0, free + 1)))
            wanted = self.made.change(one.key, caps, hold, self.clock.date())
            assert self.house.change(ctx, one.key, caps, hold) == wanted
            self.tally[f"change {wanted}"] += 1

    def _freeze(self, ctx: Context) -> None:
        owners = [human for human in self.made.people.values() if human.balance is not None]
        for human in self.rng.sample(owners, min(1, len(owners))):
            human.frozen = not human.frozen
            self.house.freeze(ctx, human.key, frozen=human.frozen)

    def _unbind(self, ctx: Context) -> None:
        for one in self.rng.sample(self.made.relations, min(1, len(self.made.relations))):
            wanted = self.made.unbind(one.key, self.clock.date())
            assert self.house.unbind(ctx, one.key) == wanted

    def _suspend(self, ctx: Context) -> None:
        human = self.rng.choice([one for one in self.made.people.values() if one.covers])
        kind = self.rng.choice(sorted(human.covers))
        status = self.rng.choice(("normal", "normal", "suspended"))
        self.made.suspend(human.key, kind, status)
        self.house.suspend(ctx, human.key, kind, status)

    def _credit(self, ctx: Context) -> None:
        owners = [human for human in self.made.people.values() if human.balance is not None]
        for human in self.rng.sample(owners, min(1, len(owners))):
            fen = self.rng.randint(1, 300_00)
            self.made.credit(human.key, fen)
            self.house.credit(ctx, human.key, fen)

    def _msgid(self) -> str:
        return f"m{self.rng.getrandbits(64)}"

    # -- looking at both

    def _told(self, wanted: Outcome) -> dict[str, object]:
        fees, pool, paid = wanted.fees, wanted.pool, wanted.paid
        holds = dict(wanted.holds)
        return {
            "total_fen": fees.total,
            "in_scope_fen": fees.in_scope,
            "first_self_pay_fen": fees.first,
            "over_limit_fen": fees.over,
            "full_self_pay_fen": fees.full,
            "pool_fen": pool.paid,
            "deductible_fen": pool.deductible,
            "counted_pool_fen": pool.counted,
            "own_fen": paid.own,
            "mutual_fen": paid.mutual,
            "cash_fen": paid.cash,
            "reason": paid.reason,
            "scene": wanted.scene,
            "own_balance_after_fen": self.made.people[PATIENT].balance or 0,
            "payers": [(self.house.bindings[key], fen, holds[key]) for key, fen in paid.shares],
        }

    def _shown(self, done: Settlement) -> dict[str, object]:
        payers = [(row.binding_id, row.amount.fen, row.from_hold.fen) for row in done.payers]
        names = (
            "total_fen",
            "in_scope_fen",
            "first_self_pay_fen",
            "over_limit_fen",
            "full_self_pay_fen",
            "pool_fen",
            "deductible_fen",
            "counted_pool_fen",
            "own_fen",
            "mutual_fen",
            "cash_fen",
            "reason",
            "scene",
            "own_balance_after_fen",
        )
        return {name: getattr(done, name) for name in names} | {"payers": payers}

    def _compare(self) -> None:
        people = self.made.people.values()
        wanted = {human.key: human.balance for human in people if human.balance is not None}
        assert self.house.balances(self.ctx) == wanted
        assert self.house.held(self.ctx) == {one.key: one.hold for one in self.made.relations}
        moved = {place: used for place, used in self.made.counters.items() if used != Used()}
        assert self.house.counters(self.ctx) == moved


def test_bills_in_sequence(sqlite_databases: SqliteDatabases) -> None:
    rng, packs = seeded(SEED), load_packs()
    policies = [(figures, book_of(packs, figures)) for figures in bills.policies(rng, 12)]
    goods = bills.items(rng), bills.places()
    moment = Moment(datetime(2025, 1, 1, tzinfo=UTC), packs)
    tally: Counter[str] = Counter()
    count = 0
    with sqlite_databases.fresh() as address, open_runtime(address, lambda: moment) as runtime:
        runtime.run(lambda ctx: stock(ctx, *goods))
        while count < BILLS:
            count += tell(runtime, rng, goods, rng.choice(policies), tally)
    missing = SEEN - set(tally)
    assert not missing


def tell(
    runtime: Runtime,
    rng: Random,
    goods: Goods,
    policy: tuple[Figures, PolicyBook],
    tally: Counter[str],
) -> int:
    """How many bills one family's story had."""
    on = rng.choice(FIRST_DAYS)
    made = bills.world(rng, policy[0], on)
    clock = bills.instant(rng, on)
    told: list[Story] = []

    def work(ctx: Context) -> None:
        house = House(made)
        house.move_in(at(ctx, clock, policy[1]), 1)
        story = Story(rng, ctx, made, house, goods, clock, policy[1], tally)
        told.append(story)
        story.run()
        raise GoneAgainError

    with pytest.raises(GoneAgainError):
        runtime.run(work)
    return told[0].count
