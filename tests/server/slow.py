"""Clients that send a byte a second, or nothing, or never read what they are answered."""

from __future__ import annotations

import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from urllib.parse import urlsplit

import requests

from gongji.server.worker import allow_files

SILENT = b""
HALF_HEAD = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-"
HALF_BODY = (
    b"POST /api/v1/auth/sms-codes HTTP/1.1\r\nHost: x\r\n"
    b"Content-Type: application/json\r\nContent-Length: 6000\r\n\r\n{"
)
GREEDY = b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n" * 5
"""Asks for megabytes and takes none of them."""


ANSWERED_WITHIN_S, SLOWER = 0.3, 5
"""What others may wait for an answer, or how many times as long as without slow clients."""

OTHERS = 15

ELSEWHERE = "127.0.0.2"
"""Where slow clients are: what one address may ask in a second is not taken from others."""


def usual_wait_s(ask: Callable[[], requests.Response]) -> float:
    """The median of what some requests wait for their answers, each of which has to come."""
    took = []
    for _ in range(OTHERS):
        began = time.monotonic()
        assert ask().status_code == HTTPStatus.OK
        took.append(time.monotonic() - began)
    return statistics.median(took)


def connect(base: str, sent: bytes = b"", source: str = "127.0.0.1") -> socket.socket:
    address = urlsplit(base)
    assert address.hostname is not None
    client = socket.create_connection(
        (address.hostname, address.port or 80), timeout=30, source_address=(source, 0)
    )
    client.sendall(sent)
    return client


@contextmanager
def slow_clients(base: str, kinds: Sequence[bytes], count: int) -> Iterator[list[socket.socket]]:
    """As many of each kind as `count`; those that have begun go on byte by byte."""
    allow_files(4096)
    done = threading.Event()
    with ExitStack() as opened:
        clients = [
            (opened.enter_context(connect(base, kind, ELSEWHERE)), kind)
            for _ in range(count)
            for kind in kinds
        ]
        dripping = [client for client, kind in clients if kind in (HALF_HEAD, HALF_BODY)]

        def drip() -> None:
            while not done.wait(1):
                for client in list(dripping):
                    try:
                        client.sendall(b"a")
                    except OSError:
                        dripping.remove(client)

        dripper = threading.Thread(target=drip)
        dripper.start()
        try:
            yield [client for client, _ in clients]
        finally:
            done.set()
            dripper.join()


def answer_of(client: socket.socket) -> bytes:
    """All that is answered until the other side ends the connection."""
    parts = []
    while part := client.recv(65536):
        parts.append(part)
    return b"".join(parts)
