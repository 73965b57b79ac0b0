"""The town of these rooms, once on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.family.town import Town, open_town


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    with open_town(database_url) as opened:
        yield opened
