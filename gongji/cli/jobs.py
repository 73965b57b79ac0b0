"""One job now, or the worker that does every job in its time."""

from __future__ import annotations

import sys

import click

from gongji.bootstrap import job_runner
from gongji.cli.options import MONTH, seconds, whole
from gongji.cli.running import (
    admit,
    console,
    new_app,
    runtime_of,
    settings,
    wait_for_database,
)
from gongji.ops.jobs import BROKEN, JOBS
from gongji.ops.worker import LOOK_EVERY_S, Worker
from gongji.server.process import pending_migrations


@click.group(help="Jobs (定时任务), one at a time.")
def job() -> None:
    """Commands that run a job."""


@job.command(help="Run one job now; safe to run again. Exit 1 where it found something broken.")
@click.argument("name", type=click.Choice(list(JOBS)))
@click.option("--month", type=MONTH, help="Of a credit, like 2025-06.")
@click.option("--year", type=whole(2000, 2199), help="Of a clearing.")
def run(name: str, month: str | None, year: int | None) -> None:
    run_job = job_runner(settings())
    counts = run_job(runtime_of(new_app()), name, month=month, year=year)
    console.print(f"{name}: " + ", ".join(f"{count} {what}" for what, count in counts.items()))
    sys.exit(1 if counts.get(BROKEN) else 0)


@click.command(help="Do every job in its time; of many workers one leads, the others stand by.")
@click.option(
    "--every",
    type=seconds(0.05, 60),
    default=LOOK_EVERY_S,
    show_default=True,
    help="Seconds between two looks.",
)
def worker(every: float) -> None:
    app = new_app()
    wait_for_database(runtime_of(app))
    if pending_migrations(app):
        sys.exit("The database is not up to date: run `gongji migrate` first.")
    admit(runtime_of(app))
    Worker(runtime_of(app), job_runner(settings())).run(every)
