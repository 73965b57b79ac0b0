"""Two workers share the clients that keep their connections, and neither waits for a stuck one."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import pytest

from tests.conftest import Serve
from tests.support.databases import SqliteDatabases
from tests.support.serving import Served

CLIENTS = 16
MOST = 9
"""Of CLIENTS at one worker: 60 %, or less."""
START_S = 60
ROUNDS = 7
"""A busy machine may keep a worker from looking: the median of these counts."""


@pytest.fixture
def program(sqlite_databases: SqliteDatabases, served: Serve) -> Iterator[Served]:
    with sqlite_databases.fresh() as url:
        running = served(url, workers=2)
        started = time.monotonic()
        while min(share(running)) == 0:  # the second worker is still starting
            assert time.monotonic() < started + START_S
        yield running


@contextmanager
def clients(program: Served) -> Iterator[list[int]]:
    """All come at once and keep their connections; yields how many each worker holds."""
    place = urlsplit(program.base).netloc
    with ExitStack() as open_things, ThreadPoolExecutor(CLIENTS) as pool:
        kept = [
            open_things.enter_context(closing(HTTPConnection(place, timeout=20)))
            for _ in range(CLIENTS)
        ]
        assert set(pool.map(alive, kept)) == {HTTPStatus.OK}
        inodes = {inode_of(one.sock.getsockname()[1], one.port) for one in kept}
        yield [len(inodes & sockets(worker)) for worker in program.workers]


def alive(client: HTTPConnection) -> int:
    client.request("GET", "/healthz")
    answer = client.getresponse()
    answer.read()
    return answer.status


def inode_of(client_port: int, server_port: int) -> str:
    """The server's end of a connection."""
    ends = f":{server_port:04X}", f":{client_port:04X}"
    rows = map(str.split, Path("/proc/net/tcp").read_text("ascii").splitlines())
    return next(row[9] for row in rows if (row[1][8:], row[2][8:]) == ends)


def sockets(worker: int) -> set[str]:
    names = (str(one.readlink()) for one in Path(f"/proc/{worker}/fd").iterdir())
    return {name[8:-1] for name in names if name.startswith("socket:")}


def share(program: Served) -> list[int]:
    """How many of CLIENTS each worker gets."""
    with clients(program) as held:
        assert sum(held) == CLIENTS
        return held


def test_who_keeps_a_connection_is_served_by_the_worker_that_holds_fewer(program: Served) -> None:
    assert median(max(share(program)) for _ in range(ROUNDS)) <= MOST


def test_a_worker_that_does_not_look_keeps_nobody_waiting(program: Served) -> None:
    stuck = program.workers[0]
    os.kill(stuck, signal.SIGSTOP)
    try:
        with clients(program) as held:
            assert held == [0, CLIENTS]
    finally:
        os.kill(stuck, signal.SIGCONT)
    assert median(max(share(program)) for _ in range(ROUNDS)) <= MOST
