"""待遇延期: by the person himself, in the days of the calendar, for diseases of the online list."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from gongji.app.runtime import Runtime
from gongji.chronic.models import Extension
from gongji.chronic.rules import extended, window_of
from gongji.imports.qualifications import QUALIFICATIONS
from gongji.policy.values import ExtensionRule
from tests.imports.desk import sheet, taken_in
from tests.support.cast import Answer, Cast
from tests.support.sent import PAYER, WIFE, family

RULE = ExtensionRule(date(2024, 3, 1), 31, 10, 29, frozenset({3, 6, 9, 12}), 1)


def with_chronic(cast: Cast, valid_to: str = "2025-03-31", **more: Any) -> Cast:
    """The wife has diabetes."""
    persons = family()["persons"]
    entitled = {"disease": "糖尿病", "code": "M01600", "valid_to": valid_to, "online": True}
    persons[1]["chronic"] = [entitled | more.pop("chronic", {})]
    return cast.load(persons=persons, **more)


def held(cast: Cast, who: str = WIFE) -> list[dict[str, Any]]:
    answer = cast.call("GET", "/chronic/qualifications", **cast.sign_in(who))
    items: list[dict[str, Any]] = answer.body["items"]
    return items


def extend(cast: Cast, id_: str, who: str = WIFE, accepted: Any = True) -> Answer:
    body = {"commitment": {"accepted": accepted}}
    return cast.call("POST", f"/chronic/qualifications/{id_}/extension", body, **cast.sign_in(who))


def extend_at(cast: Cast, day: str) -> Answer:
    cast.at(f"{day}T10:00:00+08:00")
    return extend(cast, held(cast)[0]["id"])


def test_a_qualification_says_when_it_can_be_extended(cast: Cast) -> None:
    with_chronic(cast, chronic={"approved_on": "2024-02-29"}).at("2025-03-15T10:00:00+08:00")
    [item] = held(cast)
    del item["id"]
    assert item == {
        "disease": "糖尿病",
        "code": "M01600",
        "approved_on": "2024-02-29",
        "begins_on": "2024-03-01",
        "valid_to": "2025-03-31",
        "online": True,
        "window": {"opens_on": "2025-03-10", "closes_on": "2025-03-29"},
        "problem": None,
    }
    assert held(cast, PAYER) == []


@pytest.mark.parametrize(
    ("day", "opened"),
    [
        ("2025-03-09", False), ("2025-03-10", True), ("2025-03-29", True), ("2025-03-30", False),
        ("2025-06-15", False),
    ],
)  # fmt: skip
def test_the_calendar_opens_on_the_tenth_and_closes_on_the_twenty_ninth(
    cast: Cast, day: str, opened: bool
) -> None:
    answer = extend_at(with_chronic(cast), day)
    assert answer.status == (200 if opened else 422)
    assert opened or answer.code == "EXTENSION_NOT_OPEN"


def test_the_last_day_counts_until_its_last_second(cast: Cast) -> None:
    with_chronic(cast).at("2025-03-29T23:59:59+08:00")
    assert extend(cast, held(cast)[0]["id"]).status == 200


def test_it_is_prolonged_by_a_year_told_kept_and_not_open_again(
    cast: Cast, runtime: Runtime
) -> None:
    answer = extend_at(with_chronic(cast), "2025-03-15")
    assert (answer.status, answer.body["valid_to"]) == (200, "2026-03-31")
    assert answer.body["problem"]["code"] == "EXTENSION_NOT_OPEN"
    assert held(cast) == [answer.body]
    assert extend(cast, answer.body["id"]).code == "EXTENSION_NOT_OPEN"
    [kept] = runtime.run(lambda ctx: list(ctx.db.execute(select(Extension)).scalars()))
    assert (kept.valid_before, kept.valid_to) == (date(2025, 3, 31), date(2026, 3, 31))
    assert (kept.commitment_version, kept.channel) == ("1", "app")
    [told] = cast.call("GET", "/messages?kind=notice", **cast.sign_in(WIFE)).body["items"]
    assert "2026年3月31日" in told["text"]


def test_a_file_of_before_an_extension_does_not_undo_it(
    cast: Cast, runtime: Runtime, tmp_path: Path
) -> None:
    header, number = "id_number,disease,code,valid_to", family()["persons"][1]["id_number"]

    def bring(last_day: str) -> str:
        row = (number, "糖尿病", "M01600", last_day)
        return taken_in(runtime, QUALIFICATIONS, sheet(tmp_path, header, [row]))[2][0]

    extended_once = extend_at(with_chronic(cast), "2025-03-15").body
    assert (bring("2025-03-31"), held(cast)) == ("same", [extended_once])
    assert (bring("2025-02-28"), held(cast)[0]["valid_to"]) == ("changed", "2025-02-28")


def test_a_disease_outside_the_online_list_is_not_extended_online(cast: Cast) -> None:
    with_chronic(cast, chronic={"online": False})
    answer = extend_at(cast, "2025-03-15")
    assert (answer.status, answer.code) == (422, "EXTENSION_NOT_ONLINE")
    assert held(cast)[0]["window"] is None


def test_without_the_commitment_nothing_is_extended(cast: Cast) -> None:
    with_chronic(cast).at("2025-03-15T10:00:00+08:00")
    [item] = held(cast)
    refused = extend(cast, item["id"], accepted=False)
    assert refused.code == "COMMITMENT_REQUIRED"
    assert refused.body["detail"].startswith("办理待遇延期须阅读")
    assert extend(cast, item["id"], accepted="yes").code == "REQUEST_INVALID"
    assert held(cast) == [item]


def test_nobody_extends_for_somebody_else(cast: Cast) -> None:
    with_chronic(cast).at("2025-03-15T10:00:00+08:00")
    [item] = held(cast)
    for id_ in (item["id"], "chr_" + "0" * 26, "nonsense"):
        assert extend(cast, id_, PAYER).status == 404
    assert held(cast) == [item]


def test_policy_decides_the_calendar_of_the_insured_place(cast: Cast) -> None:
    value = {"from": "2025-01-01", "count": 31, "days": [1, 5], "months": [3], "years": 2}
    row = {
        "area": "430100",
        "key": "chronic.online_extension",
        "value": value,
        "since": "2025-01-01",
        "basis": ["test"],
    }
    with_chronic(cast, policy=[row])
    assert extend_at(cast, "2025-03-15").code == "EXTENSION_NOT_OPEN"
    assert extend_at(cast, "2025-03-05").body["valid_to"] == "2027-03-31"


def test_the_letter_of_commitment_is_there_for_anybody(cast: Cast) -> None:
    letter = cast.call("GET", "/chronic/commitment").body
    assert letter["version"] == "1"
    assert "承诺书" in letter["text"]


@pytest.mark.parametrize(
    ("valid_to", "first", "last"),
    [
        ("2025-01-01", "2025-03-10", "2025-03-29"),
        ("2025-03-31", "2025-03-10", "2025-03-29"),
        ("2025-04-01", "2025-06-10", "2025-06-29"),
        ("2025-12-31", "2025-12-10", "2025-12-29"),
    ],
)
def test_the_window_lies_in_the_last_month_of_the_quarter(
    valid_to: str, first: str, last: str
) -> None:
    window = window_of(date.fromisoformat(valid_to), RULE)
    assert window
    assert (window.opens_on.isoformat(), window.closes_on.isoformat()) == (first, last)


def test_a_quarter_that_policy_leaves_out_has_no_window() -> None:
    rule = ExtensionRule(date(2024, 3, 1), 31, 10, 29, frozenset({3}), 1)
    assert window_of(date(2025, 6, 30), rule) is None


def test_the_end_of_february_stays_in_february() -> None:
    assert extended(date(2024, 2, 29), RULE) == date(2025, 2, 28)


@given(st.dates(date(2024, 3, 1), date(2199, 12, 31)))
def test_an_extension_closes_its_own_window(valid_to: date) -> None:
    window, again = window_of(valid_to, RULE), window_of(extended(valid_to, RULE), RULE)
    assert window
    assert again
    assert window.closes_on < again.opens_on
