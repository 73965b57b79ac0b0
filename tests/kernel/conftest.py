"""The application without a migrated database, for what can be told from its routes alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from gongji.bootstrap import create_app
from gongji.config import read_settings
from tests.support.serving import environment


@pytest.fixture(scope="module")
def bare_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("bare")
    made = create_app(read_settings(environment(f"sqlite:///{folder / 'bare.sqlite3'}", folder)))
    yield made
    made.extensions["gongji"].engine.dispose()
