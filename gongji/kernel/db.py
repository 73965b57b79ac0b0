"""Tables: the declarative base, shared column types, and statements for both databases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import DateTime, Enum, MetaData, Table, inspect, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.sql import Select
from sqlalchemy.types import TypeDecorator

Rows = TypeVar("Rows", bound="Select[*tuple[Any, ...]]")

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table."""

    metadata = MetaData(naming_convention=NAMES)


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def coded(kind: type[StrEnum], length: int = 30) -> Enum:
    """A StrEnum stored by value, restricted to its values by a CHECK."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=length,
        values_callable=lambda members: [member.value for member in members],
        name=kind.__name__.lower(),
    )


def fresh(query: Rows) -> Rows:
    """The same rows read anew, even if the session has loaded them before."""
    return query.execution_options(populate_existing=True)


def locked(
    query: Rows, *tables: type[Base], key_share: bool = False, skip_locked: bool = False
) -> Rows:
    """The same rows, locked until the transaction ends and read anew (on SQLite the writer holds
    the whole file). `tables` are those of a join whose rows are locked; the others are only read.

    With `key_share` other transactions may still insert rows that refer to these; with
    `skip_locked` rows that another transaction has locked are left out.
    """
    of = tables or None
    return fresh(query.with_for_update(of=of, key_share=key_share, skip_locked=skip_locked))


BY_INDEX = "; ".join(
    f"SET LOCAL enable_{way} = off" for way in ("seqscan", "hashjoin", "mergejoin")
)


def read_by_index(db: Session) -> None:
    """Lets the statements of this transaction look each row up by an index.

    For bulk work in many steps: PostgreSQL may hold one reading of a whole table or index for
    cheaper than the look-ups of a step, but each step would read it again, and longer.
    """
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text(BY_INDEX))


def is_spread(session: Session) -> bool:
    """Whether a Citus cluster holds this database: a statement then writes to one table, and locks
    rows only of tables that lie together (see gongji.ops.distribution).
    """
    if session.get_bind().dialect.name != "postgresql":
        return False
    from gongji.kernel import postgresql  # noqa: PLC0415  (brings psycopg)

    return postgresql.is_spread(session.connection())


def insert_on(session: Session, table: type[Base] | Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that may say what to do on a conflict, as this session's database writes it."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def insert_ignoring(session: Session, table: type[Base], row: Mapping[str, object]) -> bool:
    """Inserts unless the key is taken; returns whether it did. Waits for a concurrent insert."""
    statement = insert_on(session, table).values(row).on_conflict_do_nothing()
    key = next(iter(inspect(table).primary_key))
    return session.execute(statement.returning(key)).first() is not None
