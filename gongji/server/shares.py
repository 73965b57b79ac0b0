"""How many connections each worker holds, in memory that all workers share.

Clients keep their connections, so whoever accepts most of them does most of the work. A worker that
holds more than another therefore leaves newcomers to it.
"""

from __future__ import annotations

import mmap

PLACES = 256
"""More than there are ever workers, those included that end while their successors begin."""

NOBODY = -1


class Shares:
    """Made before the first worker begins, which is a copy of this process."""

    def __init__(self) -> None:
        self.counts = memoryview(mmap.mmap(-1, 4 * PLACES)).cast("i")
        for place in range(PLACES):
            self.counts[place] = NOBODY

    def join(self) -> WorkerShare:
        """A free place, for a worker that begins."""
        return WorkerShare(self.counts, self.counts.tolist().index(NOBODY))


class WorkerShare:
    """What one worker holds; nobody else writes it while that worker lives."""

    def __init__(self, counts: memoryview[int], place: int) -> None:
        self._counts, self._place = counts, place
        self._counts[place] = 0

    def hold(self, connections: int) -> None:
        self._counts[self._place] = connections

    def leave(self) -> None:
        """Gives the place up: this worker takes no more clients."""
        self._counts[self._place] = NOBODY

    def is_more_than_anothers(self) -> bool:
        own = self._counts[self._place]
        return any(NOBODY < other < own for other in self._counts)
