"""One deadline per request: all its waits end with the time that is left."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

REQUEST_S = 5.0
"""How long one request may take, including waits for locks and for the database."""

_ends: ContextVar[float | None] = ContextVar("deadline", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Sets a deadline for what runs inside, in seconds from now; the innermost one counts."""
    outer = _ends.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends.reset(outer)


def left_s() -> float | None:
    """Seconds left, at least 0; None without a deadline, as in jobs and commands."""
    ends = _ends.get()
    return None if ends is None else max(0.0, ends - time.monotonic())


class Bounded:
    """Wraps the application: every request has a deadline."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with within(REQUEST_S):
            return self._application(environ, start_response)
