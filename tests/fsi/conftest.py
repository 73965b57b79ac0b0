"""The served gateway, one for all tests of a module on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import WORKERS
from tests.fsi.gateway import Gateway
from tests.support.applications import Applications
from tests.support.cast import Cast, over_http
from tests.support.sent import WIFE
from tests.support.serving import serving


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """One database for all tests of a module: each loads its family, which empties it first."""
    with request.getfixturevalue(f"{request.param}_databases").fresh() as address:
        yield address


@pytest.fixture(scope="module")
def app(database_url: str, applications: Applications) -> Iterator[Flask]:
    with applications.on(database_url) as made:
        yield made


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def gateway(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Gateway]:
    databases = request.getfixturevalue(f"{request.param}_databases")
    folder, workers = tmp_path_factory.mktemp("gateway"), WORKERS[request.param]
    with databases.fresh() as url, serving(url, folder, workers=workers) as running:
        cast = Cast(over_http(running.base)).load()
        listed = cast.call("GET", "/sandbox/institutions").body["items"]
        keys = {row["code"]: row for row in listed}
        yield Gateway(running.base, url, cast, keys, cast.number_of(WIFE))
