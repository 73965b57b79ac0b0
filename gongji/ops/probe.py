"""Whether the database takes writes: a full disk or a read-only server must not look ready."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from gongji.kernel.deadline import within
from gongji.kernel.outage import Trouble, trouble_of
from gongji.kernel.problems import OutsideUnavailable

KEPT_S = 1.0
"""How long an answer is reused, so that asking often costs nothing."""

PROBE_S = 1.0
FREE_MIN_BYTES = 1024 * 1024
"""Room for the pages of a settlement."""

RETRY_AFTER_S = 2

SPILL = text("SELECT count(*) FROM (SELECT n FROM generate_series(1, 20000) n ORDER BY -n) sorted")
"""A sort too large for the least work_mem, which PostgreSQL writes to a file beside its tables."""


class WriteProbe:
    """Writes a little at most once a second, however often it is asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(writes=True)
        self._one_at_a_time = threading.Lock()
        self._asked_at = -KEPT_S
        self._full = False

    def check(self) -> None:
        """Raises OUTSIDE_UNAVAILABLE where a write would fail now; a busy lock is no failure."""
        if self._one_at_a_time.acquire(timeout=2 * PROBE_S):
            try:
                if time.monotonic() - self._asked_at >= KEPT_S:
                    self._full = not self._takes_writes()
                    self._asked_at = time.monotonic()
            finally:
                self._one_at_a_time.release()
        else:
            self._full = True
        if self._full:
            raise OutsideUnavailable(what="数据库", retry_after_s=RETRY_AFTER_S)

    def _takes_writes(self, *, once_more: bool = True) -> bool:
        """Tries again if the pooled connection was lost, because that says nothing about writes."""
        try:
            with within(PROBE_S), self._engine.begin() as connection:
                return self._write(connection)
        except SQLAlchemyError as error:
            trouble = trouble_of(error)
        assert trouble is not Trouble.BUG, "the probe's own statements are sound"
        if trouble is Trouble.LOST and once_more:
            return self._takes_writes(once_more=False)
        return trouble in (Trouble.WAIT, Trouble.RACE)

    def _write(self, connection: Connection) -> bool:
        """False if the server is read-only or the disk is full.

        On PostgreSQL a transaction number is written to the log, and a big sort to the tables'
        disk. On SQLite the file's first page is rewritten unchanged.
        """
        if connection.dialect.name == "postgresql":
            read_only: str = connection.execute(text("SHOW transaction_read_only")).scalar_one()
            if read_only == "on":
                return False
            connection.execute(text("SELECT pg_current_xact_id()"))
            connection.execute(text("SET LOCAL work_mem = '64kB'"))
            connection.execute(SPILL)
            return True
        name = connection.engine.url.database
        if name and Path(name).exists():
            free_bytes = shutil.disk_usage(Path(name).parent).free
            if free_bytes < FREE_MIN_BYTES:
                return False
        version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        connection.exec_driver_sql(f"PRAGMA user_version = {version}")
        return True
