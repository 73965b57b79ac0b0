"""The worker: while it leads, it delivers texts and runs the jobs that are due.

Three threads keep the lead, deliver texts and run jobs, so that a long job delays neither texts
nor the lead.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Protocol

from gongji.app.runtime import Runtime
from gongji.kernel.clock import civil_date
from gongji.kernel.deadline import within
from gongji.ops import schedule
from gongji.ops.leader import lead_for, new_worker_name
from gongji.ops.schedule import Due

LEAD_WITHIN_S = 5.0
"""A leader loses the lead if the database does not answer within this time."""

LOOK_EVERY_S = 2.0
"""Real seconds between two looks at the lead, at the outbox and at what is due."""

log = logging.getLogger(__name__)


class RunJob(Protocol):
    """How a job is run by name; see gongji.ops.jobs.run_job."""

    def __call__(self, runtime: Runtime, name: str, **wanted: object) -> dict[str, int]: ...


class Worker:
    def __init__(self, runtime: Runtime, run_job: RunJob) -> None:
        self.name = new_worker_name()
        self._runtime = runtime
        self._run_job = run_job
        self._lead = lead_for(runtime, self.name)
        self._leads = threading.Event()
        self._ending = threading.Event()

    def run(self, every_s: float = LOOK_EVERY_S) -> None:
        """Works until SIGTERM or SIGINT, then finishes the current job and releases the lead."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        works = (self.take_lead, self.deliver, self.do_due)
        threads = [threading.Thread(target=self._repeat, args=(work, every_s)) for work in works]
        self._log("worker.ready")
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.stand_down()
        self._log("worker.ended")

    def _repeat(self, work: Callable[[], None], every_s: float) -> None:
        """Repeats the work until the worker ends, with a pause of `every_s` seconds."""
        act = self._guarded(work)
        act()
        while not self._ending.wait(every_s):
            act()

    def take_lead(self) -> None:
        had = self._leads.is_set()
        with within(LEAD_WITHIN_S):
            holds = self._lead.hold()
        if holds:
            self._leads.set()
        else:
            self._leads.clear()
        if had != self._leads.is_set():
            self._log("worker.leads" if self._leads.is_set() else "worker.follows")

    def stand_down(self) -> None:
        """Releases the lead to another worker at once."""
        self._leads.clear()
        self._lead.release()

    def deliver(self) -> None:
        if self._leads.is_set():
            self._run_job(self._runtime, "deliver")

    def do_due(self) -> None:
        """Runs every due job that no worker has finished. A job that fails is tried again at the
        next look; until then its later months wait, so that they stay in order.
        """
        if not self._leads.is_set():
            return
        now = self._runtime.moment().now
        failed = set()
        for due in schedule.due_now(now, schedule.done_slots(self._runtime, civil_date(now))):
            if self._ending.is_set() or not self._leads.is_set():
                return
            if due.job not in failed and schedule.begin(self._runtime, due, self.name):
                done = self._guarded(partial(self._run_due, due))()
                failed |= set() if done else {due.job}

    def _run_due(self, due: Due) -> None:
        self._log("job.begun", job=due.job, slot=due.slot)
        counts = self._run_job(self._runtime, due.job, **due.wanted)
        schedule.finish(self._runtime, due, counts)
        self._log("job.done", job=due.job, slot=due.slot, counts=counts)

    def _guarded(self, work: Callable[[], None]) -> Callable[[], bool]:
        """A failure must not end the worker: it is logged, and the next look tries again."""

        def act() -> bool:
            try:
                work()
            except Exception:
                log.exception("worker.failed", extra={"fields": {"worker": self.name}})
                return False
            return True

        return act

    def _end(self, _: int, __: FrameType | None) -> None:
        self._ending.set()

    def _log(self, event: str, **facts: object) -> None:
        log.info(event, extra={"fields": {"worker": self.name, **facts}})
