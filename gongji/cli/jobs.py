"""One job now."""

from __future__ import annotations

import itertools
import sys

import click

from gongji.cli.options import MONTH, whole
from gongji.cli.running import new_runtime, settings
from gongji.job_runner import job_runner
from gongji.kernel.progress import watched
from gongji.ops.jobs import JOBS
from gongji.ops.reconcile import BROKEN


@click.group(help="Jobs (定时任务), one at a time.")
def job() -> None:
    """Commands that run a job."""


@job.command(help="Run one job now; safe to run again. Exit 1 where it found something broken.")
@click.argument("name", type=click.Choice(list(JOBS)))
@click.option("--month", type=MONTH, help="Of a credit, like 2025-06.")
@click.option("--year", type=whole(2000, 2199), help="Of a clearing.")
def run(name: str, month: str | None, year: int | None) -> None:
    run_job = job_runner(settings())
    runtime, endless = new_runtime(), itertools.repeat(None)
    bar = click.progressbar(endless, label=name, show_pos=True, file=sys.stderr)
    with bar, watched(bar.update):
        counts = run_job(runtime, name, month=month, year=year)
    click.echo(f"{name}: " + ", ".join(f"{count} {what}" for what, count in counts.items()))
    sys.exit(1 if counts.get(BROKEN) else 0)
