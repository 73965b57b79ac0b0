"""Two SMS providers as one: the second takes what the first does not.

After some failures in a row the first is left alone for a while, so that a provider which is down
delays no text (a circuit). A text whose receipt was lost may reach its phone twice.
"""

from __future__ import annotations

import threading
import time

from gongji.kernel.ports import SmsSender, TextMessage
from gongji.kernel.problems import OutsideUnavailable

FAILURES_MAX = 3
REST_S = 30.0


class Circuit:
    """Counts failures in a row; open, it keeps everybody away until `rest_s` real seconds passed.

    Then one failure opens it again, one success closes it.
    """

    def __init__(self, failures_max: int, rest_s: float) -> None:
        self._failures_max, self._rest_s = failures_max, rest_s
        self._lock = threading.Lock()
        self._failures = 0
        self._opened_at = 0.0

    @property
    def is_open(self) -> bool:
        with self._lock:
            resting = time.monotonic() < self._opened_at + self._rest_s
            return self._failures >= self._failures_max and resting

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            self._opened_at = time.monotonic()

    def worked(self) -> None:
        with self._lock:
            self._failures = 0


class WithFallback:
    """An SmsSender over two others."""

    def __init__(
        self,
        primary: SmsSender,
        fallback: SmsSender,
        *,
        failures_max: int = FAILURES_MAX,
        rest_s: float = REST_S,
    ) -> None:
        self._primary, self._fallback = primary, fallback
        self._circuit = Circuit(failures_max, rest_s)

    def send(self, message: TextMessage) -> None:
        """Raises OUTSIDE_UNAVAILABLE where neither took it."""
        if not self._circuit.is_open and self._sent_by_primary(message):
            return
        self._fallback.send(message)

    def _sent_by_primary(self, message: TextMessage) -> bool:
        try:
            self._primary.send(message)
        except OutsideUnavailable:
            self._circuit.failed()
            return False
        self._circuit.worked()
        return True
