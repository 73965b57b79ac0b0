"""What an institution states must agree; what it leaves out, or sends twice, is borne with."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from tests.support.cast import Cast
from tests.support.sent import (
    CHILD,
    CLINIC,
    DRUG,
    HOSPITAL,
    SHARED,
    WIFE,
    Line,
    card,
    diagnosis,
    sale,
    visit,
)

FOUR = ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt")


def test_amounts_that_are_not_stated_are_not_compared(cast: Cast) -> None:
    bill = cast.upload(WIFE, Line(DRUG, "60.00"), Line(SHARED, "40.00"))
    right = {name: bill.node[name] for name in FOUR}
    assert [float(amount) for amount in right.values()] == [0, 0, 4, 96]
    wrong: list[dict[str, Any]] = [
        {name: "0.01"} | {other: "" for other in FOUR if other != name} for name in FOUR
    ]
    wrong += [right | {"preselfpay_amt": "4.01", "inscp_scp_amt": "95.99"}]
    wrong += [dict.fromkeys(FOUR, "0") | {"inscp_scp_amt": "96.01"}]
    wrong += [{"medfee_sumamt": "100.01"}, {"medfee_sumamt": "0"}]
    for changed in wrong:
        node = {"data": bill.node | changed}
        assert cast.transact("2207", node, place=HOSPITAL).code == "AMOUNTS_DISAGREE", changed
    silent: list[dict[str, Any]] = [
        dict.fromkeys(FOUR),
        dict.fromkeys(FOUR, ""),
        dict.fromkeys(FOUR, "null"),
        dict.fromkeys(FOUR, 0),
        dict.fromkeys(FOUR, "0.00"),
        right | {"preselfpay_amt": None},
        {"medfee_sumamt": None},
        dict.fromkeys((*FOUR, "medfee_sumamt"), ""),
    ]
    for changed in silent:
        node = {"data": bill.node | changed}
        settled = cast.transact("2207", node, place=HOSPITAL)
        assert settled.bill["medfee_sumamt"] == 100, changed
        assert cast.cancel(settled).code == ""
    left_out = {name: item for name, item in bill.node.items() if name not in FOUR}
    assert cast.transact("2206", {"data": left_out}, place=HOSPITAL).code == ""
    assert cast.transact("2207", {"data": left_out}, place=HOSPITAL).code == ""


def test_a_sale_may_leave_its_total_out(cast: Cast) -> None:
    content = sale(cast.number_of(WIFE), WIFE, [Line(DRUG, "20.00")])
    content["druginfo"]["medfee_sumamt"] = "19.99"
    for infno in ("2101", "2102"):
        assert cast.transact(infno, content).code == "AMOUNTS_DISAGREE"
    content["druginfo"]["medfee_sumamt"] = ""
    for infno in ("2101", "2102"):
        assert cast.transact(infno, content).legs() == ("0.00", "20.00", "0.00", "0.00")


LINES = [
    ("0.0333", "1000", "33.33", True), ("0.0333", "1000", "33.35", True),
    ("0.0333", "1000", "33.36", False), ("33.3", "3", "100.00", True),
    ("33.3", "3", "100.06", False), ("33.33", "3", "100.00", True), ("10.00", "3", "30.01", True),
    ("10.00", "3", "30.02", False), ("10", "3", "31.00", False), (10.0, 3, "30.02", False),
    ("10", "1000", "10004.00", True), ("10", "1000", "10006.00", False),
    ("0.033300", "1000", "33.32", False), ("1.5", "0.5", "0.75", True), ("0.5", "1", "0.55", True),
    ("0.5", "1", "0.56", False),
]  # fmt: skip


def test_a_lines_tolerance_grows_with_its_quantity(cast: Cast) -> None:
    """A fen, or the quantity times half of the last decimal of the price that was sent."""
    content = sale(cast.number_of(WIFE), WIFE, [Line()])
    for price, quantity, amount, accepted in LINES:
        content["druginfo"]["medfee_sumamt"] = amount
        content["drugdetail"][0] |= {
            "pric": price,
            "cnt": quantity,
            "det_item_fee_sumamt": amount,
        }
        answer = cast.transact("2101", content)
        assert answer.code == ("" if accepted else "AMOUNTS_DISAGREE"), (price, quantity, amount)
    content["drugdetail"][0] |= {"pric": "0.0333", "cnt": "1000", "det_item_fee_sumamt": "40.00"}
    assert "报文为 40.00 元，明细核算为 33.30 元" in cast.transact("2101", content).body["err_msg"]


def test_one_message_written_in_two_ways_is_one_message(cast: Cast) -> None:
    content = sale(cast.number_of(WIFE), WIFE, [Line(DRUG, "80.00")])
    first = cast.transact("2102", content, msgid="TWICE")
    again: dict[str, Any] = copy.deepcopy(content)
    again["druginfo"] |= {"medfee_sumamt": "80.0", "PSN_NO": again["druginfo"].pop("psn_no")}
    again["drugdetail"] = again["drugdetail"][0] | {"pric": 80, "cnt": "1.0", "rxno": "null"}
    assert cast.transact("2102", again, msgid="TWICE").body["output"] == first.body["output"]
    again["druginfo"]["acct_used_flag"] = "1"
    assert cast.transact("2102", again, msgid="TWICE").code == "MSGID_REUSED"


def test_an_insurance_code_is_seen_whatever_the_case_of_its_keys(cast: Cast) -> None:
    """It is bound by being shown, although the sale is refused."""
    issued = cast.call("POST", "/credentials/insurance-code", {}, **cast.sign_in(WIFE))
    content = sale(cast.number_of(WIFE), WIFE, [Line()])
    info = content["druginfo"] | {"mdtrt_cert_no": issued.body["token"], "medfee_sumamt": "11"}
    info["Mdtrt_Cert_Type"] = "\t01\n"
    del info["mdtrt_cert_type"]
    assert cast.transact("2102", content | {"DrugInfo": info, "druginfo": info}).code
    shown = {"mdtrt_cert_type": "01", "mdtrt_cert_no": issued.body["token"]}
    elsewhere = cast.transact("1101", {"data": shown}, place=CLINIC)
    assert elsewhere.code == "CREDENTIAL_INVALID"


# -- a visit


def test_a_lost_registration_is_found_again(cast: Cast) -> None:
    wife, child = cast.number_of(WIFE), cast.number_of(CHILD)

    def register(number: str, who: str, **changed: str) -> Any:
        node = visit(number, who, 1) | changed
        return cast.transact("2201", {"data": node}, place=HOSPITAL)

    first = register(wife, WIFE).body["output"]["data"]
    assert register(wife, WIFE, begntime="2025-06-10 09:31:00").body["output"]["data"] == first
    assert "已经登记过" in register(child, CHILD).body["err_msg"]
    gone = {name: first[name] for name in ("mdtrt_id", "psn_no", "ipt_otp_no")}
    other = cast.transact("2202", {"data": gone | {"ipt_otp_no": "T2"}}, place=HOSPITAL)
    assert "门诊号与登记时不一致" in other.body["err_msg"]
    assert cast.transact("2202", {"data": gone}, place=HOSPITAL).code == ""
    assert register(wife, WIFE).body["output"]["data"]["mdtrt_id"] != first["mdtrt_id"]


def test_loose_ends_are_refused(cast: Cast) -> None:
    bill = cast.upload(WIFE)
    ids = {name: bill.node[name] for name in ("mdtrt_id", "psn_no")}
    unknown = cast.transact("2205", {"data": ids | {"chrg_bchno": "9"}}, place=HOSPITAL)
    assert unknown.code == "LINES_MISSING"
    settled = cast.settle(bill)
    told = diagnosis(ids, "13")
    assert cast.transact("2203", told, place=HOSPITAL).code == "ALREADY_SETTLED"
    assert cast.transact("2203", diagnosis(ids), place=HOSPITAL).code == ""
    assert cast.cancel(settled).code == ""
    assert cast.transact("2203", told, place=HOSPITAL).code == ""


@pytest.mark.parametrize("infno", ["2101", "2102"])
def test_a_hospital_sells_nothing_over_the_counter(cast: Cast, infno: str) -> None:
    """Its patient would lose the pool."""
    content = sale(cast.number_of(WIFE), WIFE, [Line()])
    answer = cast.transact(infno, content, place=HOSPITAL)
    assert answer.code == "REQUEST_INVALID"
    assert "仅供定点零售药店使用" in answer.body["err_msg"]


def test_what_is_not_offered_is_told_from_what_nobody_knows(cast: Cast) -> None:
    offered = cast.transact("3101", {"data": card(WIFE)})
    assert (offered.code, "明细审核事前分析" in offered.body["err_msg"]) == (
        "INFNO_NOT_OFFERED",
        True,
    )
    assert cast.transact("2304", {}).code == "INFNO_NOT_OFFERED"
    assert cast.transact("9999", {}).code == "INFNO_UNKNOWN"


def test_a_thousand_lines_and_an_image_fit_and_nothing_else_grows(cast: Cast) -> None:
    number = cast.number_of(WIFE)
    content = sale(number, WIFE, [Line(DRUG, "0.10")] * 1_000)
    for row in content["drugdetail"]:
        row |= {"used_frqu_dscr": "每日三次" * 40, "medc_way_dscr": "口服" * 80}
    assert len(json.dumps(content)) > 2_000_000
    assert cast.transact("2102", content).legs() == ("0.00", "100.00", "0.00", "0.00")
    bill = cast.upload(WIFE)
    ids = {name: bill.node[name] for name in ("mdtrt_id", "psn_no")}
    told = diagnosis(ids)
    told["mdtrtinfo"] |= {"rxIn": "A" * 400_000, "rxfilename": "处方.jpg"}
    assert cast.transact("2203A", told, place=HOSPITAL).code == ""
    answer = cast.transact("2203", told, place=HOSPITAL)
    assert (answer.code, "最多 256 KiB" in answer.body["err_msg"]) == ("REQUEST_MALFORMED", True)
