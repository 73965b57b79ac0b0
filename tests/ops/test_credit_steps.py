"""A step of the monthly credit costs what its accounts cost, however many there are before it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

import pytest
from sqlalchemy import event, text

from gongji.app.runtime import Runtime
from gongji.credits.monthly import credit_by_steps, credit_month
from gongji.kernel.db import Base
from gongji.kernel.progress import watched
from gongji.sandbox.generate import people
from gongji.sandbox.reset import load_demo_if_empty
from tests.scale.reading import readings

CROWD, MONTH = 400, "2025-11"
AT_ONCE, STATEMENTS_MAX = 10, 11
READ_MAX = 10
"""Rows read for each account of a step, by all its statements together."""

FORGET_STATISTICS = """
DO $$ BEGIN
    DELETE FROM pg_statistic USING pg_class
        WHERE starelid = pg_class.oid AND relnamespace = 'public'::regnamespace;
    UPDATE pg_class SET relpages = 0, reltuples = -1
        WHERE relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace;
END $$
"""
"""Autovacuum may have counted the crowd, and reading so few whole costs less than ten look-ups."""


@pytest.fixture(autouse=True)
def crowd(runtime: Runtime) -> None:
    load_demo_if_empty(runtime)
    list(people(runtime, CROWD))


@contextmanager
def statements(runtime: Runtime) -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    asked: list[str] = []

    def note(_: Any, __: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    event.listen(runtime.engine, "before_cursor_execute", note)
    yield asked
    event.remove(runtime.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("at_once", [2, 50])
def test_a_step_takes_as_many_statements_whatever_its_size(runtime: Runtime, at_once: int) -> None:
    with statements(runtime) as asked:
        steps = credit_by_steps(runtime, MONTH, at_once=at_once)
        next(steps)
        asked.clear()
        assert next(steps).credited == at_once
    assert len(asked) <= STATEMENTS_MAX, asked


def test_who_waits_hears_of_every_account(runtime: Runtime) -> None:
    heard: list[int] = []
    with watched(heard.append):
        counts = credit_month(runtime, MONTH, at_once=50)
    assert sum(heard) == counts["credited"] + counts["skipped"]
    assert len(heard) > 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("done_before", [0, CROWD // AT_ONCE // 8])
def test_every_step_reads_its_own_accounts_alone(runtime: Runtime, done_before: int) -> None:
    """Also where an earlier run was stopped, and without statistics of what the run fills."""
    with runtime.engine.begin() as connection:
        for table in Base.metadata.tables:
            connection.execute(text(f"ALTER TABLE {table} SET (autovacuum_enabled = off)"))
        connection.execute(text(FORGET_STATISTICS))
    list(islice(credit_by_steps(runtime, MONTH, at_once=AT_ONCE), done_before))
    with readings(runtime, as_if_large=False) as seen:
        seen.what = "step 0"
        for number, _ in enumerate(credit_by_steps(runtime, MONTH, at_once=AT_ONCE), 1):
            seen.what = f"step {number}"
    read = dict.fromkeys((one.what for one in seen.all), 0.0)
    for one in seen.all:
        read[one.what] += one.read
    assert len(read) > CROWD // AT_ONCE // 4
    assert max(read.values()) <= READ_MAX * AT_ONCE, read
