"""The desk of these rooms, once on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.auth.desk import Desk, open_desk


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    with open_desk(database_url) as opened:
        yield opened
