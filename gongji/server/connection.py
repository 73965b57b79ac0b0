"""One client's connection, and what gunicorn takes for its socket while a thread answers it."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import Any

from gongji.server.incoming import BodyMax, Incoming

SENT_AT_ONCE_BYTES = 256 * 1024


class ByteSource:
    """A received request, to be read as if it came from a socket; it ends where the bytes end."""

    def __init__(self, request: bytes) -> None:
        self._rest = memoryview(request)

    def recv(self, size: int) -> bytes:
        part, self._rest = self._rest[:size], self._rest[size:]
        return bytes(part)

    @property
    def is_used_up(self) -> bool:
        return not self._rest


class Answer:
    """Gathers what is written, so that a client who reads slowly keeps no thread."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def sendall(self, data: bytes) -> None:
        self.parts.append(bytes(data))

    def send(self, data: bytes) -> int:
        self.sendall(data)
        return len(data)


class Connection:
    """A socket that never blocks, what came through it, and what still has to go out."""

    def __init__(self, sock: socket.socket, client: Any, server: Any, body_max: BodyMax) -> None:
        sock.setblocking(False)
        self.sock, self.client, self.server = sock, client, server
        self.incoming = Incoming(body_max)
        self.stays = True
        """Whether another request may follow the one at hand."""

        self.ends_at = 0.0
        """When its patience ends, on the monotonic clock."""

        self.lingers = False
        """Answered, and only read from until the client has taken the answer."""

        self._out = memoryview(b"")

    @property
    def has_begun(self) -> bool:
        """A request has begun to arrive."""
        return bool(self.incoming.data)

    @property
    def is_answered(self) -> bool:
        return not self._out

    def receive(self) -> bytes | None:
        """What has arrived; None where nothing has yet, b"" where the client left."""
        try:
            return self.sock.recv(SENT_AT_ONCE_BYTES)
        except (BlockingIOError, InterruptedError):
            return None
        except OSError:
            return b""

    def answer(self, parts: list[bytes]) -> None:
        """Sends what the client takes now and keeps the rest for `send`."""
        self._out = memoryview(b"".join(parts))
        self.send()

    def send(self) -> None:
        """Sends a little more. A client that left gets no more, and no further request."""
        try:
            while self._out:
                sent = self.sock.send(self._out[:SENT_AT_ONCE_BYTES])
                self._out = self._out[sent:]
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            self._out, self.stays = memoryview(b""), False

    def tell_to_go_on(self) -> None:
        """For clients that wait before they send a body."""
        with suppress(OSError):
            self.sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")

    def end_writing(self) -> None:
        """Lets the client read the answer to its end although it may still be sending."""
        self.lingers = True
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_WR)
