"""What a settlement costs: SQL statements whatever its lines, and files for who reads along."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from sqlalchemy import Connection, event

import gongji
from gongji.app.runtime import Runtime
from gongji.fsi.transactions import bills
from tests.support.cast import Cast
from tests.support.sent import CHILD, DRUG, TONIC, WIFE, Line, family

STATEMENTS_MAX = {"postgresql": 5, "sqlite": 12}
"""PostgreSQL takes all rows of a settlement in one, SQLite those of each table."""

FILES_MAX = 12
HOME = Path(gongji.__file__).parent


@contextmanager
def statements(runtime: Runtime) -> Iterator[list[str]]:
    """What reaches the database meanwhile, less transaction marks and the sandbox's clock."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        marks = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
        if not statement.startswith(marks) and "sandbox_state" not in statement:
            seen.append(statement)

    event.listen(runtime.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(runtime.engine, "before_cursor_execute", note)


@contextmanager
def commits(runtime: Runtime) -> Iterator[list[Connection]]:
    """The connections that commit meanwhile."""
    seen: list[Connection] = []
    note = seen.append
    event.listen(runtime.engine, "commit", note)
    try:
        yield seen
    finally:
        event.remove(runtime.engine, "commit", note)


@pytest.mark.parametrize("lines", [1, 200])
def test_pool_own_and_one_payer_within_the_limit(cast: Cast, runtime: Runtime, lines: int) -> None:
    """But for the policy edition, which a process writes with the first bill that it settles."""
    cast.buy(CHILD, Line(TONIC, "1.00"))
    price = f"{60_000 // lines / 100:.2f}"
    bill = cast.upload(WIFE, *[Line(DRUG, price) for _ in range(lines)])
    with statements(runtime) as seen, commits(runtime) as committed:
        settled = cast.settle(bill)
    assert settled.legs() == ("240.00", "100.00", "260.00", "0.00")
    assert len(committed) == 1, "one transaction"
    assert len(seen) <= STATEMENTS_MAX[runtime.engine.dialect.name], "\n".join(seen)


@pytest.mark.parametrize(("limited", "more"), [(False, 0), (True, 1)])
def test_chronic_care_reads_the_qualifications_where_they_limit_it(
    cast: Cast, runtime: Runtime, limited: bool, more: int
) -> None:
    """The quarter's counter is read with the patient, and written as the year's is."""
    months = {"I10.x00": {"name": "高血压", "month": 100}}
    rule = {
        "area": "430000",
        "key": "chronic.310.limits",
        "value": {"diseases": months, "second": 100},
        "since": "2025-01-01",
        "basis": ["test"],
    }
    made = family()
    made["persons"][1]["chronic"] = [
        {"disease": "高血压", "code": "I10.x00", "valid_to": "2026-12-31"}
    ]
    places = [place | {"chronic": True} for place in made["institutions"]]
    cast.load(persons=made["persons"], institutions=places, policy=[rule] if limited else [])
    cast.buy(CHILD, Line(TONIC, "1.00"))
    bill = cast.upload(WIFE, Line(DRUG, "600.00"), med_type="14")
    with statements(runtime) as seen:
        settled = cast.settle(bill)
    assert settled.legs()[0] == ("300.00" if limited else "480.00")
    most = STATEMENTS_MAX[runtime.engine.dialect.name] + more
    assert len(seen) <= most, "\n".join(seen)
    assert cast.broken() == []


def is_ours(frame: FrameType) -> bool:
    file = Path(frame.f_code.co_filename)
    return file.is_relative_to(HOME) and file.name != "json_columns.py"


@contextmanager
def entered(packages: tuple[str, ...]) -> Iterator[set[str]]:
    """Files of these packages that a 2102 calls into, from its act down to its output.

    What SQLAlchemy calls back does not count, nor what the types of columns do.
    """
    files: set[str] = set()

    def note(frame: FrameType, event: str, _value: Any) -> None:
        here = Path(frame.f_code.co_filename)
        if event == "call" and HOME in here.parents and here.relative_to(HOME).parts[0] in packages:
            caller = frame.f_back
            while caller is not None and is_ours(caller):
                if caller.f_code is bills.settle_sale.__code__:
                    files.add(here.relative_to(HOME).as_posix())
                caller = caller.f_back

    sys.setprofile(note)
    threading.setprofile(note)
    try:
        yield files
    finally:
        threading.setprofile(None)
        sys.setprofile(None)


def test_a_reader_follows_a_sale_through_few_files(cast: Cast) -> None:
    """The gateway and the settlement; what they stand on is read once for all transactions."""
    with entered(("fsi", "settlement")) as files:
        assert cast.buy(WIFE, Line(DRUG, "600.00")).legs()[2] != "0.00"
    assert len(files) <= FILES_MAX, "\n".join(sorted(files))
