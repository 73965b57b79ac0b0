"""Databases for tests: each fresh, migrated, and there in milliseconds, copied from a template.

They are empty of everything, marks too: whoever starts on one first makes it his.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, delete

from gongji.kernel.engine import engine_options, prepare
from gongji.migrations.run import downgrade
from gongji.policy_listing.models import KeptEdition
from tests.support.serving import GONGJI, environment


class SqliteDatabases:
    """Copies of one migrated file, whose addresses are used again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._free: list[Path] = []
        self._template = folder / "template.sqlite3"
        migrate(_sqlite_address(self._template), folder)
        with sqlite3.connect(self._template) as connection:
            for table in MARKS:
                connection.execute(f"DELETE FROM {table}")
        connection.close()

    @contextmanager
    def fresh(self) -> Iterator[str]:
        path = self._free.pop() if self._free else self._folder / f"{uuid4().hex}.sqlite3"
        shutil.copyfile(self._template, path)
        try:
            yield _sqlite_address(path)
        finally:
            for left in self._folder.glob(f"{path.name}*"):
                left.unlink()
            self._free.append(path)


MARKS = ("database_mark", "key_check")
EMPTY = """
DO $$ DECLARE name text; BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP EXECUTE 'DELETE FROM ' || quote_ident(name); END LOOP;
    ALTER SEQUENCE entry_id_seq RESTART;
END $$
"""
"""Deletes every row with triggers and foreign keys aside: far quicker than a new database."""

SHAPE = """
SELECT coalesce(md5(string_agg(part, ';' ORDER BY part)), '') FROM (
    SELECT tgname || tgenabled::text AS part FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL
    SELECT relname || attname || attnum FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid
        WHERE relnamespace = 'public'::regnamespace AND attnum > 0
    UNION ALL
    SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT version_num FROM alembic_version
) parts
"""


class PostgresDatabases:
    """Databases of one server, copied from a migrated one, emptied after use and used again."""

    def __init__(self, server: URL, folder: Path) -> None:
        self._server = server
        self._template = self._create("template0")
        migrate(self._address(self._template), folder)
        self._run(EMPTY, self._template)
        self._shape = self._ask(self._template, SHAPE)
        self._free: list[str] = []

    @contextmanager
    def fresh(self) -> Iterator[str]:
        name = self._free.pop() if self._free else self._create(self._template)
        try:
            yield self._address(name)
        finally:
            self._take_back(name)

    def close(self) -> None:
        for name in (*self._free, self._template):
            self._drop(name)

    def _take_back(self, name: str) -> None:
        """A database whose tables, indexes or triggers a test has changed is not used again."""
        if self._ask(name, SHAPE) != self._shape:
            self._drop(name)
            return
        self._run(EMPTY, name)
        self._free.append(name)

    def _create(self, template: str) -> str:
        name = f"gongji_test_{uuid4().hex}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'")
        return name

    def _drop(self, name: str) -> None:
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str, database: str | None = None) -> None:
        with self._connected(database) as connection:
            connection.exec_driver_sql(statement)

    def _ask(self, database: str, question: str) -> str:
        with self._connected(database) as connection:
            return str(connection.exec_driver_sql(question).scalar_one())

    @contextmanager
    def _connected(self, database: str | None) -> Iterator[Connection]:
        address = self._server.set(database=database) if database else self._server
        engine = create_engine(address, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            yield connection

    def _address(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)


@cache
def engine_on(database_url: str, **bounds: int) -> Engine:
    """Opened as the program does, and kept: addresses are used again, and so is compiled SQL.

    Whoever has used it disposes of it, which closes its connections.
    """
    engine = create_engine(database_url, **engine_options(database_url) | bounds)
    prepare(engine)
    return engine


def migrate(database_url: str, data_dir: Path) -> None:
    """Brings the schema up to date. Raises AssertionError with the words of `gongji migrate`."""
    done = subprocess.run(
        [GONGJI, "migrate"],
        env=environment(database_url, data_dir),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"gongji migrate failed:\n{done.stdout}{done.stderr}"


def _sqlite_address(path: Path) -> str:
    return f"sqlite:///{path}"


def go_back(engine: Engine, revision: str) -> None:
    """To an older schema, of the time before policy editions were kept."""
    with engine.begin() as connection:
        connection.execute(delete(KeptEdition))
    downgrade(engine, revision)
