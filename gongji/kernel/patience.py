"""How long a statement may wait for locks and for its end, within the deadline of its work."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from gongji.kernel.deadline import REQUEST_S, left_s


class Waits(Enum):
    """How long a transaction of a request waits for each lock."""

    USUALLY = auto()
    TO_THE_END = auto()
    """Until the deadline of its request."""

    HARDLY = auto()
    """If the allowed number of others already waits to the end."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one statement may wait for a lock, and how long it may take at all."""

    lock_ms: int
    statement_ms: int


REQUEST = Patience(lock_ms=2500, statement_ms=4500)
"""The setting of a new connection. The first wait for a lock is short: see Transactions."""

POSTGRES_SETTINGS = {
    "timezone": "UTC",
    "lock_timeout": str(REQUEST.lock_ms),
    "statement_timeout": str(REQUEST.statement_ms),
    "idle_in_transaction_session_timeout": "30000",
}
"""What every session begins with."""

HURRIED_LOCK_MS = 300

BACKGROUND = Patience(lock_ms=5000, statement_ms=20_000)
"""For jobs and commands, which have no deadline."""


def patience(waits: Waits) -> Patience:
    """The time left for the current work, and the part of it for waiting for locks."""
    left = left_s()
    if left is None:
        return BACKGROUND
    left_ms = max(int(left * 1000), 1)
    usual = REQUEST.statement_ms <= left_ms <= REQUEST_S * 1000
    lock_ms = {
        Waits.USUALLY: REQUEST.lock_ms,
        Waits.TO_THE_END: left_ms,
        Waits.HARDLY: HURRIED_LOCK_MS,
    }[waits]
    return Patience(min(lock_ms, left_ms), REQUEST.statement_ms if usual else left_ms)
