"""The worker that does every job in its time."""

from __future__ import annotations

import click

from gongji.cli.migrating import require_up_to_date
from gongji.cli.options import seconds
from gongji.cli.running import admit, new_runtime, settings, wait_for_database
from gongji.job_runner import job_runner
from gongji.ops.worker import LOOK_EVERY_S, Worker


@click.command(help="Do every job in its time; of many workers one leads, the others stand by.")
@click.option(
    "--every",
    type=seconds(0.05, 60),
    default=LOOK_EVERY_S,
    show_default=True,
    help="Seconds between two looks.",
)
def worker(every: float) -> None:
    runtime = new_runtime()
    wait_for_database(runtime)
    require_up_to_date(runtime)
    admit(runtime)
    Worker(runtime, job_runner(settings())).run(every)
