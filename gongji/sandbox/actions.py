"""Actions of a tester: events of the registry, jobs, and setting the clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.ops.jobs import expire, run_job
from gongji.registry_events.service import EventReceipt, receive
from gongji.sandbox import clock
from gongji.sandbox.registry import follow_events

APPLIES_EVENTS = "expire"
"""The one job that applies events, which the registry must follow."""


def take_event(ctx: Context, **event: Any) -> EventReceipt:
    """An event as the registry would send it; raises as `receive`."""
    answer = receive(ctx, **event)
    follow_events(ctx, ctx.now)
    return answer


def run_and_follow(runtime: Runtime, name: str, **wanted: Any) -> dict[str, int]:
    """Runs a job now, and lets the registry follow it; raises as `run_job`."""
    begun = runtime.moment().now
    counts = run_job(runtime, name, **wanted)
    if name == APPLIES_EVENTS:
        runtime.run(lambda ctx: follow_events(ctx, begun))
    return counts


def turn_clock(runtime: Runtime, now: datetime | None, running: bool) -> clock.BusinessTime:
    """Sets business time, then applies due events and ends expired bindings, as the jobs would."""
    time = runtime.run(lambda ctx: clock.set_clock(ctx, now, running))
    expire(runtime)
    runtime.run(lambda ctx: follow_events(ctx, time.now))
    return time
