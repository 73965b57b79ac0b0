"""Settling and cancelling over the gateway: what is booked, and that cancelling leaves nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select, text

from gongji.app.runtime import Runtime
from gongji.settlement.models import Settlement
from tests.support.cast import Cast
from tests.support.sent import (
    CHILD,
    CLINIC,
    DRUG,
    HOSPITAL,
    PAYER,
    PHARMACY,
    SHARED,
    TONIC,
    WIFE,
    Line,
    sale,
)

BIG = Line(DRUG, "600.00")


def standing(runtime: Runtime) -> dict[str, Any]:
    """Whatever a bill may change besides adding rows: balances, holds, counters."""
    queries = {
        "accounts": "SELECT balance_fen, held_fen FROM account ORDER BY id",
        "holds": "SELECT hold_fen FROM binding ORDER BY id",
        "counters": "SELECT year, deductible_fen, deductible_2_fen, paid_fen"
        " FROM year_counter ORDER BY year",
    }
    with runtime.engine.connect() as connection:
        return {
            name: [tuple(row) for row in connection.execute(text(query))]
            for name, query in queries.items()
        }


def zeros(state: dict[str, Any]) -> dict[str, Any]:
    """The same with a counter that stands at zero where there was none."""
    return state | {"counters": [row for row in state["counters"] if any(row[1:])]}


def test_a_cancelled_bill_leaves_balances_counters_and_holds_as_they_were(
    cast: Cast, runtime: Runtime
) -> None:
    cast.load(wife={"hold_fen": 20_000})
    before = standing(runtime)
    settled = cast.settle(cast.upload(WIFE, BIG))
    assert settled.legs() == ("240.00", "100.00", "260.00", "0.00")
    assert standing(runtime)["accounts"] == [(4_000, 0), (0, 0)]
    assert standing(runtime)["holds"] == [(0,), (0,)]
    undone = cast.cancel(settled)
    assert undone.legs() == ("-240.00", "-100.00", "-260.00", "0.00")
    assert undone.bill["balc"] == 100
    assert zeros(standing(runtime)) == before
    assert cast.cancel(settled).code == "ALREADY_CANCELLED"
    assert cast.broken() == []


def test_a_bill_cancelled_next_year_goes_back_to_the_year_it_was_settled_in(
    cast: Cast, runtime: Runtime
) -> None:
    before = standing(runtime)
    settled = cast.at("2025-12-31T12:00:00+08:00").settle(cast.upload(WIFE, BIG))
    cast.at("2026-01-02T12:00:00+08:00")
    next_year = cast.settle(cast.upload(CHILD, Line(DRUG, "30.00"), place=CLINIC))
    assert next_year.legs() == ("21.00", "0.00", "9.00", "0.00")
    assert cast.cancel(settled).code == ""
    after = standing(runtime)
    assert after["counters"] == [(2025, 0, 0, 0), (2026, 0, 0, 2_100)]
    assert sum(balance for balance, _ in after["accounts"]) == 40_000 - 900
    assert sum(balance for balance, _ in before["accounts"]) == 40_000
    assert cast.broken() == []


def limited(cast: Cast, **limits: int) -> Cast:
    return cast.load(wife={"limits": limits}, wife_fen=0, payer_fen=1_000_000)


@pytest.mark.parametrize(
    ("limits", "gives"),
    [
        ({"per_use_fen": 5_000}, ["50.00", "50.00", "50.00"]),
        ({"month_fen": 12_000}, ["80.00", "40.00", "0.00"]),
        ({"year_fen": 12_000}, ["80.00", "40.00", "0.00"]),
        ({"per_use_fen": 5_000, "month_fen": 7_000}, ["50.00", "20.00", "0.00"]),
    ],
)
def test_limits_bound_what_a_relative_gets(
    cast: Cast, limits: dict[str, int], gives: list[str]
) -> None:
    limited(cast, **limits)
    answers = [cast.buy(WIFE, Line(DRUG, "80.00")) for _ in gives]
    assert [answer.legs()[2] for answer in answers] == gives
    assert {answer.reason for answer in answers[1:]} == {"RELATIVE_CAP"}


def test_cancelling_gives_the_limit_of_the_day_of_the_bill_back(cast: Cast) -> None:
    """A refund counts for the month of what it refunds, not for the month in which it happens."""
    limited(cast, month_fen=12_000, year_fen=15_000)
    june = cast.buy(WIFE, Line(DRUG, "100.00"))
    cast.at("2025-07-01T10:00:00+08:00")
    assert cast.buy(WIFE, Line(DRUG, "100.00")).legs()[2] == "50.00"  # the year's 150.00
    assert cast.cancel(june, PHARMACY, "2103").code == ""
    assert cast.buy(WIFE, Line(DRUG, "100.00")).legs()[2] == "70.00"  # July's 120.00
    cast.at("2025-06-10T11:00:00+08:00")
    assert cast.buy(WIFE, Line(DRUG, "100.00")).legs()[2] == "30.00"  # the year's 150.00


def test_a_limit_cancelled_next_year_leaves_the_new_year_whole(cast: Cast) -> None:
    limited(cast, year_fen=12_000)
    december = cast.at("2025-12-31T23:00:00+08:00").buy(WIFE, Line(DRUG, "100.00"))
    cast.at("2026-01-01T09:00:00+08:00")
    assert cast.cancel(december, PHARMACY, "2103").code == ""
    assert cast.buy(WIFE, Line(DRUG, "200.00")).legs()[2] == "120.00"
    assert cast.broken() == []


@pytest.mark.parametrize(
    ("moment", "year"),
    [("2025-12-31T23:59:59+08:00", 2025), ("2026-01-01T00:00:00+08:00", 2026)],
)
def test_the_year_turns_at_local_midnight_though_the_server_is_in_utc(
    cast: Cast, runtime: Runtime, moment: str, year: int
) -> None:
    """At 00:00 in Hunan it is still 16:00 of the old year in UTC."""
    cast.load(
        year_counters=[
            {
                "person": "P02",
                "year": 2025,
                "pool": "employee_outpatient",
                "deductible_fen": 30_000,
                "paid_fen": 150_000,
            }
        ],
        wife_fen=0,
        payer_fen=1_000_000,
    )
    settled = cast.at(moment).settle(cast.upload(WIFE, BIG))
    pays = {2025: ("0.00", "0.00", "600.00", "0.00"), 2026: ("240.00", "0.00", "360.00", "0.00")}
    assert settled.legs() == pays[year]
    with runtime.engine.connect() as connection:
        years = connection.execute(text("SELECT DISTINCT year FROM entry")).scalars().all()
        days = connection.execute(text("SELECT counted_on FROM settlement")).scalars().all()
    assert years == [year]
    assert [str(day) for day in days] == [moment[:10]]


@pytest.mark.parametrize(
    ("moment", "mutual", "reason"),
    [
        ("2025-06-09T23:59:59+08:00", "0.00", "RELATION_NOT_STARTED"),
        ("2025-06-10T00:00:00+08:00", "10.00", None),
        ("2025-06-20T23:59:59+08:00", "10.00", None),
        ("2025-06-21T00:00:00+08:00", "0.00", "RELATION_ENDED"),
    ],
)
def test_a_relation_lasts_from_its_first_midnight_to_the_last_second_of_its_last_day(
    cast: Cast, moment: str, mutual: str, reason: str | None
) -> None:
    cast.load(child={"starts_on": "2025-06-10", "ends_on": "2025-06-20"})
    bought = cast.at(moment).buy(CHILD, begun="2025-06-01 08:00:00")
    assert (bought.legs()[2], bought.reason) == (mutual, reason)


def test_what_accounts_may_not_pay_is_cash_and_is_told_per_line(cast: Cast) -> None:
    bought = cast.buy(WIFE, Line(DRUG, "20.00"), Line(TONIC, "30.00"))
    assert bought.legs() == ("0.00", "20.00", "0.00", "30.00")
    assert bought.reason is None
    assert '"reason": "ITEM_PROHIBITED"' in bought.bill["exp_content"]


def test_what_the_catalogue_does_not_know_is_cash_everywhere(cast: Cast) -> None:
    """Two yuan of it beside twenty that are known: no pool, no account, and the reason is told."""
    lines = Line(DRUG, "20.00"), Line("D-NOBODY-KNOWS", "2.00")
    content = sale(cast.number_of(WIFE), WIFE, lines)
    bill = cast.upload(WIFE, *lines)
    visit = {"data": bill.node}
    answers = [
        cast.transact("2101", content),
        cast.transact("2102", content),
        cast.transact("2206", visit, place=HOSPITAL),
        cast.transact("2207", visit, place=HOSPITAL),
    ]
    for answer in answers:
        assert answer.legs()[3] == "2.00"
        assert answer.reason is None
        told = json.loads(answer.bill["exp_content"])["lines"]
        assert told == [{"feedetl_sn": "2", "reason": "ITEM_UNKNOWN"}]
        assert answer.bill["fulamt_ownpay_amt"] == 2
    explained = answers[0].body["output"]["detlcutinfo"][1]
    assert (explained["memo"], explained["med_chrgitm_type"]) == ("ITEM_UNKNOWN", "14")
    assert cast.broken() == []


RESTRICTED = "D-RESTRICTED"


@pytest.mark.parametrize(
    ("item", "flag", "in_scope", "reason"),
    [
        (RESTRICTED, "1", 100, ""),
        (RESTRICTED, "0", 0, "ITEM_RESTRICTED"),
        (RESTRICTED, "2", 0, "ITEM_REFUSED"),
        (DRUG, "1", 100, ""),
        (DRUG, "0", 100, ""),
        (DRUG, "2", 0, "ITEM_REFUSED"),
    ],
)
def test_a_restricted_item_is_covered_where_the_hospital_approves(
    cast: Cast, item: str, flag: str, in_scope: int, reason: str
) -> None:
    """Accounts pay what is not covered."""
    plain = {"name": "药品", "kind": "drug", "level": "01", "self_rate": "0.00"}
    marked = plain | {"code": RESTRICTED, "restricted": True}
    cast.load(wife_fen=30_000, catalogue=[plain | {"code": DRUG}, marked])
    settled = cast.settle(cast.upload(WIFE, Line(item, "100.00", approved=flag), place=CLINIC))
    assert (settled.bill["inscp_scp_amt"], settled.legs()[3]) == (in_scope, "0.00")
    told = json.loads(settled.bill["exp_content"])["lines"]
    assert told == ([{"feedetl_sn": "1", "reason": reason}] if reason else [])
    assert cast.broken() == []


def test_a_pharmacy_is_told_in_words_why_a_restricted_item_is_not_covered(cast: Cast) -> None:
    item = {
        "name": "药品",
        "kind": "drug",
        "level": "01",
        "self_rate": "0.00",
        "price_cap": "0.0543",
    }
    cast.load(catalogue=[item | {"code": RESTRICTED, "restricted": True}])
    content = sale(cast.number_of(WIFE), WIFE, [Line(RESTRICTED, "0.0543", 100)])
    (line,) = cast.transact("2101", content).body["output"]["detlcutinfo"]
    told = (line["memo"], line["exp_content"], line["lmt_used_flag"], str(line["pric_uplmt_amt"]))
    words = "限制使用的项目，医院没有审批通过"
    assert told == ("ITEM_RESTRICTED", words, "1", "0.0543")


def test_money_never_passes_through_a_relative(cast: Cast) -> None:
    """The payer's own bill is not paid by those with whom he shares (no chaining)."""
    cast.load(payer_fen=1_000)
    bought = cast.buy(PAYER, Line(DRUG, "50.00"))
    assert bought.legs() == ("0.00", "10.00", "0.00", "40.00")
    assert bought.reason == "NO_ACTIVE_RELATION"


@pytest.mark.parametrize(
    ("flag", "legs", "reason"),
    [
        ("0", ("0.00", "0.00", "0.00", "150.00"), "NOT_REQUESTED"),
        ("1", ("0.00", "100.00", "0.00", "50.00"), "NOT_REQUESTED"),
        ("2", ("0.00", "100.00", "50.00", "0.00"), None),
    ],
)
def test_the_institution_says_whose_account_is_asked_for(
    cast: Cast, flag: str, legs: tuple[str, ...], reason: str | None
) -> None:
    bought = cast.buy(WIFE, Line(DRUG, "150.00"), flag=flag)
    assert (bought.legs(), bought.reason) == (legs, reason)


def test_first_self_pay_is_paid_from_accounts_unless_only_what_is_in_scope_may_be(
    cast: Cast,
) -> None:
    shared = Line(SHARED, "100.00")
    assert cast.buy(CHILD, shared).legs() == ("0.00", "0.00", "100.00", "0.00")
    rule = {
        "area": "430100",
        "key": "settle.payable_part",
        "value": "IN_SCOPE_ONLY",
        "since": "2025-01-01",
        "basis": ["test"],
    }
    cast.load(policy=[rule])
    assert cast.buy(CHILD, shared).legs() == ("0.00", "0.00", "90.00", "10.00")


def test_a_bill_whose_figures_disagree_is_refused_and_books_nothing(
    cast: Cast, runtime: Runtime
) -> None:
    before = standing(runtime)
    wrong = cast.upload(WIFE, BIG, stated="600.01")
    assert cast.settle(wrong).code == "AMOUNTS_DISAGREE"
    assert standing(runtime) == before


def test_after_a_cancellation_the_same_batch_can_be_settled_again(cast: Cast) -> None:
    bill = cast.upload(WIFE, BIG)
    first = cast.settle(bill)
    assert cast.settle(bill).code == "ALREADY_SETTLED"
    cast.cancel(first)
    second = cast.settle(bill)
    assert second.legs() == first.legs()
    assert second.bill["setl_id"] != first.bill["setl_id"]
    assert cast.cancel(first).code == "ALREADY_CANCELLED"
    assert cast.broken() == []


def test_lines_keep_what_the_institution_calls_its_items(cast: Cast, runtime: Runtime) -> None:
    bought = sale(cast.number_of(WIFE), WIFE, [Line(DRUG), Line(TONIC)])
    for row, own in zip(bought["drugdetail"], ("shelf 1", "shelf 2"), strict=True):
        row["medins_list_codg"] = own
    cast.transact("2102", bought)
    query = select(Settlement.lines)
    (lines,) = runtime.run(lambda ctx: ctx.db.execute(query).scalars().all(), writes=False)
    assert [line.local_code for line in lines] == ["shelf 1", "shelf 2"]


def test_another_institution_cannot_touch_a_bill(cast: Cast) -> None:
    bill = cast.upload(WIFE, BIG)
    settled = cast.settle(bill)
    assert cast.cancel(settled, place=CLINIC).code == "VISIT_UNKNOWN"
    assert cast.transact("2207", {"data": bill.node}, place=CLINIC).code == "VISIT_UNKNOWN"
    assert cast.cancel(settled, place=HOSPITAL).code == ""
