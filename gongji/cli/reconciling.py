"""Checking the books."""

from __future__ import annotations

import sys

import click

from gongji.cli.running import new_runtime
from gongji.kernel.progress import watched
from gongji.ops.reconcile import ALL, last_found_right, recompute


@click.command(help="Recompute every invariant; exit 1: one is broken, 2: not checked.")
@click.option(
    "--since-last",
    is_flag=True,
    help="Leave out what the last nightly check (job) found right; without one check everything.",
)
def reconcile(since_last: bool) -> None:
    runtime = new_runtime()
    since = runtime.run(last_found_right, writes=False) if since_last else None
    bar = click.progressbar(length=len(ALL), label="Checks", file=sys.stderr)
    with bar, watched(bar.update):
        report = recompute(runtime, since=since)
    click.echo(f"{report.checked} checked, {len(report.failures)} broken")
    for failure in report.failures:
        click.echo(f"  {failure}")
    sys.exit(0 if report.ok else 1)
