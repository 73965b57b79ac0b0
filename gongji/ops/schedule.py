"""Decides which jobs are due, in business time: each job once for its day or month.

After a pause, every missed month is made up for, in order. Of missed days only the last one is,
because daily jobs handle everything that has become due until then. A job that was interrupted is
run again: every job continues where it stopped.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select, update

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.kernel.clock import SHANGHAI, real_now
from gongji.kernel.db import insert_ignoring
from gongji.kernel.strict import read_month
from gongji.ops.models import JobRun


class Every(StrEnum):
    """How often a job runs; after a pause every month is made up for, but only the last day."""

    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Plan:
    """A job of every day, or of every month on its first day, not before `at` in Hunan."""

    job: str
    every: Every
    at: time
    for_last_month: bool = False
    """The month that the job is told is the one before."""

    def wanted(self, slot: str) -> Mapping[str, str]:
        """The parameters of the job in this day or month."""
        if self.every is not Every.MONTH:
            return {}
        if not self.for_last_month:
            return {"month": slot}
        return {"month": f"{read_month(slot) - timedelta(days=1):%Y-%m}"}


@dataclass(frozen=True, slots=True)
class Due:
    """A job to be done now, for this day or month, with these parameters."""

    job: str
    slot: str
    wanted: Mapping[str, str]


Slots = Collection[tuple[str, str]]
"""Jobs that are done: each job with its day or month."""


PLANS = (
    Plan("expire", Every.DAY, time(0, 5)),
    Plan("credit", Every.MONTH, time(1, 0)),
    Plan("quota-clearing", Every.MONTH, time(2, 0), for_last_month=True),
    Plan("reconcile", Every.DAY, time(2, 30)),
    Plan("retention", Every.DAY, time(3, 30)),
    Plan("remind", Every.DAY, time(8, 0)),
)
"""`deliver` runs all the time; `clearing` is started by hand, once a year."""


def due_now(moment: datetime, done: Slots) -> list[Due]:
    """Every job that is to be done now, in the order in which they became due.

    Months count from the first one that was ever done: before it there was no installation.
    """
    now = moment.astimezone(SHANGHAI)
    found = [
        (since, Due(plan.job, slot, plan.wanted(slot)))
        for plan in PLANS
        for since, slot in _slots_of(plan, now, done)
        if since <= now and (plan.job, slot) not in done
    ]
    return [due for _, due in sorted(found, key=lambda one: one[0])]


def _slots_of(plan: Plan, now: datetime, done: Slots) -> Iterator[tuple[datetime, str]]:
    """The days or months for which a job may be due, each with the instant from which it is."""
    if plan.every is Every.DAY:
        yield datetime.combine(now.date(), plan.at, SHANGHAI), f"{now:%Y-%m-%d}"
        return
    this_month = now.date().replace(day=1)
    first = min([f"{this_month:%Y-%m}", *(slot for job, slot in done if job == plan.job)])
    month = read_month(first)
    while month <= this_month:
        yield datetime.combine(month, plan.at, SHANGHAI), f"{month:%Y-%m}"
        month = (month + timedelta(days=31)).replace(day=1)


def done_slots(runtime: Runtime, today: date) -> Slots:
    """The jobs that are done for today and for every month."""
    by_month = [plan.job for plan in PLANS if plan.every is Every.MONTH]
    wanted = JobRun.job.in_(by_month) | (JobRun.slot == today.isoformat())
    query = select(JobRun.job, JobRun.slot).where(wanted, JobRun.finished_at.is_not(None))
    return runtime.run(
        lambda ctx: {(job, slot) for job, slot in ctx.db.execute(query)}, writes=False
    )


def begin(runtime: Runtime, due: Due, worker: str) -> bool:
    """True if the job is still to be done; records the worker that does it."""

    def claim(ctx: Context) -> bool:
        row = {"job": due.job, "slot": due.slot, "worker": worker, "started_at": real_now()}
        if insert_ignoring(ctx.db, JobRun, row):
            return True
        unfinished = _update_run(due).where(JobRun.finished_at.is_(None))
        again = unfinished.values(worker=worker, started_at=row["started_at"])
        return ctx.db.execute(again.returning(JobRun.job)).first() is not None

    return runtime.run(claim)


def finish(runtime: Runtime, due: Due, counts: dict[str, int]) -> None:
    done = _update_run(due).values(finished_at=real_now(), counts=counts)
    runtime.run(lambda ctx: ctx.db.execute(done))


def _update_run(due: Due) -> Any:
    row = update(JobRun).where(JobRun.job == due.job, JobRun.slot == due.slot)
    return row.execution_options(synchronize_session=False)
