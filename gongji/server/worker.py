"""The worker process: one loop reads every client, few threads answer whole requests.

gunicorn's own threaded worker reads requests in its threads, so that as many slow clients as there
are threads keep everybody else out. Here a thread gets a request when the last byte of it has
arrived, and gives its answer back to the loop: a slow, silent or greedy client costs some memory
and a place among the connections, both bounded.
"""

from __future__ import annotations

import os
import resource
import selectors
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import FrameType
from typing import Any

from gunicorn.http import get_parser, wsgi
from gunicorn.http.errors import InvalidChunkSize, LimitRequestHeaders
from gunicorn.workers.base import Worker
from gunicorn.workers.gthread import PollableMethodQueue

from gongji.app.addresses import SANDBOX_PREFIX
from gongji.app.web import BODY_MAX_BYTES, FIXTURE_MAX_BYTES
from gongji.kernel.problems import InternalError
from gongji.server.connection import Answer, ByteSource, Connection
from gongji.server.incoming import Stage
from gongji.server.lanes import SLASHES, THREADS, Lanes
from gongji.server.refusals import TooSlow, problem_of, refusal
from gongji.server.shares import WorkerShare

SERVER_NAME = "gongji"
TICK_S = 0.5
HEAD_S = 10.0
"""For the head of a request, from its first byte; also for that first byte on a new connection."""

BODY_S = 20.0
BODY_BYTES_PER_S = 64 * 1024
"""A body has this long, and longer the larger it says it is."""

SEND_S = 30.0
LINGER_S = 2.0
DRAIN_READING_S = 5.0
"""How long a worker that ends waits for requests which have begun to arrive."""

CONNECTIONS_MAX = 1000
ACCEPTED_AT_ONCE = 32
LEFT_S, LOOK_S = 0.05, 0.002
"""How long newcomers are left to a worker that holds fewer, and how often it is looked whether it
still does.
"""

HELD_MAX_BYTES = 256 * 1024 * 1024
"""What all clients together may have sent that is not yet answered."""

GATEWAY_MAX_BYTES = 12 * 1024 * 1024
SLACK_BYTES = 1024
"""The application refuses what is too large in its own words, so a little more is let through."""


def body_max(path: str) -> int:
    """How much of a body is gathered; what says that it is larger is refused without its body."""
    plain = SLASHES.sub("/", path)
    if plain.startswith("/fsi/"):
        return GATEWAY_MAX_BYTES
    most = FIXTURE_MAX_BYTES if plain.startswith(f"{SANDBOX_PREFIX}/") else BODY_MAX_BYTES
    return most + SLACK_BYTES


class ReadingWorker(Worker):
    """A gunicorn worker; see the module."""

    def __init__(self, *given: Any) -> None:
        """In the first process, before the worker begins as a copy of it."""
        super().__init__(*given)
        self.share: WorkerShare = self.app.shares.join()

    def init_process(self) -> None:
        allow_files(2 * CONNECTIONS_MAX)
        self._poller = selectors.DefaultSelector()
        self._calls = PollableMethodQueue()
        self._calls.init()
        self._pools = {
            lane: ThreadPoolExecutor(threads, thread_name_prefix=lane.name.lower())
            for lane, threads in THREADS.items()
        }
        self._waiting: dict[Connection, None] = {}
        """Connections that the loop reads from or writes to, the longest waiting first."""

        self._open = 0
        self._accepts = False
        self._left_until = 0.0
        """Until then newcomers are left to another worker."""

        self._in_vain = 0
        """How often in a row nobody else took them."""

        self._held_bytes = 0
        super().init_process()

    def load_wsgi(self) -> None:
        super().load_wsgi()
        self._lanes = Lanes(self.wsgi)

    def handle_exit(self, _: int, __: FrameType | None) -> None:
        """SIGTERM: ends the loop, which then drains."""
        self.alive = False
        self._calls.defer(lambda: None)

    # -- the loop

    def run(self) -> None:
        self._poller.register(self._calls.fileno(), selectors.EVENT_READ, self._calls.run_callbacks)
        while self.alive and self.ppid == os.getppid():
            leaves = self._leaves_to_others()
            has_room = self._open < CONNECTIONS_MAX or bool(self._waiting)
            self._accept_or_not(has_room and not leaves)
            self._turn(LOOK_S if leaves else TICK_S)
        self._drain()

    def _turn(self, timeout_s: float) -> None:
        self.notify()
        for key, _ in self._poller.select(timeout_s):
            key.data(key.fileobj)
        now = time.monotonic()
        for connection in [waits for waits in self._waiting if waits.ends_at <= now]:
            self._lose_patience(connection)

    def _accept_or_not(self, accepts: bool) -> None:
        if accepts == self._accepts:
            return
        self._accepts = accepts
        for listener in self.sockets:
            if accepts:
                listener.setblocking(False)
                self._poller.register(listener, selectors.EVENT_READ, self._accept)
            else:
                self._poller.unregister(listener)

    def _leaves_to_others(self) -> bool:
        """Whether newcomers are left to another worker. Takes those whom nobody took in time: the
        more, the longer the others do not look.
        """
        if not self._left_until:
            return False
        if self.share.is_more_than_anothers() and time.monotonic() < self._left_until:
            return True
        self._left_until = 0.0
        if self.share.is_more_than_anothers():
            self._in_vain += 1
            most = min(2**self._in_vain, ACCEPTED_AT_ONCE)
            if not sum(self._take(listener, most) for listener in self.sockets):
                self._in_vain = 0
        return False

    def _drain(self) -> None:
        """Takes what has already connected, lets the port go, and answers what has begun."""
        self.alive = False
        self.share.leave()
        for listener in self.sockets:
            self._take(listener, ACCEPTED_AT_ONCE)
        self._accept_or_not(accepts=False)
        for listener in self.sockets:
            listener.close()
        now = time.monotonic()
        for connection in self._waiting:
            patience = DRAIN_READING_S if connection.has_begun else LINGER_S
            connection.ends_at = min(connection.ends_at, now + patience)
        until = now + self.cfg.graceful_timeout
        while self._open and time.monotonic() < until:
            self._turn(TICK_S / 5)
        for pool in self._pools.values():
            pool.shutdown(wait=False)

    # -- clients

    def _accept(self, listener: Any) -> None:
        """Takes newcomers while no other worker holds fewer."""
        for _ in range(ACCEPTED_AT_ONCE):
            if self.share.is_more_than_anothers():
                self._left_until = time.monotonic() + LEFT_S
                return
            if not self._take(listener, 1):
                return
            self._in_vain = 0

    def _take(self, listener: Any, most: int) -> int:
        """Accepts so many; returns how many there were."""
        for taken in range(most):
            if self._open >= CONNECTIONS_MAX and not self._make_room():
                return taken
            try:
                sock, client = listener.accept()
            except OSError:
                return taken
            connection = Connection(sock, client, listener.getsockname(), body_max)
            self._count(1)
            self._await(connection, HEAD_S)
            self._read(connection, sock)
        return most

    def _count(self, more: int) -> None:
        self._open += more
        if self.alive:
            self.share.hold(self._open)

    def _make_room(self) -> bool:
        """Gives up the connection that the loop has waited for longest."""
        for connection in self._waiting:
            self._close(connection)
            return True
        return False

    def _await(self, connection: Connection, patience_s: float) -> None:
        """Reads from it, or writes to it where an answer is still to go out."""
        connection.ends_at = time.monotonic() + patience_s
        self._waiting[connection] = None
        writes = not connection.is_answered
        act = self._write if writes else self._read
        events = selectors.EVENT_WRITE if writes else selectors.EVENT_READ
        self._poller.register(connection.sock, events, partial(act, connection))

    def _leave(self, connection: Connection) -> None:
        """The loop has nothing to do with it for now."""
        self._waiting.pop(connection)
        self._poller.unregister(connection.sock)

    def _close(self, connection: Connection) -> None:
        self._leave(connection)
        self._held_bytes -= len(connection.incoming.data)
        self._count(-1)
        connection.sock.close()

    def _lose_patience(self, connection: Connection) -> None:
        """Tells a client that was too slow to send; the others know themselves."""
        if connection.has_begun and connection.is_answered and not connection.lingers:
            self._refuse(connection, TooSlow())
        else:
            self._close(connection)

    def _refuse(self, connection: Connection, error: Exception) -> None:
        self._leave(connection)
        connection.stays = False
        connection.answer([refusal(problem_of(error))])
        self._after_answer(connection)

    def _read(self, connection: Connection, _: Any) -> None:
        received = connection.receive() if connection in self._waiting else None
        if received is None:
            return
        self._held_bytes += 0 if connection.lingers else len(received)
        if not received or self._held_bytes > HELD_MAX_BYTES:
            self._close(connection)
        elif not connection.lingers:
            began = connection.has_begun
            stage = connection.incoming.stage
            connection.incoming.feed(received)
            self._go_on(connection, began=began, before=stage)

    def _go_on(self, connection: Connection, *, began: bool, before: Stage) -> None:
        """Hands a request over, or says how long what is missing of it may take."""
        incoming, now = connection.incoming, time.monotonic()
        if incoming.stage is Stage.BODY and before is Stage.HEAD:
            connection.ends_at = now + BODY_S + incoming.length / BODY_BYTES_PER_S
            if incoming.wants_to_go_on:
                connection.tell_to_go_on()
        elif incoming.stage is Stage.HEAD and not began:
            connection.ends_at = now + HEAD_S
        elif incoming.stage not in (Stage.HEAD, Stage.BODY):
            self._leave(connection)
            stage, request = incoming.stage, incoming.take()
            self._held_bytes -= len(request)
            pool = self._pools[self._lanes.lane(incoming.method, incoming.path)]
            pool.submit(self._work, connection, request, stage)

    def _write(self, connection: Connection, _: Any) -> None:
        if connection not in self._waiting:
            return
        connection.send()
        if connection.is_answered:
            self._leave(connection)
            self._after_answer(connection)

    def _after_answer(self, connection: Connection) -> None:
        """Waits for the rest of the answer to go out, for another request, or for the end."""
        if not connection.is_answered:
            self._await(connection, SEND_S)
        elif connection.stays:
            self._await(connection, self.cfg.keepalive if self.alive else LINGER_S)
            connection.incoming.next()
            if connection.has_begun:
                self._go_on(connection, began=False, before=Stage.HEAD)
        else:
            connection.end_writing()
            self._await(connection, LINGER_S)

    # -- in a thread

    def _work(self, connection: Connection, request: bytes, stage: Stage) -> None:
        answer = Answer()
        try:
            connection.stays = self._respond(connection, request, stage, answer)
        except Exception as error:  # noqa: BLE001  (a thread answers every client)
            connection.stays = False
            self._tell(error)
            if not answer.parts:
                answer.sendall(refusal(problem_of(error)))
        connection.answer(answer.parts)
        self._calls.defer(self._after_answer, connection)

    def _respond(
        self, connection: Connection, request: bytes, stage: Stage, answer: Answer
    ) -> bool:
        """Runs the application; whether another request may follow on this connection."""
        if stage is Stage.HEAD_TOO_LARGE:
            raise LimitRequestHeaders("head")
        if stage is Stage.BROKEN:
            raise InvalidChunkSize(b"")
        source = ByteSource(request)
        parser = get_parser(self.cfg, source, connection.client)
        read = next(parser)
        read._expected_100_continue = False  # noqa: SLF001  (the loop has told it already)
        response, environ = wsgi.create(
            read, answer, connection.client, connection.server, self.cfg
        )
        response.version = SERVER_NAME
        environ["wsgi.multithread"] = True
        if stage is Stage.CUT or not self.alive:
            response.force_close()
        for part in _closing(self.wsgi(environ, response.start_response)):
            response.write(part)
        response.close()
        if response.should_close() or not parser.finish_body():
            return False
        return source.is_used_up and not parser.unreader.take_buffered()

    def _tell(self, error: Exception) -> None:
        if isinstance(problem_of(error), InternalError):
            self.log.error("A request could not be answered.", exc_info=error)


def _closing(parts: Any) -> Iterator[bytes]:
    """The parts of an answer, closed after the last one as WSGI asks."""
    try:
        yield from parts
    finally:
        if hasattr(parts, "close"):
            parts.close()


def allow_files(wanted: int) -> None:
    """Every connection is a file: takes as many as the system grants."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
