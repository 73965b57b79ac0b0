"""A premium season: everybody is reminded of a relative, and pays for them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

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
from bench.world import World
from gongji.app.context import Actor, Role
from gongji.app.runtime import Runtime
from gongji.kernel.progress import watched
from gongji.premium.models import RESIDENT
from gongji.premium.pay import ItemStatus, pay
from gongji.premium.remind import remind

PAYERS = 100_000
"""So many pay in the season, each for one relative."""

PAID = 1_000
"""So many of them pay while it is measured, at its beginning and at its end."""

NAME = "season"
YEAR = 2026
RELATIVE = f"n + {16**10}"
"""The number of the relative of payer `n`."""

TIED = (
    "(SELECT min(b.id) FROM binding b JOIN insurance i ON i.person_id = b.beneficiary_id"
    " WHERE i.kind = 'resident' AND i.status = 'normal' AND b.ended_at IS NULL)"
)
PAYER, PATIENT = (
    f"(SELECT {side}_id FROM binding WHERE id = {TIED})" for side in ("authorizer", "beneficiary")
)


def season(world: World) -> Iterator[Finding]:
    """A premium season: its reminders, and its first payments beside its last."""
    click.echo(f"Multiplying {PAYERS} payers of premiums.", err=True)
    with family_database(world, NAME) as runtime:
        with connected(world, NAME) as connection:
            _multiply_payers(connection)
        yield from _remind(world, runtime)
        first_s = _pay(world, runtime, 1)
        with connected(world, NAME) as connection:
            _multiply_payments(connection)
        last_s = _pay(world, runtime, PAID + 1)
        yield Finding(f"premium, CPU after {PAYERS} / before", last_s / first_s, 1.2, 1.1)
        yield Finding("premium, CPU of each, ms", last_s / PAID * 1000)


def _remind(world: World, runtime: Runtime) -> Iterator[Finding]:
    spent = [cpu_s(world)]
    with watched(lambda _: spent.append(cpu_s(world))):
        reminded = remind(runtime)["reminded"]
    assert reminded >= PAYERS
    yield Finding("premium reminders, last tenth / first (CPU)", growth(spent), 1.2, 1.1)
    yield Finding("premium reminders, CPU of each, us", (spent[-1] - spent[0]) / reminded * 1e6)


def _pay(world: World, runtime: Runtime, first: int) -> float:
    """CPU seconds of PAID payments, one request each."""
    before = cpu_s(world)
    for number in range(first, first + PAID):
        paying = partial(
            pay,
            product=RESIDENT,
            year=YEAR,
            binding_ids=[f"bnd_{number:026X}"],
            include_self=False,
        )
        [item] = runtime.run(paying, actor=Actor(Role.CITIZEN, f"psn_{number:026X}")).items
        assert item.status is ItemStatus.PAID, item.problem
    return cpu_s(world) - before


def _multiply_payers(connection: Connection) -> None:
    paying, theirs = {"person_id": key("psn")}, {"person_id": key("psn", RELATIVE)}
    tie = {
        "id": key("bnd"),
        "seq": "nextval('binding_order')",
        "authorizer_id": key("psn"),
        "beneficiary_id": key("psn", RELATIVE),
    }
    rich = paying | {"id": key("acc"), "opening_fen": "1000000", "balance_fen": "1000000"}
    rich |= {"held_fen": "0"}
    with triggers_aside(connection):
        for table, which, changes in (
            ("person", f"id = {PAYER}", person()),
            ("person", f"id = {PATIENT}", person(RELATIVE)),
            ("insurance", f"person_id = {PAYER}", paying | {"id": key("ins")}),
            ("insurance", f"person_id = {PATIENT}", theirs | {"id": key("ins", RELATIVE)}),
            ("account", f"person_id = {PAYER}", rich),
            ("binding", f"id = {TIED}", tie),
        ):
            connection.exec_driver_sql(multiply(table, which, PAYERS, changes))
    connection.exec_driver_sql("VACUUM ANALYZE")


def _multiply_payments(connection: Connection) -> None:
    """Payments of all payers but those who have paid, and those who are going to."""
    paid = {
        "id": key("pay"),
        "seq": "nextval('premium_payment_order')",
        "receipt_number": "'R' || n",
        "payer_id": key("psn"),
        "person_id": key("psn", RELATIVE),
        "binding_id": key("bnd"),
    }
    with triggers_aside(connection):
        others = f"{multiply('premium_payment', 'true', PAYERS, paid)} AND n > {2 * PAID}"
        connection.exec_driver_sql(others)
