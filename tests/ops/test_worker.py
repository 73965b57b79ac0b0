"""Of many workers one leads: each job of a day is done once, and a dead leader is replaced."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.kernel.clock import SHANGHAI, real_now
from gongji.notices.models import OutboxStatus, OutboxText
from gongji.notices.service import queue_text
from gongji.ops import schedule
from gongji.ops.leader import LEASE, LeasedLead, lead_for
from gongji.ops.models import JobRun, WorkerLease
from gongji.ops.schedule import Due, due_now
from gongji.sandbox.clock import set_clock
from gongji.sms_templates import SmsTemplate
from tests.support.serving import GONGJI, environment, last_words

DAYS = [date(2025, 6, 10) + timedelta(days=number) for number in range(4)]
DAILY = {plan.job for plan in schedule.PLANS if plan.every is schedule.Every.DAY}
EVERY_S = 0.2
PATIENCE_S = 60


@dataclass(frozen=True)
class Started:
    """A worker process and its log."""

    process: subprocess.Popen[bytes]
    log: Path

    def events(self, event: str) -> list[dict[str, Any]]:
        lines = self.log.read_text("utf-8").splitlines()
        found = [json.loads(line) for line in lines if line.startswith("{")]
        return [one for one in found if one["event"] == event]

    def leads(self) -> bool:
        changes = len(self.events("worker.leads")) - len(self.events("worker.follows"))
        return self.process.poll() is None and changes == 1


Start = Callable[[], Started]


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Iterator[Start]:
    """Starts worker processes, and kills what is left of them."""
    with ExitStack() as running:
        numbers = iter(range(10))

        def new() -> Started:
            log = tmp_path / f"worker-{next(numbers)}.log"
            words = running.enter_context(log.open("wb"))
            process = running.enter_context(
                subprocess.Popen(
                    [GONGJI, "worker", "--every", str(EVERY_S)],
                    env=environment(database_url, tmp_path),
                    stdin=subprocess.DEVNULL,
                    stdout=words,
                    stderr=subprocess.STDOUT,
                )
            )
            running.callback(process.kill)
            return Started(process, log)

        yield new


def wait_for(workers: list[Started], what: Callable[[], bool]) -> None:
    """Until it is so; the time passes in waiting for a process that does not end."""
    late = real_now() + timedelta(seconds=PATIENCE_S)
    while not what():
        words = "\n".join(last_words(worker.log) for worker in workers)
        assert real_now() < late, f"still not so after {PATIENCE_S} s:\n{words}"
        alive = next(worker for worker in workers if worker.process.poll() is None)
        try:
            alive.process.wait(0.1)
        except subprocess.TimeoutExpired:
            continue


def set_day(runtime: Runtime, day: date) -> None:
    noon = datetime.combine(day, time(12), SHANGHAI)
    runtime.run(lambda ctx: set_clock(ctx, noon, running=False))


def finished(runtime: Runtime) -> set[tuple[str, str]]:
    query = select(JobRun.job, JobRun.slot).where(JobRun.finished_at.is_not(None))
    return {(job, slot) for job, slot in runtime.run(lambda ctx: ctx.db.execute(query).all())}


def jobs_of(day: date) -> set[tuple[str, str]]:
    return {(job, day.isoformat()) for job in DAILY}


def done(workers: list[Started]) -> Counter[tuple[str, str]]:
    """How often each job of each day was done, over all workers."""
    ends = [end for worker in workers for end in worker.events("job.done")]
    return Counter((end["job"], end["slot"]) for end in ends)


def told(runtime: Runtime, workers: list[Started]) -> set[tuple[str, str]]:
    """What is finished and in the log as well: a worker that is killed in between tells nothing."""
    return finished(runtime) & done(workers).keys()


def test_one_of_three_does_each_job_and_a_dead_one_is_replaced(
    start: Start, runtime: Runtime
) -> None:
    set_day(runtime, DAYS[0])
    workers = [start() for _ in range(3)]
    dead: list[Started] = []
    for day in DAYS:
        set_day(runtime, day)
        wait_for(workers, lambda day=day: jobs_of(day) <= told(runtime, workers))  # type: ignore[misc]
        leaders = [worker for worker in workers if worker.leads()]
        assert len(leaders) == 1
        if len(dead) < 2:
            leaders[0].process.kill()
            leaders[0].process.wait()
            dead += leaders
    assert len({worker.log for worker in dead}) == 2
    expected = set().union(*map(jobs_of, DAYS)) | {
        ("credit", "2025-06"),
        ("quota-clearing", "2025-06"),
    }
    assert done(workers) == dict.fromkeys(expected, 1)
    (last,) = [worker for worker in workers if worker.process.poll() is None]
    last.process.terminate()
    assert last.process.wait(PATIENCE_S) == 0
    assert len(last.events("worker.ended")) == 1


def test_the_leader_delivers_and_a_follower_takes_over_at_once_when_it_ends(
    start: Start, runtime: Runtime
) -> None:
    workers = [start()]
    wait_for(workers, workers[0].leads)
    workers.append(start())
    wait_for(workers, lambda: bool(workers[1].events("worker.ready")))
    assert not workers[1].leads()
    runtime.run(text_to_somebody)
    wait_for(workers, lambda: statuses(runtime) == [OutboxStatus.SENT])
    workers[0].process.terminate()
    assert workers[0].process.wait(PATIENCE_S) == 0
    began = real_now()
    wait_for(workers, workers[1].leads)
    assert real_now() - began < LEASE


def text_to_somebody(ctx: Context) -> None:
    platform = {"platform": "微信"}
    queue_text(ctx, phone="19900000001", template=SmsTemplate.LINKED, params=platform, ttl_s=3600)


def statuses(runtime: Runtime) -> list[OutboxStatus]:
    query = select(OutboxText.status)
    return list(runtime.run(lambda ctx: ctx.db.execute(query).scalars().all()))


def test_the_lead_is_one_workers_until_he_lets_go(runtime: Runtime) -> None:
    first, second = lead_for(runtime, "first"), lead_for(runtime, "second")
    assert [first.hold(), second.hold(), first.hold(), second.hold()] == [True, False, True, False]
    first.release()
    assert [second.hold(), first.hold()] == [True, False]
    second.release()


def test_a_lease_that_ran_out_is_free(runtime: Runtime) -> None:
    first = LeasedLead(runtime.transactions, "first")
    second = LeasedLead(runtime.transactions, "second")
    assert first.hold()
    assert not second.hold()

    def lapse(ctx: Context) -> None:
        ctx.db.get_one(WorkerLease, "worker").until = real_now()

    runtime.run(lapse)
    assert second.hold()
    assert not first.hold()


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2025-07-01T00:04:59+08:00", []),
        ("2025-07-01T00:05:00+08:00", ["expire"]),
        ("2025-07-01T01:00:00+08:00", ["expire", "credit"]),
        ("2025-07-01T02:30:00+08:00", ["expire", "credit", "quota-clearing", "reconcile"]),
        ("2025-07-02T00:00:00+08:00", ["credit", "quota-clearing"]),
        (
            "2025-07-31T23:59:59+08:00",
            ["credit", "quota-clearing", "expire", "reconcile", "retention", "remind"],
        ),
    ],
)
def test_what_is_due_when(moment: str, expected: list[str]) -> None:
    found = due_now(datetime.fromisoformat(moment), set())
    assert [due.job for due in found] == expected
    assert {due.slot for due in found} <= {moment[:10], "2025-07"}
    assert all(due.wanted == {"month": "2025-07"} for due in found if due.job == "credit")
    assert all(due.wanted == {"month": "2025-06"} for due in found if due.job == "quota-clearing")


@pytest.mark.parametrize(
    ("moment", "months"),
    [
        ("2025-07-11T12:00:00+08:00", ["2025-06", "2025-07"]),
        ("2025-09-01T00:59:59+08:00", ["2025-06", "2025-07", "2025-08"]),
        ("2026-01-01T01:00:00+08:00", ["2025-06", *(f"2025-{m:02}" for m in range(7, 13)),
                                       "2026-01"]),
        ("2025-03-20T12:00:00+08:00", ["2025-03"]),
    ],
)  # fmt: skip
def test_every_month_since_the_first_is_made_up_for(moment: str, months: list[str]) -> None:
    """Also the one that was begun and never finished: only what is done counts."""
    done = {("credit", "2025-05"), ("credit", "2030-01"), ("expire", moment[:10])}
    found = due_now(datetime.fromisoformat(moment), done)
    assert [due.slot for due in found if due.job == "credit"] == months
    assert "expire" not in [due.job for due in found]


def test_a_lease_from_before_the_clock_went_back_is_void(runtime: Runtime) -> None:
    first = LeasedLead(runtime.transactions, "first")
    second = LeasedLead(runtime.transactions, "second")
    assert first.hold()

    def step_back(ctx: Context) -> None:
        ctx.db.get_one(WorkerLease, "worker").until = real_now() + timedelta(hours=1)

    runtime.run(step_back)
    assert second.hold()
    assert not first.hold()


def test_a_job_that_died_is_begun_again_and_a_finished_one_never(runtime: Runtime) -> None:
    due = Due("expire", "2025-06-10", {})
    assert schedule.begin(runtime, due, "first")
    assert schedule.begin(runtime, due, "second")
    schedule.finish(runtime, due, {"expired": 1})
    assert not schedule.begin(runtime, due, "third")
