"""Of which year the money is: earlier money goes first, and a refund brings back what was taken.

The expectation is counted fen by fen here: an account is a row of lots, each with its year.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from gongji.account.service import account
from gongji.account.summary import summary
from gongji.app.context import Context
from gongji.kernel.clock import SHANGHAI
from gongji.kernel.money import Money
from gongji.ledger.books import Book, BookKind
from gongji.ledger.bulk import Credit, book_credits
from gongji.ledger.models import EntryKind, TransferKind
from gongji.ledger.service import (
    Posting,
    TransferDetails,
    book,
    lock_accounts_behind,
    lock_accounts_of,
    reverse,
)
from gongji.ops.reconcile import reconcile
from tests.family.town import Someone, Town
from tests.independent.seeds import seeded

OPENING_FEN = 5_000
START = datetime(2024, 11, 1, 12, tzinfo=SHANGHAI)

Lots = list[tuple[int, int]]
"""Year and fen of each part of the money, in the order in which it came; 0 is the opening."""


@dataclass
class Told:
    """What the year's figures should say."""

    opening_fen: int
    credited_fen: int = 0
    spent_fen: int = 0
    refunded_fen: int = 0


@dataclass
class Purse:
    """An account, counted by hand."""

    lots: Lots = field(default_factory=lambda: [(0, OPENING_FEN)])
    spent: list[tuple[str, Lots]] = field(default_factory=list)
    years: dict[int, Told] = field(default_factory=dict)

    @property
    def balance_fen(self) -> int:
        return sum(fen for _, fen in self.lots)

    def told(self, year: int) -> Told:
        return self.years.setdefault(year, Told(self.balance_fen))

    def current_fen(self, year: int) -> int:
        return sum(fen for came, fen in self.lots if came == year)

    def credit(self, year: int, fen: int) -> None:
        self.told(year).credited_fen += fen
        self.lots.append((year, fen))

    def spend(self, year: int, fen: int, transfer_id: str) -> None:
        self.told(year).spent_fen += fen
        taken: Lots = []
        while fen:
            came, there = self.lots.pop(0)
            part = min(fen, there)
            taken.append((came, part))
            if there > part:
                self.lots.insert(0, (came, there - part))
            fen -= part
        self.spent.append((transfer_id, taken))

    def give_back(self, year: int, taken: Lots) -> None:
        self.told(year).refunded_fen += sum(fen for _, fen in taken)
        self.lots = sorted(self.lots + taken)


def _transfer(ctx: Context, who: Someone, fen: int, kind: EntryKind) -> str:
    own = lock_accounts_of(ctx.db, [who.id])[who.id]
    sides = [Posting(own, Money(fen), kind), Posting(Book(BookKind.FUND, "test"), Money(-fen))]
    return book(ctx, TransferDetails(TransferKind.TRANSFER_OUT, ctx.today), sides)


def _credit(ctx: Context, who: Someone, fen: int) -> None:
    own = lock_accounts_of(ctx.db, [who.id])[who.id]
    book_credits(
        ctx,
        TransferDetails(TransferKind.TRANSFER_OUT, ctx.today),
        [Credit(own.id, Money(fen), Book(BookKind.CONTRIBUTION, "430100"))],
    )


def _reverse(ctx: Context, transfer_id: str) -> None:
    behind = lock_accounts_behind(ctx.db, transfer_id)
    reverse(ctx, transfer_id, TransferDetails(TransferKind.REVERSAL, ctx.today), behind.values())


@dataclass
class Life:
    """Some years of an account, act by act, beside the purse that is counted by hand."""

    town: Town
    who: Someone
    rng: random.Random
    purse: Purse = field(default_factory=Purse)

    @property
    def year(self) -> int:
        return self.town.now.year

    def act(self) -> None:
        self.town.now += timedelta(days=self.rng.choice((0, 1, 9, 40, 170)))
        acts: tuple[Callable[[], None], ...] = (self.credit, self.spend, self.give_back)
        self.rng.choices(acts, (3, 4, 3))[0]()

    def credit(self) -> None:
        fen = self.rng.choice((1, 700, 2_500))
        self.town.run(_credit, self.who, fen)
        self.purse.credit(self.year, fen)

    def spend(self) -> None:
        if self.purse.balance_fen:
            self.pay(self.rng.randint(1, self.purse.balance_fen))

    def pay(self, fen: int) -> None:
        transfer_id = self.town.run(_transfer, self.who, -fen, EntryKind.OWN_SPEND)
        self.purse.spend(self.year, fen, transfer_id)

    def give_back(self) -> None:
        if self.purse.spent:
            self.undo(self.rng.randrange(len(self.purse.spent)))

    def undo(self, which: int) -> None:
        transfer_id, taken = self.purse.spent.pop(which)
        self.town.run(_reverse, transfer_id)
        self.purse.give_back(self.year, taken)

    # -- what must hold

    def check_account(self) -> None:
        seen = self.town.run(account, by=self.who.actor, writes=False)
        current = self.purse.current_fen(self.year)
        assert (seen.prior_years_fen, seen.current_year_fen) == (
            self.purse.balance_fen - current,
            current,
        )

    def check_year(self, year: int, current_fen: int) -> None:
        told = self.purse.told(year)
        seen = self.summed(year)
        assert {name: seen[name] for name in vars(told)} == vars(told)
        assert seen["current_year_fen"] == current_fen
        assert seen["prior_years_fen"] + current_fen == seen["closing_fen"]
        assert sum(one["in_fen"] for one in seen["by_month"]) == (
            told.credited_fen + told.refunded_fen
        )
        assert sum(one["out_fen"] for one in seen["by_month"]) == told.spent_fen

    def summed(self, year: int) -> dict[str, Any]:
        return asdict(self.town.run(summary, by=self.who.actor, year=year, writes=False))

    def books_agree(self) -> None:
        report = self.town.run(reconcile, writes=False)
        assert report.ok, report.failures


@pytest.fixture
def live(town: Town) -> Callable[[int], Life]:
    def begin(seed: int) -> Life:
        town.now = START
        who = town.employee("陈建国", "19800512", seed, balance_fen=OPENING_FEN)
        return Life(town, who, seeded(seed))

    return begin


@pytest.mark.parametrize("seed", range(1, 5))
def test_every_fen_keeps_its_year(live: Callable[[int], Life], seed: int) -> None:
    life = live(seed)
    closed: dict[int, int] = {}
    for _ in range(45):
        life.act()
        life.check_account()
        closed[life.year] = life.purse.current_fen(life.year)
    assert len(closed) > 3
    for year, current_fen in closed.items():
        life.check_year(year, current_fen)
    life.books_agree()


def test_what_is_given_back_after_new_year_is_earlier_money(live: Callable[[int], Life]) -> None:
    life = live(1)
    life.purse.told(life.year)
    life.town.run(_credit, life.who, 1_000)
    life.purse.credit(2024, 1_000)
    life.pay(5_400)
    life.check_account()
    life.town.now = datetime(2025, 1, 1, tzinfo=SHANGHAI)
    life.town.run(_credit, life.who, 70)
    life.purse.credit(2025, 70)
    life.undo(0)
    life.check_account()
    seen = life.town.run(account, by=life.who.actor, writes=False)
    assert (seen.prior_years_fen, seen.current_year_fen) == (6_000, 70)
    year = life.summed(2025)
    assert (year["opening_fen"], year["credited_fen"], year["refunded_fen"]) == (600, 70, 5_400)
    assert (year["closing_fen"], year["prior_years_fen"]) == (6_070, 6_000)


def test_a_refund_in_the_same_year_brings_each_part_back(live: Callable[[int], Life]) -> None:
    life = live(1)
    life.town.run(_credit, life.who, 1_000)
    life.purse.credit(2024, 1_000)
    life.pay(5_300)
    life.pay(200)
    life.undo(0)
    life.check_account()
    seen = life.town.run(account, by=life.who.actor, writes=False)
    assert (seen.prior_years_fen, seen.current_year_fen) == (5_000, 800)


def test_a_clock_that_goes_back_over_new_year_breaks_no_figure(live: Callable[[int], Life]) -> None:
    life = live(1)
    spent = life.town.run(_transfer, life.who, -500, EntryKind.OWN_SPEND)
    life.town.now = datetime(2025, 1, 1, tzinfo=SHANGHAI)
    life.town.run(_credit, life.who, 300)
    life.town.now = START
    life.town.run(_transfer, life.who, -4_700, EntryKind.OWN_SPEND)
    life.books_agree()
    life.town.now = datetime(2025, 1, 2, tzinfo=SHANGHAI)
    life.town.run(_reverse, spent)
    seen = life.town.run(account, by=life.who.actor, writes=False)
    assert (seen.prior_years_fen, seen.current_year_fen) == (300, 300)
    assert life.summed(2025)["current_year_fen"] == 300
    life.books_agree()
