"""Whether an account is used unasked is its owner's own area's word (`settle.opt_in`, C-06)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.cast import Cast
from tests.support.sent import CHILD, DRUG, PAYER, WIFE, Line, family

AREAS = {PAYER: "430100", WIFE: "430200"}
MASKED = {PAYER: "陈*国", WIFE: "李*英"}


def two_parents(cast: Cast, automatic: list[str]) -> Cast:
    """Father and mother, insured in two areas, share with their child in this order."""
    made = family()
    made["persons"][1]["insurances"][0]["area"] = AREAS[WIFE]
    child = made["bindings"][1]
    policy = [_rule("430000", "bind.max_authorizers_per_beneficiary", 2)]
    policy += [_rule(AREAS[who], "settle.opt_in", "AUTO") for who in automatic]
    bindings = [child, child | {"authorizer": "P02"}]
    return cast.load(persons=made["persons"], bindings=bindings, policy=policy)


def _rule(area: str, key: str, value: Any) -> dict[str, Any]:
    return {"area": area, "key": key, "value": value, "since": "2025-01-01", "basis": ["test"]}


@pytest.mark.parametrize(
    ("flag", "automatic", "pays", "reason"),
    [
        ("0", [PAYER, WIFE], {}, "NOT_REQUESTED"),
        ("1", [], {}, "NOT_REQUESTED"),
        ("1", [PAYER], {PAYER: "300.00"}, "NOT_REQUESTED"),
        ("1", [WIFE], {WIFE: "100.00"}, "BALANCE_SHORT"),
        ("1", [PAYER, WIFE], {PAYER: "300.00", WIFE: "50.00"}, None),
        ("2", [], {PAYER: "300.00", WIFE: "50.00"}, None),
    ],
)
def test_each_account_is_asked_by_the_rule_of_its_own_area(
    cast: Cast, flag: str, automatic: list[str], pays: dict[str, str], reason: str | None
) -> None:
    bought = two_parents(cast, automatic).buy(CHILD, Line(DRUG, "350.00"), flag=flag)
    told: dict[str, Any] = json.loads(bought.bill["exp_content"])["mutual"]
    paid = {payer["name"]: payer["amount"] for payer in told["payers"]}
    assert paid == {MASKED[who]: amount for who, amount in pays.items()}
    assert told["reason"] == reason
    assert cast.broken() == []
