"""Who may wait for locks: all requests while some succeed, only a few while none does.

On SQLite it is also decided here in which order they write.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from gongji.kernel.deadline import left_s
from gongji.kernel.patience import Waits

WAITING_MAX = 2
"""How many requests of one process may keep waiting for locks while none is released."""

PROGRESS_S = 1.0


class Waiting:
    """The use cases of one process that keep waiting for locks which were held for long.

    As long as some succeed, a lock is merely in demand, and all may wait. If none does, the lock is
    stuck: then only a few may wait, so that threads stay free for other requests. `one_lock` says
    that all writers need the same lock.
    """

    def __init__(self, *, one_lock: bool) -> None:
        self._one_lock = one_lock
        self._lock = Lock()
        self._count = 0
        self._came_through_at = -PROGRESS_S

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """The waits of one use case, over all its tries."""
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
        """Counts one more; returns False if no more may wait."""
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
        """The use case wrote and was committed."""
        self._all.note_success(waited=self.waits is Waits.TO_THE_END)

    def waits_on(self) -> bool:
        """Whether it may keep waiting after a long wait; without a deadline it always may."""
        if left_s() is None or self.waits is Waits.TO_THE_END:
            return True
        if self._all.begin():
            self.waits = Waits.TO_THE_END
        return self.waits is Waits.TO_THE_END


class WriterQueue:
    """The writers of one process on SQLite, one at a time in the order in which they came.

    SQLite lets them sleep and look again whether the file is free, so that some come late and one
    that has just come goes first.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._is_free = True
        self._waiting: deque[Lock] = deque()

    def enter(self, seconds: float) -> None:
        """Raises LineTooLong after so many seconds without a turn."""
        if not self._is_called(seconds):
            raise LineTooLong

    def _is_called(self, seconds: float) -> bool:
        with self._lock:
            if self._is_free:
                self._is_free = False
                return True
            called = Lock()
            called.acquire()
            self._waiting.append(called)
        if called.acquire(timeout=seconds):
            return True
        with self._lock:
            if called not in self._waiting:  # called between the two
                return True
            self._waiting.remove(called)
            return False

    def leave(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_free = True


class LineTooLong(Exception):
    """The writers before this one took longer than it may wait."""
