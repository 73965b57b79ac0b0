"""Price tiers (缴费档次): the payer chooses one for each relative, and it is told everywhere.

The prices are invented: Hunan has published no tier yet (C-36).
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from gongji.migrations.run import downgrade, upgrade
from gongji.ops.jobs import run_job
from tests.premium.office import Citizen, Office
from tests.premium.relatives import (
    FULL,
    HALF,
    NEPHEW,
    PAYER,
    PRODUCT,
    TIERS,
    TWO_AUTHORIZERS,
    WIFE,
    binding,
    row,
)
from tests.records.files import csv_rows, pdf_text

PAY = "/premiums/payments"
NAME = "城乡居民医保"
SUPPORT = "premium.subsidy.2026"
MISSING = (
    "2026 年度城乡居民医保分档缴费，由缴费人自选：一档 ¥400.00、二档 ¥650.01。"
    "本次没有选择档次，没有扣款。"
)


@pytest.fixture
def office(open_all_day: Office) -> Office:
    """Two tiers in Changsha, 400.00 and 650.01; one price of 400.00 in Hengyang."""
    return open_all_day.load(policy=[TIERS, TWO_AUTHORIZERS])


def support(kind: str, rate: Any, tiers: dict[str, Any]) -> dict[str, Any]:
    value = {"names": ["受资助人员"], "rate": rate, "tiers": tiers}
    return row(f"{SUPPORT}.{kind}", value, since="2025-09-01")


def body(office: Office, chosen: dict[str, str | None]) -> dict[str, Any]:
    """A request for these people, with the tiers of those who have one."""
    ties = {office.tie(who): tier for who, tier in chosen.items()}
    return {
        "product": "resident",
        "year": 2026,
        "binding_ids": list(ties),
        "tiers": [{"binding_id": tie, "tier": tier} for tie, tier in ties.items() if tier],
    }


def test_each_price_is_told_with_what_supports_leave_and_what_each_relative_owes(
    office: Office,
) -> None:
    chen = Citizen(office, PAYER)
    product = chen.call("GET", "/premiums/products?year=2026")[1]["items"][0]
    assert (product["name"], product["full_fen"]) == (NAME, None)
    assert [(one["tier"], one["full_fen"]) for one in product["prices"]] == [
        ("一档", 40000),
        ("二档", 65001),
    ]
    left = [{one["subsidy"]: one["due_fen"] for one in of["supported"]} for of in product["prices"]]
    assert left == [
        {"half": 20000, "full": 0, "newborn": 0},
        {"half": 32501, "full": 0, "newborn": 0},
    ]

    listed = chen.call("GET", "/premiums/payables?product=resident&year=2026")[1]["items"]
    told = {
        one["member"]["name"]: (one["due_fen"], [(p["tier"], p["due_fen"]) for p in one["prices"]])
        for one in listed
    }
    assert told == {
        "李*英": (None, [("一档", 40000), ("二档", 65001)]),
        "陈*雨": (None, [("一档", 20000), ("二档", 32501)]),
        "陈*华": (None, [("一档", 0), ("二档", 0)]),
        "何*苗": (40000, [(None, 40000)]),
        "陈*山": (0, []),
    }


def test_from_the_choice_to_the_receipts_and_back(office: Office) -> None:
    chen, wife = Citizen(office, PAYER), Citizen(office, WIFE)
    wanted = body(office, {WIFE: "二档", HALF: "二档", FULL: "一档", NEPHEW: None})
    first = chen.call("POST", PAY, wanted, "K1")
    items = first[1]["items"]
    assert [item["amount_fen"] for item in items] == [65001, 32501, 0, 40000]
    assert (first[1]["total_fen"], first[1]["balance_after_fen"]) == (137502, 162498)
    assert chen.call("POST", PAY, wanted, "K1") == first
    other = body(office, {WIFE: "一档", HALF: "二档", FULL: "一档", NEPHEW: None})
    assert chen.call("POST", PAY, other, "K1")[1]["code"] == "REQUEST_KEY_REUSED"
    again = chen.call("POST", PAY, other, "K2")[1]["items"]
    assert {item["problem"]["code"] for item in again} == {"ALREADY_PAID"}

    receipts = [chen.call("GET", f"{PAY}/{item['payment_id']}")[1] for item in items]
    assert [(one["tier"], one["full_fen"], one["name"]) for one in receipts] == [
        ("二档", 65001, f"{NAME}（二档）"),
        ("二档", 65001, f"{NAME}（二档）"),
        ("一档", 40000, f"{NAME}（一档）"),
        (None, 40000, NAME),
    ]
    assert receipts[2]["status"] == "paid_by_subsidy"
    paper = pdf_text(chen.file(f"{PAY}/{items[1]['payment_id']}?format=pdf"))
    assert all(word in paper for word in ("缴费档次", f"{NAME}（二档）", "650.01", "325.01"))
    assert "缴费档次" not in pdf_text(chen.file(f"{PAY}/{items[3]['payment_id']}?format=pdf"))
    kept = json.loads(chen.file("/me/export"))
    assert sorted(str(one["tier"]) for one in kept["premiums"]) == ["None", "一档", "二档", "二档"]
    lines = csv_rows(chen.file("/account/statement?year=2025&format=csv"))
    cells = [cell for line in lines for cell in line]
    assert (cells.count(f"{NAME}（二档）"), cells.count(NAME)) == (2, 1)
    [hers] = wife.call("GET", "/messages")[1]["items"]
    assert f"2026 年度{NAME}（二档） ¥650.01" in hers["text"]
    owners = [one["text"] for one in chen.call("GET", "/messages")[1]["items"]]
    assert any(f"2026 年度{NAME}（二档）、{NAME}共 3 笔，合计 ¥1,375.02" in one for one in owners)

    office.registry_reports("JOINED_EMPLOYEE", HALF, "2025-11-20")
    office.at("2025-12-01T10:00:00")
    chen = Citizen(office, PAYER)
    path = f"{PAY}/{items[1]['payment_id']}"
    back = chen.call("POST", f"{path}/refund", {"reason": "joined_employee"}, "R1")[1]
    assert (back["status"], back["tier"], back["amount_fen"]) == ("refunded", "二档", 32501)
    assert office.results(HALF, tiers={HALF: "一档"}) == [20000]
    assert (office.balance(), office.broken()) == (174999, [])


def test_without_a_tier_of_that_year_nothing_is_taken_and_who_has_one_is_paid(
    office: Office,
) -> None:
    paying = office.pay(
        WIFE, HALF, NEPHEW, FULL, tiers={HALF: "三档", NEPHEW: "一档", FULL: "二档"}
    )
    problems = [item.problem for item in paying.items]
    assert [one and one["code"] for one in problems] == [
        "TIER_MISSING",
        "TIER_UNKNOWN",
        "NO_TIERS",
        None,
    ]
    assert [one["detail"] for one in problems if one] == [
        MISSING,
        "2026 年度城乡居民医保没有“三档”，可以选择：一档 ¥400.00、二档 ¥650.01。",
        "2026 年度城乡居民医保只有一个缴费标准 ¥400.00，不能选择“一档”。",
    ]
    assert (paying.total_fen, office.balance(), office.broken()) == (0, 300_000, [])
    own = office.results(WIFE, product=PRODUCT, tiers={WIFE: "一档"})
    assert own == ["NO_TIERS"], "insurance has no tiers"


@pytest.mark.parametrize(
    ("moment", "result"),
    [
        ("2025-08-31T23:59:59", "POLICY_NOT_CONFIGURED"),
        ("2025-09-01T00:00:00", 65001),
        ("2026-01-31T23:59:59", 65001),
        ("2026-02-01T00:00:00", "WINDOW_CLOSED"),
    ],
)
def test_a_tier_is_paid_in_the_years_own_window(office: Office, moment: str, result: Any) -> None:
    assert office.at(moment).results(WIFE, tiers={WIFE: "二档"}) == [result]
    assert office.results(WIFE, year=2027, tiers={WIFE: "二档"}) == ["POLICY_NOT_CONFIGURED"]


def test_a_support_may_reach_one_tier_only(office: Office) -> None:
    """Half of the first tier alone; of the second one, the fully supported pay the difference."""
    rows = [support("half", 0.5, {"二档": 1}), support("full", 0, {"二档": "0.384625"})]
    office.load(policy=[TIERS, TWO_AUTHORIZERS, *rows])
    assert office.results(HALF, FULL, tiers={HALF: "二档", FULL: "二档"}) == [65001, 25001]
    office.load(policy=[TIERS, TWO_AUTHORIZERS, *rows])
    assert office.results(HALF, FULL, tiers={HALF: "一档", FULL: "一档"}) == [
        20000,
        "paid_by_subsidy",
    ]
    assert office.broken() == []


@pytest.mark.parametrize(("fen", "result"), [(65001, 65001), (65000, "BALANCE_SHORT")])
def test_the_chosen_tier_is_paid_whole_to_the_last_fen(
    office: Office, fen: int, result: Any
) -> None:
    rich = {"account": {"balance_fen": fen}}
    office.load(payer=rich, policy=[TIERS, TWO_AUTHORIZERS])
    assert office.results(WIFE, tiers={WIFE: "二档"}) == [result]


@pytest.mark.parametrize(
    ("tiers", "pointer", "code"),
    [
        ([{"binding_id": "bnd_2", "tier": "一档"}], "/tiers", "unknown"),
        ([{"binding_id": "bnd_1", "tier": "一档"}] * 2, "/tiers", "repeated"),
        ([{"binding_id": "bnd_1", "tier": "档" * 21}], "/tiers/0/tier", "too_long"),
        ([{"binding_id": "bnd_1", "tier": " "}], "/tiers/0/tier", "blank"),
        ([{"binding_id": "bnd_1", "tier": None}], "/tiers/0/tier", "required"),
        ([{"binding_id": "bnd_1"}], "/tiers/0/tier", "required"),
        ({"bnd_1": "一档"}, "/tiers", "type"),
        (None, "/tiers", "required"),
    ],
)
def test_a_choice_that_is_none_is_refused_by_field(
    office: Office, tiers: Any, pointer: str, code: str
) -> None:
    wanted = {"product": "resident", "year": 2026, "binding_ids": ["bnd_1"], "tiers": tiers}
    status, answer = Citizen(office, PAYER).call("POST", PAY, wanted, "K1")
    assert (status, answer["code"]) == (422, "REQUEST_INVALID")
    assert [(one["pointer"], one["code"]) for one in answer["errors"]] == [(pointer, code)]


def test_who_owes_something_at_any_tier_is_reminded(office: Office) -> None:
    """All is free for the fully supported, until the second tier is not."""
    only = [binding(PAYER, FULL, "sibling")]
    for extra, reminded in (([], 0), ([support("full", 0, {"二档": 1})], 1)):
        office.load(policy=[TIERS, *extra], bindings=only).at("2026-01-01T09:00:00")
        assert run_job(office.runtime, "remind")["reminded"] == reminded


def test_the_way_back_drops_the_tier_and_keeps_what_was_paid(office: Office) -> None:
    payment_id = office.paid(WIFE, tiers={WIFE: "二档"})
    downgrade(office.runtime.engine, "0038")
    upgrade(office.runtime.engine)
    receipt = Citizen(office, PAYER).call("GET", f"{PAY}/{payment_id}")[1]
    assert (receipt["tier"], receipt["name"]) == (None, f"{NAME}（二档）")
    assert (receipt["full_fen"], receipt["amount_fen"], office.broken()) == (65001, 65001, [])
