"""The directory of offices (经办机构): the nearest first, by what is done there, in pages."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.cast import Cast


def office(code: str, area: str, *services: str, hours: str | None = None) -> dict[str, Any]:
    return {
        "code": code,
        "name": f"测试{code}",
        "area": area,
        "address": "测试路 1 号",
        "hours": hours,
        "phone": "12393",
        "services": list(services),
    }


OFFICES = [
    office("a", "430103", "enrolment", "family", hours="周一至周五 09:00—17:00"),
    office("b", "430103", "chronic"),
    office("c", "430100", "enrolment", "chronic"),
    office("d", "430102", "enrolment"),
    office("e", "430104"),
    office("f", "430000", "transfer", "chronic"),
    office("g", "430200", "enrolment"),
    office("h", "430203", "chronic"),
    office("i", "440100", "enrolment"),
]


@pytest.fixture
def province(cast: Cast) -> Cast:
    return cast.load(offices=OFFICES[::-1])


NEAREST_FIRST = [
    ("?area=430103", "abcdef"),
    ("?area=430104", "ecdabf"),
    ("?area=430199", "cdabef"),
    ("?area=430100", "cdabef"),
    ("?area=430200", "ghf"),
    ("?area=430300", "f"),
    ("?area=430000", "fcdabegh"),
    ("?area=440103", "i"),
    ("?area=450000", ""),
    ("", "fcdabeghi"),
    ("?service=chronic", "fcbh"),
    ("?area=430104&service=chronic", "cbf"),
    ("?area=430200&service=family", ""),
]
"""Own offices, the prefecture's, those of its other counties, the province's; never another's."""


@pytest.mark.parametrize(("query", "codes"), NEAREST_FIRST)
def test_the_nearest_office_stands_first(province: Cast, query: str, codes: str) -> None:
    items = province.call("GET", f"/offices{query}").body["items"]
    assert "".join(item["code"] for item in items) == codes


@pytest.mark.parametrize("query", ["?area=430104", "?area=430000&service=chronic", "?"])
def test_pages_follow_one_another_by_nearness(province: Cast, query: str) -> None:
    whole = province.call("GET", f"/offices{query}").body
    assert whole["next"] is None
    seen, page = [], province.call("GET", f"/offices{query}&limit=1").body
    while True:
        seen += page["items"]
        if page["next"] is None:
            break
        page = province.call("GET", f"/offices{query}&limit=1&cursor={page['next']}").body
    assert seen == whole["items"]


def test_an_office_says_where_it_is_and_what_is_done_there(province: Cast) -> None:
    own, other = province.call("GET", "/offices?area=430103&limit=2").body["items"]
    assert own == OFFICES[0]
    assert other["hours"] is None


@pytest.mark.parametrize(
    "query",
    ["?area=4301", "?area=000000", "?service=parking", "?limit=101", "?cursor=JQ==",
     "?cursor=OTQzMDEwM2E="],
)  # fmt: skip
def test_a_malformed_query_is_refused(province: Cast, query: str) -> None:
    assert province.call("GET", f"/offices{query}").code == "REQUEST_INVALID"
