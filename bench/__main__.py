"""Measures every case in alternating rounds and prints what each costs, with its goal beside it."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import click

from bench.cases import CASES
from bench.load import Sample
from bench.world import world

SALE, TPC_B, CONSTANT = "2102, 1 line", "TPC-B of pgbench", "a constant answer"
TIMES_MAX = 9.0
"""The gate: how many times what the server and PostgreSQL cost by themselves a sale may cost."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many people there are, how many rounds are measured, and how long each sample lasts."""

    people: int
    rounds: int
    seconds: float


QUICK, WHOLE = Size(10_000, 3, 3.0), Size(100_000, 5, 6.0)


HEAD = (
    f"{'':22}{'rate/s':>9}{'x TPC-B':>9}{'p50 ms':>9}{'p99 ms':>9}"
    f"{'Python us':>11}{'PostgreSQL us':>15}{'foreign':>9}"
)


def median(samples: Sequence[Sample]) -> Sample:
    """Each figure's median."""
    names = [field.name for field in fields(Sample)]
    return Sample(
        **{name: statistics.median(getattr(one, name) for one in samples) for name in names}
    )


def table(found: Mapping[str, Sample]) -> str:
    base = found[TPC_B].rate
    lines = [HEAD]
    lines += [
        f"{name:22}{one.rate:9.0f}{one.rate / base:9.3f}{one.p50_ms:9.1f}{one.p99_ms:9.1f}"
        f"{one.python_us:11.0f}{one.postgres_us:15.0f}{one.foreign:9.2f}"
        for name, one in found.items()
    ]
    return "\n".join(lines)


def main() -> None:
    """Exit 1 where the gate does not hold."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="10,000 people, under three minutes")
    parser.add_argument("--json", type=Path, help="write the figures of every round here as well")
    wanted = parser.parse_args()
    size = QUICK if wanted.quick else WHOLE
    rounds: dict[str, list[Sample]] = {name: [] for name in CASES}
    with world(size.people) as made:
        for number in range(1, size.rounds + 1):
            click.echo(f"Round {number} of {size.rounds}.", err=True)
            for name, measure in CASES.items():
                rounds[name].append(measure(made, size.seconds))
    found = {name: median(samples) for name, samples in rounds.items()}
    if wanted.json:
        whole = {name: [asdict(one) for one in samples] for name, samples in rounds.items()}
        wanted.json.write_text(json.dumps(whole, indent=2), "utf-8")
    click.echo(table(found))
    least = found[CONSTANT].python_us + found[TPC_B].postgres_us
    times = found[SALE].cpu_us / least
    click.echo(
        f"CPU of a 2102: {found[SALE].cpu_us:.0f} us, {times:.1f} times a constant answer and a"
        f" transaction of TPC-B ({least:.0f} us); at most {TIMES_MAX:g}."
    )
    sys.exit(times > TIMES_MAX)


if __name__ == "__main__":
    main()
