"""What is due when, in business time: each job once for its day or month, caught up after a pause.

A job that died is done again, because every job picks up where it stopped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import update

from gongji.kernel.clock import SHANGHAI, real_now
from gongji.kernel.context import Context
from gongji.kernel.db import insert_ignoring
from gongji.kernel.runtime import Runtime
from gongji.ops.models import JobRun


class Every(StrEnum):
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Plan:
    """A job of every day, or of every month from its first day on, not before `at` in Hunan."""

    job: str
    every: Every
    at: time


@dataclass(frozen=True, slots=True)
class Due:
    """A job to be done now, for this day or month, with these parameters."""

    job: str
    slot: str
    wanted: dict[str, Any]


PLANS = (
    Plan("expire", Every.DAY, time(0, 5)),
    Plan("credit", Every.MONTH, time(1, 0)),
    Plan("reconcile", Every.DAY, time(2, 30)),
    Plan("retention", Every.DAY, time(3, 30)),
    Plan("remind", Every.DAY, time(8, 0)),
)
"""`deliver` runs all the time; `clearing` is started by hand, once a year."""


def due_now(moment: datetime) -> Iterator[Due]:
    """Every job whose hour of this day, or of this month's first day, has come."""
    local = moment.astimezone(SHANGHAI)
    for plan in PLANS:
        first_day = plan.every is Every.MONTH and local.day == 1
        if (plan.every is Every.DAY or first_day) and local.time() < plan.at:
            continue
        if plan.every is Every.DAY:
            yield Due(plan.job, f"{local:%Y-%m-%d}", {})
        else:
            month = f"{local:%Y-%m}"
            yield Due(plan.job, month, {"month": month})


def begin(runtime: Runtime, due: Due, worker: str) -> bool:
    """True where this is still to be done; remembers who does it."""
    return runtime.run(partial(_begin, due=due, worker=worker))


def _begin(ctx: Context, due: Due, worker: str) -> bool:
    row = {"job": due.job, "slot": due.slot, "worker": worker, "started_at": real_now()}
    if insert_ignoring(ctx.db, JobRun, row):
        return True
    unfinished = _row(due).where(JobRun.finished_at.is_(None))
    again = unfinished.values(worker=worker, started_at=row["started_at"]).returning(JobRun.job)
    return ctx.db.execute(again).first() is not None


def finish(runtime: Runtime, due: Due, counts: dict[str, int]) -> None:
    done = _row(due).values(finished_at=real_now(), counts=counts)
    runtime.run(lambda ctx: ctx.db.execute(done))


def _row(due: Due) -> Any:
    row = update(JobRun).where(JobRun.job == due.job, JobRun.slot == due.slot)
    return row.execution_options(synchronize_session=False)
