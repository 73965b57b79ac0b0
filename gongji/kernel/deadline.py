"""One deadline per request: whatever waits on its behalf waits no longer than is left of it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

REQUEST_S = 5.0
"""What the work of one request may take, waiting for locks and for the database included."""

_ends: ContextVar[float | None] = ContextVar("deadline", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What runs inside is to be done in so many seconds from now; the innermost deadline counts."""
    outer = _ends.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends.reset(outer)


def left_s() -> float | None:
    """Seconds left, 0 once they are used up; None where nobody waits, as in jobs and commands."""
    ends = _ends.get()
    return None if ends is None else max(0.0, ends - time.monotonic())


class Bounded:
    """Wraps the application: every request has its deadline, whatever it asks for."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with within(REQUEST_S):
            return self._application(environ, start_response)
