"""A prescription at a pharmacy of the outpatient pool (门诊统筹药店), over the gateway: 1101, 2201,
2203A, 2204, 2206, 2207 (POOL-10).
"""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from tests.support.cast import Answer, Bill, Cast
from tests.support.sent import (
    CLINIC,
    DRUG,
    HOSPITAL,
    PHARMACY,
    WIFE,
    Line,
    charge,
    diagnosis,
    family,
    settlement,
    visit,
)

ZHUZHOU, CHANGSHA = "430200", "430100"
SERIAL = count(800)


def places(**pharmacy: Any) -> list[dict[str, Any]]:
    """The pharmacy settles by the pool unless something else is said of it."""
    offered = {"services": [{"service": "pool", "since": "2023-05-22"}]} | pharmacy
    return [
        place | (offered if place["code"] == PHARMACY else {}) for place in family()["institutions"]
    ]


def people(area: str) -> list[dict[str, Any]]:
    """The wife is insured there."""
    persons: list[dict[str, Any]] = family()["persons"]
    persons[1]["insurances"][0]["area"] = area
    return persons


def filled(
    cast: Cast,
    *lines: dict[str, Any],
    prescriber: str | None = HOSPITAL,
    infno: str = "2203A",
    price: str = "500.00",
) -> Bill:
    """A visit at the pharmacy whose lines are on a prescription, unless they say otherwise."""
    number = cast.number_of(WIFE)
    here = visit(number, WIFE, next(SERIAL))
    registered = cast.transact("2201", {"data": here}, place=PHARMACY)
    ids = {"mdtrt_id": registered.body["output"]["data"]["mdtrt_id"], "psn_no": number}
    described = diagnosis(ids)
    described["mdtrtinfo"] |= {"rxfixmedinsCode": prescriber, "rxfixmedinsName": "测试医院"}
    assert cast.transact(infno, described, place=PHARMACY).code == ""
    rows = [
        charge(ids, order, Line(DRUG, price)) | {"rxno": f"RX{order}"} | line
        for order, line in enumerate(lines or ({},), 1)
    ]
    uploaded = cast.transact("2204", {"feedetail": rows}, place=PHARMACY)
    results = uploaded.body["output"]["result"]
    return Bill(WIFE, PHARMACY, settlement(ids, WIFE, results, "1", ""))


def receipt(cast: Cast) -> Any:
    headers = cast.sign_in(WIFE)
    newest = cast.call("GET", "/visits", **headers).body["items"][0]
    return cast.call("GET", f"/visits/{newest['settlement_id']}", **headers).body


def tried(cast: Cast, bill: Bill) -> Answer:
    return cast.transact("2206", {"data": bill.node}, place=bill.place)


def test_a_prescription_is_paid_explained_counted_and_given_back(cast: Cast) -> None:
    cast.load(persons=people(ZHUZHOU), institutions=places())
    bill = filled(cast)
    trial, settled = tried(cast, bill), cast.settle(bill)
    assert trial.legs() == settled.legs() == ("350.00", "100.00", "0.00", "50.00")
    told = [
        "起付线：门诊统筹药店不设起付线。",
        "统筹支付：（¥500.00 − ¥0.00）× 70% ＝ ¥350.00。",
    ]
    shown = receipt(cast)
    assert trial.pool_words() == settled.pool_words() == shown["calculation"] == told
    cited = {one["key"]: (one["source"], one["since"]) for one in shown["basis"]}
    assert cited["pool.310.out.PH"] == ("N02", "2023-05-22")
    assert "pool.310.year_cap.active" in cited

    second = cast.settle(filled(cast, price="2000.00"))
    assert second.bill["fund_pay_sumamt"] == 1150, "1500 less 350"
    cancelled = {name: settled.bill[name] for name in ("setl_id", "mdtrt_id", "psn_no")}
    assert cast.transact("2208", {"data": cancelled}, place=PHARMACY).code == ""
    third = cast.settle(filled(cast, price="2000.00"))
    assert third.bill["fund_pay_sumamt"] == 350, "what the cancelled one gave back"
    assert cast.broken() == []


@pytest.mark.parametrize(
    ("last", "asked", "pays"),
    [
        ({}, {"prescriber": None}, 0),
        ({}, {"infno": "2203"}, 0),
        ({"rxno": None}, {}, 0),
        ({"rxno": None, "rx_circ_flag": "1"}, {}, 700),
    ],
)
def test_who_prescribed_and_every_line_must_be_known(
    cast: Cast, last: dict[str, Any], asked: dict[str, Any], pays: int
) -> None:
    cast.load(persons=people(ZHUZHOU), institutions=places())
    settled = cast.settle(filled(cast, {}, last, **asked))
    assert settled.bill["fund_pay_sumamt"] == pays
    assert ("本次费用没有处方或不全在处方内" in "".join(settled.pool_words())) is (pays == 0)


def test_where_no_page_opens_it_the_pool_pays_nothing_and_says_so(cast: Cast) -> None:
    cast.load(persons=people(CHANGSHA), institutions=places())
    settled = cast.settle(filled(cast))
    assert settled.legs()[0] == "0.00"
    words = ["统筹支付：当地尚未查到开通文件，药店凭处方购药统筹基金暂不支付。"]
    assert settled.pool_words() == receipt(cast)["calculation"] == words


def test_a_pharmacy_without_the_service_and_a_plain_sale_have_no_pool(cast: Cast) -> None:
    cast.load(persons=people(ZHUZHOU), institutions=places(services=[]))
    settled = cast.settle(filled(cast))
    assert settled.pool_words() == ["统筹支付：本机构没有开通门诊统筹，统筹基金不支付。"]
    cast.load(persons=people(ZHUZHOU), institutions=places())
    bought = cast.buy(WIFE, Line(DRUG, "500.00"), flag="1")
    assert bought.legs() == ("0.00", "100.00", "0.00", "400.00")
    assert bought.pool_words() == []


@pytest.mark.parametrize(
    ("prescriber", "accepted"), [(CLINIC, True), (PHARMACY, False), ("H0", False)]
)
def test_only_a_designated_medical_institution_prescribes(
    cast: Cast, prescriber: str, accepted: bool
) -> None:
    cast.load(institutions=places())
    number = cast.number_of(WIFE)
    here = visit(number, WIFE, next(SERIAL))
    registered = cast.transact("2201", {"data": here}, place=PHARMACY)
    ids = {"mdtrt_id": registered.body["output"]["data"]["mdtrt_id"], "psn_no": number}
    described = diagnosis(ids)
    described["mdtrtinfo"]["rxfixmedinsCode"] = prescriber
    answer = cast.transact("2203A", described, place=PHARMACY)
    assert (answer.code == "") is accepted
    if not accepted:
        assert "处方医药机构编码不是定点医疗机构" in answer.body["err_msg"]
