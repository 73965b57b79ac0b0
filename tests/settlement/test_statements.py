"""A settlement costs a fixed, small number of SQL statements, whatever the number of lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from gongji.app.runtime import Runtime
from tests.cast import Cast
from tests.sent import DRUG, WIFE, Line

STATEMENTS_MAX = 12


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


@pytest.mark.parametrize("lines", [1, 200])
def test_pool_own_and_one_payer_within_the_limit(cast: Cast, runtime: Runtime, lines: int) -> None:
    price = f"{60_000 // lines / 100:.2f}"
    bill = cast.upload(WIFE, *[Line(DRUG, price) for _ in range(lines)])
    with statements(runtime) as seen:
        settled = cast.settle(bill)
    assert settled.legs() == ("240.00", "100.00", "260.00", "0.00")
    assert len(seen) <= STATEMENTS_MAX, "\n".join(seen)
