"""Puts what SQLite has committed on the disk: one sync of its log for all who wait for it.

SQLite would sync while it holds its one lock, each commit by itself. A commit that is synced after
it has given the lock back, and before anybody hears of it, is as durable: the log is written in
order, so a sync keeps every commit that another one builds on. A crash of the machine may undo
commits that nobody was told of, the latest first.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from threading import Condition

from sqlalchemy.exc import OperationalError


class LogSync:
    """The syncs of one process on one file; they never overlap, and are numbered from 1."""

    def __init__(self, database: str) -> None:
        self._log = Path(f"{database}-wal")
        self._changed = Condition()
        self._begun = self._done = 0
        self._is_running = False

    def wait(self) -> None:
        """Returns when all that was committed before the call is on the disk.

        Raises OperationalError, a disk error of SQLite's, where that is not certain.
        """
        with self._changed:
            covering = self._begun + 1
            while self._done < covering:
                if self._is_running:
                    self._changed.wait()
                else:
                    self._run()

    def _run(self) -> None:
        """The next sync; those who commit meanwhile wait for the one after it."""
        self._begun, self._is_running = self._begun + 1, True
        self._changed.release()
        try:
            self.sync()
        except OperationalError:
            self._changed.acquire()
            raise
        else:
            self._changed.acquire()
            self._done = self._begun
        finally:
            self._is_running = False
            self._changed.notify_all()

    def sync(self) -> None:
        """Once. A log that is gone was taken into the database file, which SQLite syncs itself."""
        try:
            with suppress(FileNotFoundError):
                log = os.open(self._log, os.O_RDWR)
                try:
                    os.fsync(log)
                finally:
                    os.close(log)
        except OSError as trouble:
            cause = sqlite3.OperationalError(str(trouble))
            cause.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
            raise OperationalError("COMMIT", None, cause) from trouble
