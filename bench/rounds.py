"""The cases in alternating rounds, so that what else the machine does meets all of them alike."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import click

from bench.bindings import bound
from bench.cases import Measure, constant, identities, measured, sales, tpc_b
from bench.findings import Finding
from bench.load import Sample
from bench.peer import TRANSFER, beside
from bench.report import Report
from bench.visits import settlements, uploads
from bench.world import World, analyze

SALE, TPC_B, CONSTANT = "2102, 1 line", "TPC-B of pgbench", "a constant answer"
LINES, HOT = "2102, 30 lines", "2102, one hot payer"


CASES: Mapping[str, Measure] = {
    TPC_B: tpc_b,
    CONSTANT: constant,
    SALE: measured(sales),
    LINES: measured(lambda world: sales(world, lines=30)),
    HOT: measured(lambda world: sales(world, patients=1)),
    "2101, 1 line": measured(lambda world: sales(world, "2101")),
    "1101": measured(identities),
}
"""What a quick run measures."""

WHOLE_CASES: Mapping[str, Measure] = {
    **CASES,
    "2204, 3 lines": measured(uploads),
    "2207 of these": measured(settlements),
    "bind with its code": bound,
}
"""In this order: what 2207 settles 2204 has uploaded."""


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


def with_peer(cases: Mapping[str, Measure], measure: Measure) -> dict[str, Measure]:
    """Its transfer right after the sale that it is compared with."""
    found = {}
    for name, one in cases.items():
        found[name] = one
        if name == SALE:
            found[TRANSFER] = measure
    return found


def alternating(
    world: World, cases: Mapping[str, Measure], size: Size, report: Report
) -> Iterator[Finding]:
    """Keeps the samples of each case in the report, after one that is not counted; a case that
    fails is left out from then on.
    """
    samples: dict[str, list[Sample]] = {name: [] for name in cases}
    for number in range(size.rounds + 1):
        click.echo(f"Round {number} of {size.rounds}." if number else "Warming up.", err=True)
        for name, measure in cases.items():
            if name in samples:
                with report.attempt(name):
                    samples[name].append(measure(world, size.seconds))
            if name in report.failed:
                samples.pop(name, None)
        if not number:
            analyze(world.postgres)
    report.rounds = {name: counted for name, (_, *counted) in samples.items()}
    yield from compared(medians(report.rounds), whole=cases.keys() != CASES.keys())
    if TRANSFER in report.rounds:
        yield from beside(report.rounds[SALE], report.rounds[TRANSFER])


def medians(rounds: Mapping[str, Sequence[Sample]]) -> dict[str, Sample]:
    """Each figure's median, for each case."""
    names = [field.name for field in fields(Sample)]
    return {
        case: Sample(
            **{name: statistics.median(getattr(one, name) for one in samples) for name in names}
        )
        for case, samples in rounds.items()
    }


def table(found: Mapping[str, Sample]) -> str:
    base = found[TPC_B].rate
    lines = [HEAD]
    lines += [
        f"{name:22}{one.rate:9.0f}{one.rate / base:9.3f}{one.p50_ms:9.1f}{one.p99_ms:9.1f}"
        f"{one.python_us:11.0f}{one.postgres_us:15.0f}{one.foreign:9.2f}"
        for name, one in found.items()
    ]
    return "\n".join(lines)


def compared(cases: Mapping[str, Sample], *, whole: bool) -> Iterator[Finding]:
    """The figures of the rounds beside their bounds; a quick run gates one ratio alone."""
    sale, tpc_b = cases[SALE], cases[TPC_B]
    least_us = cases[CONSTANT].python_us + tpc_b.postgres_us
    yield Finding("CPU of a 2102 / (constant answer + TPC-B)", sale.cpu_us / least_us, gate=9)
    if not whole:
        return
    yield Finding("CPU of a 2102, ms", sale.cpu_us / 1000, gate=6, goal=4)
    yield Finding("2102, rate / TPC-B", sale.rate / tpc_b.rate, 0.08, 0.15, more_is_better=True)
    if hot := cases.get(HOT):
        yield Finding(
            "one hot payer / uniform", hot.rate / sale.rate, 0.8, 0.9, more_is_better=True
        )
    if lines := cases.get(LINES):
        yield Finding("CPU of 30 lines / 1 line", lines.cpu_us / sale.cpu_us, gate=2, goal=1.3)
