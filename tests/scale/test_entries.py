"""A page of entries reads a page, whatever is wanted and however long the account's history is."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date

import pytest

from gongji.account.queries import Direction, EntryDetails, Filter, entries
from gongji.app.context import Actor, Role
from gongji.app.paging import Page, PageRequest
from gongji.app.runtime import Runtime
from gongji.people.facts import find_by_id_number
from gongji.vocabulary import Scene
from tests.scale.crowd import figures
from tests.scale.history import History, lengthen
from tests.scale.reading import readings
from tests.support.cast import Cast
from tests.support.sent import NUMBERS, WIFE

LONG = History(entries=40_000, since="2025-12-01", days=60)
"""Over the end of a year, and every day has entries of every kind."""

READ_MAX = 400
"""Five figures of each day and less than ten pages: a hundredth of the history."""

DAYS = (
    (None, None),
    (date(2025, 12, 31), date(2026, 1, 1)),
    (date(2026, 1, 20), None),
    (None, date(2025, 12, 5)),
    (date(2025, 12, 1), date(2026, 12, 31)),
)
SCENES = (None, Scene.CHRONIC, Scene.PHARMACY, Scene.PREMIUM)


def every_filter() -> Iterator[Filter]:
    for year, days, direction, scene in itertools.product(
        (None, 2025, 2026), DAYS, (None, *Direction), SCENES
    ):
        yield Filter(year, *days, direction, scene)


@pytest.fixture
def owner(cast: Cast, runtime: Runtime) -> Actor:
    """She bought something once, and then came everything else."""
    assert cast.buy(WIFE).bill
    found = runtime.run(lambda ctx: find_by_id_number(ctx.db, NUMBERS[WIFE]), writes=False)
    assert found is not None
    with runtime.engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for statement in (*lengthen(f"'{found.id}'", LONG), *figures(), "ANALYZE"):
            connection.exec_driver_sql(statement)
    return Actor(Role.CITIZEN, found.id, "")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_no_filter_goes_through_the_account(runtime: Runtime, owner: Actor) -> None:
    def look(wanted: Filter, cursor: str | None) -> Page[EntryDetails]:
        page = PageRequest(cursor=cursor)
        return runtime.run(lambda ctx: entries(ctx, wanted, page), actor=owner, writes=False)

    with readings(runtime, as_if_large=True) as seen:
        for wanted in every_filter():
            seen.what = f"{wanted}"
            first = look(wanted, None)
            if first.next is not None:
                seen.what = f"{wanted}, further"
                look(wanted, first.next)
    assert len(seen.all) > LONG.days, "they were asked"
    bad = [one for one in seen.all if one.read > READ_MAX]
    assert not bad, "\n".join(map(str, bad))
