"""What a database error means: a lost race, a lost connection, an outage, or a bug."""

from __future__ import annotations

import sqlite3
from enum import Enum, auto

from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    PendingRollbackError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolExhausted

RACES = frozenset({"40001", "40P01", "23505"})
"""serialization_failure, deadlock_detected, unique_violation."""

LOCK_NOT_AVAILABLE = "55P03"
LOST_CLASSES = ("08", "57P0", "25P03")
"""Connection exceptions, a server that shuts down, starts or crashed, a session it has ended."""

OUTAGE_CLASSES = ("53", "57", "58", "28", "3D000", "25006", "25P04", "XX001", "XX002")
"""Full disk, no memory or connection left, cancelled, disk errors, read-only, no access, damage."""

SQLITE_WAITS = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
SQLITE_OUTAGES = frozenset(
    {
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)
SQLITE_UNDONE = SQLITE_WAITS | {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY}
"""A COMMIT that fails with these has written nothing that is visible later."""


class Trouble(Enum):
    """What to do about a failed transaction."""

    RACE = auto()
    """Another transaction was faster: run it again."""

    WAIT = auto()
    """A lock was held for too long: run it again if time is left."""

    LOST = auto()
    """The connection is lost or could not be opened: run it again on another one."""

    OUTAGE = auto()
    """The database cannot do it now, and an immediate retry would not help."""

    BUG = auto()
    """The statement is wrong; it is never tried again."""


def trouble_of(error: SQLAlchemyError, *, writes: bool = True) -> Trouble:
    """What an error of a transaction means; `writes` says whether it was to write."""
    if isinstance(error, PoolExhausted | PendingRollbackError):
        return Trouble.OUTAGE
    if not isinstance(error, DBAPIError):
        return Trouble.BUG
    if isinstance(error.orig, sqlite3.Error):
        return _sqlite_trouble(error, error.orig)
    return _postgresql_trouble(error, writes=writes)


def is_undone(error: SQLAlchemyError) -> bool:
    """Whether a COMMIT that failed with this error has certainly changed nothing.

    PostgreSQL has then answered with an error of its own. Silence, a lost connection or the end of
    the server may each follow a completed COMMIT.
    """
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        return _sqlite_code(error.orig) in SQLITE_UNDONE or isinstance(error, IntegrityError)
    state = sqlstate(error)
    return state is not None and not state.startswith((*LOST_CLASSES, "58", "XX"))


def sqlstate(error: DBAPIError) -> str | None:
    """The five characters of PostgreSQL's error code, if it has answered with one."""
    state: str | None = getattr(error.orig, "sqlstate", None)
    return state


def _postgresql_trouble(error: DBAPIError, *, writes: bool) -> Trouble:
    state = sqlstate(error)
    if state is None:
        silent = isinstance(error, OperationalError | InterfaceError)
        return Trouble.LOST if silent or error.connection_invalidated else Trouble.BUG
    if state in RACES:
        return Trouble.RACE
    if state == LOCK_NOT_AVAILABLE:
        return Trouble.WAIT
    if state.startswith(LOST_CLASSES):
        return Trouble.LOST
    if state == "25006" and not writes:
        return Trouble.BUG
    return Trouble.OUTAGE if state.startswith(OUTAGE_CLASSES) else Trouble.BUG


def _sqlite_trouble(error: DBAPIError, cause: sqlite3.Error) -> Trouble:
    code = _sqlite_code(cause)
    if code in SQLITE_WAITS:
        return Trouble.WAIT
    if code in SQLITE_OUTAGES:
        return Trouble.OUTAGE
    if isinstance(error, InterfaceError):
        return Trouble.LOST
    lost_race = isinstance(error, IntegrityError) and "UNIQUE constraint" in str(cause)
    return Trouble.RACE if lost_race else Trouble.BUG


def _sqlite_code(cause: sqlite3.Error) -> int | None:
    """The primary code: the low byte of the extended one."""
    code: int | None = getattr(cause, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF
