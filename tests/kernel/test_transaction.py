"""One use case, one transaction: done or undone as a whole, and tried again where that helps."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError, ProgrammingError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.auth.problems import SmsWrong
from gongji.kernel.problems import NotFound
from gongji.kernel.transaction import Conflict, Transactions
from gongji.ledger.models import Account
from tests.support.cast import Cast


@pytest.fixture
def transactions(cast: Cast, runtime: Runtime) -> Transactions:
    assert cast.broken() == []
    return runtime.transactions


def balances(db: Session) -> list[int]:
    return list(db.execute(text("SELECT balance_fen FROM account ORDER BY id")).scalars())


def add(db: Session, fen: int) -> None:
    db.execute(update(Account).values(balance_fen=Account.balance_fen + fen))


BEFORE = [30_000, 10_000]


@pytest.mark.parametrize(
    ("trouble", "after"),
    [(NotFound(), BEFORE), (LookupError(), BEFORE), (SmsWrong(), [30_001, 10_001])],
)
def test_what_raises_is_undone_unless_the_refusal_is_to_be_remembered(
    transactions: Transactions, trouble: Exception, after: list[int]
) -> None:
    def work(db: Session) -> None:
        add(db, 1)
        raise trouble

    with pytest.raises(type(trouble)):
        transactions.run(work)
    assert transactions.run(balances) == after


def test_a_refusal_may_write_something_instead_of_the_work(transactions: Transactions) -> None:
    def work(db: Session) -> None:
        add(db, 1)
        refusal = NotFound()
        refusal.write_instead = lambda: add(db, 100)
        raise refusal

    with pytest.raises(NotFound):
        transactions.run(work)
    assert transactions.run(balances) == [30_100, 10_100]


def test_a_dry_run_returns_what_would_be_and_writes_nothing(transactions: Transactions) -> None:
    def work(db: Session) -> list[int]:
        add(db, 1)
        return balances(db)

    assert transactions.run(work, dry_run=True) == [30_001, 10_001]
    assert transactions.run(balances) == BEFORE


def test_a_lost_race_starts_the_whole_use_case_again(transactions: Transactions) -> None:
    tries: list[list[int]] = []

    def work(db: Session) -> str:
        tries.append(balances(db))
        add(db, 1)
        if len(tries) < 3:
            raise Conflict
        return "done"

    assert transactions.run(work) == "done"
    assert tries == [BEFORE] * 3
    assert transactions.run(balances) == [30_001, 10_001]


def test_a_taken_unique_key_is_a_lost_race_and_a_broken_rule_is_not(
    transactions: Transactions,
) -> None:
    tries: list[str] = []

    def twice(db: Session) -> None:
        tries.append("twice")
        if len(tries) == 1:
            db.execute(text("INSERT INTO account SELECT * FROM account"))

    transactions.run(twice)
    assert tries == ["twice"] * 2

    def broken(db: Session) -> None:
        tries.append("broken")
        add(db, -20_000)

    with pytest.raises(IntegrityError):
        transactions.run(broken)
    assert tries == ["twice", "twice", "broken"]


def test_a_bug_is_not_tried_again(transactions: Transactions) -> None:
    tries: list[None] = []

    def work(db: Session) -> None:
        tries.append(None)
        db.execute(text("SELECT nothing FROM nowhere"))

    with pytest.raises((ProgrammingError, SQLAlchemyError)):
        transactions.run(work)
    assert len(tries) == 1


def test_two_that_lock_each_other_out_both_come_through(transactions: Transactions) -> None:
    """PostgreSQL lets one of them die (40P01); SQLite never lets them meet."""
    meeting = Barrier(2)

    def pay(order: str) -> None:
        def work(db: Session) -> None:
            names = db.execute(text(f"SELECT id FROM account ORDER BY id {order}")).scalars().all()
            for name in names:
                change = "UPDATE account SET balance_fen = balance_fen + 1 WHERE id = :name"
                db.execute(text(change), {"name": name})
                try:
                    meeting.wait(0.5)
                except BrokenBarrierError:
                    continue

        transactions.run(work)

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(pay, order) for order in ("ASC", "DESC")]:
            done.result()
    assert transactions.run(balances) == [30_002, 10_002]


def test_a_reader_is_not_kept_waiting_by_a_writer(transactions: Transactions) -> None:
    def write_and_read(db: Session) -> list[int]:
        add(db, 1)
        return transactions.run(balances, writes=False)

    assert transactions.run(write_and_read) == BEFORE
    assert transactions.run(balances, writes=False) == [30_001, 10_001]


def test_however_often_a_use_case_is_tried_it_is_the_same_instant(
    cast: Cast, runtime: Runtime
) -> None:
    cast.call("PUT", "/sandbox/clock", {"now": "2025-06-10T10:00:00+08:00", "running": True})
    instants: list[datetime] = []

    def work(ctx: Context) -> None:
        instants.append(ctx.now)
        if len(instants) == 1:
            raise Conflict

    runtime.run(work)
    assert len(instants) == 2
    assert instants[0] == instants[1]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_writers_of_a_file_come_in_turn(transactions: Transactions, runtime: Runtime) -> None:
    """SQLite alone lets one that has just written write again, while others sleep."""
    written: list[str] = []
    pool = runtime.engine.pool
    assert isinstance(pool, QueuePool)

    def write(name: str) -> None:
        def work(db: Session) -> None:
            add(db, 1)
            written.append(name)

        transactions.run(work)

    def write_while_others_come(db: Session) -> None:
        add(db, 1)
        for name in "bcd":
            before = pool.checkedout()
            others.append(Thread(target=write, args=name))
            others[-1].start()
            while pool.checkedout() == before:
                others[-1].join(0.01)
            others[-1].join(0.2)  # for the statements between its connection and its place in line

    for _ in range(3):
        others: list[Thread] = []
        written.clear()
        transactions.run(write_while_others_come)
        write("a")
        for other in others:
            other.join()
        assert written == ["b", "c", "d", "a"]
