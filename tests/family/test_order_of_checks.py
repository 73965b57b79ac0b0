"""Phase 1 of a binding is a flat column: the first check that fails answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongji.family.application import Acceptance, Application, Relative
from gongji.family.rules import Authorizer, History, months_later, own_refusal
from gongji.kernel.money import Money
from gongji.policy.entries import OverlayRow
from gongji.vocabulary import InsuranceStatus, Relation
from tests.family.outside import number
from tests.family.town import BOOK, NEXT_YEAR, NOON, TODAY

Facts = TypeVar("Facts", Application, Authorizer, History)

ME, SPOUSE = number("19800512", 1), number("19820308", 2)
ASKED = Application(
    Relative("李秀英", SPOUSE, "19900000002"),
    Relation.SPOUSE,
    TODAY,
    NEXT_YEAR,
    Acceptance("1", accepted=True),
)
OWN = Authorizer(
    ME, InsuranceStatus.NORMAL, True, False, Money(1), bound_count=9, ever_bound_count=19
)
STRANGERS = History(bound_until=None, ever_bound=False)
RULES = BOOK.rules("430100", TODAY)
ME_WRITTEN_WRONG = Relative("陈建国", "430199198203080024", "19900000001")

# In the order of the contract: what spoils an application that nothing else speaks against.
SPOILERS: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("COMMITMENT_REQUIRED", {"commitment": Acceptance("1", accepted=False)}),
    ("ID_INVALID", {"beneficiary": ME_WRITTEN_WRONG}),
    ("SELF_BIND", {"beneficiary": Relative("陈建国", ME, "19900000001")}),
    ("AUTH_NOT_EMPLOYEE", {"status": None}),
    ("AUTH_NO_ACCOUNT", {"has_account": False}),
    ("AUTH_STATUS", {"status": InsuranceStatus.SUSPENDED}),
    ("ACCOUNT_FROZEN", {"frozen": True}),
    ("CHANGED_RECENTLY", {"closed_until": NOON}),
    ("AUTH_ZERO_BALANCE", {"balance": Money(0)}),
    ("RELATION_NOT_ALLOWED", {"relation": Relation.PARENT_IN_LAW}),
    ("DATE_PAST", {"starts_on": date(2025, 6, 9)}),
    ("DATE_ORDER", {"ends_on": date(2025, 6, 8)}),
    ("ALREADY_BOUND", {"bound_until": NEXT_YEAR}),
    ("LIMIT_CONCURRENT", {"bound_count": 10}),
    ("LIMIT_LIFETIME", {"ever_bound_count": 20}),
)
CODES = [code for code, _ in SPOILERS]


def changed(facts: Facts, changes: Mapping[str, Any]) -> Facts:
    """The facts with those of the changes that are among them."""
    return replace(facts, **{name: to for name, to in changes.items() if hasattr(facts, name)})


def answer(spoiled: set[str], asked: Application = ASKED) -> str:
    own, history = OWN, STRANGERS
    for code, changes in reversed(SPOILERS):
        if code in spoiled:
            asked = changed(asked, changes)
            own, history = changed(own, changes), changed(history, changes)
    problem = own_refusal(asked, own, history, RULES)
    return problem.code if problem else ""


def test_an_application_without_fault_passes() -> None:
    assert answer(set()) == ""


@pytest.mark.parametrize("code", CODES)
def test_each_fault_alone_has_its_own_code(code: str) -> None:
    assert answer({code}) == code


@given(st.sets(st.sampled_from(CODES), min_size=1))
def test_the_first_check_that_fails_answers(spoiled: set[str]) -> None:
    assert answer(spoiled) == min(spoiled, key=CODES.index)


def test_somebody_bound_before_costs_no_new_place_of_a_lifetime() -> None:
    own = replace(OWN, ever_bound_count=20)
    assert own_refusal(ASKED, own, History(None, ever_bound=True), RULES) is None


@pytest.mark.parametrize(
    ("relation", "area", "code"),
    [
        (Relation.SIBLING, "430200", ""),
        (Relation.SIBLING, "430400", "RELATION_NOT_ALLOWED"),
        (Relation.CHILD, "430400", ""),
        (Relation.OTHER, "430200", "RELATION_NOT_ALLOWED"),
    ],
)
def test_the_authorizers_area_says_who_is_near_enough(
    relation: Relation, area: str, code: str
) -> None:
    asked = replace(ASKED, relation=relation)
    problem = own_refusal(asked, OWN, STRANGERS, BOOK.rules(area, TODAY))
    assert (problem.code if problem else "") == code


@pytest.mark.parametrize(
    ("key", "value", "changes"),
    [
        ("bind.future_start", False, {"starts_on": date(2025, 6, 11)}),
        ("bind.max_months", 12, {"ends_on": date(2026, 6, 10)}),
    ],
)
def test_what_a_place_does_not_offer_is_an_invalid_request(
    key: str, value: object, changes: Mapping[str, Any]
) -> None:
    row = OverlayRow("430100", key, value, date(2025, 1, 1), ["test"])
    rules = BOOK.with_overlay([row]).rules("430100", TODAY)
    assert own_refusal(ASKED, OWN, STRANGERS, rules) is None
    problem = own_refusal(replace(ASKED, **changes), OWN, STRANGERS, rules)
    assert problem is not None
    assert problem.code == "REQUEST_INVALID"


def test_months_end_where_the_calendar_says() -> None:
    assert months_later(date(2025, 1, 31), 1) == date(2025, 3, 1)
    assert months_later(date(2025, 6, 10), 12) == date(2026, 6, 10)
    assert months_later(date(2024, 12, 31), 2) == date(2025, 3, 1)
