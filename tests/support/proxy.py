"""A proxy between the application and PostgreSQL that loses answers, connections, or everything."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto
from pathlib import Path

from sqlalchemy import URL, make_url

PORT = 5432
COMMIT = b"Q\0\0\0\x0bCOMMIT\0"
BEGINS_READING = b"READ ONLY"


class Fault(Enum):
    """What becomes of the COMMIT of a transaction that writes."""

    NONE = auto()
    ANSWER_LOST = auto()
    """It is done, and the connection ends before that is told."""

    NEVER_SENT = auto()
    """The connection ends before it arrives."""


class DatabaseProxy:
    """Listens on a socket file; `fault` is what it does to `times` COMMITs that follow."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._pairs: list[_Pair] = []
        self._lock = threading.Lock()
        self._fault, self._times = Fault.NONE, 0
        self._listener: socket.socket | None = None

    # -- what a test does

    def open(self, folder: Path) -> None:
        listener = socket.socket(socket.AF_UNIX)
        path = folder / f".s.PGSQL.{PORT}"
        path.unlink(missing_ok=True)
        listener.bind(str(path))
        listener.listen(64)
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def close(self) -> None:
        """Nobody gets through any more."""
        if self._listener is not None:
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
        self.cut()

    def fail(self, fault: Fault, times: int) -> None:
        with self._lock:
            self._fault, self._times = fault, times

    def cut(self) -> None:
        """Ends every connection there is."""
        with self._lock:
            ended, self._pairs = self._pairs, []
        for pair in ended:
            pair.end()

    def silence(self) -> None:
        """The connections there are stay open, and nothing passes through them any more."""
        with self._lock:
            for pair in self._pairs:
                pair.silent.set()

    # -- what it does

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._target)
            pair = _Pair(client, server)
            with self._lock:
                self._pairs.append(pair)
            for work in (self._to_server, self._to_client):
                threading.Thread(target=self._guarded, args=(work, pair), daemon=True).start()

    def _guarded(self, work: Callable[[_Pair], None], pair: _Pair) -> None:
        with suppress(OSError):
            work(pair)
        if not pair.silent.is_set():
            pair.end()

    def _to_server(self, pair: _Pair) -> None:
        writes = False
        while sent := pair.client.recv(65536):
            if pair.silent.is_set():
                return
            if b"BEGIN" in sent:
                writes = BEGINS_READING not in sent
            fault = self._next() if writes and COMMIT in sent else Fault.NONE
            if fault is Fault.NEVER_SENT:
                return
            if fault is Fault.ANSWER_LOST:
                pair.deaf.set()
            pair.server.sendall(sent)

    def _to_client(self, pair: _Pair) -> None:
        while told := pair.server.recv(65536):
            if pair.silent.is_set() or pair.deaf.is_set():
                return
            pair.client.sendall(told)

    def _next(self) -> Fault:
        with self._lock:
            if self._times == 0:
                return Fault.NONE
            self._times -= 1
            return self._fault


class _Pair:
    """A connection of the application and the one behind it."""

    def __init__(self, client: socket.socket, server: socket.socket) -> None:
        self.client, self.server = client, server
        self.silent, self.deaf = threading.Event(), threading.Event()

    def end(self) -> None:
        for end in (self.client, self.server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@contextmanager
def proxied(database_url: str, folder: Path) -> Iterator[tuple[str, DatabaseProxy]]:
    """The address of a PostgreSQL database through a proxy, and the proxy."""
    url = make_url(database_url)
    proxy = DatabaseProxy(f"{url.query['host']}/.s.PGSQL.{url.port or PORT}")
    proxy.open(folder)
    through: URL = url.set(query={"host": str(folder)}, port=None)
    try:
        yield through.render_as_string(hide_password=False), proxy
    finally:
        proxy.close()
