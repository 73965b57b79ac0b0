"""The whole application on a fresh database of each kind, with a family in it."""

from __future__ import annotations

import pytest
from flask import Flask

from gongji.app.runtime import Runtime
from tests.registry_events.household import Household
from tests.registry_events.records import Records


@pytest.fixture
def home(app: Flask) -> Household:
    return Household(app).load()


@pytest.fixture
def records(runtime: Runtime) -> Records:
    return Records(runtime)
