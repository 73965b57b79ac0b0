"""Who waits for locks: all while they come through, few where somebody keeps one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from gongji.kernel.deadline import left_s
from gongji.kernel.engine import Waits

WAITING_MAX = 2
"""How many requests of one process wait on for locks that nobody gets."""

PROGRESS_S = 1.0


class Waiting:
    """Those of one process who go on waiting for locks that were held for long.

    As long as some come through, a lock is merely wanted by many, and all may wait. Where nobody
    does, somebody keeps it: then few wait, so that they leave threads to everybody else.
    `one_lock` says that all who write want the same.
    """

    def __init__(self, *, one_lock: bool) -> None:
        self._one_lock = one_lock
        self._lock = Lock()
        self._count = 0
        self._came_through_at = -PROGRESS_S

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """What one use case may wait, over all its tries."""
        turn = Turn(self)
        try:
            yield turn
        finally:
            if turn.waits is Waits.TO_THE_END:
                self._end()

    @property
    def is_stuck(self) -> bool:
        long_ago = time.monotonic() - self._came_through_at > PROGRESS_S
        return long_ago and self._count >= WAITING_MAX

    def note_success(self, *, waited: bool) -> None:
        if waited or self._one_lock:
            self._came_through_at = time.monotonic()

    def begin(self) -> bool:
        """False where no more may."""
        with self._lock:
            if self.is_stuck:
                return False
            self._count += 1
            return True

    def _end(self) -> None:
        with self._lock:
            self._count -= 1


class Turn:
    """`waits` is how long the next try of a use case waits for a lock."""

    def __init__(self, all_who_wait: Waiting) -> None:
        self._all = all_who_wait
        self.waits = Waits.HARDLY if all_who_wait.is_stuck else Waits.USUALLY

    def came_through(self) -> None:
        """It wrote, and was committed."""
        self._all.note_success(waited=self.waits is Waits.TO_THE_END)

    def waits_on(self) -> bool:
        """After a wait that was too long: may it go on? Without a deadline it always may."""
        if left_s() is None or self.waits is Waits.TO_THE_END:
            return True
        if self._all.begin():
            self.waits = Waits.TO_THE_END
        return self.waits is Waits.TO_THE_END
