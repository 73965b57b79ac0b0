"""The whole application on a fresh database, asked through Flask's test client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gongji.bootstrap import create_app
from gongji.config import read_settings
from gongji.kernel.runtime import Runtime
from tests.serving import environment

Reset = Callable[[dict[str, Any]], TestResponse]


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    made = create_app(read_settings(environment(database_url, tmp_path)))
    yield made
    runtime_of(made).engine.dispose()


def runtime_of(app: Flask) -> Runtime:
    runtime: Runtime = app.extensions["gongji"]
    return runtime


@pytest.fixture
def runtime(app: Flask) -> Runtime:
    return runtime_of(app)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def reset(client: FlaskClient) -> Reset:
    def post(fixture: dict[str, Any]) -> TestResponse:
        return client.post("/api/v1/sandbox/reset", json={"fixture": fixture})

    return post
