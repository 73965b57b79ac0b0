"""CPU time of processes and of the whole machine, as Linux counts it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

TICK_S = 1 / os.sysconf("SC_CLK_TCK")
BUSY = (0, 1, 2, 5, 6, 7)
"""Columns of /proc/stat that are work: user, nice, system, interrupts, stolen time."""


def cpu_s(root: int) -> float:
    """Of a process and all its descendants, the ended ones included."""
    return sum(sum(_times(pid)) for pid in descendants(root)) * TICK_S


def private_mib(pid: int) -> float:
    """Memory of one process that it shares with no other."""
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()[1:]
    kib = {name: int(rest.split()[0]) for name, _, rest in (row.partition(":") for row in rows)}
    return (kib["Private_Clean"] + kib["Private_Dirty"]) / 1024


def own_cpu_s() -> float:
    """Of this process and of its children that have ended."""
    return sum(os.times()[:4])


def machine_s() -> float:
    """Of everything that runs here."""
    columns = Path("/proc/stat").read_text("ascii").splitlines()[0].split()[1:]
    return sum(int(columns[place]) for place in BUSY) * TICK_S


def descendants(root: int) -> Iterator[int]:
    """The process itself, its children, and theirs; any of them may end meanwhile."""
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        yield pid
        with suppress(FileNotFoundError, ProcessLookupError):
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                waiting += [int(child) for child in task.read_text("ascii").split()]


def _times(pid: int) -> tuple[int, int, int, int]:
    """User and system time of a process, and of its children that have ended, in ticks."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return 0, 0, 0, 0
    columns = text.rpartition(")")[2].split()
    user, system, children_user, children_system = map(int, columns[11:15])
    return user, system, children_user, children_system
