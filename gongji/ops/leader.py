"""One leader among many workers: the worker that holds the lead does the jobs, the others wait.

On PostgreSQL the lead is an advisory lock, which is released when the connection of its holder
ends. SQLite has none, so there the lead is a row that its holder keeps alive. Jobs may be run twice
without harm, so a leader that has lost the lead does no damage before it notices.
"""

from __future__ import annotations

import os
import secrets
import socket
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import ColumnElement, Engine, delete, or_, select, text, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from gongji.app.runtime import Runtime
from gongji.config import BadSettings
from gongji.kernel.clock import real_now
from gongji.kernel.db import insert_ignoring
from gongji.kernel.transaction import Transactions
from gongji.ops.models import WorkerLease

LEAD = "worker"
LOCK_KEY = 0x676F6E676A69
"""The bytes of `gongji`, recognizable in pg_locks."""

LEASE = timedelta(seconds=10)


class Lead(Protocol):
    def hold(self) -> bool:
        """Takes the lead or keeps it; to be called every few seconds. False: another has it."""
        ...

    def release(self) -> None:
        """Lets another worker have the lead at once."""
        ...


def new_worker_name() -> str:
    """Machine, process, and a few random bytes, because process numbers are reused."""
    return f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"


def lead_for(runtime: Runtime, worker: str) -> Lead:
    """The kind of lead that this database offers. Raises BadSettings behind a pool."""
    if runtime.engine.dialect.name == "postgresql":
        return AdvisoryLead(runtime.engine)
    return LeasedLead(runtime.transactions, worker)


class AdvisoryLead:
    """Held by a connection of its own, outside of any transaction.

    A pool would lend its session to others, with the lock. Raises BadSettings there.
    """

    def __init__(self, engine: Engine) -> None:
        from gongji.kernel.postgresql import is_pooled  # noqa: PLC0415  (brings psycopg)

        with engine.connect() as connection:
            if is_pooled(connection):
                raise BadSettings(
                    "GONGJI_DATABASE_URL leads through a pool such as pgbouncer, which gives the"
                    " worker's lock to others: name PostgreSQL's own address for the worker"
                )
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._connection: Connection | None = None

    def hold(self) -> bool:
        try:
            if self._connection is not None:
                self._connection.execute(text("SELECT 1"))
                return True
            return self._try()
        except SQLAlchemyError:
            self.release()
            return False

    def release(self) -> None:
        """Closes the session itself: a pooled one would keep the lock."""
        held, self._connection = self._connection, None
        if held is not None:
            with suppress(SQLAlchemyError):
                held.invalidate()
            held.close()

    def _try(self) -> bool:
        self._connection = self._engine.connect()
        asked = text("SELECT pg_try_advisory_lock(:key)")
        got: bool = self._connection.execute(asked, {"key": LOCK_KEY}).scalar_one()
        if not got:
            self.release()
        return got


class LeasedLead:
    """A row that names the leader and until when it leads.

    All workers of a SQLite file share one machine's clock. A lease that ends later than a new one
    would was given before that clock went back: it is void.
    """

    def __init__(self, transactions: Transactions, worker: str) -> None:
        self._transactions = transactions
        self._worker = worker

    def hold(self) -> bool:
        """Writes only where the lead is free or ours: the others merely look."""
        return self._transactions.run(self._may, writes=False) and self._transactions.run(
            self._take
        )

    def release(self) -> None:
        ours = delete(WorkerLease).where(
            WorkerLease.name == LEAD, WorkerLease.worker == self._worker
        )
        self._transactions.run(lambda db: db.execute(ours))

    def _may(self, db: Session) -> bool:
        taken = select(WorkerLease.name).where(
            WorkerLease.name == LEAD, WorkerLease.worker != self._worker, ~_is_void(real_now())
        )
        return db.execute(taken).first() is None

    def _take(self, db: Session) -> bool:
        now = real_now()
        row = {"name": LEAD, "worker": self._worker, "until": now + LEASE}
        if insert_ignoring(db, WorkerLease, row):
            return True
        free = or_(WorkerLease.worker == self._worker, _is_void(now))
        taking = (
            update(WorkerLease)
            .where(WorkerLease.name == LEAD, free)
            .values(worker=self._worker, until=now + LEASE)
            .returning(WorkerLease.name)
            .execution_options(synchronize_session=False)
        )
        return db.execute(taking).first() is not None


def _is_void(now: datetime) -> ColumnElement[bool]:
    return or_(WorkerLease.until <= now, WorkerLease.until > now + LEASE)
