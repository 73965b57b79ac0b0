"""What this interface settles, and that dates which institutions send are judged and kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import text

from gongji.app.runtime import Runtime
from gongji.fsi.codes import MED_TYPES, REFUSED
from gongji.fsi.tables import CODES
from tests.support.cast import Cast
from tests.support.sent import (
    CHILD,
    HOSPITAL,
    PHARMACY,
    WIFE,
    Line,
    card,
    charge,
    diagnosis,
    sale,
    visit,
)

AHEAD, TOO_FAR_AHEAD = "2025-06-10 10:10:00", "2025-06-10 10:10:01"
KEPT = "2025-06-10T09:30:00+08:00"
AT_A_PHARMACY = {"11": "医疗类别 41", "9901": "双通道药品使用 18"}
SENTENCE = "住院等类别不在门诊结算范围内"


def of_type(content: dict[str, Any], node: str, med_type: str) -> dict[str, Any]:
    return content | {node: content[node] | {"med_type": med_type}}


def test_every_category_of_the_dictionary_has_its_row() -> None:
    assert set(MED_TYPES) & set(REFUSED) == set()
    assert set(MED_TYPES) | set(REFUSED) == set(CODES["med_type"])
    assert {row.clearing for row in MED_TYPES.values()} <= set(CODES["clr_type"])
    assert {code for code, words in REFUSED.items() if words == SENTENCE} == {
        "21",
        "2101",
        "2102",
        "2105",
        "2106",
        "2107",
        "2109",
        "21303",
        "22",
        "23",
        "24",
        "26",
        "28",
        "52",
        "71",
    }


def test_what_is_not_settled_is_refused_wherever_a_category_is_sent(cast: Cast) -> None:
    bill = cast.upload(WIFE)
    ids = {name: bill.node[name] for name in ("mdtrt_id", "psn_no")}
    bought = sale(ids["psn_no"], WIFE, [Line()])
    messages = [
        ("2203", diagnosis(ids), "mdtrtinfo", HOSPITAL),
        ("2206", {"data": bill.node}, "data", HOSPITAL),
        ("2207", {"data": bill.node}, "data", HOSPITAL),
        ("2101", bought, "druginfo", PHARMACY),
        ("2102", bought, "druginfo", PHARMACY),
    ]
    for infno, content, node, place in messages:
        own = {"41": "仅供定点零售药店使用"} if place == HOSPITAL else AT_A_PHARMACY
        some = (
            dict(REFUSED) if infno == "2203" else {code: REFUSED[code] for code in ("2101", "9904")}
        )
        for med_type, words in (some | own).items():
            answer = cast.transact(infno, of_type(content, node, med_type), place=place)
            assert answer.code == "REQUEST_INVALID", (infno, med_type)
            assert words in answer.body["err_msg"]
    assert cast.settle(bill).code == ""


@pytest.mark.parametrize(("med_type", "told"), [("11", False), ("13", True), ("1301", True)])
def test_a_settlement_carries_its_clearing_type_and_says_what_it_was_settled_as(
    cast: Cast, med_type: str, told: bool
) -> None:
    bill = cast.upload(WIFE, Line(price="600.00"), med_type=med_type)
    settled = cast.settle(bill)
    assert settled.legs() == ("240.00", "100.00", "260.00", "0.00")
    assert settled.bill["clr_type"] == {"11": "11", "13": "13", "1301": "13"}[med_type]
    assert ("told" in json.loads(settled.bill["exp_content"])) is told


def test_chronic_care_names_its_disease(cast: Cast) -> None:
    bought = of_type(sale(cast.number_of(WIFE), WIFE, [Line()]), "druginfo", "14")
    bill = cast.upload(WIFE)
    ids = {name: bill.node[name] for name in ("mdtrt_id", "psn_no")}
    told = of_type(diagnosis(ids), "mdtrtinfo", "14")
    for content in (told["mdtrtinfo"], bought["druginfo"]):
        content |= {"dise_codg": "", "dise_name": None}
    for infno, content, place in (("2102", bought, PHARMACY), ("2203", told, HOSPITAL)):
        answer = cast.transact(infno, content, place=place)
        assert "dise_codg 慢特病须填写病种编码" in answer.body["err_msg"]
    ordinary = of_type(told, "mdtrtinfo", "11")
    assert cast.transact("2203", ordinary, place=HOSPITAL).code == ""
    bought["druginfo"]["dise_codg"] = "M01600"
    assert cast.transact("2102", bought).bill["clr_type"] == "41", "nobody granted it to her"


@pytest.mark.parametrize("infno", ["2101", "2102"])
def test_an_insurance_that_the_patient_lacks_is_named_as_at_registration(
    cast: Cast, infno: str
) -> None:
    bought = sale(cast.number_of(CHILD), CHILD, [Line()])
    bought["druginfo"]["insutype"] = "310"
    answer = cast.transact(infno, bought)
    assert answer.code == "REQUEST_INVALID"
    assert "患者没有参加这一险种" in answer.body["err_msg"]
    bought["druginfo"]["psn_no"] = "psn_nobody"
    assert cast.transact(infno, bought).code == "VISIT_UNKNOWN"


def test_a_till_may_be_ten_minutes_ahead_and_not_a_second_more(cast: Cast) -> None:
    number = cast.number_of(WIFE)
    bill = cast.upload(WIFE)
    ids = {name: bill.node[name] for name in ("mdtrt_id", "psn_no")}
    for moment, accepted in ((AHEAD, True), (TOO_FAR_AHEAD, False)):
        told = diagnosis(ids)
        told["diseinfo"][0]["diag_time"] = moment
        row = charge(ids, 2, Line()) | {"chrg_bchno": moment[-2:], "fee_ocur_time": moment}
        here = visit(number, WIFE, int(moment[-2:]) + 900) | {"begntime": moment}
        messages: list[tuple[str, Any, str]] = [
            ("1101", {"data": card(WIFE) | {"begntime": moment}}, PHARMACY),
            ("2102", sale(number, WIFE, [Line()], begun=moment), PHARMACY),
            ("2201", {"data": here}, HOSPITAL),
            ("2203", told, HOSPITAL),
            ("2204", {"feedetail": [row | {"feedetl_sn": moment[-2:] + "7"}]}, HOSPITAL),
        ]
        for infno, content, place in messages:
            answer = cast.transact(infno, content, place=place)
            assert (answer.code == "") is accepted, (infno, answer.body["err_msg"])
            if not accepted:
                assert "本系统现在是 2025-06-10 10:00:00" in answer.body["err_msg"]


def test_the_times_that_an_institution_sends_are_kept(cast: Cast, runtime: Runtime) -> None:
    cast.settle(cast.upload(WIFE))
    cast.buy(WIFE)
    with runtime.engine.connect() as connection:

        def stored(query: str) -> Any:
            found = connection.execute(text(query)).scalar_one()
            return json.loads(found) if isinstance(found, str) else found

        assert [row["at"] for row in stored("SELECT diagnoses FROM visit")] == [KEPT]
        visited = stored("SELECT lines FROM settlement WHERE infno = '2207'")
        [sold] = stored("SELECT lines FROM settlement WHERE infno = '2102'")
    assert [line["occurred_at"] for line in visited] == [KEPT]
    assert (sold["occurred_at"], sold["begun_at"]) == (KEPT, KEPT)
