"""The bytes of one connection, gathered until a whole request is there.

Nothing is decided here but when to begin: gunicorn's own parser reads the request afterwards, from
these bytes alone. Where its reading and this one should differ, the request ends early and the
connection with it; no thread ever waits for a client.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum, auto

HEAD_MAX_BYTES = 64 * 1024
LINE_MAX_BYTES = 4094
LINE_END, HEAD_END = b"\r\n", b"\r\n\r\n"
CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(;.*)?", re.DOTALL)
CHUNK_LINE_MAX_BYTES = 1024
LENGTH = re.compile(rb"[0-9]{1,15}")

BodyMax = Callable[[str], int]
"""How much of a body is worth reading, by the path it is sent to."""


class Stage(Enum):
    """How far a request has come."""

    HEAD = auto()
    BODY = auto()
    WHOLE = auto()
    CUT = auto()
    """To be answered without what is missing, which is too much or unclear from its head."""

    BROKEN = auto()
    """Its body makes no sense."""

    HEAD_TOO_LARGE = auto()


class Incoming:
    """What a client has sent and is not read yet."""

    def __init__(self, body_max: BodyMax) -> None:
        self.data = bytearray()
        self._body_max = body_max
        self._begin()

    def _begin(self) -> None:
        self.stage = Stage.HEAD
        self.method, self.path = "", ""
        self.wants_to_go_on = False
        self.length = 0
        """Bytes of the request, as far as they are known."""

        self._seen = 0
        self._chunked = False

    def feed(self, data: bytes) -> None:
        """Takes what was received, and looks how far the request has come."""
        self.data += data
        self._look()

    def take(self) -> bytes:
        """The request, which leaves; what follows it is the beginning of the next one."""
        length = self.length if self.stage is Stage.WHOLE else len(self.data)
        taken = bytes(self.data[:length])
        del self.data[:length]
        return taken

    def next(self) -> None:
        """Begins with the request that follows on this connection."""
        self._begin()
        self._look()

    def _look(self) -> None:
        if self.stage is Stage.HEAD:
            self._look_for_head()
        if self.stage is Stage.BODY:
            self._look_for_body()

    def _look_for_head(self) -> None:
        end = self.data.find(HEAD_END, max(0, self._seen - len(HEAD_END)))
        self._seen = len(self.data)
        if end >= 0:
            self._read_head(end)
        elif len(self.data) > HEAD_MAX_BYTES:
            self.stage = Stage.HEAD_TOO_LARGE
        elif LINE_END not in self.data[: LINE_MAX_BYTES + 4] and len(self.data) > LINE_MAX_BYTES:
            self.stage = Stage.CUT

    def _read_head(self, end: int) -> None:
        line, *fields = bytes(self.data[:end]).split(LINE_END)
        method, _, target = line.decode("latin-1").partition(" ")
        self.method, self.path = method, target.split(" ")[0].split("?")[0]
        lengths, codings, self.wants_to_go_on = _framing(fields)
        self.length = end + len(HEAD_END)
        self._chunked = bool(codings)
        if codings not in ([], [b"chunked"]) or len(lengths) > 1 or (codings and lengths):
            self.stage = Stage.CUT
        elif codings:
            self.stage, self._seen = Stage.BODY, self.length
        elif not lengths:
            self.stage = Stage.WHOLE
        elif not LENGTH.fullmatch(lengths[0]) or int(lengths[0]) > self._body_max(self.path):
            self.stage = Stage.CUT
        else:
            self.length += int(lengths[0])
            self.stage = Stage.BODY

    def _look_for_body(self) -> None:
        if self._chunked:
            self._look_for_chunks()
        elif len(self.data) >= self.length:
            self.stage = Stage.WHOLE

    def _look_for_chunks(self) -> None:
        """`_seen` is where the next chunk begins."""
        while self.stage is Stage.BODY:
            end = self.data.find(LINE_END, self._seen)
            if end < 0:
                if len(self.data) - self._seen > CHUNK_LINE_MAX_BYTES:
                    self.stage = Stage.BROKEN
                return
            size = CHUNK_SIZE.fullmatch(bytes(self.data[self._seen : end]))
            after = end + 2 * len(LINE_END) + (int(size[1], 16) if size else 0)
            if size is None:
                self.stage = Stage.BROKEN
            elif after > self.length + self._body_max(self.path):
                self.stage = Stage.CUT
            elif after == end + 2 * len(LINE_END):
                self._look_for_trailers(end)
                return
            elif len(self.data) < after:
                return
            else:
                self._seen = after

    def _look_for_trailers(self, last: int) -> None:
        """After the last chunk: an empty line, perhaps with fields before it."""
        end = self.data.find(HEAD_END, last)
        if end >= 0:
            self.length, self.stage = end + len(HEAD_END), Stage.WHOLE
        elif len(self.data) - last > HEAD_MAX_BYTES:
            self.stage = Stage.BROKEN


def _framing(fields: list[bytes]) -> tuple[list[bytes], list[bytes], bool]:
    """Content lengths, transfer codings, and whether the client waits to be told to go on."""
    lengths, codings, waits = [], [], False
    for field in fields:
        name, _, value = field.partition(b":")
        match name.lower():
            case b"content-length":
                lengths.append(value.strip())
            case b"transfer-encoding":
                codings.append(value.strip().lower())
            case b"expect":
                waits = value.strip().lower() == b"100-continue"
    return lengths, codings, waits
