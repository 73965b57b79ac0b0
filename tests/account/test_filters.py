"""Filtered entries are those of the whole list, in its order, whatever the clock did meanwhile."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from gongji.account.queries import Direction, EntryDetails, Filter, entries
from gongji.app.context import Context
from gongji.app.paging import PageRequest
from gongji.app.runtime import Runtime
from gongji.kernel.clock import SHANGHAI, civil_date
from gongji.kernel.money import Money
from gongji.ledger.books import Book, BookKind
from gongji.ledger.figures import AccountDay, AccountYear, BindingMonth
from gongji.ledger.models import EntryKind, TransferKind
from gongji.ledger.service import Posting, TransferDetails, book, lock_accounts_of
from gongji.migrations.run import upgrade
from gongji.ops.reconcile import reconcile
from gongji.vocabulary import Scene
from tests.family.town import Someone, Town
from tests.support.cast import Cast
from tests.support.databases import go_back
from tests.support.sent import CHILD, WIFE, Line

OPENING_FEN = 9_000
MOMENTS = (
    datetime(2024, 12, 31, 23, 59, 59, tzinfo=SHANGHAI),
    datetime(2025, 1, 1, 0, 0, 1, tzinfo=SHANGHAI),
    datetime(2025, 3, 5, 12, tzinfo=SHANGHAI),
    datetime(2024, 12, 30, 12, tzinfo=SHANGHAI),
    datetime(2025, 3, 6, 1, tzinfo=SHANGHAI),
    datetime(2025, 3, 5, 23, tzinfo=SHANGHAI),
)
"""The clock goes back twice: once over the year's end, once over midnight."""

SCENES = (Scene.PHARMACY, None, Scene.OUTPATIENT)


@pytest.fixture
def owner(town: Town) -> Someone:
    town.now = MOMENTS[0]
    who = town.employee("陈建国", "19800512", 1, balance_fen=OPENING_FEN)
    for moment, (number, scene) in itertools.product(MOMENTS, enumerate(SCENES)):
        town.now = moment
        fen = 700 if number == 1 else -40 - number
        town.run(_move, who, fen, scene)
    return who


def _move(ctx: Context, who: Someone, fen: int, scene: Scene | None) -> None:
    own = lock_accounts_of(ctx.db, [who.id])[who.id]
    kind = EntryKind.CREDIT if fen > 0 else EntryKind.OWN_SPEND
    sides = [Posting(own, Money(fen), kind), Posting(Book(BookKind.FUND, "test"), Money(-fen))]
    book(ctx, TransferDetails(TransferKind.TRANSFER_OUT, ctx.today, scene), sides)


def _filters() -> Iterator[Filter]:
    days = (
        (None, None),
        (date(2024, 12, 31), date(2025, 1, 1)),
        (date(2025, 3, 6), None),
        (None, date(2024, 12, 30)),
        (date(2025, 3, 5), date(2025, 3, 5)),
        (date(2023, 1, 1), date(2023, 1, 2)),
    )
    for year, direction, scene in itertools.product(
        (None, 2024, 2025, 2026), (None, *Direction), (None, Scene.PHARMACY, Scene.PREMIUM)
    ):
        yield Filter(year, None, None, direction, scene)
    for (since, until), direction, scene in itertools.product(
        days, (None, Direction.OUT), (None, Scene.OUTPATIENT)
    ):
        yield Filter(None, since, until, direction, scene)


def _pages(town: Town, who: Someone, wanted: Filter, limit: int) -> list[EntryDetails]:
    found: list[EntryDetails] = []
    cursor: str | None = None
    while True:
        page = PageRequest(limit, cursor)
        seen = town.run(entries, wanted, page, by=who.actor, writes=False)
        found += seen.items
        cursor = seen.next
        if cursor is None:
            return found


def _is_wanted(entry: EntryDetails, wanted: Filter) -> bool:
    day = civil_date(entry.at)
    return (
        wanted.year in (None, day.year)
        and (wanted.since is None or wanted.since <= day)
        and (wanted.until is None or day <= wanted.until)
        and wanted.direction in (None, entry.direction)
        and wanted.scene in (None, entry.scene)
    )


def test_a_filter_leaves_out_and_never_reorders(town: Town, owner: Someone) -> None:
    every = _pages(town, owner, Filter(), 100)
    assert len(every) == len(MOMENTS) * len(SCENES)
    balances = [entry.balance_after_fen for entry in every]
    assert balances[-1] == OPENING_FEN - 40, "the oldest comes last, as it was booked"
    for wanted in _filters():
        expected = [entry for entry in every if _is_wanted(entry, wanted)]
        for limit in (2, 100):
            assert _pages(town, owner, wanted, limit) == expected, wanted


# -- the figures by which they are found


def _figures(db: Session) -> list[Sequence[tuple[Any, ...]]]:
    return [
        [tuple(row) for row in db.execute(select(*table.__table__.c).order_by(*table.__table__.c))]
        for table in (AccountYear, AccountDay, BindingMonth)
    ]


def test_a_database_of_before_gets_the_same_figures(cast: Cast, runtime: Runtime) -> None:
    """What the migration adds up for entries that stand is what the trigger would have."""
    cast.buy(WIFE)
    cast.cancel(cast.settle(cast.upload(WIFE, Line(price="300.00"))))
    cast.at("2025-07-01T00:00:01+08:00").buy(CHILD)
    before = runtime.run(lambda ctx: _figures(ctx.db), writes=False)
    assert all(before)
    go_back(runtime.engine, "0009")
    upgrade(runtime.engine)
    assert runtime.run(lambda ctx: _figures(ctx.db), writes=False) == before
    cast.buy(CHILD)
    assert runtime.run(reconcile, writes=False).failures == []
