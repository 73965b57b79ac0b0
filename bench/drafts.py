"""Trying a draft of the packs (政策测算) on stored settlements."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from sqlalchemy import Connection

from bench.findings import Finding
from bench.rows import connected, cpu_s, growth, triggers_aside
from bench.world import World, new_database
from gongji.app.runtime import Runtime
from gongji.kernel.progress import watched
from gongji.policy.entries import OverlayRow
from gongji.policy.loader import load_packs
from gongji.settlement.whatif import bills_to_read, what_if
from tests.scale.crowd import changed
from tests.settlement.varied_bills import BEGINS, settle_varied
from tests.support.applications import Applications
from tests.support.cast import Cast, in_process
from tests.support.databases import migrate

BILLS, FAMILY_BILLS = 100_000, 50
"""Settlements and reversals in all, and what one family has at least of them; the others have the
same.
"""

NAME = "drafts"
LAST = date(2026, 12, 31)
DRAFTED = OverlayRow(
    area="430000",
    key="pool.310.out.L2",
    value={"ded": Decimal(100), "ded_year": Decimal(200), "rate": Decimal("0.65")},
    since=date(2023, 6, 1),
    basis=["test"],
)
"""Twice the deductible, and a larger share above it."""


def drafts(world: World) -> Iterator[Finding]:
    """What a draft of the packs would have changed of many settlements."""
    address = new_database(world.postgres, NAME)
    click.echo(f"Settling the bills of a family, and multiplying them to {BILLS}.", err=True)
    with TemporaryDirectory(prefix="gongji-bench-") as folder:
        migrate(address, Path(folder))
        with Applications(Path(folder)).on(address) as app:
            settle_varied(Cast(in_process(app)), seed=1, bills=FAMILY_BILLS)
            with connected(world, NAME) as connection:
                _multiply_bills(connection)
            yield from _try(world, app.extensions["gongji"])


def _try(world: World, runtime: Runtime) -> Iterator[Finding]:
    draft = load_packs().with_overlay([DRAFTED])
    read = runtime.run(lambda ctx: bills_to_read(ctx, BEGINS, LAST), writes=False)
    assert read >= BILLS, read
    begun, spent = time.monotonic(), [cpu_s(world)]
    trying = partial(what_if, draft=draft, first=BEGINS, last=LAST)
    with watched(lambda _: spent.append(cpu_s(world))):
        found = runtime.run(trying, writes=False)
    took_s = time.monotonic() - begun
    assert found.changed, "the draft decides otherwise"
    yield Finding(f"policy whatif, {read} settlements, s", took_s, 300, 60)
    yield Finding("policy whatif, CPU of each, us", (spent[-1] - spent[0]) / read * 1e6)
    yield Finding("policy whatif, last tenth / first (CPU)", growth(spent), 1.2, 1.1)


def _multiply_bills(connection: Connection) -> None:
    """One family after the other, each person's bills in the order in which they were settled."""
    few = connection.exec_driver_sql("SELECT count(*) FROM settlement").scalar_one()
    other = "left({0}, 4) || lpad(to_hex(k), 6, '0') || right({0}, 20)"
    names = "id", "visit_id", "person_id", "insurance_id", "reverses_id", "reversed_by_id"
    changes = {name: other.format(f"one.{name}") for name in names}
    changes |= {"seq": "nextval('settlement_order')", "msgid": "'K' || k || '-' || one.seq"}
    copies = f"CROSS JOIN generate_series(1, {BILLS // few}) k ORDER BY k, one.seq"
    with triggers_aside(connection):
        connection.exec_driver_sql(f"{changed('settlement', changes)} {copies}")
    connection.exec_driver_sql("VACUUM ANALYZE")
