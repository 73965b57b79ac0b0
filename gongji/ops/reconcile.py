"""Recomputes every invariant of the books and names each row that breaks one.

Entries and transfers never change, and what they add up to moves only with new ones. So a check may
leave out what the last nightly check found right; it then looks at what came since, and at accounts
and bindings to which something came.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select, text

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.credits.checks import CREDITS
from gongji.family.checks import FAMILY
from gongji.kernel import progress
from gongji.kernel.checks import Check, reach, statement
from gongji.kernel.deadline import within
from gongji.kernel.ids import first_since
from gongji.ledger.checks import LEDGER
from gongji.ledger.figure_checks import FIGURES
from gongji.ops import limits
from gongji.ops.models import JobRun
from gongji.premium.checks import PREMIUMS
from gongji.quota.checks import QUOTAS
from gongji.settlement.checks import SETTLEMENTS

ALL = (*LEDGER, *FIGURES, *SETTLEMENTS, *FAMILY, *CREDITS, *PREMIUMS, *QUOTAS)

ROOM = "; ".join(
    f"SET LOCAL {setting}"
    for setting in ("work_mem = '256MB'", "max_parallel_workers_per_gather = 4", "jit = off")
)
"""Sums over whole tables fit into memory, and every core of PostgreSQL's works on them."""

IN_FLIGHT = timedelta(hours=1)
"""Longer than any transaction lasts, and than the clocks of two machines differ."""

RECOMPUTE_S = 4 * 3600.0
NIGHTLY = "reconcile"
BROKEN = "broken"
"""The job that checks the books, and what it counts as found wrong."""

NAMED_MAX = 50
"""How many broken rows one check names; one more says that there are others."""


@dataclass(frozen=True, slots=True)
class Report:
    """`checked` counts the rows that were looked at, once per check; failures are Chinese."""

    ok: bool
    checked: int
    failures: list[str]


def recompute(runtime: Runtime, *, since: datetime | None = None) -> Report:
    """`reconcile` for commands and jobs, which may take hours over a whole province."""
    with within(RECOMPUTE_S):
        return runtime.run(partial(reconcile, since=since), writes=False)


def last_found_right(ctx: Context) -> datetime | None:
    """When the last nightly check began that found nothing wrong; None where there is none."""
    query = select(JobRun.started_at, JobRun.counts).where(
        JobRun.job == NIGHTLY, JobRun.finished_at.is_not(None)
    )
    right = [begun for begun, counts in ctx.db.execute(query) if counts and not counts[BROKEN]]
    return max(right, default=None)


def reconcile(ctx: Context, since: datetime | None = None) -> Report:
    """Reads only; set-based, so that it scales with the database and not with this program.

    With `since`, a real instant, what had come long enough before it is left out.
    """
    if ctx.db.get_bind().dialect.name == "postgresql":
        ctx.db.execute(text(ROOM))
        if since is None:
            # Every check reads whole tables. After a large import PostgreSQL's statistics still
            # describe small ones, and a nested loop chosen by them takes quadratic time.
            ctx.db.execute(text("SET LOCAL enable_nestloop = off"))
    first = first_since(since - IN_FLIGHT) if since else ""
    failures: list[str] = []
    for check in ALL:
        failures += _failures_of(ctx, check, first)
        progress.made(1)
    failures += limits.too_many(ctx)
    rows = {
        table: ctx.db.execute(text(f"SELECT count(*) FROM {reach(table, first)} n")).scalar_one()  # noqa: S608
        for table in {check.rows for check in ALL}
    }
    return Report(not failures, sum(rows[check.rows] for check in ALL), failures)


def _failures_of(ctx: Context, check: Check, since: str) -> Iterator[str]:
    sql = f"{statement(check, ctx.db.get_bind().dialect.name, since)} LIMIT {NAMED_MAX + 1}"
    facts = {"today": ctx.today.isoformat()} if ":today" in sql else {}
    rows = ctx.db.execute(text(sql), facts).mappings().all()
    for row in rows[:NAMED_MAX]:
        yield check.sentence.format(**row)
    if len(rows) > NAMED_MAX:
        yield f"同类问题超过 {NAMED_MAX} 处，其余未列出"
