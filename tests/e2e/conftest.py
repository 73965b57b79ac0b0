"""What the tests of the mini-program can ask for: a browser, the served sandbox, a phone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.browsing import launch
from tests.e2e.phone import Phone, Phones, Target
from tests.e2e.world import World
from tests.support.databases import SqliteDatabases
from tests.support.serving import serving


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def sandbox(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("e2e")
    with sqlite_databases.fresh() as url, serving(url, folder) as running:
        yield World(running.base)


@pytest.fixture
def world(sandbox: World) -> World:
    """The demo family as it is on its first day."""
    return sandbox.reset()


@pytest.fixture(scope="session")
def phones(browser: Browser) -> Iterator[Phones]:
    """Lends phones that nobody has used."""
    with closing(Phones(browser)) as all_of_them:
        yield all_of_them


@pytest.fixture(params=list(Target))
def phone(request: pytest.FixtureRequest, phones: Phones, world: World) -> Iterator[Phone]:
    """A phone with each build in turn; whatever it complained about fails the test."""
    with phones.lent(request.param, world.base) as one:
        yield one
        assert one.complaints == []
