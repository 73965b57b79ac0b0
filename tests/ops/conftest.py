"""The application on a fresh database of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from gongji.bootstrap import create_app
from gongji.config import read_settings
from gongji.kernel.runtime import Runtime
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
