"""Measures what requests, bulk work and reading cost, and prints it with gates and goals beside."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

import click

from bench import findings
from bench.bindings import bind_statements
from bench.bulk import bulk
from bench.drafts import drafts
from bench.findings import Finding
from bench.growth import growth
from bench.peer import hordak
from bench.reads import reads
from bench.report import Report
from bench.rounds import (
    CASES,
    QUICK,
    TPC_B,
    WHOLE,
    WHOLE_CASES,
    Size,
    alternating,
    medians,
    table,
    with_peer,
)
from bench.season import season
from bench.sqlite import sqlite_as_shipped
from bench.storage import stored
from bench.trials import trials
from bench.world import World, world

ROUNDS = "rounds"

WHOLE_PARTS: tuple[Callable[[World], Iterable[Finding]], ...] = (
    bind_statements,
    trials,
    sqlite_as_shipped,
    stored,
    bulk,
    season,
    drafts,
    growth,
    reads,
)
"""What only the whole run measures, in this order, after the alternating rounds; the first line of
each docstring says what it does.
"""

PARTS = {part.__name__: part for part in WHOLE_PARTS}


def main() -> None:
    """Exit 1 where a gate is missed or a part failed."""
    wanted = _wanted()
    size = QUICK if wanted.quick else WHOLE
    names = [wanted.part] if wanted.part else [ROUNDS, *([] if wanted.quick else PARTS)]
    report = Report(wanted.json)
    with world(size.people) as made:
        if ROUNDS in names:
            _rounds(made, size, report, whole=not wanted.quick or bool(wanted.part))
        for name in names:
            if name in PARTS:
                what = (PARTS[name].__doc__ or "").partition("\n")[0]
                with report.part(name, what):
                    report.findings.extend(PARTS[name](made))
        _show(report)
    sys.exit(not report.is_met)


def _show(report: Report) -> None:
    if TPC_B in report.rounds:
        click.echo(table(medians(report.rounds)) + "\n")
    click.echo(findings.table(report.findings))
    for name, why in report.failed.items():
        click.echo(f"FAILED: {name}: {why}")


def _rounds(made: World, size: Size, report: Report, *, whole: bool) -> None:
    """Whole ones go on without hordak where it cannot be had."""
    cases = dict(WHOLE_CASES if whole else CASES)
    with ExitStack() as running:
        if whole:
            with report.part("hordak", "Installs django-hordak and serves it."):
                peer = running.enter_context(hordak(made))
                cases = with_peer(cases, peer.measure)
        with report.part(ROUNDS, f"{size.rounds} rounds of every case in turn."):
            report.findings.extend(alternating(made, cases, size, report))


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="10,000 people, under three minutes")
    parser.add_argument("--part", choices=(ROUNDS, *PARTS), help="only this part of the whole run")
    parser.add_argument("--json", type=Path, help="write all figures here as well, part by part")
    return parser.parse_args()


if __name__ == "__main__":
    main()
