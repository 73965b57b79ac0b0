"""What an institution offers from a day until a day decides a bill on that day."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.cast import Cast
from tests.support.sent import DRUG, PHARMACY, WIFE, Line, family, sale

DAYS = ("2025-06-09", "2025-06-10", "2025-06-11", "2025-06-12")
FIRST, LAST = DAYS[1], DAYS[2]
DISEASE = "M03900"


def places(service: str) -> list[dict[str, Any]]:
    term = {"service": service, "since": FIRST, "until": LAST}
    return [one | {"services": [term]} for one in family()["institutions"]]


def people() -> list[dict[str, Any]]:
    persons: list[dict[str, Any]] = family()["persons"]
    held = {"disease": "高血压", "code": DISEASE, "valid_to": "2026-06-30"}
    return [one | {"chronic": [held]} for one in persons]


def of_hospital(cast: Cast, day: str) -> tuple[str, ...]:
    bill = cast.upload(WIFE, Line(DRUG, "300.00"), flag="0", begun=f"{day} 00:00:00")
    return cast.settle(bill).legs()


def of_pharmacy(cast: Cast, number: str, day: str) -> tuple[str, ...] | str:
    bought = sale(number, WIFE, [Line(DRUG, "300.00")], "0", f"{day} 00:00:00")
    bought["druginfo"] |= {"med_type": "14", "dise_codg": DISEASE}
    answer = cast.transact("2102", bought, place=PHARMACY)
    return answer.code or answer.legs()


REFUSED = "NOT_DESIGNATED"
NONE = ("0.00", "0.00", "0.00", "300.00")
FIRST_VISIT = ("60.00", "0.00", "0.00", "240.00")
SECOND_VISIT = ("120.00", "0.00", "0.00", "180.00")
"""The year's deductible ends at 300.00."""

CHRONIC = ("240.00", "0.00", "0.00", "60.00")


@pytest.mark.parametrize(
    ("service", "closed", "is_open"), [("account", REFUSED, NONE), ("chronic", NONE, CHRONIC)]
)
def test_each_service_decides_from_its_first_day_to_its_last(
    cast: Cast, service: str, closed: object, is_open: object
) -> None:
    cast.load(clock=f"{FIRST}T00:00:00+08:00", institutions=places(service), persons=people())
    number = cast.number_of(WIFE)
    found = []
    for day, hour in zip(DAYS, ("23:59:59", "00:00:00", "23:59:59", "00:00:00"), strict=True):
        cast.at(f"{day}T{hour}+08:00")
        found.append(of_pharmacy(cast, number, day))
    assert found == [closed, is_open, is_open, closed]


def test_a_hospital_settles_by_the_pool_while_its_agreement_says_so(cast: Cast) -> None:
    cast.load(clock=f"{DAYS[0]}T00:00:00+08:00", institutions=places("pool"))
    found = []
    for day in DAYS:
        cast.at(f"{day}T00:00:00+08:00")
        found.append(of_hospital(cast, day))
    assert found == [NONE, FIRST_VISIT, SECOND_VISIT, NONE]
    assert cast.broken() == []


def test_a_fixture_with_a_service_that_ends_before_it_begins_is_refused(cast: Cast) -> None:
    term = {"service": "pool", "since": "2025-06-11", "until": "2025-06-10"}
    wrong = [one | {"services": [term]} for one in family()["institutions"]]
    answer = cast.call("POST", "/sandbox/reset", {"fixture": family(institutions=wrong)})
    assert answer.status == 422
    assert answer.body["errors"][0]["pointer"] == "/fixture/institutions/0/services/0/until"
