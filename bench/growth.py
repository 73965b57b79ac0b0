"""What a sale costs as everything grows: people, a family's earlier bindings, a patient's bills."""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import click
from sqlalchemy import select

from bench.cases import call, sale, sales
from bench.findings import Finding
from bench.load import CLIENTS, Request, drive
from bench.rows import connected, triggers_aside
from bench.world import WORKERS, Patient, World, cast, invent, new_database, place_of
from gongji.family.models import Binding
from gongji.vocabulary import Relation
from tests.scale.crowd import changed, copies
from tests.support.serving import environment, serving

PEOPLE = (1_000, 100_000, 1_000_000)
"""The first so many are invented by the program, the others are their copies under other keys."""

BINDINGS = (1, 10, 100)
"""How many bindings a payer has had with the one relative, of which one is live."""

BILLS = 1_000
Name = TypeVar("Name", int, str)
ROUNDS, SECONDS, LONG_S = 5, 4.0, 1_800.0


def growth(world: World) -> Iterator[Finding]:
    """The CPU of a 2102 among a million people, after a hundred bindings, after 1,000 bills."""
    with ExitStack() as running:
        folder = Path(running.enter_context(TemporaryDirectory(prefix="gongji-bench-")))
        towns, took_s = _towns(world, folder, running)
        yield Finding(f"copying to {PEOPLE[-1]:,} people, s", took_s)
        cpu_us = _alternating(towns)
        for people in PEOPLE[1:]:
            name = f"CPU of a 2102, {people:,} people / {PEOPLE[0]:,}"
            yield Finding(name, _ratio(cpu_us[people], cpu_us[PEOPLE[0]]), gate=1.3, goal=1.1)
        yield from _families(towns[PEOPLE[0]])


# -- people


def _towns(world: World, folder: Path, running: ExitStack) -> tuple[Mapping[int, World], float]:
    """A served database of each size, and how long the largest took to copy."""
    settings = environment(new_database(world.postgres, _name(PEOPLE[0])), folder)
    invent(settings, PEOPLE[0])
    patients, pharmacy, hospital = cast(settings)
    took_s = 0.0
    for people in PEOPLE[1:]:
        click.echo(f"Copying them until they are {people}.", err=True)
        begun = time.monotonic()
        _multiply(world, people)
        took_s = time.monotonic() - begun
    towns = {}
    for people in PEOPLE:
        address = world.postgres.url.set(database=_name(people))
        served = running.enter_context(
            serving(address.render_as_string(hide_password=False), folder, workers=WORKERS)
        )
        towns[people] = replace(
            world,
            base=served.base,
            server=served.pid,
            patients=patients,
            pharmacy=pharmacy,
            hospital=hospital,
        )
    return towns, took_s


def _name(people: int) -> str:
    return f"people_{people}"


def _multiply(world: World, people: int) -> None:
    template = f"--template={_name(PEOPLE[0])}"
    world.postgres.run("createdb", *place_of(world.postgres), template, _name(people))
    with connected(world, _name(people)) as connection:
        with triggers_aside(connection):
            for statement in copies(people // PEOPLE[0] - 1):
                connection.exec_driver_sql(statement)
        connection.exec_driver_sql("VACUUM ANALYZE")


# -- families


def _families(town: World) -> Iterator[Finding]:
    """Children have no account, so all these bills are paid alike. Each client has its own."""
    by_id = {one.person_id: one for one in town.patients}
    with connected(town, _name(PEOPLE[0])) as connection:
        children = select(Binding.beneficiary_id).where(Binding.relation == Relation.CHILD)
        ids = connection.execute(children.order_by(Binding.beneficiary_id)).scalars().all()
    groups = [ids[start : start + CLIENTS] for start in range(0, len(ids), CLIENTS)]
    ever, billed, others = groups[: len(BINDINGS)], groups[len(BINDINGS)], groups[4:]
    _bind_often(town, dict(zip(BINDINGS, ever, strict=True)))
    click.echo(f"Selling {BILLS} times to each of {CLIENTS} patients.", err=True)
    chosen = {f"bindings {often}": group for often, group in zip(BINDINGS, ever, strict=True)}
    chosen |= {"many bills": billed, "few bills": list(itertools.chain(*others))}
    towns = {
        name: replace(town, patients=[by_id[one] for one in group])
        for name, group in chosen.items()
    }
    _sell(towns["many bills"])
    cpu_us = _alternating(towns)
    for often in BINDINGS[1:]:
        name = f"CPU of a 2102, {often} bindings of the couple / {BINDINGS[0]}"
        ratio = _ratio(cpu_us[f"bindings {often}"], cpu_us[f"bindings {BINDINGS[0]}"])
        yield Finding(name, ratio, gate=1.2, goal=1.1)
    name = f"CPU of a 2102, {BILLS:,} bills of the patient / few"
    yield Finding(name, _ratio(cpu_us["many bills"], cpu_us["few bills"]), gate=1.2, goal=1.1)


def _bind_often(town: World, groups: Mapping[int, Sequence[str]]) -> None:
    """These children are their payers' only relatives, and were bound so often."""
    ended = {
        "id": "'bnd_' || upper(left(md5(one.id || n), 26))",
        "seq": "nextval('binding_order')",
        "ended_at": "one.created_at",
        "end_reason": "'unbound_by_authorizer'",
        "ended_version": "0",
    }
    with connected(town, _name(PEOPLE[0])) as connection, triggers_aside(connection):
        for often, children in groups.items():
            theirs = {"children": list(children)}
            connection.exec_driver_sql(
                "DELETE FROM binding WHERE NOT beneficiary_id = ANY(%(children)s) AND authorizer_id"
                " IN (SELECT authorizer_id FROM binding WHERE beneficiary_id = ANY(%(children)s))",
                theirs,
            )
            connection.exec_driver_sql(
                f"{changed('binding', ended)} CROSS JOIN generate_series(1, {often - 1}) n"
                " WHERE one.beneficiary_id = ANY(%(children)s)",
                theirs,
            )
        connection.exec_driver_sql("ANALYZE binding")


def _sell(town: World) -> None:
    def requests(client: int) -> Iterator[Request]:
        patient: Patient = town.patients[client]
        for _ in range(BILLS):
            yield call("2102", town.pharmacy, sale(patient, 1))

    drive(town.base, requests, LONG_S, town.server, town.postgres.pid)


# -- measuring


def _alternating(towns: Mapping[Name, World]) -> Mapping[Name, Sequence[float]]:
    """CPU of each sale, of the server and of PostgreSQL, in each round but the first."""
    found: dict[Name, list[float]] = {name: [] for name in towns}
    for _ in range(1 + ROUNDS):
        for name, town in towns.items():
            sold = drive(town.base, sales(town), SECONDS, town.server, town.postgres.pid)
            found[name].append(sold.cpu_us)
    return {name: samples[1:] for name, samples in found.items()}


def _ratio(samples: Sequence[float], base: Sequence[float]) -> float:
    """The median of the rounds' ratios."""
    return statistics.median(one / least for one, least in zip(samples, base, strict=True))
