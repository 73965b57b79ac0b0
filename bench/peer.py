"""django-hordak behind the same kind of server, on the same PostgreSQL; see `bench.hordak`."""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.findings import Finding
from bench.load import Request, Sample, drive
from bench.world import WORKERS, World, new_database, place_of
from gongji.server.lanes import THREADS, Lane
from tests.support.serving import Served, environment, serving

TRANSFER = "hordak's transfer"
ACCOUNTS = 100_000
DATABASE = "hordak"
ROOT = Path(__file__).parent.parent
HOME = ROOT / ".cache" / "bench-hordak"
PINNED = Path(__file__).parent / "hordak" / "requirements.txt"
PYTHON = HOME / "bin" / "python"
INSTALLED = HOME / "installed.txt"
"""A copy of what was asked for, once it is all there."""

DJANGO = {"DJANGO_SETTINGS_MODULE": "bench.hordak.settings", "PYTHONPATH": str(ROOT)}
GUNICORN = ("-m", "gunicorn", "--config=python:bench.hordak.server", "bench.hordak.site")


@dataclass(frozen=True, slots=True)
class Peer:
    """Two-leg transfers between accounts that are chosen at random."""

    served: Served

    def transfers(self, client: int) -> Iterator[Request]:
        chosen = random.Random(client)  # noqa: S311  (a load, no secret)
        while True:
            payer, payee = chosen.sample(range(1, ACCOUNTS + 1), 2)
            wanted = {"payer": payer, "payee": payee, "amount": "1.00"}
            yield Request("POST", "/transfer", json.dumps(wanted).encode(), b'"transfer"')

    def measure(self, world: World, seconds: float) -> Sample:
        return drive(self.served.base, self.transfers, seconds, self.served.pid, world.postgres.pid)


@contextmanager
def hordak(world: World) -> Iterator[Peer]:
    """Installs it where it is missing, fills its accounts and serves it. Raises
    CalledProcessError where it cannot be installed.
    """
    _install()
    address = new_database(world.postgres, DATABASE)
    with TemporaryDirectory(prefix="gongji-bench-") as folder:
        settings = environment(address, Path(folder), **DJANGO)
        _run((PYTHON, "-m", "django", "migrate", "--verbosity=0"), settings)
        fill = f"--file={PINNED.with_name('fill.sql')}"
        many = f"--variable=accounts={ACCOUNTS}"
        world.postgres.run("psql", *place_of(world.postgres), "--quiet", many, fill, DATABASE)
        with serving(
            address,
            Path(folder),
            workers=WORKERS,
            command=(PYTHON, *GUNICORN),
            HORDAK_THREADS=str(THREADS[Lane.WRITE]),
            **DJANGO,
        ) as served:
            yield Peer(served)


def beside(sales: Sequence[Sample], transfers: Sequence[Sample]) -> Iterator[Finding]:
    """The medians of the rounds' ratios. A sale does more: it reads a bill and decides who pays."""
    both = list(zip(sales, transfers, strict=True))
    rate = statistics.median(sale.rate / transfer.rate for sale, transfer in both)
    cpu = statistics.median(sale.cpu_us / transfer.cpu_us for sale, transfer in both)
    yield Finding("2102, rate / hordak's transfer", rate, 0.8, 1.2, more_is_better=True)
    yield Finding("CPU of a 2102 / hordak's transfer", cpu, gate=1.2, goal=0.8)


def _install() -> None:
    wanted = PINNED.read_text("ascii")
    if INSTALLED.exists() and INSTALLED.read_text("ascii") == wanted:
        return
    _run((sys.executable, "-m", "venv", "--clear", HOME), os.environ)
    _run((PYTHON, "-m", "pip", "--quiet", "--quiet", "install", "-r", PINNED), os.environ)
    INSTALLED.write_text(wanted, "ascii")


def _run(command: Sequence[str | Path], settings: Mapping[str, str]) -> None:
    subprocess.run(command, env=settings, check=True, cwd=ROOT)  # noqa: S603  (no outside words)
