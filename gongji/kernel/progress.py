"""How far long work has come, told to whoever waits for it: a command that shows a bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Watch = Callable[[int], object]
"""Hears how much more is done: accounts, people or checks, whatever the work counts."""

_watch: ContextVar[Watch] = ContextVar("progress", default=lambda _: None)


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """What runs inside tells `watch`; other work is told to nobody."""
    outer = _watch.set(watch)
    try:
        yield
    finally:
        _watch.reset(outer)


def made(count: int) -> None:
    """So much more is done."""
    _watch.get()(count)
