"""A private PostgreSQL with a province in it, and the program served on it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from sqlalchemy import create_engine, func, select, text, update
from sqlalchemy.orm import aliased

from gongji.app.context import Context
from gongji.assembly import create_runtime
from gongji.config import read_settings
from gongji.family.models import Binding
from gongji.institutions.models import Institution
from gongji.kernel.ids import new_id
from gongji.kernel.sealing import insert_rows
from gongji.ledger.models import Account
from gongji.people.models import Insurance, Person
from gongji.settlement.models import Visit
from gongji.vocabulary import InstitutionKind
from tests.support.postgres import OwnServer, own_server
from tests.support.sent import BEGUN
from tests.support.serving import GONGJI, environment, serving

WORKERS = 2
INSTITUTIONS = 100
TPC_B_SCALE = 50
PATIENTS_MAX = 40_000
LARGE_FEN = 50_000_000
"""So much that no account of the bench runs dry."""


@dataclass(frozen=True, slots=True)
class Patient:
    """A relative who may use an authorizer's account, as a till knows them."""

    person_id: str
    name: str
    id_number: str
    insurance: str
    visit_id: str
    """Of an open visit at the hospital."""


@dataclass(frozen=True, slots=True)
class World:
    """Addresses and processes of all that is measured."""

    settings: Mapping[str, str]
    base: str
    constant: str
    server: int
    constant_server: int
    postgres: OwnServer
    pharmacy: str
    hospital: str
    patients: Sequence[Patient]


@contextmanager
def world(people: int) -> Iterator[World]:
    """Makes it, and takes it away."""
    with ExitStack() as open_things:
        folder = Path(open_things.enter_context(TemporaryDirectory(prefix="gongji-bench-")))
        postgres = open_things.enter_context(own_server(durable=True))
        address = new_database(postgres, "gongji")
        settings = environment(address, folder)
        invent(settings, people)
        patients, pharmacy, hospital = cast(settings)
        click.echo("Filling the tables of pgbench.", err=True)
        postgres.run("createdb", *place_of(postgres), "tpcb")
        postgres.run(
            "pgbench", "--initialize", f"--scale={TPC_B_SCALE}", *place_of(postgres), "tpcb"
        )
        _let_rest(postgres)
        served = open_things.enter_context(serving(address, folder, workers=WORKERS))
        constant = open_things.enter_context(
            serving(
                address,
                folder,
                workers=WORKERS,
                command=(sys.executable, "-m", "bench.constant"),
            )
        )
        yield World(
            settings,
            served.base,
            constant.base,
            served.pid,
            constant.pid,
            postgres,
            pharmacy,
            hospital,
            patients,
        )


def invent(settings: dict[str, str], people: int) -> None:
    click.echo(f"Inventing {people} people.", err=True)
    subprocess.run(  # noqa: S603  (our own program)
        [GONGJI, "sandbox", "generate", f"--people={people}", f"--institutions={INSTITUTIONS}"],
        env=settings,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def new_database(postgres: OwnServer, name: str) -> str:
    """An empty database of this server; its address."""
    engine = create_engine(postgres.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return postgres.url.set(database=name).render_as_string(hide_password=False)


def _let_rest(postgres: OwnServer) -> None:
    """What PostgreSQL does after one case, by itself, is not counted in the next one."""
    analyze(postgres)
    engine = create_engine(postgres.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("ALTER SYSTEM SET autovacuum = off"))
        connection.execute(text("ALTER SYSTEM SET checkpoint_timeout = '1h'"))
        connection.execute(text("ALTER SYSTEM SET max_wal_size = '8GB'"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


def analyze(postgres: OwnServer) -> None:
    """What autovacuum does within a minute: plans made for empty tables are made anew."""
    postgres.run("vacuumdb", *place_of(postgres), "--analyze", "--quiet", "--all")


def place_of(postgres: OwnServer) -> tuple[str, ...]:
    return (f"--host={postgres.url.query['host']}", "--username=postgres")


def cast(settings: dict[str, str]) -> tuple[Sequence[Patient], str, str]:
    """Relatives with a live binding and an open visit, whose authorizers are made rich, a pharmacy
    and the hospital of the visits.
    """
    runtime = create_runtime(read_settings(settings))
    first = select(Institution.kind, func.min(Institution.code)).group_by(Institution.kind)
    codes = runtime.run(lambda ctx: {row[0]: row[1] for row in ctx.db.execute(first)}, writes=False)
    hospital = codes[InstitutionKind.HOSPITAL]
    patients = runtime.run(partial(_patients, hospital=hospital))
    runtime.engine.dispose()
    return patients, codes[InstitutionKind.PHARMACY], hospital


def _patients(ctx: Context, hospital: str) -> Sequence[Patient]:
    ctx.db.execute(
        update(Account).values(
            balance_fen=Account.balance_fen + LARGE_FEN,
            opening_fen=Account.opening_fen + LARGE_FEN,
        )
    )
    patient, insurance = aliased(Person), aliased(Insurance)
    query = (
        select(patient, insurance)
        .join(Binding, Binding.beneficiary_id == patient.id)
        .join(insurance, insurance.person_id == patient.id)
        .where(Binding.ended_at.is_(None))
        .order_by(patient.id)
        .limit(PATIENTS_MAX)
    )
    found = [(new_id("vis"), *row) for row in ctx.db.execute(query).tuples()]
    visits = [
        {
            "id": visit_id,
            "institution_code": hospital,
            "ipt_otp_no": visit_id,
            "person_id": one.id,
            "insurance_id": insured.id,
            "begun_at": datetime.fromisoformat(f"{BEGUN}+08:00"),
            "med_type": "11",
            "disease_code": "I10.x00",
            "diagnoses": (),
            "cancelled_at": None,
        }
        for visit_id, one, insured in found
    ]
    insert_rows(ctx.db, Visit, visits)
    return [
        Patient(one.id, one.name, one.id_number.reveal(), insured.kind, visit_id)
        for visit_id, one, insured in found
    ]
