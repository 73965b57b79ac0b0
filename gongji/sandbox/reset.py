"""Empties every table and loads a fixture, in the one transaction of the act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table, text
from sqlalchemy.orm import Session

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.kernel.clock import real_now
from gongji.kernel.db import Base
from gongji.kernel.ids import new_id
from gongji.kernel.mark import NOT_OF_THE_BUSINESS, is_empty
from gongji.kernel.problems import RequestInvalid
from gongji.ledger import immutable
from gongji.policy.entries import OverlayRow as PolicyOverlayRow
from gongji.policy.problems import PackError
from gongji.sandbox import clock, load_events, load_family, load_people, load_places, load_premiums
from gongji.sandbox.demo import demo_fixture
from gongji.sandbox.fixture import Fixture
from gongji.sandbox.models import SandboxState
from gongji.sandbox.rules import refuse_contradictions

LARGE_BYTES = 2 * 2**20
BY_NAME = {"demo": demo_fixture}


@dataclass(frozen=True, slots=True)
class Loaded:
    """The state after a reset."""

    now: datetime
    running: bool
    persons: int
    institutions: int
    bindings: int


def reset(ctx: Context, fixture: Fixture | None = None, name: str | None = None) -> Loaded:
    """Loads the fixture, or the named one; raises REQUEST_INVALID and then changes nothing."""
    wanted = fixture or BY_NAME[name or ""]()
    refuse_contradictions(wanted)
    overlay = [
        PolicyOverlayRow(row.area, row.key, row.value, row.since, row.basis)
        for row in wanted.policy
    ]
    try:
        ctx.policy.with_overlay(overlay)
    except PackError as problem:
        pointer = f"/fixture/policy/{problem.line - 1}"
        raise RequestInvalid.at(pointer, "policy", f"政策参数无效：{problem.why}") from problem
    empty(ctx.db)
    state = SandboxState(
        id=clock.ONLY_ROW,
        set_to=wanted.clock,
        set_at=real_now(),
        running=wanted.running,
        generation=new_id("gen"),
    )
    ctx.db.add(state)
    ctx.db.flush()
    ids = load_people.load(ctx.db, wanted)
    load_places.load(ctx.db, wanted)
    load_family.load(ctx.db, wanted, ids)
    load_premiums.load(ctx.db, wanted, ids)
    load_events.load(ctx, wanted)
    time = clock.business_time(ctx.db)
    return Loaded(
        time.now, time.running, len(wanted.persons), len(wanted.institutions), len(wanted.bindings)
    )


def load_demo_if_empty(runtime: Runtime) -> bool:
    """Loads the demo family if every table is empty; returns whether it did."""

    def work(ctx: Context) -> bool:
        if not is_empty(ctx.db):
            return False
        reset(ctx, name="demo")
        return True

    return runtime.run(work)


def empty(db: Session) -> None:
    """Deletes every row of every table, except the mark and the check values of the keys.

    The ledger's triggers are dropped and installed again. Raises ForeignDatabase if the database is
    not marked as a sandbox.
    """
    immutable.lift(db)
    tables = [one for one in Base.metadata.sorted_tables if one.name not in NOT_OF_THE_BUSINESS]
    if not (db.get_bind().dialect.name == "postgresql" and _truncate_if_large(db, tables)):
        for table in reversed(tables):
            db.execute(table.delete())
    immutable.install(db)


def _truncate_if_large(db: Session, tables: Sequence[Table]) -> bool:
    """Locks PostgreSQL's tables exclusively, and truncates them if they are large.

    TRUNCATE creates hundreds of files, so it is faster to delete few rows.
    """
    names = ", ".join(table.name for table in tables)
    db.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
    sizes = " + ".join(f"pg_relation_size('{table.name}')" for table in tables)
    if db.execute(text(f"SELECT {sizes}")).scalar_one() < LARGE_BYTES:
        return False
    db.execute(text(f"TRUNCATE {names}"))
    return True
