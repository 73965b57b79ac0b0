"""The town of this room, once on each kind of database, and a couple that lives there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.family.town import HER_PHONE, PHONE, Someone, Town, open_town


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    with open_town(database_url) as opened:
        yield opened


@pytest.fixture
def chen(town: Town) -> Someone:
    return town.employee("陈建国", "19800512", 1, phone=PHONE)


@pytest.fixture
def li(town: Town) -> Someone:
    return town.someone("李秀英", "19820308", 2, phone=HER_PHONE)
