"""What this interface settles, and that dates which institutions send are judged and kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import text

from gongji.kernel.runtime import Runtime
from tests.cast import Cast
from tests.sent import BEGUN, CHILD, HOSPITAL, WIFE, Line, card, diagnosis, sale

STAYS = ("21", "2101", "2102", "2105", "21303", "22", "23", "24", "26", "28", "52", "71")
OUTPATIENT = ("11", "1103", "12", "13", "1301", "14", "140104", "15", "16", "18", "19", "41", "51",
              "53", "9901", "990101", "9904")  # fmt: skip
TOMORROW, KEPT = "2025-06-11 09:30:00", "2025-06-10T09:30:00+08:00"
SENTENCE = "住院等类别不在门诊结算范围内"


def of_type(content: dict[str, Any], node: str, med_type: str) -> dict[str, Any]:
    return content | {node: content[node] | {"med_type": med_type}}


def test_stays_in_hospital_are_refused_wherever_a_category_is_sent(cast: Cast) -> None:
    bill = cast.upload(WIFE)
    ids = {name: bill.node[name] for name in ("mdtrt_id", "psn_no")}
    bought = sale(ids["psn_no"], WIFE, [Line()])
    messages = [
        ("2203", diagnosis(ids), "mdtrtinfo"), ("2206", {"data": bill.node}, "data"),
        ("2207", {"data": bill.node}, "data"), ("2101", bought, "druginfo"),
        ("2102", bought, "druginfo"),
    ]  # fmt: skip
    for infno, content, node in messages:
        for med_type in STAYS:
            answer = cast.transact(infno, of_type(content, node, med_type), place=HOSPITAL)
            assert answer.code == "REQUEST_INVALID", (infno, med_type)
            assert SENTENCE in answer.body["err_msg"]


def test_outpatient_kinds_go_on(cast: Cast) -> None:
    bought = sale(cast.number_of(WIFE), WIFE, [Line()])
    for med_type in OUTPATIENT:
        assert cast.transact("2101", of_type(bought, "druginfo", med_type)).code == "", med_type


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


def test_a_diagnosis_or_an_identification_of_tomorrow_is_refused(cast: Cast) -> None:
    bill = cast.upload(WIFE)
    told = diagnosis({name: bill.node[name] for name in ("mdtrt_id", "psn_no")})
    told["diseinfo"][0]["diag_time"] = TOMORROW
    answer = cast.transact("2203", told, place=HOSPITAL)
    assert answer.code == "REQUEST_INVALID"
    assert "diseinfo/0/diag_time" in answer.body["err_msg"]
    identified = cast.transact("1101", {"data": card(WIFE) | {"begntime": TOMORROW}})
    assert identified.code == "REQUEST_INVALID"
    assert cast.transact("1101", {"data": card(WIFE) | {"begntime": BEGUN}}).code == ""


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
