"""The office of this room, once on each kind of database, with the family before it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.databases import PostgresDatabases, SqliteDatabases
from tests.premium.office import Office, open_office


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def open_all_day(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """One office for a whole file of tests: loading the family empties it of everything else."""
    databases: SqliteDatabases | PostgresDatabases
    databases = request.getfixturevalue(f"{request.param}_databases")
    with (
        databases.fresh() as database_url,
        open_office(database_url, tmp_path_factory.mktemp("office")) as opened,
    ):
        yield opened


@pytest.fixture
def office(open_all_day: Office) -> Office:
    return open_all_day.load()
