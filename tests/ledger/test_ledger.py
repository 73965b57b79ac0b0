"""The books: rows are never changed, transfers sum to zero, balances never pass below it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.kernel.money import Money
from gongji.kernel.problems import OutsideUnavailable
from gongji.kernel.transaction import ATTEMPTS, Conflict
from gongji.ledger import immutable
from gongji.ledger.books import Book, BookKind
from gongji.ledger.models import Account, Entry, EntryKind, Transfer, TransferKind
from gongji.ledger.service import Posting, TransferDetails, book, lock_accounts_of
from gongji.people.models import Person
from tests.support.cast import Cast
from tests.support.sent import DRUG, PAYER, WIFE, Line

DAY = date(2025, 6, 10)
DETAILS = TransferDetails(TransferKind.SETTLEMENT, DAY)


@pytest.fixture(autouse=True)
def books(cast: Cast) -> Iterator[None]:
    """A bill paid by the wife and her husband, so that every table has a row to spoil."""
    assert cast.buy(WIFE, Line(DRUG, "150.00")).code == ""
    yield
    assert cast.broken() == []


def account(ctx: Context, name: str) -> Account:
    """His account, locked."""
    person = ctx.db.execute(select(Person).where(Person.name == name)).scalar_one()
    return lock_accounts_of(ctx.db, [person.id])[person.id]


def pay(ctx: Context, fen: int, name: str = PAYER) -> str:
    return move(ctx, account(ctx, name), fen)


def move(ctx: Context, paying: Account, fen: int) -> str:
    there = Posting(Book(BookKind.INSTITUTION, "X"), Money(fen))
    return book(ctx, DETAILS, [Posting(paying, Money(-fen), EntryKind.OWN_SPEND), there])


def rows(runtime: Runtime) -> tuple[int, int]:
    def count(ctx: Context) -> tuple[int, int]:
        counts = [select(func.count()).select_from(table) for table in (Transfer, Entry)]
        return ctx.db.execute(counts[0]).scalar_one(), ctx.db.execute(counts[1]).scalar_one()

    return runtime.run(count, writes=False)


EVERYWHERE = [
    "UPDATE entry SET amount_fen = amount_fen + 1",
    "UPDATE entry SET place = 'elsewhere'",
    "DELETE FROM entry",
    "UPDATE transfer SET kind = 'gift'",
    "DELETE FROM transfer",
]
ONLY_ON = {
    "postgresql": ["TRUNCATE entry", "TRUNCATE transfer CASCADE"],
    "sqlite": [
        "INSERT OR REPLACE INTO entry SELECT * FROM entry",
        "REPLACE INTO transfer SELECT * FROM transfer",
        "INSERT INTO entry SELECT * FROM entry WHERE 1 ON CONFLICT (id) DO UPDATE SET year = 1",
    ],
}


def test_a_book_is_read_as_it_was_stored_and_no_other() -> None:
    for kind in BookKind:
        found = Book(kind, "430100:310")
        assert Book.stored(str(found)) == found
    with pytest.raises(ValueError, match="chest"):
        Book.stored("chest:430100")


def test_no_statement_changes_what_was_booked(runtime: Runtime) -> None:
    dialect = runtime.engine.dialect.name
    for statement in EVERYWHERE + ONLY_ON[dialect]:
        with runtime.engine.connect() as doing:
            if dialect == "sqlite":  # so that a replaced row fires no DELETE trigger
                doing.execute(text("PRAGMA recursive_triggers = OFF"))
            with pytest.raises(DBAPIError, match=immutable.REFUSAL):
                doing.execute(text(statement))
    assert rows(runtime) == (1, 3)


def test_what_the_triggers_forbid_is_possible_without_them(runtime: Runtime) -> None:
    """Else the test before this one would prove nothing; the roll-back puts them back."""

    def spoil(ctx: Context) -> None:
        immutable.lift(ctx.db)
        for statement in EVERYWHERE[:4]:
            ctx.db.execute(text(statement))
        raise LookupError

    with pytest.raises(LookupError):
        runtime.run(spoil)
    with pytest.raises(DBAPIError, match=immutable.REFUSAL), runtime.engine.begin() as doing:
        doing.execute(text(EVERYWHERE[0]))


def test_a_transfer_that_does_not_sum_to_zero_is_a_bug_of_ours(runtime: Runtime) -> None:
    def unbalanced(ctx: Context) -> str:
        there = Posting(Book(BookKind.INSTITUTION, "X"), Money(999))
        return book(ctx, DETAILS, [Posting(account(ctx, PAYER), Money(-1_000)), there])

    with pytest.raises(AssertionError, match="sums to zero"):
        runtime.run(unbalanced)
    assert rows(runtime) == (1, 3)


def test_a_balance_cannot_pass_below_zero(runtime: Runtime) -> None:
    """The guard answers as a lost race, for money was there when the caller looked."""
    with pytest.raises(OutsideUnavailable):
        runtime.run(lambda ctx: pay(ctx, 25_001))
    runtime_rows = rows(runtime)
    with pytest.raises(IntegrityError, match="balance_never_negative"):
        runtime.run(lambda ctx: ctx.db.execute(update(Account).values(balance_fen=-1)))
    assert rows(runtime) == runtime_rows == (1, 3)


def test_the_last_fen_can_be_spent(runtime: Runtime, cast: Cast) -> None:
    runtime.run(lambda ctx: pay(ctx, 25_000))
    assert cast.account(PAYER)["balance_fen"] == 0


@pytest.mark.parametrize("off_by", [-1, 1])
def test_a_stale_look_at_an_account_is_looked_at_again(
    runtime: Runtime, cast: Cast, off_by: int
) -> None:
    """The first try sees another version, writes nothing, and the second one books once."""
    tries: list[int] = []

    def stale_at_first(ctx: Context) -> str:
        found = account(ctx, PAYER)
        if not tries:
            ctx.db.expunge(found)
            found.version += off_by
        tries.append(found.version)
        return move(ctx, found, 100)

    runtime.run(stale_at_first)
    assert len(tries) == 2
    assert rows(runtime) == (2, 5)
    assert cast.account(PAYER)["balance_fen"] == 24_900


def test_a_race_that_is_always_lost_ends_in_a_plain_refusal(runtime: Runtime) -> None:
    tries: list[None] = []

    def lose(_: Context) -> None:
        tries.append(None)
        raise Conflict

    with pytest.raises(OutsideUnavailable):
        runtime.run(lose)
    assert len(tries) == ATTEMPTS


def test_entries_tell_the_balance_after_each_of_them(runtime: Runtime) -> None:
    for fen in (100, 250, 1):
        runtime.run(lambda ctx, fen=fen: pay(ctx, fen))  # type: ignore[misc]
    query = select(Entry.version, Entry.amount_fen, Entry.balance_after_fen).order_by(Entry.id)
    ours = runtime.run(
        lambda ctx: [
            tuple(row)
            for row in ctx.db.execute(query.where(Entry.account_id == account(ctx, PAYER).id))
        ]
    )
    assert ours == [
        (1, -5_000, 25_000),
        (2, -100, 24_900),
        (3, -250, 24_650),
        (4, -1, 24_649),
    ]
