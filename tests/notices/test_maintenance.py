"""Maintenance windows (OPS-01) close their own area and all below it, from start to end."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from gongji.app.context import Context
from gongji.kernel.clock import SHANGHAI
from gongji.kernel.ids import new_id
from gongji.notices.models import Feature, Maintenance
from gongji.notices.problems import UnderMaintenance as Closed
from gongji.notices.service import closing, refuse_in_maintenance, windows_now
from tests.auth.desk import NOON, Desk

ENDS_AT = datetime(2025, 6, 15, 6, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)


def window(area: str = "430400", ends_at: datetime = ENDS_AT, *features: str) -> Maintenance:
    return Maintenance(
        id=new_id("mnt"),
        area=area,
        features=list(features or ("binding",)),
        starts_at=ENDS_AT - 8 * HOUR,
        ends_at=ends_at,
    )


@pytest.mark.parametrize(
    ("window_area", "area", "closed"),
    [
        ("430400", "430400", True),
        ("430400", "430405", True),
        ("430400", "430300", False),
        ("430400", "430000", False),
        ("430405", "430400", False),
        ("430000", "430405", True),
        ("430000", "431300", True),
        ("430000", "440100", False),
        ("430400", "", False),
    ],
)
def test_a_window_covers_its_area_and_all_below(window_area: str, area: str, closed: bool) -> None:
    found = closing([window(window_area)], Feature.BINDING, area)
    assert (found is not None) is closed


def test_a_window_closes_only_its_features() -> None:
    assert closing([window()], Feature.PREMIUM, "430400") is None


def test_of_several_windows_the_last_end_counts() -> None:
    windows = [window(), window("430000", ENDS_AT + HOUR), window("430405", ENDS_AT - HOUR)]
    found = closing(windows, Feature.BINDING, "430405")
    assert found is windows[1]


@pytest.mark.parametrize(
    ("now", "in_force"),
    [
        (ENDS_AT - 8 * HOUR - timedelta(seconds=1), 0),
        (ENDS_AT - 8 * HOUR, 1),
        (ENDS_AT - timedelta(seconds=1), 1),
        (ENDS_AT, 0),
        (NOON, 0),
    ],
)
def test_a_window_is_open_at_its_end(desk: Desk, now: datetime, in_force: int) -> None:
    desk.run(lambda ctx: ctx.db.add(window()))
    assert len(desk.run(lambda ctx: windows_now(ctx.db, now))) == in_force


def test_the_refusal_names_the_end_and_when_to_come_back(desk: Desk) -> None:
    def act(ctx: Context) -> None:
        refuse_in_maintenance(ctx, Feature.BINDING, "430405")

    desk.run(lambda ctx: ctx.db.add(window()))
    desk.now = ENDS_AT - timedelta(seconds=90)
    with pytest.raises(Closed) as refused:
        desk.run(act)
    assert "6月15日 06:00" in refused.value.sentence()
    assert (refused.value.status, refused.value.retry_after_s) == (503, 90)
    desk.now = ENDS_AT
    desk.run(act)
