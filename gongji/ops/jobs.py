"""The jobs (定时任务) by name: each works in small transactions and may be run again anytime."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.credits.monthly import credit_month
from gongji.family.end import expire_due
from gongji.kernel import progress
from gongji.kernel.problems import NotFound, RequestInvalid
from gongji.notices.service import deliver_queued
from gongji.ops.reconcile import BROKEN, NIGHTLY, recompute
from gongji.ops.retention import retention
from gongji.premium.refund import clear_year
from gongji.premium.remind import remind
from gongji.quota.clearing import clear_month
from gongji.registry_events.service import apply_due

Counts = dict[str, int]
log = logging.getLogger(__name__)


def run_job(runtime: Runtime, name: str, **wanted: Any) -> Counts:
    """Runs one job now; must not be called inside a writing transaction.

    `wanted` are its parameters, `month` or `year`, None where not given. Raises NOT_FOUND for an
    unknown job, REQUEST_INVALID for a parameter that is missing.
    """
    if name not in JOBS:
        raise NotFound
    return JOBS[name](runtime, wanted)


def expire(runtime: Runtime) -> Counts:
    """Applies the registry's events whose day has come, then ends the bindings whose last day has
    passed.
    """
    events = _repeat_until_none(runtime, apply_due)
    return {"events": events, "expired": _repeat_until_none(runtime, expire_due)}


def check_books(runtime: Runtime) -> Counts:
    """The nightly reconciliation: each broken row is an error in the log."""
    report = recompute(runtime)
    for failure in report.failures:
        log.error("books.broken", extra={"fields": {"what": failure}})
    return {"checked": report.checked, BROKEN: len(report.failures)}


def _repeat_until_none(runtime: Runtime, some: Callable[[Context], int]) -> int:
    """Runs a bounded step, each time in a transaction of its own, until it finds nothing."""
    done = 0
    while found := runtime.run(some):
        done += found
        progress.made(found)
    return done


def _required(wanted: Mapping[str, Any], name: str) -> Any:
    if wanted.get(name) is None:
        raise RequestInvalid.at(f"/{name}", "required", "必须填写")
    return wanted[name]


JOBS: Mapping[str, Callable[[Runtime, Mapping[str, Any]], Counts]] = {
    "credit": lambda runtime, wanted: credit_month(runtime, _required(wanted, "month")),
    "expire": lambda runtime, _: expire(runtime),
    "clearing": lambda runtime, wanted: runtime.run(
        partial(clear_year, year=_required(wanted, "year"))
    ),
    "quota-clearing": lambda runtime, wanted: clear_month(runtime, _required(wanted, "month")),
    "remind": lambda runtime, _: remind(runtime),
    "deliver": lambda runtime, _: deliver_queued(runtime),
    NIGHTLY: lambda runtime, _: check_books(runtime),
    "retention": lambda runtime, _: retention(runtime),
}
