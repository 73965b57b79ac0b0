"""Databases of the bench whose rows PostgreSQL multiplies, set by set."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, create_engine

from bench import machine
from bench.world import World, place_of
from gongji.app.runtime import Runtime
from gongji.assembly import create_runtime
from gongji.config import read_settings
from tests.scale.crowd import changed
from tests.support.serving import GONGJI, environment


@contextmanager
def family_database(world: World, name: str) -> Iterator[Runtime]:
    """A new database with one invented family."""
    world.postgres.run("createdb", *place_of(world.postgres), name)
    address = world.postgres.url.set(database=name).render_as_string(hide_password=False)
    with TemporaryDirectory(prefix="gongji-bench-") as folder:
        settings = environment(address, Path(folder))
        subprocess.run(  # noqa: S603  (our own program)
            [GONGJI, "sandbox", "generate", "--people=4", "--institutions=1"],
            env=settings,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        runtime = create_runtime(read_settings(settings))
        yield runtime
        runtime.engine.dispose()


@contextmanager
def connected(world: World, name: str) -> Iterator[Connection]:
    """Each statement in a transaction of its own, for as long as it takes."""
    engine = create_engine(world.postgres.url.set(database=name), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@contextmanager
def triggers_aside(connection: Connection) -> Iterator[None]:
    connection.exec_driver_sql("SET session_replication_role = replica")
    yield
    connection.exec_driver_sql("RESET session_replication_role")


def key(prefix: str, number: str = "n") -> str:
    """An id made of a number."""
    return f"'{prefix}_' || lpad(upper(to_hex({number})), 26, '0')"


def person(number: str = "n") -> dict[str, str]:
    """What is another's own in the copy of a person, who has no phone: a sealed one opens only in
    its own row.
    """
    return {
        "id": key("psn", number),
        "seq": "nextval('person_order')",
        "id_number_index": f"decode(md5('person' || ({number})), 'hex')",
        "phone": "NULL",
        "phone_index": "NULL",
    }


def multiply(table: str, which: str, times: int, changes: Mapping[str, str]) -> str:
    """Writes one row of a table anew so many times, but for some columns; `n` is the number."""
    one = f"one.ctid = (SELECT min(ctid) FROM {table} WHERE {which})"
    return f"{changed(table, changes)} CROSS JOIN generate_series(1, {times}) n WHERE {one}"


def cpu_s(world: World) -> float:
    """What this process and PostgreSQL have used so far."""
    return machine.own_cpu_s() + machine.cpu_s(world.postgres.pid)


def growth(spent: Sequence[float]) -> float:
    """What the last tenth of the steps took, over the first, from the sums after each step; without
    the last two, which may be small or empty.
    """
    tenth = max(1, len(spent) // 10)
    return (spent[-3] - spent[-3 - tenth]) / (spent[tenth] - spent[0])
