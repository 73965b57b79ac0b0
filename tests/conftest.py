"""What every test can ask for: a fresh database of each kind, and the served program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings

from gongji.app.runtime import Runtime
from tests.support.applications import Applications
from tests.support.cast import Cast, in_process, over_http
from tests.support.databases import PostgresDatabases, SqliteDatabases
from tests.support.postgres import NoPostgres, postgres_server
from tests.support.serving import Served, serving

# The same examples every time: a red run always means that something changed.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

Serve = Callable[..., Served]
"""`served(database_url, workers=1, **settings)` starts the real `gongji serve`; see serving."""


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresDatabases]:
    with ExitStack() as open_things:
        try:
            server = open_things.enter_context(postgres_server())
        except NoPostgres as trouble:
            pytest.exit(str(trouble), returncode=1)
        databases = PostgresDatabases(server, tmp_path_factory.mktemp("postgresql"))
        open_things.callback(databases.close)
        yield databases


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh, migrated, empty database; a test that asks for it runs once on each kind."""
    databases: SqliteDatabases | PostgresDatabases
    databases = request.getfixturevalue(f"{request.param}_databases")
    with databases.fresh() as address:
        yield address


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Serve]:
    """Starts as many servers as a test asks for, and ends them with it."""
    with ExitStack() as running:

        def start(database_url: str, *, workers: int = 1, **more: str) -> Served:
            return running.enter_context(serving(database_url, tmp_path, workers=workers, **more))

        yield start


@pytest.fixture(scope="session")
def applications(tmp_path_factory: pytest.TempPathFactory) -> Applications:
    return Applications(tmp_path_factory.mktemp("applications"))


@pytest.fixture
def app(database_url: str, applications: Applications) -> Iterator[Flask]:
    """The whole application in this process."""
    with applications.on(database_url) as made:
        yield made


@pytest.fixture
def runtime(app: Flask) -> Runtime:
    found: Runtime = app.extensions["gongji"]
    return found


@pytest.fixture
def cast(app: Flask) -> Cast:
    """The usual family, loaded; it acts on the application in this process."""
    return Cast(in_process(app)).load()


WORKERS = {"sqlite": 1, "postgresql": 2}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def stage(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cast]:
    """The cast before the served program, one for all tests of a module; each test loads it."""
    databases: SqliteDatabases | PostgresDatabases
    databases = request.getfixturevalue(f"{request.param}_databases")
    folder, workers = tmp_path_factory.mktemp("stage"), WORKERS[request.param]
    with databases.fresh() as url, serving(url, folder, workers=workers) as running:
        yield Cast(over_http(running.base))
