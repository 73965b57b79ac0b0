"""Drugs of both channels (双通道) and of the two diseases (两病), over the gateway (POOL-11)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.support.cast import Answer, Cast
from tests.support.sent import (
    CHILD,
    CLINIC,
    DRUG,
    HOSPITAL,
    OWN_PAID,
    PHARMACY,
    WIFE,
    Line,
    family,
    sale,
)

DAY = "2026-01-01"
NOW, BEGUN = f"{DAY}T10:00:00+08:00", f"{DAY} 09:30:00"
HIGH_PRESSURE = {"kind": "two_diseases", "code": "hypertension", "name": "高血压"}


def load(cast: Cast, moment: str = NOW, **more: Any) -> Cast:
    """The wife is registered for a drug of both channels, the child for hypertension."""
    made = family()
    persons, catalogue = made["persons"], made["catalogue"]
    dual = {"kind": "dual", "code": DRUG, "name": "药品", "since": "2025-01-01"}
    persons[1]["registrations"] = [dual | {"until": "2026-12-31"}]
    persons[2]["registrations"] = [HIGH_PRESSURE | {"until": "2026-12-31"}]
    marked = [item | {"dual": item["code"] in (DRUG, OWN_PAID)} for item in catalogue]
    places = [one | {"services": [{"service": "dual"}]} for one in made["institutions"]]
    lists = {"persons": persons, "catalogue": marked, "institutions": places}
    return cast.load(**{"clock": moment, "policy": [], **lists, **more})


def sold(cast: Cast, *lines: Line, infno: str = "2102", begun: str = BEGUN) -> Answer:
    content = sale(cast.number_of(WIFE), WIFE, lines, "1", begun)
    content["druginfo"]["med_type"] = "18"
    return cast.transact(infno, content, place=PHARMACY)


def extra(answer: Answer) -> str:
    return str(answer.bill["exp_content"])


def test_a_drug_of_both_channels_is_paid_at_hospital_and_pharmacy_alike(cast: Cast) -> None:
    load(cast)
    line = Line(DRUG, "1000.00")
    tried, bought = sold(cast, line, infno="2101"), sold(cast, line)
    assert tried.legs() == bought.legs() == ("700.00", "100.00", "0.00", "200.00")
    visited = cast.settle(cast.upload(WIFE, line, flag="1", med_type="18", begun=BEGUN))
    assert visited.legs() == ("700.00", "0.00", "0.00", "300.00")
    told = [
        "起付线：双通道药品不设起付线。",
        "统筹支付：（¥1,000.00 − ¥0.00）× 70% ＝ ¥700.00。",
        "双通道单行支付不占用普通门诊的年度限额。",
    ]
    for answer in (tried, bought, visited):
        assert answer.pool_words() == told
        assert (answer.bill["clr_type"], answer.bill["act_pay_dedc"]) == ("18", Decimal("0.00"))
        assert "dual.310.rate" in extra(answer)
        details = answer.body["output"]["setldetail"]
        assert details[0]["fund_pay_type"] == "310100"
    ordinary = cast.settle(cast.upload(WIFE, Line(DRUG, "3000.00"), place=CLINIC, begun=BEGUN))
    assert ordinary.bill["fund_pay_sumamt"] == 1500, "the cap is still whole"
    assert cast.broken() == []


def test_the_day_before_it_begins_it_is_refused(cast: Cast) -> None:
    load(cast, "2025-12-31T23:59:59+08:00")
    answer = sold(cast, Line(DRUG, "10.00"), begun="2025-12-31 09:30:00")
    assert answer.code == "POLICY_NOT_CONFIGURED"


@pytest.mark.parametrize("infno", ["2101", "2102"])
@pytest.mark.parametrize(
    ("item", "changed", "words"),
    [
        ("D-YI", {}, "明细 1 不是双通道药品"),
        (OWN_PAID, {}, "患者没有明细 1 的双通道待遇资格"),
        ("D-NOWHERE", {}, "明细 1 不是双通道药品"),
        (DRUG, {"institutions": family()["institutions"]}, "本机构没有开通双通道服务"),
    ],
)
def test_what_is_not_granted_is_refused_with_words(
    cast: Cast, infno: str, item: str, changed: dict[str, Any], words: str
) -> None:
    load(cast, **changed)
    answer = sold(cast, Line(item, "10.00"), infno=infno)
    assert answer.code == "REQUEST_INVALID"
    assert words in answer.body["err_msg"]


def of_child(cast: Cast, price: str, place: str = CLINIC, begun: str = BEGUN) -> Answer:
    bill = cast.upload(
        CHILD, Line(DRUG, price), place=place, flag="0", med_type="9901", begun=begun
    )
    return cast.settle(bill)


def test_the_two_diseases_have_a_cap_of_their_own_that_a_cancelled_bill_refills(cast: Cast) -> None:
    load(cast)
    first = of_child(cast, "500.00")
    assert first.legs() == ("350.00", "0.00", "0.00", "150.00")
    assert first.pool_words() == [
        "起付线：门诊两病用药不设起付线。",
        "统筹支付：（¥500.00 − ¥0.00）× 70% ＝ ¥350.00。",
    ]
    assert (first.bill["clr_type"], first.bill["insutype"]) == ("15", "390")
    second = of_child(cast, "100.00", HOSPITAL)
    assert second.legs()[0] == "10.00"
    assert second.pool_words()[-1] == (
        "本年门诊两病限额 ¥360.00，此前已用 ¥350.00，本次只能支付 ¥10.00。"
    )
    ordinary = cast.settle(cast.upload(CHILD, Line(DRUG, "1000.00"), place=CLINIC, begun=BEGUN))
    assert ordinary.bill["fund_pay_sumamt"] == 560, "that of ordinary care is still whole"
    cancelled = {name: first.bill[name] for name in ("setl_id", "mdtrt_id", "psn_no")}
    assert cast.transact("2208", {"data": cancelled}, place=CLINIC).code == ""
    assert of_child(cast, "1000.00").legs()[0] == "350.00"
    assert cast.broken() == []


def test_the_two_diseases_begin_anew_with_the_year_and_end_with_the_registration(
    cast: Cast,
) -> None:
    used = {
        "person": "P03",
        "year": 2025,
        "pool": "resident_two_diseases",
        "deductible_fen": 0,
        "paid_fen": 35_999,
    }
    load(cast, "2025-12-31T23:59:59+08:00", year_counters=[used])
    assert of_child(cast, "100.00", begun="2025-12-31 09:30:00").legs()[0] == "0.01"
    cast.at(NOW)
    assert of_child(cast, "100.00").legs()[0] == "70.00"
    cast.at("2026-12-31T23:59:59+08:00")
    assert of_child(cast, "100.00", begun="2026-12-31 09:30:00").legs()[0] == "70.00"
    cast.at("2027-01-01T00:00:00+08:00")
    refused = of_child(cast, "100.00", begun="2027-01-01 00:00:00")
    assert "患者没有门诊两病登记" in refused.body["err_msg"]


def test_an_employee_has_no_such_benefit(cast: Cast) -> None:
    persons = family()["persons"]
    persons[1]["registrations"] = [HIGH_PRESSURE | {"until": "2026-12-31"}]
    load(cast, persons=persons)
    bill = cast.upload(WIFE, Line(DRUG, "100.00"), place=CLINIC, med_type="9901", begun=BEGUN)
    assert "门诊两病待遇属于居民医保" in cast.settle(bill).body["err_msg"]
