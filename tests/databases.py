"""Databases for tests: each fresh, migrated, and there in milliseconds, copied from a template."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import URL, NullPool, create_engine

from tests.serving import GONGJI, environment


class SqliteDatabases:
    """Copies of one migrated file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.sqlite3"
        migrate(_sqlite_address(self._template), folder)

    @contextmanager
    def fresh(self) -> Iterator[str]:
        path = self._folder / f"{uuid4().hex}.sqlite3"
        shutil.copyfile(self._template, path)
        try:
            yield _sqlite_address(path)
        finally:
            for left in self._folder.glob(f"{path.name}*"):
                left.unlink()


class PostgresDatabases:
    """Copies of one migrated database in a server."""

    def __init__(self, server: URL, folder: Path) -> None:
        self._server = server
        self._template = self._create("template0")
        migrate(self._address(self._template), folder)

    @contextmanager
    def fresh(self) -> Iterator[str]:
        name = self._create(self._template)
        try:
            yield self._address(name)
        finally:
            self._drop(name)

    def close(self) -> None:
        self._drop(self._template)

    def _create(self, template: str) -> str:
        name = f"gongji_test_{uuid4().hex}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'")
        return name

    def _drop(self, name: str) -> None:
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        engine = create_engine(self._server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)

    def _address(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)


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
