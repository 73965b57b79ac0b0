"""The directory: designated places by area, kind, level and name, in pages, without wildcards."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from tests.support.cast import Cast

PLACES: list[dict[str, Any]] = [
    {"code": "H43010100001", "name": "天心社区卫生服务中心", "area": "430103", "level": 1,
     "kind": "community"},
    {"code": "H43010100002", "name": "岳麓第二医院", "area": "430104", "level": 2,
     "kind": "hospital", "chronic": True},
    {"code": "H43020200003", "name": "株洲综合医院", "area": "430204", "level": 3,
     "kind": "hospital"},
    {"code": "P43010100004", "name": "芙蓉大药房100%正品", "area": "430102", "level": None,
     "kind": "pharmacy", "suspended_from": "2025-05-01"},
    {"code": "P43310100005", "name": "吉首ABC_药房", "area": "433101", "level": None,
     "kind": "pharmacy", "services": [
         {"service": "pool", "since": "2025-06-11", "until": "2025-06-30"}, {"service": "dual"}]},
    {"code": "X43010100006", "name": "健身馆医院", "area": "430102", "level": None,
     "kind": "pharmacy", "designated": False},
]  # fmt: skip


@pytest.fixture
def town(cast: Cast) -> Cast:
    return cast.load(institutions=PLACES)


def found(town: Cast, query: str = "") -> list[str]:
    """The last digits of the codes."""
    items = town.call("GET", f"/institutions{query}").body["items"]
    return [item["code"][-1] for item in items]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", "12345"),
        ("?area=430000", "12345"),
        ("?area=430100", "124"),
        ("?area=430104", "2"),
        ("?area=433100", "5"),
        ("?area=440000", ""),
        ("?kind=hospital", "23"),
        ("?kind=pharmacy&area=430100", "4"),
        ("?level=2", "2"),
        (f"?q={quote('医院')}", "23"),
        (f"?q={quote('  医院 ')}", "23"),
        (f"?q={quote('院医')}", ""),
        ("?q=%25", "4"),
        ("?q=_", "5"),
        ("?q=%5C", ""),
        ("?q=abc", "5"),
        (f"?q={quote('医')}&kind=hospital&level=3&area=430200", "3"),
    ],
)
def test_places_are_found_by_what_is_asked(town: Cast, query: str, codes: str) -> None:
    assert "".join(found(town, query)) == codes


def test_a_place_says_what_it_is_and_whether_its_agreement_is_in_force(town: Cast) -> None:
    items: list[dict[str, Any]] = town.call("GET", "/institutions").body["items"]
    assert items[1] == {
        "code": "H43010100002",
        "name": "岳麓第二医院",
        "area": "430104",
        "kind": "hospital",
        "level": 2,
        "chronic": True,
        "open": True,
        "suspended_from": None,
        "services": [
            {"service": service, "since": None, "until": None, "open": True}
            for service in ("account", "pool", "chronic")
        ],
    }
    assert (items[3]["open"], items[3]["suspended_from"]) == (False, "2025-05-01")
    town.at("2025-04-30T23:59:59+08:00")
    assert town.call("GET", "/institutions").body["items"][3]["open"] is True


def test_a_service_is_open_from_its_first_day_to_its_last(town: Cast) -> None:
    for moment, is_open in (
        ("2025-06-10T23:59:59+08:00", False),
        ("2025-06-11T00:00:00+08:00", True),
        ("2025-06-30T23:59:59+08:00", True),
        ("2025-07-01T00:00:00+08:00", False),
    ):
        town.at(moment)
        place = town.call("GET", "/institutions?area=433100").body["items"][0]
        told = {one.pop("service"): one for one in place["services"]}
        assert told["pool"] == {"since": "2025-06-11", "until": "2025-06-30", "open": is_open}
        assert (told["account"]["open"], told["dual"]["open"]) == (True, True)
        assert place["chronic"] is False


def test_pages_follow_one_another_by_code(town: Cast) -> None:
    seen: list[str] = []
    cursor = ""
    for size in (2, 2, 1):
        page = town.call("GET", f"/institutions?limit=2{cursor}").body
        assert len(page["items"]) == size
        seen += [item["code"] for item in page["items"]]
        cursor = f"&cursor={page['next']}"
    assert seen == sorted(place["code"] for place in PLACES[:5])
    assert cursor == "&cursor=None"


@pytest.mark.parametrize(
    "query",
    [
        "?area=43", "?area=4301%25%25", "?area=000000", "?kind=school", "?level=4", "?level=0",
        "?q=", "?q=%20", "?q=%00", f"?q={'x' * 51}", "?cursor=JQ==", "?limit=101",
    ],
)  # fmt: skip
def test_a_malformed_query_is_refused(town: Cast, query: str) -> None:
    assert town.call("GET", f"/institutions{query}").code == "REQUEST_INVALID"
