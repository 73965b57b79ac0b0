"""Writes that belong together: one statement on PostgreSQL, one for each table on SQLite.

PostgreSQL runs them as data-modifying parts of a WITH query, and gets the rows of each part as one
JSON text, so the statement is the same however many rows there are. It checks foreign keys when the
whole statement ends, so the order of parts does not matter; a row must not be written by two of
them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
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
    insert,
    literal_column,
    select,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import CTE
from sqlalchemy.types import TypeDecorator

from gongji.kernel.given import as_given, given
from gongji.kernel.transaction import Conflict

Row = Mapping[str, Any]
Values = Callable[[str], ColumnElement[Any]]
"""The value of this name in the row of parameters."""

SHAPES = 256
"""How many combinations of writes stay composed; a settlement has a dozen."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """Rows of one table; all have the same columns."""

    table: Table
    rows: Sequence[Row]


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
    if db.get_bind().dialect.name == "postgresql":
        _in_one_statement(db, wanted)
        return
    for write in wanted:
        _in_its_own(db, write)


def _in_its_own(db: Session, write: Write) -> None:
    if isinstance(write, Insertion):
        db.connection().execute(insert(write.table), write.rows)
        return
    statement = for_each_row(write.compose, tuple(write.rows[0]))
    if db.connection().execute(statement, write.rows).rowcount != len(write.rows):
        raise Conflict(write.what)


@lru_cache(SHAPES)
def for_each_row(compose: Callable[[Values], Update], names: tuple[str, ...]) -> Update:
    """The statement for one row of parameters with these names."""
    values: dict[str, ColumnElement[Any]] = {name: bindparam(name) for name in names}
    return compose(values.__getitem__)


def _in_one_statement(db: Session, writes: Sequence[Write]) -> None:
    connection = db.connection()
    whole = _composed(tuple(map(_shape, writes)), connection.dialect)
    moved = connection.exec_driver_sql(whole.sql, whole.bound(writes)).scalar_one()
    guarded = [write for write in writes if isinstance(write, GuardedUpdate)]
    if moved != sum(len(write.rows) for write in guarded):
        raise Conflict(", ".join(write.what for write in guarded))


@dataclass(frozen=True, slots=True)
class _Shape:
    """All of a write that its statement depends on."""

    target: Table | Callable[[Values], Update]
    names: tuple[str, ...]
    of_text: tuple[bool, ...] = ()


def _shape(write: Write) -> _Shape:
    first = write.rows[0]
    if isinstance(write, Insertion):
        return _Shape(write.table, tuple(first))
    return _Shape(
        write.compose, tuple(first), tuple(isinstance(value, str) for value in first.values())
    )


@dataclass(frozen=True, slots=True)
class _Composed:
    """The statement of some shapes, compiled once; its one value counts the guarded changes."""

    sql: str
    constants: Mapping[str, Any]
    to_json: Sequence[Callable[[Row], Row]]
    """For each part: a row as its JSON has it."""

    def bound(self, writes: Sequence[Write]) -> dict[str, Any]:
        bound = dict(self.constants)
        for number, (write, to_json) in enumerate(zip(writes, self.to_json, strict=True)):
            bound[_name(number)] = as_given(map(to_json, write.rows))
        return bound


def _name(part: int) -> str:
    return f"part_{part}"


@lru_cache(SHAPES)
def _composed(shapes: tuple[_Shape, ...], dialect: Dialect) -> _Composed:
    parts: list[CTE] = []
    to_json: list[Callable[[Row], Row]] = []
    changed: ColumnElement[int] = literal_column("0")
    for number, shape in enumerate(shapes):
        if isinstance(shape.target, Table):
            columns = [shape.target.c[name] for name in shape.names]
            parts.append(_insertion(shape.target, columns, number).cte(_name(number)))
            to_json.append(_row_to_json(columns, dialect))
            continue
        kinds = (String if of_text else BigInteger for of_text in shape.of_text)
        columns_of_row = dict(zip(shape.names, kinds, strict=True))
        values = given(dialect.name, _name(number), **columns_of_row).c
        one: ColumnElement[int] = literal_column("1").label("one")
        parts.append(shape.target(values.__getitem__).returning(one).cte(_name(number)))
        changed = changed + select(func.count()).select_from(parts[-1]).scalar_subquery()
        to_json.append(lambda row: row)
    compiled = select(changed).add_cte(*parts).compile(dialect=dialect)
    own = {_name(number) for number in range(len(shapes))}
    constants = {name: value for name, value in compiled.params.items() if name not in own}
    return _Composed(str(compiled), constants, to_json)


def _insertion(table: Table, columns: Sequence[Column[Any]], number: int) -> Any:
    """Defaults of columns that the rows lack, such as the number of arrival, are filled in."""
    rows = cast(bindparam(_name(number), type_=String), JSON)
    as_row: ColumnElement[Any] = literal_column(f"NULL::{table.name}")
    found = func.json_populate_recordset(as_row, rows).table_valued(
        *(column(one.name, one.type) for one in columns)
    )
    return insert(table).from_select(columns, select(*found.c))


def _row_to_json(columns: Sequence[Column[Any]], dialect: Dialect) -> Callable[[Row], Row]:
    """Under the names in the table; bytes and the values of our own types as PostgreSQL reads
    them.
    """
    names = {one.key: one.name for one in columns}
    convert: dict[str, Callable[[Any], Any]] = {}
    for one in columns:
        if isinstance(one.type, TypeDecorator):
            convert[one.key] = partial(one.type.process_bind_param, dialect=dialect)
        elif isinstance(one.type, LargeBinary):
            convert[one.key] = _bytes_to_json

    def to_json(row: Row) -> Row:
        return {
            names[key]: convert[key](value) if key in convert else value
            for key, value in row.items()
        }

    return to_json


def _bytes_to_json(value: bytes | None) -> str | None:
    return None if value is None else f"\\x{value.hex()}"
