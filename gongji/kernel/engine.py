"""How each database is opened: time-outs, and connections that never wait for ever."""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection, ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from gongji.kernel.deadline import REQUEST_S, left_s

Result = TypeVar("Result")

SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
)
POOL = {"pool_size": 8, "max_overflow": 12, "pool_timeout": 2}
"""A connection for every thread of a worker, and a second one for work that needs it."""

CONNECT_S = 2
PING_S = 1.5
FRESH_S = 2.0
"""A connection returned so recently is reused without a ping."""

SILENCE_MAX_S = 25.0
"""How long a command or job waits for PostgreSQL's answer to one statement."""

ANSWER_MIN_S = 0.5
"""The time to end a transaction properly after its deadline."""

KEEPALIVES = {
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 8000,
}
"""A server whose machine is gone is detected within about ten seconds, even when idle."""


class Waits(Enum):
    """How long a transaction of a request waits for each lock."""

    USUALLY = auto()
    TO_THE_END = auto()
    """Until the deadline of its request."""

    HARDLY = auto()
    """If the allowed number of others already waits to the end."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one statement may wait for a lock, and how long it may take at all."""

    lock_ms: int
    statement_ms: int


REQUEST = Patience(lock_ms=2500, statement_ms=4500)
"""The setting of a new connection. The first wait for a lock is short: see Transactions."""

HURRIED_LOCK_MS = 300

BACKGROUND = Patience(lock_ms=5000, statement_ms=20_000)
"""For jobs and commands, which have no deadline."""

POSTGRES_OPTIONS = (
    f"-c timezone=UTC -c lock_timeout={REQUEST.lock_ms}"
    f" -c statement_timeout={REQUEST.statement_ms} -c idle_in_transaction_session_timeout=30000"
)


def patience(waits: Waits) -> Patience:
    """The time left for the current work, and the part of it for waiting for locks."""
    left = left_s()
    if left is None:
        return BACKGROUND
    left_ms = max(int(left * 1000), 1)
    usual = REQUEST.statement_ms <= left_ms <= REQUEST_S * 1000
    lock_ms = {
        Waits.USUALLY: REQUEST.lock_ms,
        Waits.TO_THE_END: left_ms,
        Waits.HARDLY: HURRIED_LOCK_MS,
    }[waits]
    return Patience(min(lock_ms, left_ms), REQUEST.statement_ms if usual else left_ms)


class BoundedConnection(psycopg.Connection[Any]):
    """Closes itself if the server stays silent for longer than the deadline allows."""

    answers_within_s: float | None = None
    """A shorter limit than that of the current work, if set."""

    def ping(self) -> None:
        """Raises InvalidatePoolError, which drops all older connections, if there is no answer."""
        self.answers_within_s = PING_S
        try:
            self.execute("SELECT 1")
            self.rollback()
        except psycopg.Error as error:
            raise InvalidatePoolError from error
        finally:
            self.answers_within_s = None

    def wait(
        self,
        gen: Generator[Any, Any, Result],
        interval: float = 0.1,
        timeout: float | None = None,
    ) -> Result:
        left = left_s()
        bound = SILENCE_MAX_S if left is None else max(left, ANSWER_MIN_S)
        bound = min(bound, self.answers_within_s or bound, timeout or bound)
        silent_at = time.monotonic() + bound
        try:
            return super().wait(gen, interval, bound)
        except psycopg.OperationalError as error:
            if error.sqlstate is None and time.monotonic() >= silent_at:
                self.close()
            raise


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
            "options": POSTGRES_OPTIONS,
            **KEEPALIVES,
        }
    return options


def prepare(engine: Engine) -> None:
    """Sets up the connections of either database for reliability."""
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    else:
        _prepare_postgresql(engine)
        event.listen(engine, "handle_error", tell_no_values)


def _prepare_sqlite(engine: Engine) -> None:
    """WAL, full sync, and one writer from BEGIN on."""

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
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes", True) else "BEGIN")


def _set_pragma(connection: Any, pragma: str) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _prepare_postgresql(engine: Engine) -> None:
    """Connections that detect a silent server, and time-outs that follow the deadline."""

    @event.listens_for(engine, "do_connect")
    def on_do_connect(
        _: Dialect, __: ConnectionPoolEntry, arguments: Any, parameters: Any
    ) -> BoundedConnection:
        return BoundedConnection.connect(*arguments, **parameters)

    @event.listens_for(engine, "checkin")
    def on_checkin(_: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        entry.info["back_at"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def on_checkout(connection: Any, entry: ConnectionPoolEntry, _: PoolProxiedConnection) -> None:
        back_at = entry.info.get("back_at")
        if back_at is not None and time.monotonic() - back_at > FRESH_S:
            connection.ping()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if "writes" not in options:
            return
        wait = patience(options.get("waits", Waits.USUALLY))
        if wait != REQUEST:
            connection.exec_driver_sql(
                f"SET LOCAL lock_timeout = {wait.lock_ms};"
                f" SET LOCAL statement_timeout = {wait.statement_ms}"
            )


def tell_no_values(context: ExceptionContext) -> None:
    """Removes everything from an error of PostgreSQL that may contain values of rows.

    Its DETAIL prints the failing row, and its messages on bad data (class 22) quote values.
    """
    error, raised = context.original_exception, context.sqlalchemy_exception
    if not isinstance(error, psycopg.Error) or error.sqlstate is None:
        return
    before, diagnosis = str(error), error.diag
    words = "bad data" if error.sqlstate.startswith("22") else diagnosis.message_primary
    places = (diagnosis.table_name, diagnosis.column_name, diagnosis.constraint_name)
    where = ", ".join(place for place in places if place)
    error.args = (f"{error.sqlstate} {words}" + (f" ({where})" if where else ""),)
    if raised is not None:
        raised.args = (str(raised.args[0]).replace(before, str(error)), *raised.args[1:])
