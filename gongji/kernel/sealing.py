"""Columns of sealed values: a box opens only in the table, column and row where it was sealed.

The value is an attribute beside the mapped box, which seals when set and opens when read:

    phone_box: Mapped[bytes | None] = box("phone")
    phone = SealedText[Sealed | None]("phone")

The key of a row is part of the seal, so it is set before the value and never changes afterwards.
Statements that bypass the ORM seal with `insert_rows`, `boxed` or `seal_at`, and open with
`open_at`.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from typing import Any, Generic, Self, TypeVar, cast, overload

from cryptography.exceptions import InvalidTag
from sqlalchemy import LargeBinary, Table, event, insert, inspect
from sqlalchemy.orm import MappedColumn, ORMExecuteState, Session, mapped_column

from gongji.kernel.db import Base
from gongji.kernel.privacy import Sealed, ring

PURPOSE = "column"
Value = TypeVar("Value")
Key = Sequence[object]


class SealBroken(Exception):
    """A box was changed or moved, or its key is missing."""


def box(column: str) -> MappedColumn[Any]:
    """The mapped column of a box; its attribute has the suffix `_box`."""
    return mapped_column(column, LargeBinary, key=f"{column}_box")


class SealedColumn(Generic[Value]):
    """The value of a box, as an attribute of its row."""

    _owner: type[Base]
    name: str

    def __set_name__(self, owner: type[Base], name: str) -> None:
        self._owner, self.name = owner, name

    @property
    def box(self) -> str:
        return f"{self.name}_box"

    @overload
    def __get__(self, row: None, owner: type[Base]) -> Self: ...
    @overload
    def __get__(self, row: Base, owner: type[Base]) -> Value: ...
    def __get__(self, row: Base | None, owner: type[Base]) -> Self | Value:
        if row is None:
            return self
        kept = getattr(row, self.box)
        return cast("Value", None) if kept is None else self.open_at(key_of(row), kept)

    def __set__(self, row: Base, value: Value) -> None:
        kept = None if value is None else self.seal_at(key_of(row), value)
        setattr(row, self.box, kept)

    def seal_at(self, key: Key, value: Value) -> bytes:
        """The box of a value that is not None, for the row of this key."""
        return self.seal_bytes(key, self._to_bytes(value))

    @abstractmethod
    def open_at(self, key: Key, kept: bytes) -> Value:
        """The value. Raises SealBroken; a SealedText raises it when revealed."""

    @abstractmethod
    def _to_bytes(self, value: Value) -> bytes: ...

    def seal_bytes(self, key: Key, clear: bytes) -> bytes:
        return ring().seal(PURPOSE, clear, self.place(key))

    def open_bytes(self, key: Key, kept: bytes) -> bytes:
        """Raises SealBroken."""
        try:
            return ring().open(PURPOSE, kept, self.place(key))
        except (InvalidTag, KeyError, ValueError) as trouble:
            where = f"{self._owner.__tablename__}.{self.name}"
            raise SealBroken(f"a value of {where} does not open where it stands") from trouble

    def place(self, key: Key) -> bytes:
        """Table, column and row as an unambiguous text."""
        parts = [part.hex() if isinstance(part, bytes) else str(part) for part in key]
        assert "None" not in parts, "the key of a row is set before what is sealed for it"
        return json.dumps([self._owner.__tablename__, self.name, *parts]).encode()


class SealedText(SealedColumn[Value]):
    """An ID number or a phone number, opened only when it is revealed."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def open_at(self, key: Key, kept: bytes) -> Value:
        return cast("Value", Sealed(self.kind, partial(self._reveal, tuple(key), kept)))

    def _to_bytes(self, value: Value) -> bytes:
        return cast("Sealed", value).reveal().encode()

    def _reveal(self, key: Key, kept: bytes) -> str:
        return self.open_bytes(key, kept).decode()


class SealedBytes(SealedColumn[Value]):
    """Stored replies, queued texts, secrets of institutions."""

    def open_at(self, key: Key, kept: bytes) -> Value:
        return cast("Value", self.open_bytes(key, kept))

    def _to_bytes(self, value: Value) -> bytes:
        return cast("bytes", value)


@cache
def key_names(table: type[Base]) -> tuple[str, ...]:
    """Attributes of the primary key, in its order."""
    mapper = inspect(table)
    return tuple(mapper.get_property_by_column(column).key for column in mapper.primary_key)


def key_of(row: Base) -> Key:
    return [getattr(row, name) for name in key_names(type(row))]


@cache
def sealed_columns(table: type[Base]) -> Mapping[str, SealedColumn[Any]]:
    """By name."""
    return {name: one for name, one in vars(table).items() if isinstance(one, SealedColumn)}


@event.listens_for(Session, "do_orm_execute")
def _refuse_unsealed(state: ORMExecuteState) -> None:
    """Asserts that no INSERT of many rows drops a value to seal, for which it has no column."""
    if not state.is_insert or state.bind_mapper is None or not state.parameters:
        return
    rows = state.parameters if isinstance(state.parameters, Sequence) else [state.parameters]
    table: type[Base] = state.bind_mapper.class_
    names = sealed_columns(table)
    assert not any(name in row for row in rows for name in names), "such rows are `boxed` first"


def boxed(table: type[Base], row: Mapping[str, Any]) -> dict[str, Any]:
    """A row for INSERT, with boxes where it has values to seal."""
    made = dict(row)
    for name, column in sealed_columns(table).items():
        if name in made:
            value = made.pop(name)
            key = [row[part] for part in key_names(table)]
            made[column.box] = None if value is None else column.seal_at(key, value)
    return made


def insert_rows(db: Session, table: type[Base], rows: Iterable[Mapping[str, Any]]) -> None:
    """Inserts all rows in one statement past the ORM, sealing what is to be sealed."""
    listed = [boxed(table, row) for row in rows]
    if listed:
        db.execute(insert(cast("Table", table.__table__)), listed)
