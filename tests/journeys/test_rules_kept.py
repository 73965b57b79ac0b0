"""What a citizen is promised, seen from outside: each test is one promise of the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from tests.support.cast import Answer, Cast
from tests.support.sent import (
    CHILD,
    DRUG,
    NUMBERS,
    OWN_PAID,
    PAYER,
    PHARMACY,
    SHARED,
    WIFE,
    Line,
    card,
    family,
    sale,
)


def people(**changes: Any) -> list[dict[str, Any]]:
    """The usual family, with some fields of the insurance of P01, P02 or P03 changed."""
    found = family()["persons"]
    for person in found:
        person["insurances"][0] |= changes.get(person["key"], {})
    return list(found)


def pharmacies(**changes: Any) -> list[dict[str, Any]]:
    return [one | changes for one in family()["institutions"] if one["code"] == PHARMACY]


def tied(*pairs: tuple[str, str, str]) -> list[dict[str, Any]]:
    """Bindings by key of authorizer and beneficiary, with what the latter is to the former."""
    usual = {"status": "active", "starts_on": "2025-01-01", "ends_on": "2026-12-31"}
    return [
        usual | {"authorizer": one, "beneficiary": other, "relation": relation}
        for one, other, relation in pairs
    ]


def in_force(key: str, value: Any) -> dict[str, Any]:
    row = {"area": "430000", "key": key, "value": value, "since": "2025-01-01", "basis": ["test"]}
    return {"policy": [row]}


def bought(cast: Cast, price: str, item: str = DRUG) -> Answer:
    """What the child buys, who has no account of his own."""
    return cast.buy(CHILD, Line(item, price))


def mutual(settled: Answer) -> tuple[str, str | None]:
    """The mutual leg in yuan, and why it is no more."""
    return settled.legs()[2], settled.reason


# -- who may share


@pytest.mark.parametrize("category", ["active", "flexible", "retired"])
def test_whoever_has_an_account_with_money_may_share_it(cast: Cast, category: str) -> None:
    cast.load(persons=people(P01={"category": category}))
    seen = cast.call("GET", "/family/eligibility", **cast.sign_in(PAYER)).body
    assert (seen["eligible"], seen["problem"]) == (True, None)


def test_a_relative_whose_insurance_is_suspended_gets_nothing(cast: Cast) -> None:
    cast.load(persons=people(P03={"status": "suspended"}))
    assert mutual(bought(cast, "10.00")) == ("0.00", "BENE_STATUS")


def test_a_suspended_authorizer_pays_nothing(cast: Cast) -> None:
    cast.load(persons=people(P01={"status": "suspended"}))
    assert mutual(bought(cast, "10.00")) == ("0.00", "AUTH_STATUS")


@pytest.mark.parametrize(("day", "seen"), [("2024-08-08", False), ("2024-08-09", True)])
def test_the_day_of_asking_decides_who_is_near_enough(cast: Cast, day: str, seen: bool) -> None:
    cast.at(f"{day}T10:00:00+08:00")
    first_screen = cast.call("GET", "/family/eligibility", **cast.sign_in(PAYER)).body
    assert ("sibling" in first_screen["relations_allowed"]) is seen


def test_an_announced_binding_takes_its_place_at_once(cast: Cast) -> None:
    cast.load(child={"starts_on": "2025-07-01"})
    signed_in = cast.sign_in(PAYER)
    pending = cast.call("GET", "/family/bindings?role=authorizer&status=pending", **signed_in).body
    assert len(pending["items"]) == 1
    assert cast.call("GET", "/family/eligibility", **signed_in).body["active"] == 2
    assert mutual(bought(cast, "10.00")) == ("0.00", "RELATION_NOT_STARTED")


# -- who pays


def test_a_short_account_is_used_up_and_the_patient_pays_the_rest(cast: Cast) -> None:
    short = bought(cast, "400.00")
    assert short.legs() == ("0.00", "0.00", "300.00", "100.00")
    assert short.reason == "BALANCE_SHORT"


def test_a_binding_outlives_an_empty_account(cast: Cast) -> None:
    emptied = bought(cast, "300.00")
    assert mutual(bought(cast, "10.00")) == ("0.00", "BALANCE_EMPTY")
    assert cast.cancel(emptied, PHARMACY, "2103").code == ""
    assert mutual(bought(cast, "10.00")) == ("10.00", None)


def test_who_shares_passes_on_his_own_money_only(cast: Cast) -> None:
    cast.load(bindings=tied(("P01", "P02", "spouse"), ("P02", "P03", "child")))
    assert mutual(bought(cast, "150.00")) == ("100.00", "BALANCE_SHORT")
    assert cast.account(PAYER)["balance_fen"] == 30_000


def test_of_several_authorizers_the_first_bound_pays_first(cast: Cast) -> None:
    ties = tied(("P02", "P03", "child"), ("P01", "P03", "child"))
    cast.load(bindings=ties, **in_force("bind.max_authorizers_per_beneficiary", 2))
    assert mutual(bought(cast, "150.00")) == ("150.00", None)
    balances = [cast.account(who)["balance_fen"] for who in (WIFE, PAYER)]
    assert balances == [0, 25_000]


# -- for what


@pytest.mark.parametrize(
    ("part", "item", "shared"),
    [
        ("ALL_PERSONAL", OWN_PAID, "10.00"),
        ("ALL_PERSONAL", SHARED, "10.00"),
        ("IN_SCOPE_ONLY", OWN_PAID, "0.00"),
        ("IN_SCOPE_ONLY", SHARED, "9.00"),
    ],
)
def test_policy_says_which_part_of_a_bill_accounts_may_pay(
    cast: Cast, part: str, item: str, shared: str
) -> None:
    cast.load(**in_force("settle.payable_part", part))
    settled = bought(cast, "10.00", item=item)
    assert mutual(settled) == (shared, None)


def chronic_bill(
    cast: Cast, price: str, begun: str = "2025-06-10 09:30:00", more: Sequence[Line] = ()
) -> Answer:
    """A purchase of the payer at a pharmacy that is designated for chronic care."""
    content = sale(cast.number_of(PAYER), PAYER, [Line(DRUG, price), *more], flag="1")
    content["druginfo"] |= {"med_type": "14", "dise_codg": "M03900", "begntime": begun}
    for row in content["drugdetail"]:
        row["fee_ocur_time"] = begun
    return cast.transact("2102", content)


def qualified(area: str) -> list[dict[str, Any]]:
    persons = people(P01={"area": area})
    held = {"disease": "高血压", "code": "M03900", "valid_to": "2025-06-10", "online": True}
    persons[0]["chronic"] = [held]
    return persons


def test_a_chronic_bill_without_a_qualification_is_an_ordinary_one(cast: Cast) -> None:
    cast.load(institutions=pharmacies(chronic=True))
    assert chronic_bill(cast, "10.00").legs() == ("0.00", "10.00", "0.00", "0.00")


@pytest.mark.parametrize(
    ("area", "day", "pool", "own"),
    [
        ("430100", "2025-06-10", "1600.00", "400.00"),
        ("430400", "2025-03-08", "1600.00", "400.00"),
        ("430400", "2025-03-09", "1800.00", "200.00"),
    ],
)
def test_chronic_care_is_paid_by_the_pool_first(
    cast: Cast, area: str, day: str, pool: str, own: str
) -> None:
    persons = qualified(area)
    persons[0]["account"]["balance_fen"] = 50_000
    places = pharmacies(chronic=True)
    cast.load(clock=f"{day}T10:00:00+08:00", persons=persons, institutions=places)
    settled = chronic_bill(cast, "2000.00", f"{day} 09:30:00")
    assert settled.legs() == (pool, own, "0.00", "0.00")


def test_chronic_care_out_of_the_range_is_cash_and_each_line_says_so(cast: Cast) -> None:
    cast.load(persons=qualified("430100"), institutions=pharmacies(chronic=True))
    settled = chronic_bill(cast, "100.00", more=[Line(OWN_PAID, "50.00"), Line(SHARED, "10.00")])
    assert settled.legs() == ("87.20", "22.80", "0.00", "50.00")
    assert [row["memo"] for row in settled.body["output"]["detlcutinfo"]] == [
        "",
        "OUT_OF_RANGE",
        "",
    ]
    told = settled.body["output"]["detlcutinfo"][1]["exp_content"]
    assert told == "不在政策范围内的费用"
    receipt = cast.call("GET", f"/visits/{settled.bill['setl_id']}", **cast.sign_in(PAYER)).body
    assert [line["reason"] for line in receipt["lines"]] == [None, "OUT_OF_RANGE", None]
    assert cast.cancel(settled, PHARMACY, "2103").code == ""
    assert cast.broken() == []


# -- where, and with which card


@pytest.mark.parametrize("lost", [{"designated": False}, {"suspended_from": "2025-06-10"}])
def test_only_designated_institutions_settle(cast: Cast, lost: dict[str, Any]) -> None:
    cast.load(institutions=pharmacies(**lost))
    assert cast.transact("1101", {"data": card(CHILD)}).code == "NOT_DESIGNATED"


def test_another_province_must_have_opened_sharing(cast: Cast) -> None:
    elsewhere = pharmacies(area="440103")
    cast.load(institutions=elsewhere)
    assert mutual(bought(cast, "10.00")) == ("0.00", "XPROV_NOT_OPEN")
    cast.load(institutions=elsewhere, **in_force("xprov.treatment_pairs", [["43", "44"]]))
    assert mutual(bought(cast, "10.00")) == ("10.00", None)


def test_money_is_shared_but_cards_are_not(cast: Cast) -> None:
    content = sale(cast.number_of(CHILD), CHILD, [Line()])
    content["druginfo"]["mdtrt_cert_no"] = NUMBERS[PAYER]
    assert cast.transact("2102", content).code == "CREDENTIAL_NOT_OWN"


# -- and back


def test_a_refund_returns_to_who_paid_even_after_unbinding(cast: Cast) -> None:
    settled = bought(cast, "120.00")
    signed_in = cast.sign_in(PAYER)
    ties = cast.call("GET", "/family/bindings?role=authorizer", **signed_in).body["items"]
    for tie in ties:
        assert cast.call("POST", f"/family/bindings/{tie['id']}/unbind", **signed_in).status == 200
    assert cast.cancel(settled, PHARMACY, "2103").code == ""
    account = cast.call("GET", "/account", **signed_in).body
    assert account["balance_fen"] == 30_000
    assert cast.broken() == []
