"""The tiers of employees before and since 1 June 2023, as the law has them, seen from outside."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from tests.support.at_work import at_work
from tests.support.cast import Answer, Cast
from tests.support.sent import DRUG, HOSPITAL, PAYER, WIFE, Line, charge

BEFORE, SINCE = "2023-05-31T10:00:00+08:00", "2023-06-01T10:00:00+08:00"
SAME = Line(DRUG, "500.00")
NEARLY_USED = {
    "person": "P02",
    "year": 2025,
    "pool": "employee_outpatient",
    "deductible_fen": 29_999,
    "paid_fen": 140_000,
}


def receipt(cast: Cast, who: str) -> Any:
    headers = cast.sign_in(who)
    [item] = cast.call("GET", "/visits", **headers).body["items"]
    return cast.call("GET", f"/visits/{item['settlement_id']}", **headers).body


def in_force(cast: Cast, day: str, key: str, area: str = "430100") -> Any:
    items = cast.call("GET", f"/policy?area={area}&on={day}").body["items"]
    return next(item for item in items if item["key"] == key)


def sources(receipt: Any, key: str) -> list[tuple[str, str]]:
    return [(cited["source"], cited["since"]) for cited in receipt["basis"] if cited["key"] == key]


def test_the_same_bill_on_both_sides_of_the_change_explains_itself(cast: Cast) -> None:
    """Two people with the same insurance: for one, the first bill would count for the second."""
    cast.load(clock=BEFORE, policy=[], bindings=[])
    before = cast.settle(cast.upload(WIFE, SAME, flag="1", begun="2023-05-31 09:30:00"))
    assert before.legs() == ("180.00", "100.00", "0.00", "220.00")
    cast.at(SINCE)
    since = cast.settle(cast.upload(PAYER, SAME, flag="1", begun="2023-06-01 09:30:00"))
    assert since.legs() == ("270.00", "230.00", "0.00", "0.00")

    old, new = receipt(cast, WIFE), receipt(cast, PAYER)
    assert (old["pool_fen"], old["deductible_fen"]) == (18_000, 20_000)
    assert "".join(old["calculation"]) == (
        "起付线：二级机构每次就诊 ¥200.00，本次就诊此前已付 ¥0.00；"
        "本年在各级机构此前共付 ¥0.00，全年最多 ¥300.00。本次付 ¥200.00。"
        "统筹支付：（¥500.00 − ¥200.00）× 60% ＝ ¥180.00。"
    )
    assert (new["pool_fen"], new["deductible_fen"]) == (27_000, 5_000)
    assert "".join(new["calculation"]) == (
        "起付线：二级机构每次就诊 ¥50.00，本次就诊此前已付 ¥0.00；"
        "本年在二级机构此前已付 ¥0.00，全年最多 ¥200.00；"
        "本年在各级机构此前共付 ¥0.00，全年最多 ¥300.00。本次付 ¥50.00。"
        "统筹支付：（¥500.00 − ¥50.00）× 60% ＝ ¥270.00。"
    )
    tier = "pool.310.out.L2"
    assert sources(old, tier) == [("seedH", "2022-12-31"), ("F22", "2022-12-31")]
    assert sources(new, tier) == [("N01", "2023-06-01")]
    assert in_force(cast, "2023-05-31", tier)["told"] == (
        "每次就诊起付线 ¥200.00；超过起付线的部分由统筹基金支付 60%"
    )
    assert in_force(cast, "2023-06-01", tier)["told"] == (
        "每次就诊起付线 ¥50.00，本级机构全年累计不超过 ¥200.00；超过起付线的部分由统筹基金支付 60%"
    )
    assert in_force(cast, "2023-06-01", tier, "430400")["value"]["ded"] == 200
    assert cast.broken() == []


def test_a_trial_tells_the_sum_that_the_settlement_keeps(cast: Cast) -> None:
    """Also where the year's cap leaves less than the sum."""
    cast.load(policy=[], year_counters=[NEARLY_USED])
    bill = cast.upload(WIFE, SAME)
    tried = cast.transact("2206", {"data": bill.node}, place=bill.place)
    settled = cast.settle(bill)
    assert tried.legs() == settled.legs() == ("100.00", "100.00", "300.00", "0.00")
    told = receipt(cast, WIFE)["calculation"]
    assert told[0].endswith("此前共付 ¥299.99，全年最多 ¥300.00。本次付 ¥0.01。")
    assert told[1:] == [
        "统筹支付：（¥500.00 − ¥0.01）× 60% ＝ ¥299.99。",
        "本年统筹限额 ¥1,500.00，此前已用 ¥1,400.00，本次只能支付 ¥100.00。",
    ]
    for answer in (tried, settled):
        assert answer.pool_words() == told


def test_two_batches_at_the_turn_of_the_year_pay_one_deductible(
    cast: Cast, database_url: str
) -> None:
    """The first is being booked under the old year while the second waits under the new one."""
    cast.load(clock="2025-12-31T23:59:59+08:00", policy=[], wife_fen=100_000)
    first = cast.upload(WIFE, SAME, flag="1")
    ids = {name: first.node[name] for name in ("mdtrt_id", "psn_no")}
    row = charge(ids, 2, SAME) | {"chrg_bchno": "2"}
    assert cast.transact("2204", {"feedetail": [row]}, place=HOSPITAL).code == ""
    second = replace(first, node=first.node | {"chrg_bchno": "2"})

    def in_the_new_year() -> Answer:
        return cast.at("2026-01-01T00:00:00+08:00").settle(second)

    with at_work(database_url, lambda: cast.settle(first), in_the_new_year) as begun:
        bills = [one.result().bill for one in begun]
    assert sum(bill["act_pay_dedc"] for bill in bills) == Decimal("50.00")
    if "postgresql" in database_url:
        assert [bill["act_pay_dedc"] for bill in bills] == [Decimal("50.00"), 0]
    assert cast.broken() == []
