"""Sales on SQLite as shipped: one process, one writer, every commit on the disk."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.cases import NOT_OURS, sales, tpc_b
from bench.findings import Finding
from bench.load import drive
from bench.world import World, cast, invent
from tests.support.serving import environment, serving

PEOPLE, ROUNDS, SECONDS = 2_000, 5, 5.0


def sqlite_as_shipped(made: World) -> Iterator[Finding]:
    """Sales on SQLite beside pgbench of the same round, and slow answers beside the usual ones."""
    with TemporaryDirectory(prefix="gongji-bench-") as name:
        folder = Path(name)
        address = f"sqlite:///{folder / 'gongji.sqlite3'}"
        settings = environment(address, folder)
        invent(settings, PEOPLE)
        patients, pharmacy, _ = cast(settings)
        here = replace(made, patients=patients, pharmacy=pharmacy)
        rates, tails = [], []
        with serving(address, folder) as served:
            for _ in range(ROUNDS):
                base = tpc_b(made, SECONDS).rate
                sold = drive(served.base, sales(here), SECONDS, served.pid, NOT_OURS)
                rates.append(sold.rate / base)
                tails.append(sold.p99_ms / sold.p50_ms)
    rate, tail = statistics.median(rates), statistics.median(tails)
    yield Finding("2102 on SQLite, rate / TPC-B", rate, 0.06, 0.2, more_is_better=True)
    yield Finding("2102 on SQLite, p99 / p50", tail, gate=3, goal=2)
