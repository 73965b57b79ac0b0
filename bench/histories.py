"""A database of its own with accounts whose histories differ in length, served as the world is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from sqlalchemy import create_engine

from bench.world import WORKERS, World, new_database
from gongji.kernel.id_number import CHECK_CHARACTERS, WEIGHTS
from tests.scale.crowd import figures
from tests.scale.history import History, lengthen
from tests.support.cast import Cast, over_http
from tests.support.sent import INSURED, NUMBERS, PAYER, PHONES, family
from tests.support.serving import Served, serving

SHORT, LONG, LONGEST = 10_000, 1_000_000, 10_000_000
"""How many entries an account has."""

IN_A_STATEMENT, STATED = 2_000, 2026
"""How many of them the yearly statement of this year shows."""

TODAY = "2027-12-01T10:00:00+08:00"

OWNED_BY = "(SELECT person_id FROM sandbox_persona WHERE key = '{}')"

HASTILY = (
    "SET statement_timeout = 0",
    "SET session_replication_role = replica",
    "SET work_mem = '256MB'",
    "DROP INDEX ix_entry_transfer_id, ix_entry_binding_id",
)
"""Without the indexes that no page of the account reads."""


def _spread(entries: int) -> History:
    """Over the same days, each of which has entries of every kind."""
    return History(entries, "2025-07-01", 880)


OWNERS: Mapping[str, History] = {
    "何短": _spread(SHORT),
    "何长": _spread(LONG),
    "何最长": _spread(LONGEST),
    "何一年": History(IN_A_STATEMENT, f"{STATED}-01-01", 365),
}


@dataclass(frozen=True, slots=True)
class Histories:
    """The served accounts: headers of their signed-in owners and a bill of each, by entries."""

    served: Served
    bearers: Mapping[int, Mapping[str, str]]
    bills: Mapping[int, str]


@contextmanager
def histories(world: World) -> Iterator[Histories]:
    """Makes the accounts in a new database of the world's server, and serves them."""
    with ExitStack() as open_things:
        folder = Path(open_things.enter_context(TemporaryDirectory(prefix="gongji-bench-")))
        address = new_database(world.postgres, "histories")
        served = open_things.enter_context(serving(address, folder, workers=WORKERS))
        cast = Cast(over_http(served.base))
        owners = [_person(number, name) for number, name in enumerate(OWNERS, 1)]
        cast.load(persons=[*family()["persons"], *owners])
        bills = {long.entries: cast.buy(name).bill["setl_id"] for name, long in OWNERS.items()}
        click.echo(f"Making an account of {LONGEST} entries.", err=True)
        _fill(address)
        cast.at(TODAY)
        bearers = {long.entries: cast.sign_in(name) for name, long in OWNERS.items()}
        yield Histories(served, bearers, bills)


def _person(number: int, name: str) -> dict[str, object]:
    """For the fixture; from here on he is one of the cast."""
    stem = f"43019919790512{number:02d}1"
    total = sum(int(digit) * weight for digit, weight in zip(stem, WEIGHTS, strict=True))
    NUMBERS[name] = stem + CHECK_CHARACTERS[total % 11]
    PHONES[name], INSURED[name] = f"1990000010{number}", INSURED[PAYER]
    insurance = {"kind": "employee", "category": "active", "status": "normal", "area": "430100"}
    return {
        "key": name,
        "name": name,
        "sex": "M",
        "id_number": NUMBERS[name],
        "phone": PHONES[name],
        "insurances": [insurance],
        "account": {"balance_fen": 90_000},
    }


def _fill(address: str) -> None:
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in HASTILY:
            connection.exec_driver_sql(statement)
        for name, history in OWNERS.items():
            for statement in lengthen(OWNED_BY.format(name), history):
                connection.exec_driver_sql(statement)
        for statement in (*figures(), "VACUUM ANALYZE"):
            connection.exec_driver_sql(statement)
    engine.dispose()
