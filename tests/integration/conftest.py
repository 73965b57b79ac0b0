"""The whole application on a fresh database of each kind, with a family in it."""

from __future__ import annotations

import pytest
from flask import Flask

from gongji.kernel.runtime import Runtime
from tests.integration.household import Household
from tests.integration.records import Records


@pytest.fixture
def home(app: Flask) -> Household:
    return Household(app).load()


@pytest.fixture
def records(runtime: Runtime) -> Records:
    return Records(runtime)
