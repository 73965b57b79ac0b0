"""The whole application on a fresh database of each kind, with a family in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from gongji.bootstrap import create_app
from gongji.config import read_settings
from gongji.kernel.runtime import Runtime
from tests.integration.household import Household
from tests.integration.records import Records
from tests.serving import environment


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    made = create_app(read_settings(environment(database_url, tmp_path)))
    yield made
    made.extensions["gongji"].engine.dispose()


@pytest.fixture
def runtime(app: Flask) -> Runtime:
    found: Runtime = app.extensions["gongji"]
    return found


@pytest.fixture
def home(app: Flask) -> Household:
    return Household(app).load()


@pytest.fixture
def records(runtime: Runtime) -> Records:
    return Records(runtime)
