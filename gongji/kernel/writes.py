"""Writes that belong together: one statement on PostgreSQL, one for each table on SQLite.

PostgreSQL runs them as data-modifying parts of a WITH query. It checks foreign keys when the whole
statement ends, so the order of parts does not matter; a row must not be written by two of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Label,
    Table,
    Update,
    bindparam,
    func,
    insert,
    literal_column,
    select,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import CTE
from sqlalchemy.types import TypeEngine

from gongji.kernel.transaction import Conflict

Row = Mapping[str, Any]
Parameter = Callable[[str, TypeEngine[Any] | None], BindParameter[Any]]

SHAPES = 256
"""How many combinations of writes stay composed; a settlement has a dozen."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """Rows of one table; all have the same columns."""

    table: Table
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class GuardedUpdate:
    """One UPDATE for each row of parameters, which must find exactly one row to change.

    `compose` makes the statement from named parameters. `what` says what another transaction
    changed where it finds none.
    """

    compose: Callable[[Parameter], Update]
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
        _one_by_one(db, write)


def _one_by_one(db: Session, write: Write) -> None:
    if isinstance(write, Insertion):
        db.connection().execute(insert(write.table), write.rows)
        return
    statement = _alone(write.compose)
    if db.connection().execute(statement, write.rows).rowcount != len(write.rows):
        raise Conflict(write.what)


@lru_cache(SHAPES)
def _alone(compose: Callable[[Parameter], Update]) -> Update:
    return compose(lambda name, kind: bindparam(name, type_=kind))


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

    target: Table | Callable[[Parameter], Update]
    count: int
    columns: tuple[str, ...]


def _shape(write: Write) -> _Shape:
    target = write.table if isinstance(write, Insertion) else write.compose
    return _Shape(target, len(write.rows), tuple(write.rows[0]))


@dataclass(frozen=True, slots=True)
class _Composed:
    """The statement of one shape, compiled once; its one value is the number of guarded changes."""

    sql: str
    to_driver: Mapping[str, Callable[[Any], Any] | None]
    """By parameter: how its value becomes one of the driver."""

    constants: Mapping[str, Any]

    def bound(self, writes: Sequence[Write]) -> dict[str, Any]:
        bound = dict(self.constants)
        for part, write in enumerate(writes):
            for number, row in enumerate(write.rows):
                for name, value in row.items():
                    key = _key(name, part, number)
                    convert = self.to_driver[key]
                    bound[key] = value if convert is None else convert(value)
        return bound


def _key(name: str, part: int, number: int) -> str:
    return f"{name}_{part}_{number}"


@lru_cache(SHAPES)
def _composed(shapes: tuple[_Shape, ...], dialect: Dialect) -> _Composed:
    parameters: list[BindParameter[Any]] = []

    def named(part: int, number: int) -> Parameter:
        def parameter(name: str, kind: TypeEngine[Any] | None) -> BindParameter[Any]:
            made = bindparam(_key(name, part, number), type_=kind)
            parameters.append(made)
            return made

        return parameter

    parts: list[CTE] = []
    changed: Any = literal_column("0")
    for part, shape in enumerate(shapes):
        target = shape.target
        if isinstance(target, Table):
            rows = []
            for number in range(shape.count):
                parameter = named(part, number)
                rows.append({name: parameter(name, target.c[name].type) for name in shape.columns})
            parts.append(insert(target).values(rows).cte(f"part_{part}"))
            continue
        for number in range(shape.count):
            guarded: Update = target(named(part, number))
            one: Label[int] = literal_column("1").label("one")
            found = guarded.returning(one).cte(f"part_{part}_{number}")
            parts.append(found)
            changed = changed + select(func.count()).select_from(found).scalar_subquery()
    compiled = select(changed).add_cte(*parts).compile(dialect=dialect)
    processors = {
        one.key: one.type.dialect_impl(dialect).bind_processor(dialect) for one in parameters
    }
    constants = {key: value for key, value in compiled.params.items() if key not in processors}
    return _Composed(str(compiled), processors, constants)
