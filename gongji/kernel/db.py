"""Tables and engines: the declarative base, shared column types, how each database is opened."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Engine, Enum, MetaData, event, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql import Select
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLITE_PRAGMAS = (
    "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000",
    "recursive_triggers=ON",
)  # fmt: skip
POSTGRES_OPTIONS = (
    "-c timezone=UTC -c lock_timeout=5000 -c statement_timeout=20000"
    " -c idle_in_transaction_session_timeout=30000"
)


class Base(DeclarativeBase):
    """Every table; the registry is explicit because Flask-SQLAlchemy 3.1 loses it otherwise."""

    registry = registry(metadata=MetaData(naming_convention=NAMES))


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
    """A StrEnum stored by value, kept to its values by a CHECK."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=length,
        values_callable=lambda members: [member.value for member in members],
        name=kind.__name__.lower(),
    )


db = SQLAlchemy(metadata=Base.metadata, disable_autonaming=True)


def engine_options(url: str) -> dict[str, Any]:
    """Pool and connection settings for one database address."""
    if url.startswith("sqlite"):
        return {"hide_parameters": True}
    return {
        "hide_parameters": True,
        "pool_pre_ping": True,
        "pool_timeout": 10,
        "connect_args": {"connect_timeout": 5, "options": POSTGRES_OPTIONS},
    }


def prepare(engine: Engine) -> None:
    """Opens SQLite as reliability asks: WAL, full sync, and one writer from BEGIN on."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def on_connect(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in SQLITE_PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def locked(query: Select[Any], *tables: Any) -> Select[Any]:
    """The same rows, locked until the transaction ends (SQLite's writer holds the whole file)."""
    return query.with_for_update(of=tables or None)


def insert_ignoring(session: Session, table: type[Base], row: dict[str, Any]) -> bool:
    """Inserts unless the key is taken; False where it was. Waits for an unfinished twin."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(row).on_conflict_do_nothing()
    key = next(iter(inspect(table).primary_key))
    return session.execute(statement.returning(key)).first() is not None
