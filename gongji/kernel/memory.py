"""What glibc does with memory that is not needed any more; elsewhere nothing happens."""

from __future__ import annotations

import gc
from ctypes import CDLL

ARENA_MAX = -8
"""M_ARENA_MAX of mallopt(3)."""


def use_one_heap() -> None:
    """Before the first thread begins: Python's threads take turns, so a heap for each of them would
    only hold more that nobody uses.
    """
    _call("mallopt", ARENA_MAX, 1)


def give_back() -> None:
    """Hands to the system what the process holds for later; takes some ten milliseconds."""
    gc.collect()
    _call("malloc_trim", 0)


def _call(name: str, *arguments: int) -> None:
    function = getattr(CDLL(None), name, None)
    if function is not None:
        function(*arguments)
