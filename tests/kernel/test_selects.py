"""What the driver reads itself is what a session reads, and fails as a session's statement does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import ColumnElement, Integer, case, func, literal_column, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import DetachedInstanceError

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.bootstrap import create_app
from gongji.config import read_settings
from gongji.kernel.db import Base
from gongji.kernel.selects import CompiledSelect, Snapshot, select_of
from gongji.people.models import Person
from tests.support.cast import Cast
from tests.support.databases import PostgresDatabases
from tests.support.sent import DRUG, WIFE, Line
from tests.support.serving import environment

NAMES = Snapshot.of(Person, Person.id, Person.name)


def test_every_column_of_every_table_is_read_alike(cast: Cast, runtime: Runtime) -> None:
    cast.settle(cast.upload(WIFE, Line(DRUG, "100.00")))

    def compare(ctx: Context) -> int:
        compared = 0
        for mapper in Base.registry.mappers:
            whole: Snapshot[Any] = Snapshot.of(mapper.class_)
            plain = CompiledSelect[Any]((whole,), select_of((whole,)))
            names = [column.key for column in mapper.column_attrs]
            read = [[getattr(row, name) for name in names] for (row,) in plain.rows(ctx.db, {})]
            mapped = ctx.db.execute(select(mapper.class_)).scalars()
            expected = [[getattr(row, name) for name in names] for row in mapped]
            assert sorted(map(repr, read)) == sorted(map(repr, expected)), mapper
            compared += len(read)
        return compared

    assert runtime.run(compare) > 40


def test_what_was_not_read_cannot_be_taken_for_nothing(cast: Cast, runtime: Runtime) -> None:
    assert cast.broken() == []
    people = CompiledSelect[Person]((NAMES,), select_of((NAMES,)))
    ((first,), *_) = runtime.run(lambda ctx: people.rows(ctx.db, {}))
    assert first.name
    with pytest.raises(DetachedInstanceError):
        assert first.died_on is None


def test_it_sees_what_the_session_has_still_to_write(cast: Cast, runtime: Runtime) -> None:
    assert cast.broken() == []
    people = CompiledSelect[Person]((NAMES,), select_of((NAMES,)))

    def rename(ctx: Context) -> set[str]:
        for person in ctx.db.execute(select(Person)).scalars():
            person.name = "改名"
        return {person.name for (person,) in people.rows(ctx.db, {})}

    assert runtime.run(rename) == {"改名"}


LAST = Person.id == select(func.max(Person.id)).scalar_subquery()
LEAST: ColumnElement[int] = literal_column("-9223372036854775807 - 1")
WRONG: Mapping[str, Sequence[ColumnElement[int]]] = {
    # SQLite meets what is wrong in the last row only after the first one.
    "sqlite": [func.no_such_function(Person.name), func.abs(case((LAST, LEAST), else_=1))],
    "postgresql": [sql_cast(Person.name, Integer)],
}


def test_errors_are_those_of_a_session(cast: Cast, runtime: Runtime) -> None:
    """Their words as well: PostgreSQL's quote no value of a row."""
    assert cast.broken() == []
    for wrong in WRONG[runtime.engine.dialect.name]:
        query = select(wrong).order_by(Person.id)
        plain = CompiledSelect[int]((wrong,), query)
        ways: Sequence[Callable[[Session], object]] = (
            partial(plain.rows, asked={}),
            lambda db, query=query: db.execute(query).all(),  # type: ignore[misc]
        )
        told = []
        for way in ways:
            with pytest.raises(DBAPIError) as raised:
                runtime.transactions.run(way)
            told.append((type(raised.value), str(raised.value.orig), raised.value.hide_parameters))
        assert told[0] == told[1]


def test_a_lost_connection_is_replaced(
    postgresql_databases: PostgresDatabases, tmp_path: Path
) -> None:
    ending = func.pg_terminate_backend(func.pg_backend_pid())
    end = CompiledSelect[bool]((ending,), select(ending))
    people = CompiledSelect[Person]((NAMES,), select_of((NAMES,)))
    tries: list[Session] = []

    def work(db: Session) -> list[tuple[Person]]:
        tries.append(db)
        if len(tries) == 1:
            end.rows(db, {})
        return people.rows(db, {})

    with postgresql_databases.fresh() as url:
        runtime = create_app(read_settings(environment(url, tmp_path))).extensions["gongji"]
        assert runtime.transactions.run(work, writes=False) == []
        runtime.engine.dispose()
    assert len(tries) == 2
