"""Checking the books."""

from __future__ import annotations

import sys

import click

from gongji.cli.running import new_runtime
from gongji.ops.reconcile import recompute


@click.command(help="Recompute every invariant; exit 1: one is broken, 2: not checked.")
def reconcile() -> None:
    report = recompute(new_runtime())
    click.echo(f"{report.checked} checked, {len(report.failures)} broken")
    for failure in report.failures:
        click.echo(f"  {failure}")
    sys.exit(0 if report.ok else 1)
