"""Writes that belong together: one statement on PostgreSQL, one for each table elsewhere.

PostgreSQL runs them as data-modifying parts of a WITH query, and gets the rows to insert as one
JSON text for each table, so the statement is the same however many rows there are. It checks
foreign keys when the whole statement ends, so the order of parts does not matter; a row must not be
written by two of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    LargeBinary,
    String,
    Table,
    Update,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import CTE
from sqlalchemy.types import TypeDecorator

from gongji.kernel.db import insert_on, is_spread
from gongji.kernel.driver import CompiledStatement
from gongji.kernel.given import as_given
from gongji.kernel.transaction import Conflict

Row = Mapping[str, Any]
Values = Callable[[str], ColumnElement[Any]]
"""The value of this name in the row of parameters."""

SHAPES = 256
"""How many combinations of writes stay composed; a settlement has a dozen."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """Rows of one table; all have the same columns.

    With `once` a row whose key is taken is left as it is, and one that another transaction inserts
    is waited for.
    """

    table: Table
    rows: Sequence[Row]
    once: bool = False


@dataclass(frozen=True, slots=True)
class GuardedUpdate:
    """One UPDATE for each row of texts and whole numbers, which must find exactly one row to
    change.

    `compose` makes the statement. `what` says what another transaction changed where none is found.
    """

    compose: Callable[[Values], Update]
    rows: Sequence[Row]
    what: str


Write = Insertion | GuardedUpdate


def write_together(db: Session, writes: Sequence[Write]) -> None:
    """Raises Conflict where a guarded row was changed by another transaction."""
    wanted = [write for write in writes if write.rows]
    if not wanted:
        return
    connection = db.connection()
    if connection.dialect.name == "postgresql" and not is_spread(db):
        whole = _composed(tuple(map(_Shape.of, wanted)), connection.dialect)
        _, ((moved,),) = whole.statement.run(connection, whole.bound(wanted))
        guarded = [write for write in wanted if isinstance(write, GuardedUpdate)]
        if moved != sum(len(write.rows) for write in guarded):
            raise Conflict(", ".join(write.what for write in guarded))
        return
    for write in wanted:
        if isinstance(write, Insertion):
            making = insert_on(db, write.table)
            connection.execute(
                making.on_conflict_do_nothing() if write.once else making, write.rows
            )
            continue
        statement = for_each_row(write.compose, tuple(write.rows[0]))
        if connection.execute(statement, write.rows).rowcount != len(write.rows):
            raise Conflict(write.what)


@lru_cache(SHAPES)
def for_each_row(compose: Callable[[Values], Update], names: tuple[str, ...]) -> Update:
    """The statement for one row of parameters with these names."""
    values: dict[str, ColumnElement[Any]] = {name: bindparam(name) for name in names}
    return compose(values.__getitem__)


@dataclass(frozen=True, slots=True)
class _Shape:
    """All of a write that its statement depends on; `count` of the guarded rows alone."""

    target: Table | Callable[[Values], Update]
    names: tuple[str, ...]
    count: int = 0
    once: bool = False

    @classmethod
    def of(cls, write: Write) -> _Shape:
        names = tuple(write.rows[0])
        if isinstance(write, Insertion):
            return cls(write.table, names, once=write.once)
        return cls(write.compose, names, len(write.rows))


@dataclass(frozen=True, slots=True)
class _Composed:
    """The statement of some shapes, compiled once; its one value counts the guarded changes."""

    statement: CompiledStatement
    to_json: Mapping[int, Callable[[Row], Row]]
    """By part that inserts: a row as its JSON has it."""

    def bound(self, writes: Sequence[Write]) -> Mapping[str, object]:
        bound: dict[str, object] = {}
        for part, write in enumerate(writes):
            if part in self.to_json:
                bound[_part(part)] = as_given(map(self.to_json[part], write.rows))
                continue
            for number, row in enumerate(write.rows):
                bound |= {_value(name, part, number): value for name, value in row.items()}
        return bound


def _part(number: int) -> str:
    return f"part_{number}"


def _value(name: str, part: int, row: int) -> str:
    return f"{name}_{part}_{row}"


@lru_cache(SHAPES)
def _composed(shapes: tuple[_Shape, ...], dialect: Dialect) -> _Composed:
    parts: list[CTE] = []
    to_json: dict[int, Callable[[Row], Row]] = {}
    changed: ColumnElement[int] = literal_column("0")
    for part, shape in enumerate(shapes):
        if isinstance(shape.target, Table):
            columns = [shape.target.c[name] for name in shape.names]
            as_row: ColumnElement[Any] = literal_column(f"NULL::{shape.target.name}")
            rows = func.json_populate_recordset(
                as_row, cast(bindparam(_part(part), type_=String), JSON)
            ).table_valued(*(column(one.name, one.type) for one in columns))
            # Defaults of columns that the rows lack, such as `seq`, are filled in.
            inserted = insert(shape.target).from_select(columns, select(*rows.c))
            if shape.once:
                inserted = inserted.on_conflict_do_nothing()
            parts.append(inserted.cte(_part(part)))
            to_json[part] = _ToJson.of(columns, dialect)
            continue
        for row in range(shape.count):
            # Each row by itself: joined to rows of an unknown number, the table would be read.
            values: dict[str, ColumnElement[Any]] = {
                name: bindparam(_value(name, part, row)) for name in shape.names
            }
            one: ColumnElement[int] = literal_column("1").label("one")
            update = shape.target(values.__getitem__).returning(one)
            parts.append(update.cte(f"{_part(part)}_{row}"))
            changed = changed + select(func.count()).select_from(parts[-1]).scalar_subquery()
    return _Composed(CompiledStatement.of(select(changed).add_cte(*parts), dialect), to_json)


@dataclass(frozen=True, slots=True)
class _ToJson:
    """Puts a row under the names in the table; bytes and the values of our own types as PostgreSQL
    reads them.
    """

    names: Mapping[str, str]
    convert: Mapping[str, Callable[[Any], Any]]

    @classmethod
    def of(cls, columns: Sequence[Column[Any]], dialect: Dialect) -> _ToJson:
        convert: dict[str, Callable[[Any], Any]] = {}
        for one in columns:
            if isinstance(one.type, TypeDecorator):
                convert[one.key] = partial(one.type.process_bind_param, dialect=dialect)
            elif isinstance(one.type, LargeBinary):
                convert[one.key] = lambda value: None if value is None else f"\\x{value.hex()}"
        return cls({one.key: one.name for one in columns}, convert)

    def __call__(self, row: Row) -> Row:
        return {
            self.names[key]: self.convert[key](value) if key in self.convert else value
            for key, value in row.items()
        }
