"""What is on record comes back as it was sent and settled, to whom it belongs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.fsi.test_looks import nothing_missing
from tests.support.cast import Cast
from tests.support.sent import (
    BEGUN,
    CAPPED,
    CLINIC,
    DRUG,
    HOSPITAL,
    OWN_PAID,
    PHARMACY,
    SHARED,
    WIFE,
    Line,
    family,
)

CARE = [{"disease": "高血压", "code": "I10.x00", "valid_to": "2026-12-31"}]


def told(cast: Cast, infno: str, node: dict[str, Any], place: str = HOSPITAL) -> dict[str, Any]:
    answer = cast.transact(infno, {"data": node}, place=place)
    assert answer.code == "", answer.body
    nothing_missing(infno, answer.body["output"])
    found: dict[str, Any] = answer.body["output"]
    return found


def settled(cast: Cast, *lines: Line, med_type: str = "11") -> dict[str, Any]:
    done = cast.settle(cast.upload(WIFE, *lines, med_type=med_type)).bill
    return {name: done[name] for name in ("psn_no", "setl_id", "mdtrt_id")}


def test_the_diagnoses_of_a_visit_are_those_that_2203_sent(cast: Cast) -> None:
    [row] = told(cast, "5202", settled(cast))["diseinfo"]
    assert {name: row[name] for name in ("diag_code", "diag_name", "diag_dept", "dise_dor_no")} == {
        "diag_code": "I10.x00",
        "diag_name": "原发性高血压",
        "diag_dept": "内科",
        "dise_dor_no": "D1",
    }
    assert (row["diag_srt_no"], row["maindiag_flag"], row["diag_time"]) == (1, "1", BEGUN)
    assert len(row["diag_info_id"]) == 30


def test_every_line_of_a_settlement_comes_back_with_its_classes(cast: Cast) -> None:
    """200.50 twice with 10 % first self-pay; 9.50 each where 8.00 is the limit."""
    ids = settled(cast, Line(SHARED, "200.50", 2), Line(CAPPED, "9.50", 4), Line(OWN_PAID, "5.00"))
    shared, capped, own = told(cast, "5204", ids)["list"]
    names = (
        "det_item_fee_sumamt",
        "preselfpay_amt",
        "overlmt_amt",
        "fulamt_ownpay_amt",
        "inscp_scp_amt",
    )
    assert [str(shared[name]) for name in names] == ["401.00", "40.10", "0.00", "0.00", "360.90"]
    assert [str(capped[name]) for name in names] == ["38.00", "0.00", "6.00", "0.00", "32.00"]
    assert [str(own[name]) for name in names] == ["5.00", "0.00", "0.00", "5.00", "0.00"]
    assert (shared["hilist_name"], shared["list_type"], shared["fee_ocur_time"]) == (
        "药品D-YI",
        "101",
        BEGUN,
    )
    assert {row["setl_id"] for row in (shared, capped, own)} == {ids["setl_id"]}


def test_how_a_settlement_came_about_adds_up(cast: Cast) -> None:
    """600.00 at a level with 200.00 deductible and 60 %: 240.00 from the pool."""
    ids = settled(cast, Line(DRUG, "600.00"), Line(OWN_PAID, "5.00"))
    asked = {"psn_No": ids["psn_no"], "setl_Id": ids["setl_id"], "mdtrt_Id": ids["mdtrt_id"]}
    rows = told(cast, "100001", asked)["list"]
    parts = {one["polItemCode"]: (one["selfPayAmt"], one["fundPayAmt"]) for one in rows}
    assert parts == {
        "101": (5, 0),
        "102": (0, 0),
        "103": (0, 0),
        "S001": (200, 0),
        "C000": (160, 240),
    }
    assert sum(row["polItemPaySum"] for row in rows) == Decimal("605.00")
    [shared] = [row for row in rows if row["polItemCode"] == "C000"]
    assert (str(shared["fundPayProp"]), str(shared["selfPayProp"])) == ("0.6000", "0.4000")


def test_the_sums_of_a_year_are_those_of_its_settlements(cast: Cast) -> None:
    ids = settled(cast, Line(DRUG, "600.00"))
    rows = told(cast, "5206", ids)["cuminfo"]
    assert [(row["insutype"], row["cum_type_code"], str(row["cum"])) for row in rows] == [
        ("310", "310102", "240.00"),
        ("310", "S001", "200.00"),
    ]
    assert {(row["year"], row["cum_ym"]) for row in rows} == {("2025", "202506")}
    assert told(cast, "5206", ids | {"cum_ym": "202412"})["cuminfo"] == []
    cast.transact("2208", {"data": ids}, place=HOSPITAL)
    assert {str(row["cum"]) for row in told(cast, "5206", ids)["cuminfo"]} == {"0.00"}


def test_drugs_for_chronic_diseases_are_told_wherever_they_were_given(cast: Cast) -> None:
    made = family()
    made["persons"][1]["chronic"] = CARE
    places = [place | {"chronic": True} for place in made["institutions"]]
    cast.load(persons=made["persons"], institutions=places)
    ids = settled(cast, Line(DRUG, "60.00"), med_type="14")
    settled(cast, Line(DRUG, "7.00"))
    cast.number_of(WIFE)
    asked = {"psn_no": ids["psn_no"], "begntime": BEGUN}
    [row] = told(cast, "5205", asked, PHARMACY)["feedetail"]
    assert (row["fixmedins_name"], row["hilist_code"], row["med_type"]) == (
        "测试医院",
        DRUG,
        "14",
    )
    assert (
        told(cast, "5205", asked | {"begntime": "2025-06-01", "endtime": BEGUN})["feedetail"] == []
    )
    cast.transact("2208", {"data": ids}, place=HOSPITAL)
    assert told(cast, "5205", asked, PHARMACY)["feedetail"] == []
    backwards = {"data": asked | {"endtime": "2025-06-01 00:00:00"}}
    assert "结束时间早于开始时间" in cast.transact("5205", backwards).body["err_msg"]


@pytest.mark.parametrize("infno", ["5202", "5204", "100001"])
def test_what_another_institution_did_is_unknown_here(cast: Cast, infno: str) -> None:
    ids = settled(cast)
    cast.transact("2201", {"data": {}}, place=CLINIC)
    node = ids | {"psn_No": ids["psn_no"], "setl_Id": ids["setl_id"], "mdtrt_Id": ids["mdtrt_id"]}
    stranger = cast.transact(infno, {"data": node}, place=CLINIC)
    assert stranger.code == "REQUEST_INVALID", "it has not had her before it"
    cast.upload(WIFE, place=CLINIC)
    assert cast.transact(infno, {"data": node}, place=CLINIC).code == "VISIT_UNKNOWN"
    nobody = cast.transact(infno, {"data": node | {"psn_no": "psn_x", "psn_No": "psn_x"}})
    assert nobody.code == "REQUEST_INVALID"
