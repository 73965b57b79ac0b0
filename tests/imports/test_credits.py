"""Credits from a file are booked once each, whatever kills the work and whoever else does it."""

from __future__ import annotations

import csv
import multiprocessing
import os
import random
import signal
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from multiprocessing.synchronize import Semaphore
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from gongji.app.runtime import Runtime
from gongji.bootstrap import create_app
from gongji.config import read_settings
from gongji.credits import book_file
from gongji.credits.file_rows import COLUMNS
from gongji.credits.models import CreditImport, MonthlyCredit
from gongji.credits.monthly import credit_month
from gongji.imports.csv_file import read
from gongji.imports.report import Result
from gongji.kernel.money import Money
from gongji.ledger.models import Account, Entry, EntryKind
from gongji.ops.reconcile import reconcile
from gongji.people.models import Person
from gongji.sandbox.credit_file import write_credit_file
from gongji.sandbox.generate import people
from gongji.sandbox.reset import load_demo_if_empty
from tests.imports.desk import count, gongji, sheet
from tests.registry_events.household import BROTHER, CHILD, NUMBERS, PAYER, Household
from tests.support.serving import environment

HEADER = "id_number,month,amount_yuan"
KILLS = int(os.environ.get("GONGJI_KILLS", "5"))
CROWD, ROWS, AT_ONCE = 2_000, 1_000 * KILLS, 50
STEPS, WITHIN_S = 8, 0.02
"""A run is killed within so many seconds of one of its first so many transactions, by chance."""


def book(runtime: Runtime, path: Path, at_once: int = book_file.ROWS_AT_ONCE) -> book_file.Totals:
    digest = book_file.fingerprint(path)
    list(book_file.book_file(runtime, digest, list(read(path, COLUMNS)), at_once=at_once))
    return runtime.run(lambda ctx: book_file.totals(ctx.db, digest), writes=False)


def answers(runtime: Runtime, path: Path) -> dict[int, str]:
    """By line: the code of the refusal, "" for a row that was booked."""
    lines = list(read(path, COLUMNS))
    digest = book_file.fingerprint(path)
    told = runtime.run(lambda ctx: list(book_file.answers(ctx.db, digest, lines)), writes=False)
    return {one.line: one.error.code if one.error else "" for one in told}


@pytest.fixture
def home(app: Flask) -> Household:
    return Household(app).load()


def test_good_rows_are_booked_and_bad_ones_named(
    home: Household, runtime: Runtime, tmp_path: Path
) -> None:
    rows = [
        (NUMBERS[PAYER], "2025-05", "120.50"),
        (NUMBERS[PAYER], "2025-06", "120.50"),
        (NUMBERS[BROTHER].lower(), "2025-05", "1"),
        (NUMBERS[PAYER], "2025-05", "120.50"),
        (NUMBERS[CHILD], "2025-05", "1.00"),
        ("430199198005120030", "2025-05", "1.00"),
        (NUMBERS[PAYER], "2025-07", "1.00"),
        (NUMBERS[PAYER], "2025-5", "1.00"),
        (NUMBERS[PAYER], "2025-04", "0.00"),
        (NUMBERS[PAYER], "2025-04", "1.001"),
        (NUMBERS[PAYER], "2025-04"),
    ]
    path = sheet(tmp_path, HEADER, rows)
    assert book(runtime, path) == book_file.Totals(3, Money(24_200), 8)
    assert answers(runtime, path) == {
        2: "",
        3: "",
        4: "",
        5: "repeated",
        6: "no_account",
        7: "unknown",
        8: "future",
        9: "format",
        10: "zero",
        11: "amount",
        12: "ragged",
    }
    assert book(runtime, path) == book_file.Totals(3, Money(24_200), 8)
    entries = home.call("GET", "/account/entries", **home.sign_in(PAYER)).json["items"]
    assert [(row["kind"], row["amount_fen"]) for row in entries] == [("credit", 12_050)] * 2
    assert home.broken() == []


def test_file_and_job_never_credit_one_month_twice(
    home: Household, runtime: Runtime, tmp_path: Path
) -> None:
    path = sheet(
        tmp_path, HEADER, [(NUMBERS[PAYER], "2025-05", "1"), (NUMBERS[PAYER], "2025-06", "1")]
    )
    credit_month(runtime, "2025-05")
    book(runtime, path)
    assert answers(runtime, path) == {2: "credited", 3: ""}
    assert credit_month(runtime, "2025-06") == {"credited": 1, "skipped": 0}
    assert home.broken() == []


def test_a_dry_run_says_the_same_and_writes_nothing(
    home: Household, runtime: Runtime, tmp_path: Path
) -> None:
    rows = [(NUMBERS[PAYER], "2025-05", "1"), (NUMBERS[PAYER], "2025-05", "1"), ("x", "x", "x")]
    path = sheet(tmp_path, HEADER, rows)
    lines = list(read(path, COLUMNS))
    told = [one for some in book_file.try_file(runtime, lines) for one in some]
    assert [one.error.code if one.error else "" for one in told] == ["", "repeated", "id_number"]
    assert count(runtime, MonthlyCredit) == count(runtime, CreditImport) == 0
    assert home.broken() == []


def test_two_who_book_one_file_at_once_take_turns(
    home: Household, runtime: Runtime, tmp_path: Path
) -> None:
    list(people(runtime, 200))
    path = tmp_path / "credits.csv"
    written = write_credit_file(runtime, path, 600, "2024-01")
    with ThreadPoolExecutor(3) as threads:
        for done in [threads.submit(book, runtime, path, 50) for _ in range(3)]:
            done.result()
    assert written == 600
    proven(runtime, path)
    assert home.broken() == []


def proven(runtime: Runtime, path: Path) -> None:
    """Every row of the file stands in the books once, with its amount, and nothing else does."""
    with path.open(encoding="utf-8", newline="") as opened:
        wanted = sorted(
            (row[0], row[1], int(Decimal(row[2]) * 100)) for row in list(csv.reader(opened))[1:]
        )
    query = (
        select(Person, MonthlyCredit.month, Entry.amount_fen)
        .join(Account, Account.person_id == Person.id)
        .join(MonthlyCredit, MonthlyCredit.account_id == Account.id)
        .join(Entry, Entry.transfer_id == MonthlyCredit.transfer_id)
        .where(Entry.account_id == Account.id)
    )
    rows = runtime.run(lambda ctx: ctx.db.execute(query).all(), writes=False)
    assert sorted((one.id_number.reveal(), month, int(fen)) for one, month, fen in rows) == wanted
    credits_ = select(func.count()).where(Entry.kind == EntryKind.CREDIT)
    booked = runtime.run(lambda ctx: ctx.db.execute(credits_).scalar_one(), writes=False)
    assert booked == len(wanted)


def book_in_a_process(settings: dict[str, str], path: Path, step: Semaphore) -> None:
    """What a process does that is going to be killed."""
    app = create_app(read_settings(settings))
    lines = list(read(path, COLUMNS))
    digest = book_file.fingerprint(path)
    for _ in book_file.book_file(app.extensions["gongji"], digest, lines, at_once=AT_ONCE):
        step.release()


def rows_done(runtime: Runtime) -> int:
    query = select(func.coalesce(func.max(CreditImport.rows_done), 0))
    return runtime.run(lambda ctx: int(ctx.db.execute(query).scalar_one()), writes=False)


def test_kills_at_random_moments_lose_and_double_nothing(
    database_url: str, runtime: Runtime, tmp_path: Path
) -> None:
    load_demo_if_empty(runtime)
    list(people(runtime, CROWD))
    path = tmp_path / "credits.csv"
    assert write_credit_file(runtime, path, ROWS, "2024-01") == ROWS
    settings = environment(database_url, tmp_path)
    chance = random.Random(20)  # noqa: S311 (which moments, the same every time)
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.imports.test_credits"])
    reached = [0]
    for _ in range(KILLS):
        step = processes.Semaphore(0)
        worker = processes.Process(target=book_in_a_process, args=(settings, path, step))
        worker.start()
        assert all(step.acquire(timeout=60) for _ in range(chance.randint(1, STEPS)))
        worker.join(chance.uniform(0, WITHIN_S))
        worker.kill()
        worker.join()
        assert worker.exitcode == -signal.SIGKILL, "it was done before it was killed"
        reached.append(rows_done(runtime))
    assert reached == sorted(reached)
    assert 0 < reached[-1] < ROWS
    assert book(runtime, path).booked == ROWS
    proven(runtime, path)
    assert runtime.run(reconcile, writes=False).failures == []


def test_the_command_books_and_reports(
    database_url: str, home: Household, runtime: Runtime, tmp_path: Path
) -> None:
    path = sheet(tmp_path, HEADER, [(NUMBERS[PAYER], "2025-05", "1.50"), ("x", "2025-05", "1")])
    settings = environment(database_url, tmp_path)
    dry = gongji(settings, "credit", "import", str(path), "--dry-run")
    assert (dry.returncode, count(runtime, MonthlyCredit)) == (1, 0)
    done = gongji(settings, "credit", "import", str(path))
    assert "Booked 1 credits of 1.50 yuan, refused 1." in done.stdout
    report = Path(f"{path}.report.csv").read_text("utf-8-sig").splitlines()
    assert report[1] == f"2,{Result.ADDED},,,,"
    assert report[2].startswith("3,bad,id_number,id_number,")
    assert home.broken() == []
