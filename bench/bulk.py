"""Bulk work beside what PostgreSQL needs for the same rows: a month's credits, and the books whole.

It has a database of its own, whose accounts and entries PostgreSQL multiplies, set by set.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from importlib import import_module

import click
from sqlalchemy import Connection

from bench.findings import Finding
from bench.rows import (
    connected,
    cpu_s,
    family_database,
    growth,
    key,
    multiply,
    person,
    triggers_aside,
)
from bench.world import World, place_of
from gongji.app.runtime import Runtime
from gongji.credits.monthly import credit_by_steps
from gongji.ledger.figures import AccountDay, AccountYear
from gongji.ops.reconcile import recompute
from tests.scale.crowd import changed

ACCOUNTS = 1_000_000
MONTHS = 5
"""So many months of credits stand in the books when they are checked: two entries for each."""

MONTH = "2025-11"
"""The month in which the sandbox's clock begins."""

BULK, COPIED = "bulk", "bulk_copied"
WRITTEN = ("transfer", "entry", "monthly_credit")
"""What a month's credits add rows to, those first that others refer to; they change the accounts,
too. The figures follow the entries by trigger.
"""

RICH = (
    "(SELECT min(a.person_id) FROM account a JOIN insurance i ON i.person_id = a.person_id"
    " WHERE i.kind = 'employee' AND i.status = 'normal' AND i.monthly_base_fen > 0)"
)


def bulk(world: World) -> Iterator[Finding]:
    """The credits of a month for every account, then the books with several months of them."""
    click.echo(f"Multiplying {ACCOUNTS} accounts.", err=True)
    with family_database(world, BULK) as runtime:
        with connected(world, BULK) as connection:
            _multiply_accounts(connection)
        world.postgres.run("createdb", *place_of(world.postgres), f"--template={BULK}", COPIED)
        click.echo(f"Crediting {ACCOUNTS} accounts.", err=True)
        yield from _credit(world, runtime)
        click.echo(f"Multiplying the entries by {MONTHS}, and checking the books.", err=True)
        with connected(world, BULK) as connection:
            _multiply_months(connection)
        yield from _reconcile(world, runtime)


# -- the credits of a month


def _credit(world: World, runtime: Runtime) -> Iterator[Finding]:
    spent, seconds = [cpu_s(world)], [time.monotonic()]
    credited = 0
    for done in credit_by_steps(runtime, MONTH):
        credited += done.credited
        spent.append(cpu_s(world))
        seconds.append(time.monotonic())
    assert credited >= ACCOUNTS
    copied_s = _copy(world)
    own_s = spent[-1] - spent[0]
    yield Finding("month's credits, last tenth / first (CPU)", growth(spent), 1.2, 1.1)
    yield Finding(
        "month's credits, rate / COPY of the same rows (CPU)",
        copied_s / own_s,
        0.5,
        0.7,
        more_is_better=True,
    )
    yield Finding("month's credits, CPU of each, us", own_s / credited * 1e6)
    yield Finding("month's credits, each second", credited / (seconds[-1] - seconds[0]))


def _copy(world: World) -> float:
    """CPU seconds of copying what the month wrote into tables with the same indexes, keys and
    triggers, and the accounts into a table of their own.
    """
    folder = world.postgres.url.query["host"]
    with connected(world, BULK) as connection:
        for table in (*WRITTEN, "account"):
            connection.exec_driver_sql(f"COPY {table} TO '{folder}/{table}'")
    with connected(world, COPIED) as connection:
        connection.exec_driver_sql("CREATE TABLE moved (LIKE account INCLUDING ALL)")
        before = cpu_s(world)
        for table in WRITTEN:
            connection.exec_driver_sql(f"COPY {table} FROM '{folder}/{table}'")
        connection.exec_driver_sql(f"COPY moved FROM '{folder}/account'")
        return cpu_s(world) - before


# -- the books


def _reconcile(world: World, runtime: Runtime) -> Iterator[Finding]:
    begun, before = time.monotonic(), cpu_s(world)
    report = recompute(runtime)
    took_s, spent_s = time.monotonic() - begun, cpu_s(world) - before
    assert not report.failures, report.failures
    entries = 2 * MONTHS * ACCOUNTS
    yield Finding(f"reconcile, {entries} entries, s", took_s, 120, 60)
    yield Finding(f"reconcile, {entries} entries, CPU s", spent_s)


# -- rows by the million


def _multiply_accounts(connection: Connection) -> None:
    """Copies of one insured person with an account. Statistics of the accounts there are, but none
    of what their credits will fill.
    """
    owned = {"person_id": key("psn")}
    insurance = owned | {"id": key("ins"), "monthly_base_fen": "300000 + mod(n, 500000)"}
    with triggers_aside(connection):
        for table, which, changes in (
            ("person", f"id = {RICH}", person()),
            ("insurance", f"person_id = {RICH} AND kind = 'employee'", insurance),
            ("account", f"person_id = {RICH}", owned | {"id": key("acc")}),
        ):
            connection.exec_driver_sql(multiply(table, which, ACCOUNTS, changes))
    for table in (*WRITTEN, "account", "account_year", "account_day"):
        connection.exec_driver_sql(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")
    connection.exec_driver_sql("VACUUM ANALYZE person, insurance, account")


def _multiply_months(connection: Connection) -> None:
    """The credits of this month as those of earlier ones, which made the balances greater."""
    times = MONTHS - 1
    transfer = "left({}, 4) || lpad(to_hex(k), 3, '0') || right({}, 23)"
    moved = {"transfer_id": transfer.format(*["one.transfer_id"] * 2)}
    entry = moved | {
        "id": "nextval('entry_id_seq')",
        "version": "version + k",
        "balance_after_fen": "balance_after_fen + k * amount_fen",
    }
    credit = moved | {"month": "to_char(date '2000-01-01' + k * interval '1 month', 'YYYY-MM')"}
    with triggers_aside(connection):
        for table, changes in (
            ("transfer", {"id": transfer.format("one.id", "one.id")}),
            ("entry", entry),
            ("monthly_credit", credit),
        ):
            connection.exec_driver_sql(
                f"{changed(table, changes)} CROSS JOIN generate_series(1, {times}) k"
            )
        connection.exec_driver_sql(
            f"UPDATE account SET version = version + {times}, current_fen = {MONTHS} * current_fen,"
            f" balance_fen = balance_fen + {times} * current_fen WHERE version > 0"
        )
        for kept in (AccountYear, AccountDay):
            connection.exec_driver_sql(f"TRUNCATE {kept.__tablename__}")
        figures = import_module("gongji.migrations.versions.0010_running_figures")
        for fill in figures.FILL:
            filled = figures._in("postgresql", fill, row="entry")  # noqa: SLF001 (never changed)
            connection.exec_driver_sql(filled)
    connection.exec_driver_sql("VACUUM ANALYZE")
