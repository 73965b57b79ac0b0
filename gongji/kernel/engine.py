"""How each database is opened: time-outs, and connections that never wait for ever."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from gongji.kernel.patience import POSTGRES_SETTINGS, Waits, patience
from gongji.kernel.waiting import WriterQueue

SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
)
POOL = {"pool_size": 8, "max_overflow": 12, "pool_timeout": 2}
"""A connection for every thread of a worker, and a second one for work that needs it."""

CONNECT_S = 2
KEEPALIVES = {
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 8000,
}
"""A server whose machine is gone is detected within about ten seconds, even when idle."""


def engine_options(url: str) -> dict[str, Any]:
    """Pool and connection settings for one database address."""
    options: dict[str, Any] = {"hide_parameters": True}
    if url.startswith("sqlite"):
        # All rows of one statement would get the same number of arrival (gongji.kernel.order).
        options["use_insertmanyvalues"] = False
    if url == "sqlite://" or ":memory:" in url:
        return options
    options |= POOL
    if not url.startswith("sqlite"):
        options["connect_args"] = {
            "connect_timeout": CONNECT_S,
            "options": " ".join(f"-c {name}={value}" for name, value in POSTGRES_SETTINGS.items()),
            **KEEPALIVES,
        }
    return options


def prepare(engine: Engine) -> None:
    """Sets up the connections of either database for reliability."""
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    else:
        from gongji.kernel import postgresql  # noqa: PLC0415  (brings psycopg)

        postgresql.prepare(engine)


def _prepare_sqlite(engine: Engine) -> None:
    """WAL, every commit on the disk, and one writer from BEGIN on; those of this process take
    turns.
    """
    line = WriterQueue()

    @event.listens_for(engine, "connect")
    def on_connect(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        for pragma in SQLITE_PRAGMAS:
            _set_pragma(connection, pragma)

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        wait = patience(options.get("waits", Waits.USUALLY))
        _set_pragma(connection.connection.dbapi_connection, f"busy_timeout={wait.lock_ms}")
        if not options.get("writes", True):
            connection.exec_driver_sql("BEGIN")
            return
        # What is synced apart (gongji.kernel.sync) is not synced under the one lock.
        synchronous = "NORMAL" if options.get("synced_apart") else "FULL"
        _set_pragma(connection.connection.dbapi_connection, f"synchronous={synchronous}")
        if IN_LINE not in connection.info:  # its turn lasts until it is given back
            line.enter(wait.lock_ms / 1000)
            connection.info[IN_LINE] = True
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine, "checkin")
    def on_checkin(_: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        if entry.info.pop(IN_LINE, False):
            line.leave()


IN_LINE = "in_line"
"""Of a connection whose transaction has its turn."""


def _set_pragma(connection: Any, pragma: str) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
