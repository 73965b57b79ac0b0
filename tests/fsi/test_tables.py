"""Inputs are read by the field tables: tolerant of what is absent or unknown, strict in shape."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from gongji.fsi.tables import CODES, ROWS_MAX, TRANSACTIONS, check_input
from gongji.kernel.clock import SHANGHAI
from gongji.kernel.problems import RequestInvalid
from tests.fsi.inputs import DRUG_ROW, pharmacy, refusal, with_row


def test_lists_are_known_as_lists() -> None:
    lists = {
        node.name
        for transaction in TRANSACTIONS.values()
        for node in transaction.inputs
        if node.is_list
    }
    assert lists == {"drugdetail", "feedetail", "diseinfo"}
    (rows,) = (node for node in TRANSACTIONS["2102"].inputs if node.is_list)
    assert rows.children["durg_trac_info"].is_list


def test_every_coded_field_has_a_table_with_chinese_names() -> None:
    assert CODES["med_type"]["41"] == "定点药店购药"
    assert CODES["fund_pay_type"]["310200"] == "城镇职工基本医疗保险个人账户基金"
    assert all(name for table in CODES.values() for name in table.values())


def test_a_fitting_input_comes_out_clean() -> None:
    clean = check_input("2102", pharmacy())
    assert clean["druginfo"]["medfee_sumamt"] == Decimal("250.00")
    assert clean["druginfo"]["begntime"] == datetime(2025, 6, 10, 10, tzinfo=SHANGHAI)
    assert clean["druginfo"]["dise_codg"] is None
    (row,) = clean["drugdetail"]
    assert (row["cnt"], row["pric"]) == (Decimal("2.0000"), Decimal("125.000000"))
    assert row["durg_trac_info"][0]["drug_trac_codg"] == "81000000000000000001"


def test_input_may_be_a_json_text() -> None:
    assert check_input("2102", json.dumps(pharmacy())) == check_input("2102", pharmacy())


def test_unknown_keys_are_ignored_everywhere() -> None:
    content = with_row(expContent={"a": [1]}) | {"extra": 7}
    content["druginfo"]["app_id"] = [[]]
    assert check_input("2102", content) == check_input("2102", pharmacy())


@pytest.mark.parametrize("name", ["card_sn", "psn_cert_type", "certno", "psn_type", "psn_name"])
def test_what_only_hunan_demands_may_be_left_out(name: str) -> None:
    content = pharmacy()
    del content["druginfo"][name]
    assert check_input("2102", content)["druginfo"][name] is None


def test_trace_codes_may_be_left_out_but_not_half_given() -> None:
    assert check_input("2102", with_row(durg_trac_info=""))["drugdetail"][0]["durg_trac_info"] == []
    error = refusal("2102", with_row(durg_trac_info=[{"feedetl_sn": "1", "trdn_flag": "0"}]))
    assert error.pointer == "/drugdetail/0/durg_trac_info/0/drug_trac_codg"


def test_a_lost_settlement_is_asked_for_without_its_number() -> None:
    clean = check_input("5203", {"data": {"psn_no": "psn_1", "medins_setl_id": "M1"}})
    assert clean["data"] == {
        "psn_no": "psn_1",
        "setl_id": None,
        "mdtrt_id": None,
        "medins_setl_id": "M1",
    }


@pytest.mark.parametrize("content", [None, "", [], 1, True, "{", "[" * 9_999, '"text"', "NaN"])
def test_an_input_that_is_no_object_is_refused(content: object) -> None:
    assert refusal("2102", content).pointer == "/input"


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"druginfo": None}, "/druginfo"), ({"druginfo": []}, "/druginfo"),
        ({"druginfo": True}, "/druginfo"), ({"drugdetail": []}, "/drugdetail"),
        ({"drugdetail": "null"}, "/drugdetail"), ({"drugdetail": 7}, "/drugdetail"),
        ({"drugdetail": [1]}, "/drugdetail/0"), ({"drugdetail": [None]}, "/drugdetail/0"),
        (with_row(durg_trac_info=7), "/drugdetail/0/durg_trac_info"),
    ],
    ids=range(9),
)  # fmt: skip
def test_a_wrong_shape_is_refused_where_it_is_wrong(changes: Any, pointer: str) -> None:
    assert refusal("2102", pharmacy() | changes).pointer == pointer


def in_capitals(value: Any) -> Any:
    match value:
        case dict():
            return {key.upper(): in_capitals(item) for key, item in value.items()}
        case list():
            return [in_capitals(item) for item in value]
    return value


@pytest.mark.parametrize("infno", ["2101", "2102"])
def test_keys_are_read_in_any_case_and_as_they_are_spelled_first(infno: str) -> None:
    content = pharmacy(infno)
    assert check_input(infno, in_capitals(content)) == check_input(infno, content)
    del content["druginfo"]["dise_codg"]
    content["druginfo"] |= {"PSN_NO": "psn_2", "Dise_Codg": "M1"}
    clean = check_input(infno, content)["druginfo"]
    assert (clean["psn_no"], clean["dise_codg"]) == ("psn_1", "M1")


def test_one_object_stands_for_a_list_of_one() -> None:
    content = pharmacy()
    (row,) = content["drugdetail"]
    (trace,) = row["durg_trac_info"]
    alone = content | {"drugdetail": row | {"durg_trac_info": trace}}
    assert check_input("2102", alone) == check_input("2102", content)
    error = refusal("2102", content | {"drugdetail": row | {"cnt": "x"}})
    assert error.pointer == "/drugdetail/cnt"


def test_every_fault_is_told() -> None:
    content = with_row(cnt="x", pric="-1")
    content["druginfo"] |= {"psn_no": "", "med_type": "xx"}
    with pytest.raises(RequestInvalid) as caught:
        check_input("2102", content)
    assert [error.pointer for error in caught.value.errors] == [
        "/druginfo/psn_no",
        "/druginfo/med_type",
        "/drugdetail/0/cnt",
        "/drugdetail/0/pric",
    ]


def test_lists_are_bounded() -> None:
    rows = [DRUG_ROW] * (ROWS_MAX + 1)
    assert refusal("2102", pharmacy() | {"drugdetail": rows}).code == "TOO_MANY"
    assert len(check_input("2102", pharmacy() | {"drugdetail": rows[1:]})["drugdetail"]) == ROWS_MAX


@pytest.mark.parametrize("infno", ["9999", "", "2102'", "../../"])
def test_an_unknown_transaction_is_refused(infno: str) -> None:
    assert refusal(infno, {}).pointer == "/infno"
