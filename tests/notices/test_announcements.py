"""Announcements by place, and the state of the service: in force, ahead, to the second."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from gongji.app.runtime import Runtime
from gongji.kernel.clock import SHANGHAI
from gongji.notices.models import Feature
from gongji.notices.queries import announce_maintenance, publish
from tests.support.cast import Cast

NOW = datetime(2025, 6, 10, 10, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)


@pytest.fixture
def board(runtime: Runtime, cast: Cast) -> Cast:
    """An announcement for each of some places, one that is over, one that is to come."""
    for area in ("100000", "430000", "430400", "430405", "430300"):
        runtime.run(partial(publish, area=area, title=area, text="内容"))
    rows: list[dict[str, Any]] = [
        {"title": "已结束", "starts_at": NOW - 2 * HOUR, "ends_at": NOW},
        {"title": "未发布", "announced_at": NOW + HOUR},
    ]
    for row in rows:
        runtime.run(partial(publish, area="430000", text="内容", **row))
    return cast


def titles(cast: Cast, query: str = "") -> list[str]:
    return [item["title"] for item in cast.call("GET", f"/notices{query}").body["items"]]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["430300", "430405", "430400", "430000", "100000"]),
        ("?area=430405", ["430405", "430400", "430000", "100000"]),
        ("?area=430400", ["430400", "430000", "100000"]),
        ("?area=430100", ["430000", "100000"]),
        ("?area=440100", ["100000"]),
        ("?area=430405&limit=2", ["430405", "430400"]),
    ],
)
def test_a_place_is_told_what_concerns_it(board: Cast, query: str, shown: list[str]) -> None:
    assert titles(board, query) == shown


def test_an_announcement_appears_at_its_second(board: Cast) -> None:
    board.at("2025-06-10T10:59:59+08:00")
    assert "未发布" not in titles(board)
    board.at("2025-06-10T11:00:00+08:00")
    assert "未发布" in titles(board)


def test_an_announcement_names_its_feature_and_times(cast: Cast, runtime: Runtime) -> None:
    runtime.run(
        lambda ctx: publish(
            ctx,
            area="430100",
            title="升级",
            text="内容",
            feature=Feature.PREMIUM,
            starts_at=NOW + HOUR,
            ends_at=NOW + 2 * HOUR,
        )
    )
    [item] = cast.call("GET", "/notices").body["items"]
    del item["id"]
    assert item == {
        "area": "430100",
        "feature": "premium",
        "title": "升级",
        "text": "内容",
        "from": "2025-06-10T11:00:00+08:00",
        "to": "2025-06-10T12:00:00+08:00",
        "announced_at": "2025-06-10T10:00:00+08:00",
    }


@pytest.mark.parametrize("query", ["?area=43", "?area=abcdef", "?area=%25", "?cursor=eA=="])
def test_a_malformed_query_is_refused(cast: Cast, query: str) -> None:
    assert cast.call("GET", f"/notices{query}").code == "REQUEST_INVALID"


def test_the_state_of_the_service_is_in_business_time(cast: Cast) -> None:
    cast.at("2025-12-31T23:59:59+08:00")
    assert cast.call("GET", "/service-status").body == {
        "now": "2025-12-31T23:59:59+08:00",
        "today": "2025-12-31",
        "maintenance": [],
    }
    cast.at("2026-01-01T00:00:00+08:00")
    assert cast.call("GET", "/service-status").body["today"] == "2026-01-01"


def test_windows_are_told_ahead_and_until_their_last_second(cast: Cast, runtime: Runtime) -> None:
    features = [Feature.BINDING, Feature.SETTLEMENT]
    for area, hours in (("430400", 4), ("430000", 1)):
        begins = NOW + hours * HOUR
        runtime.run(
            partial(
                announce_maintenance,
                area=area,
                features=features,
                starts_at=begins,
                ends_at=begins + HOUR,
            )
        )
    [told, _] = cast.call("GET", "/notices").body["items"]
    assert told["title"] == "湖南省系统维护"
    assert told["text"] == (
        "6月10日 11:00 至 6月10日 12:00 暂停共济办理、共济支付，其他服务照常使用；"
        "维护结束后自动恢复。"
    )
    ahead = cast.call("GET", "/service-status").body["maintenance"]
    assert ahead[0] == {
        "area": "430000",
        "features": ["binding", "settlement"],
        "from": "2025-06-10T11:00:00+08:00",
        "to": "2025-06-10T12:00:00+08:00",
    }
    assert [window["area"] for window in ahead] == ["430000", "430400"]
    cast.at("2025-06-10T11:59:59+08:00")
    assert len(cast.call("GET", "/service-status").body["maintenance"]) == 2
    cast.at("2025-06-10T12:00:00+08:00")
    [left] = cast.call("GET", "/service-status").body["maintenance"]
    assert left["area"] == "430400"
    [still] = cast.call("GET", "/notices").body["items"]
    assert still["title"] == "衡阳市系统维护"


def test_a_window_closes_settlement_from_its_first_second_to_its_last(
    cast: Cast, runtime: Runtime
) -> None:
    runtime.run(
        lambda ctx: announce_maintenance(
            ctx,
            area="430100",
            features=[Feature.SETTLEMENT],
            starts_at=NOW + HOUR,
            ends_at=NOW + 2 * HOUR,
        )
    )
    reasons = []
    for moment in ("10:59:59", "11:00:00", "11:59:59", "12:00:00"):
        cast.at(f"2025-06-10T{moment}+08:00")
        reasons.append(cast.buy("陈志远").reason)
    assert reasons == [None, "MAINTENANCE", "MAINTENANCE", None]
