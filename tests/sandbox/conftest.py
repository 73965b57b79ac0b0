"""The whole application on a fresh database, asked through Flask's test client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Reset = Callable[[dict[str, Any]], TestResponse]


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def reset(client: FlaskClient) -> Reset:
    def post(fixture: dict[str, Any]) -> TestResponse:
        return client.post("/api/v1/sandbox/reset", json={"fixture": fixture})

    return post
