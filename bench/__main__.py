"""Measures every case in alternating rounds and prints what each costs, with its goal beside it."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import click

from bench import findings
from bench.bulk import bulk
from bench.cases import CASES
from bench.findings import Finding
from bench.load import Sample
from bench.reads import reads
from bench.season import season
from bench.sqlite import sqlite_as_shipped
from bench.storage import stored
from bench.world import World, world

SALE, TPC_B, CONSTANT = "2102, 1 line", "TPC-B of pgbench", "a constant answer"

WHOLE_PARTS: tuple[Callable[[World], Iterable[Finding]], ...] = (
    sqlite_as_shipped,
    stored,
    bulk,
    season,
    reads,
)
"""What only the whole run measures, in this order, after the alternating rounds."""


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


def compared(cases: Mapping[str, Sample], *, whole: bool) -> list[Finding]:
    """The figures of the rounds beside their bounds; a quick run gates one ratio alone."""
    sale, tpc_b = cases[SALE], cases[TPC_B]
    least_us = cases[CONSTANT].python_us + tpc_b.postgres_us
    found = [Finding("CPU of a 2102 / (constant answer + TPC-B)", sale.cpu_us / least_us, gate=9)]
    if not whole:
        return found
    hot, lines = cases["2102, one hot payer"], cases["2102, 30 lines"]
    return [
        *found,
        Finding("CPU of a 2102, ms", sale.cpu_us / 1000, gate=6, goal=4),
        Finding("2102, rate / TPC-B", sale.rate / tpc_b.rate, 0.08, 0.15, more_is_better=True),
        Finding("one hot payer / uniform", hot.rate / sale.rate, 0.8, 0.9, more_is_better=True),
        Finding("CPU of 30 lines / 1 line", lines.cpu_us / sale.cpu_us, gate=2, goal=1.3),
    ]


def main() -> None:
    """Exit 1 where a gate is missed."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="10,000 people, under three minutes")
    parser.add_argument("--json", type=Path, help="write the figures of every round here as well")
    wanted = parser.parse_args()
    size = QUICK if wanted.quick else WHOLE
    rounds: dict[str, list[Sample]] = {name: [] for name in CASES}
    with world(size.people) as made:
        click.echo("Warming up: each connection prepares its statements once.", err=True)
        for measure in CASES.values():
            measure(made, size.seconds)
        for number in range(1, size.rounds + 1):
            click.echo(f"Round {number} of {size.rounds}.", err=True)
            for name, measure in CASES.items():
                rounds[name].append(measure(made, size.seconds))
        found = {name: median(samples) for name, samples in rounds.items()}
        judged = compared(found, whole=not wanted.quick)
        if not wanted.quick:
            for part in WHOLE_PARTS:
                judged += part(made)
    if wanted.json:
        whole = {
            "rounds": {name: [asdict(one) for one in samples] for name, samples in rounds.items()},
            "findings": [asdict(one) for one in judged],
        }
        wanted.json.write_text(json.dumps(whole, indent=2), "utf-8")
    click.echo(table(found))
    click.echo("\n" + findings.table(judged))
    sys.exit(any(not one.meets(one.gate) for one in judged))


if __name__ == "__main__":
    main()
