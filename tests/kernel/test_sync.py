"""SQLite: nobody hears of a commit before it is on the disk, and those who wait share a sync."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from gongji.app.runtime import Runtime
from gongji.kernel.problems import OutcomeUnknown
from gongji.kernel.sync import LogSync
from gongji.kernel.transaction import Transactions

WRITERS, PATIENCE_S = 8, 20
WRITE = text("INSERT INTO pace (key, touched_at, acts) VALUES (:key, '2025-06-10 00:00:00', '[]')")

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Watched(LogSync):
    """Notes what was committed when each sync began; the first lasts until so many are."""

    def __init__(self, database: str, lasts_until: int) -> None:
        super().__init__(database)
        self._database, self._lasts_until = database, lasts_until
        self.synced: list[set[bytes]] = []
        self.fails = False

    def committed(self) -> set[bytes]:
        with closing(sqlite3.connect(self._database)) as other:
            return {key for (key,) in other.execute("SELECT key FROM pace")}

    def sync(self) -> None:
        if self.fails:
            cause = sqlite3.OperationalError("disk I/O error")
            cause.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
            raise OperationalError("COMMIT", None, cause)
        begun_with, started = self.committed(), time.monotonic()
        while not self.synced and len(self.committed()) < self._lasts_until:
            assert time.monotonic() < started + PATIENCE_S, "the others wait for the lock"
        super().sync()
        self.synced.append(begun_with)


class Books:
    """Transactions on the database of a test, whose syncs are watched."""

    def __init__(self, runtime: Runtime, lasts_until: int = 0) -> None:
        path = runtime.engine.url.database
        assert path
        self.log = Watched(path, lasts_until)
        self.transactions = Transactions(runtime.engine, log=self.log)

    def write(self) -> bytes:
        key = uuid4().bytes
        self.transactions.run(lambda db: db.execute(WRITE, {"key": key}).close())
        return key


def test_all_who_commit_while_one_sync_lasts_share_the_next(runtime: Runtime) -> None:
    books = Books(runtime, lasts_until=WRITERS)

    def writes(_: int) -> None:
        key = books.write()
        assert any(key in begun_with for begun_with in books.log.synced)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(writes, range(WRITERS)))
    assert len(books.log.committed()) == WRITERS
    assert len(books.log.synced) == 2


def test_who_only_reads_waits_for_no_sync(runtime: Runtime) -> None:
    books = Books(runtime)
    books.transactions.run(lambda db: db.execute(text("SELECT 1")).close(), writes=False)
    assert books.log.synced == []
    books.write()
    assert len(books.log.synced) == 1


def test_a_sync_that_fails_leaves_the_outcome_open(runtime: Runtime) -> None:
    books = Books(runtime)
    books.log.fails = True
    with pytest.raises(OutcomeUnknown):
        books.write()
    books.log.fails = False
    assert books.write() in books.log.committed()
