"""How this process runs a job: in the sandbox its registry follows what the job did."""

from __future__ import annotations

from collections.abc import Callable

from gongji.config import Settings
from gongji.ops.jobs import Counts, run_job
from gongji.sandbox.actions import run_and_follow


def job_runner(settings: Settings) -> Callable[..., Counts]:
    """What a process of these settings runs a job with."""
    return run_and_follow if settings.sandbox else run_job
