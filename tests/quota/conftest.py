"""The two provinces, once on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.quota.province import Province
from tests.support.applications import Applications
from tests.support.databases import PostgresDatabases, SqliteDatabases


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def open_all_day(request: pytest.FixtureRequest, applications: Applications) -> Iterator[Province]:
    """One for a whole file of tests: loading empties it of everything else."""
    databases: SqliteDatabases | PostgresDatabases
    databases = request.getfixturevalue(f"{request.param}_databases")
    with databases.fresh() as database_url, applications.on(database_url) as app:
        yield Province(app)


@pytest.fixture
def province(open_all_day: Province) -> Province:
    return open_all_day.load()
