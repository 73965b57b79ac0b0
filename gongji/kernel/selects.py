"""SELECTs that every bill asks: composed and compiled once; their rows bypass the session."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Generic, TypeVar, TypeVarTuple, cast

from sqlalchemy import ColumnElement, Select, inspect, select
from sqlalchemy.orm import InstrumentedAttribute, Session, make_transient_to_detached

from gongji.kernel.db import Base, locked
from gongji.kernel.driver import CompiledStatement, Convert

Model = TypeVar("Model", bound=Base)
Parts = TypeVarTuple("Parts")
Take = Callable[[Sequence[Any]], Any]


@dataclass(frozen=True, slots=True)
class Snapshot(Generic[Model]):
    """An object of a mapped class that no session follows, made of these columns.

    Its other columns cannot be read. None where an outer join found no row: the first column is a
    key.
    """

    kind: type[Model]
    columns: tuple[InstrumentedAttribute[Any], ...]

    @classmethod
    def of(cls, kind: type[Model], *columns: InstrumentedAttribute[Any]) -> Snapshot[Model]:
        """Of these columns, or of all."""
        every = (getattr(kind, column.key) for column in inspect(kind).column_attrs)
        return cls(kind, columns or tuple(every))

    def taken_from(self, first: int) -> Take:
        """From a row whose columns of this object begin there."""
        names = [column.key for column in self.columns]
        past = first + len(names)
        new_instance = inspect(self.kind).class_manager.new_instance

        def take(row: Sequence[Any]) -> Model | None:
            if row[first] is None:
                return None
            made = cast("Model", new_instance())
            made.__dict__.update(zip(names, row[first:past], strict=True))
            make_transient_to_detached(made)
            return made

        return take


Column = ColumnElement[Any] | InstrumentedAttribute[Any]
AnySelect = Select[*tuple[Any, ...]]


def select_of(parts: Sequence[Snapshot[Any] | Column]) -> AnySelect:
    """The SELECT of the columns of these parts."""
    columns: list[Column] = []
    for part in parts:
        columns += part.columns if isinstance(part, Snapshot) else (part,)
    return select(*columns)


class CompiledSelect(Generic[*Parts]):
    """A SELECT of these parts, begun by `select_of`; it takes lists of values as JSON only."""

    def __init__(self, parts: Sequence[Snapshot[Any] | Column], query: AnySelect) -> None:
        self._parts, self.query = parts, query
        self._takes: list[Take] = []
        first = 0
        for part in parts:
            is_object = isinstance(part, Snapshot)
            self._takes.append(part.taken_from(first) if is_object else itemgetter(first))
            first += len(part.columns) if is_object else 1
        self._statements: dict[str, CompiledStatement] = {}
        self._converts: dict[str, Sequence[tuple[int, Convert]]] = {}

    def locking(self, *tables: type[Base]) -> CompiledSelect[*Parts]:
        """The same rows of these tables, locked until the transaction ends."""
        return CompiledSelect(self._parts, locked(self.query, *tables))

    def rows(self, db: Session, asked: Mapping[str, Any]) -> list[tuple[*Parts]]:
        """All rows, in their order; sees what the session was told to write."""
        db.flush()
        connection = db.connection()
        dialect = connection.dialect
        statement = self._statements.get(dialect.name)
        if statement is None:
            statement = CompiledStatement.of(self.query, dialect)
            self._statements[dialect.name] = statement
        cursor, rows = statement.run(connection, asked)
        converts = self._converts.get(dialect.name)
        if converts is None:
            converts = []
            for at, column in enumerate(self.query.selected_columns):
                kind = column.type.dialect_impl(dialect)
                reads = kind.result_processor(dialect, cursor.description[at][1])
                if reads is not None:
                    converts.append((at, reads))
            self._converts[dialect.name] = converts
        found = []
        for row in rows:
            values = list(row)
            for at, convert in converts:
                values[at] = convert(values[at])
            found.append(tuple([take(values) for take in self._takes]))
        return cast("list[tuple[*Parts]]", found)

    def one_or_none(self, db: Session, asked: Mapping[str, Any]) -> tuple[*Parts] | None:
        found = self.rows(db, asked)
        assert len(found) <= 1, "a key has at most one row"
        return found[0] if found else None
