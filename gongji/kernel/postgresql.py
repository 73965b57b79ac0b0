"""Connections to PostgreSQL that never wait for ever, and errors that tell no values of rows.

Imported only by a process whose database is PostgreSQL: it brings the driver.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import Any, TypeVar, cast

import psycopg
from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection, ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from gongji.kernel.deadline import left_s
from gongji.kernel.patience import POSTGRES_SETTINGS, REQUEST, Waits, patience

Result = TypeVar("Result")

PING_S = 1.5
FRESH_S = 2.0
"""A connection returned so recently is reused without a ping."""

SILENCE_MAX_S = 25.0
"""How long a command or job waits for PostgreSQL's answer to one statement."""

ANSWER_MIN_S = 0.5
"""The time to end a transaction properly after its deadline."""

AROUND = "SELECT pg_backend_pid(), to_regclass('gongji_citus.commit_together') IS NOT NULL"


class PlainCursor(psycopg.Cursor[Any]):
    """Describes its columns by plain tuples: SQLAlchemy asks for name and type, each time."""

    @property
    def description(self) -> Any:
        found = self.pgresult
        if not found or not found.nfields:
            return None
        names = map(found.fname, range(found.nfields))
        return [
            (name.decode() if name else "", found.ftype(at), *UNTOLD)
            for at, name in enumerate(names)
        ]


UNTOLD = (None,) * 5
"""Display size, internal size, precision, scale and null_ok of DB-API."""


class BoundedConnection(psycopg.Connection[Any]):
    """Closes itself if the server stays silent for longer than the deadline allows."""

    answers_within_s: float | None = None
    """A shorter limit than that of the current work, if set."""

    is_pooled = False
    """Whether a pool such as pgbouncer stands between: each transaction may then have another
    session of the server, which knows nothing of the one before.
    """

    is_spread = False
    """Whether deploy/citus/distribute.sql has spread tables of this database over workers."""

    numbered: psycopg.RawCursor[Any]
    """Runs statements whose parameters are written $1, $2 (see gongji.kernel.driver)."""

    def look_around(self) -> None:
        """A pool tells a process number of its own, not that of the server's process."""
        row = self.execute(AROUND).fetchone()
        self.rollback()
        assert row is not None, "a SELECT without FROM has a row"
        process, self.is_spread = row
        if process != self.info.backend_pid:
            self.is_pooled = True
            self.prepare_threshold = None

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


def prepare(engine: Engine) -> None:
    """Connections that detect a silent server, and time-outs that follow the deadline."""
    event.listen(engine, "handle_error", tell_no_values)

    @event.listens_for(engine, "do_connect")
    def on_do_connect(
        _: Dialect, __: ConnectionPoolEntry, arguments: Any, parameters: Any
    ) -> BoundedConnection:
        made = BoundedConnection.connect(*arguments, cursor_factory=PlainCursor, **parameters)
        made.numbered = psycopg.RawCursor(made)
        return made

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _: ConnectionPoolEntry) -> None:
        connection.look_around()

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
        wait = patience(options.get("waits", Waits.USUALLY)) if "writes" in options else REQUEST
        wanted = dict(POSTGRES_SETTINGS) if is_pooled(connection) else {}
        if wait != REQUEST:
            wanted |= {"lock_timeout": str(wait.lock_ms)}
            wanted |= {"statement_timeout": str(wait.statement_ms)}
        if wanted:
            lines = (f"SET LOCAL {name} = '{value}'" for name, value in wanted.items())
            connection.exec_driver_sql("; ".join(lines))


def is_pooled(connection: Connection) -> bool:
    """Whether the server is reached through a pool; see BoundedConnection."""
    return _ours(connection).is_pooled


def is_spread(connection: Connection) -> bool:
    """Whether it has tables on workers of Citus; see BoundedConnection."""
    return _ours(connection).is_spread


def _ours(connection: Connection) -> BoundedConnection:
    return cast("BoundedConnection", connection.connection.dbapi_connection)


def tell_no_values(context: ExceptionContext) -> None:
    """The same for an error that SQLAlchemy raises."""
    error, raised = context.original_exception, context.sqlalchemy_exception
    before = str(error)
    forget_values(error)
    if raised is not None:
        raised.args = (str(raised.args[0]).replace(before, str(error)), *raised.args[1:])


def forget_values(error: BaseException) -> None:
    """Removes everything from an error of PostgreSQL that may contain values of rows.

    Its DETAIL prints the failing row, and its messages on bad data (class 22) quote values.
    """
    if not isinstance(error, psycopg.Error) or error.sqlstate is None:
        return
    diagnosis = error.diag
    words = "bad data" if error.sqlstate.startswith("22") else diagnosis.message_primary
    places = (diagnosis.table_name, diagnosis.column_name, diagnosis.constraint_name)
    where = ", ".join(place for place in places if place)
    error.args = (f"{error.sqlstate} {words}" + (f" ({where})" if where else ""),)
