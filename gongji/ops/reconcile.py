"""Recomputes every invariant of the books and names each row that breaks one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import text

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.credits.checks import CREDITS
from gongji.family.checks import FAMILY
from gongji.kernel.checks import Check, statement
from gongji.kernel.deadline import within
from gongji.ledger.checks import LEDGER
from gongji.ledger.figure_checks import FIGURES
from gongji.ops import limits
from gongji.premium.checks import PREMIUMS
from gongji.settlement.checks import SETTLEMENTS

ALL = (*LEDGER, *FIGURES, *SETTLEMENTS, *FAMILY, *CREDITS, *PREMIUMS)

RECOMPUTE_S = 4 * 3600.0
NAMED_MAX = 50
"""How many broken rows one check names; one more says that there are others."""


@dataclass(frozen=True, slots=True)
class Report:
    """`checked` counts the rows that were looked at, once per check; failures are Chinese."""

    ok: bool
    checked: int
    failures: list[str]


def recompute(runtime: Runtime) -> Report:
    """`reconcile` for commands and jobs, which may take hours over a whole province."""
    with within(RECOMPUTE_S):
        return runtime.run(reconcile, writes=False)


def reconcile(ctx: Context) -> Report:
    """Reads only; set-based, so that it scales with the database and not with this program."""
    if ctx.db.get_bind().dialect.name == "postgresql":
        # Every check reads whole tables. After a large import PostgreSQL's statistics still
        # describe small ones, and a nested loop chosen by them takes quadratic time.
        ctx.db.execute(text("SET LOCAL enable_nestloop = off"))
    failures = [failure for check in ALL for failure in _failures_of(ctx, check)]
    failures += limits.too_many(ctx)
    rows = {
        table: ctx.db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608
        for table in {check.rows for check in ALL}
    }
    return Report(not failures, sum(rows[check.rows] for check in ALL), failures)


def _failures_of(ctx: Context, check: Check) -> Iterator[str]:
    sql = f"{statement(check, ctx.db.get_bind().dialect.name)} LIMIT {NAMED_MAX + 1}"
    facts = {"today": ctx.today.isoformat()} if ":today" in sql else {}
    rows = ctx.db.execute(text(sql), facts).mappings().all()
    for row in rows[:NAMED_MAX]:
        yield check.sentence.format(**row)
    if len(rows) > NAMED_MAX:
        yield f"同类问题超过 {NAMED_MAX} 处，其余未列出"
