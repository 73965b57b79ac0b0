"""SQLite: nobody hears of a commit before it is on the disk, and those who wait share a sync."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from sqlite3 import connect
from uuid import uuid4

import pytest
from sqlalchemy import text

from gongji.app.runtime import Runtime
from gongji.kernel.problems import OutcomeUnknown

WRITERS, EACH, SYNC_S = 8, 5, 0.02
WRITE = text("INSERT INTO pace (key, touched_at, acts) VALUES (:key, '2025-06-10 00:00:00', '[]')")


class Disk:
    """What other connections could read when each sync began, of the syncs that have ended."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._sync = os.fsync
        self.synced: list[set[bytes]] = []
        self.fails = False

    def rows(self) -> set[bytes]:
        with closing(connect(self._path)) as other:
            return {key for (key,) in other.execute("SELECT key FROM pace")}

    def fsync(self, file: int) -> None:
        if self.fails:
            raise OSError(5, "Input/output error")
        committed = self.rows()
        time.sleep(SYNC_S)
        self._sync(file)
        self.synced.append(committed)


@pytest.fixture
def disk(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    path = runtime.engine.url.database
    assert path
    disk = Disk(path)
    monkeypatch.setattr(os, "fsync", disk.fsync)
    yield disk
    monkeypatch.undo()


def write(runtime: Runtime) -> bytes:
    key = uuid4().bytes
    runtime.run(lambda ctx: ctx.db.execute(WRITE, {"key": key}).close())
    return key


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_all_who_commit_meanwhile_share_the_next_sync(runtime: Runtime, disk: Disk) -> None:
    gate = threading.Barrier(WRITERS)

    def writes(_: int) -> None:
        gate.wait()
        for _ in range(EACH):
            key = write(runtime)
            assert any(key in committed for committed in disk.synced)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(writes, range(WRITERS)))
    assert len(disk.rows()) == WRITERS * EACH
    assert len(disk.synced) < WRITERS * EACH / 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_only_reads_waits_for_no_sync(runtime: Runtime, disk: Disk) -> None:
    runtime.run(lambda ctx: ctx.db.execute(text("SELECT 1")).close(), writes=False)
    assert disk.synced == []
    write(runtime)
    assert len(disk.synced) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_sync_that_fails_leaves_the_outcome_open(runtime: Runtime, disk: Disk) -> None:
    disk.fails = True
    with pytest.raises(OutcomeUnknown):
        write(runtime)
    disk.fails = False
    assert write(runtime) in disk.rows()
