"""The office of this room, once on each kind of database, with the family before it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.premium.office import Office
from tests.support.applications import Applications
from tests.support.databases import PostgresDatabases, SqliteDatabases


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def open_all_day(request: pytest.FixtureRequest, applications: Applications) -> Iterator[Office]:
    """One office for a whole file of tests: loading the family empties it of everything else."""
    databases: SqliteDatabases | PostgresDatabases
    databases = request.getfixturevalue(f"{request.param}_databases")
    with databases.fresh() as database_url, applications.on(database_url) as app:
        yield Office(app)


@pytest.fixture
def office(open_all_day: Office) -> Office:
    return open_all_day.load()
