"""Every query and trial leaves a trace where it looked, and none looks at strangers."""

from __future__ import annotations

import json
from typing import Any

from gongji.fsi.reply import without_blanks
from gongji.fsi.tables import TRANSACTIONS
from tests.support.cast import Answer, Cast
from tests.support.sent import (
    BEGUN,
    CHILD,
    CLINIC,
    HOSPITAL,
    NUMBERS,
    PAYER,
    PHARMACY,
    WIFE,
    Line,
    card,
    sale,
    visit,
)

CHRONIC = [{"disease": "糖尿病", "code": "M01600", "valid_to": "2026-12-31", "online": True}]
TRIAL = ["试算费用，读取参保信息和本人账户余额"]
SHARED = ["为亲属试算费用，核对您的账户可用于共济的余额"]


class Log:
    """What is new in somebody's access log since it was last read."""

    def __init__(self, cast: Cast, who: str) -> None:
        self._cast, self._who, self._seen = cast, who, 0
        self.new()

    def new(self) -> list[str]:
        headers = self._cast.sign_in(self._who)
        items = self._cast.call("GET", "/access-log?limit=100", **headers).body["items"]
        fresh = [item["what"] for item in items[: len(items) - self._seen]]
        self._seen = len(items)
        return fresh


def test_a_look_is_noted_once_with_everybody_it_concerns(cast: Cast) -> None:
    number = cast.number_of(WIFE)
    bill = cast.upload(WIFE, Line(price="150.00"))
    hers, his = Log(cast, WIFE), Log(cast, PAYER)
    bought = sale(number, WIFE, [Line(price="150.00")])
    assert cast.transact("1101", {"data": card(WIFE)}).code == ""
    assert (hers.new(), his.new()) == (["核验身份，读取参保信息和本人账户余额"], [])
    assert cast.transact("2101", bought).legs() == ("0.00", "100.00", "50.00", "0.00")
    assert (hers.new(), his.new()) == (TRIAL, SHARED)
    assert cast.transact("2206", {"data": bill.node}, place=HOSPITAL).code == ""
    assert (hers.new(), his.new()) == (TRIAL, SHARED)
    own = bought | {"druginfo": bought["druginfo"] | {"acct_used_flag": "1"}}
    assert cast.transact("2101", own).reason == "NOT_REQUESTED"
    assert (hers.new(), his.new()) == (TRIAL, [])


def test_a_refused_look_that_told_something_is_noted_too(cast: Cast) -> None:
    bought = sale(cast.number_of(WIFE), WIFE, [Line()])
    hers = Log(cast, WIFE)
    probe = card(WIFE) | {"psn_name": "李秀兰"}
    assert cast.transact("1101", {"data": probe}).code == "CREDENTIAL_NOT_OWN"
    assert hers.new() == ["核验身份，读取参保信息和本人账户余额（未予办理）"]
    bought["druginfo"]["psn_name"] = "李秀兰"
    assert cast.transact("2101", bought).code == "CREDENTIAL_NOT_OWN"
    assert hers.new() == ["试算费用，读取参保信息和本人账户余额（未予办理）"]
    assert cast.transact("2102", bought, msgid="FREE").code == "CREDENTIAL_NOT_OWN"
    bought["druginfo"]["psn_name"] = WIFE
    assert cast.transact("2102", bought, msgid="FREE").code == "", "a refusal frees the msgid"


# -- only about people who were there


def with_disease(cast: Cast) -> Cast:
    persons = [
        {
            "key": "P09",
            "name": "周丽华",
            "sex": "F",
            "id_number": "430199196511230065",
            "phone": "19900000009",
            "chronic": CHRONIC,
            "account": None,
            "insurances": [{"kind": "resident", "status": "normal", "area": "430100"}],
        }
    ]
    return cast.load(persons=persons, bindings=[])


def diseases(cast: Cast, number: str, place: str = PHARMACY) -> Answer:
    return cast.transact("5301", {"data": {"psn_no": number}}, place=place)


def test_diseases_are_told_to_whom_the_patient_came_that_day(cast: Cast) -> None:
    with_disease(cast)
    shown = {"mdtrt_cert_type": "02", "mdtrt_cert_no": "430199196511230065"}
    found = cast.transact("1101", {"data": shown})
    number = found.body["output"]["baseinfo"]["psn_no"]
    (row,) = diseases(cast, number).body["output"]["feedetail"]
    assert (row["opsp_dise_name"], row["enddate"]) == ("糖尿病", "2026-12-31")
    assert row["begndate"] == "2025-01-01"
    refused = diseases(cast, number, CLINIC)
    assert (refused.code, "糖尿病" in json.dumps(refused.body)) == ("REQUEST_INVALID", False)
    nobody = diseases(cast, "psn_nobody", CLINIC)
    assert nobody.body["err_msg"] == refused.body["err_msg"]
    cast.at("2025-06-11T00:00:00+08:00")
    assert diseases(cast, number).code == "REQUEST_INVALID"


def test_a_visit_begun_today_opens_them_too(cast: Cast) -> None:
    bill = cast.upload(WIFE, place=CLINIC)
    cast.at("2025-06-11T10:00:00+08:00")
    number = bill.node["psn_no"]
    assert diseases(cast, number, CLINIC).code == "REQUEST_INVALID"
    node = {
        "data": card(WIFE)
        | {
            "psn_no": number,
            "insutype": "310",
            "ipt_otp_no": "N2",
            "begntime": "2025-06-11 09:00:00",
            "dept_code": "A01",
            "dept_name": "内科",
            "caty": "A01",
        }
    }
    assert cast.transact("2201", node, place=CLINIC).code == ""
    assert diseases(cast, number, CLINIC).body["output"]["feedetail"] == []


# -- 5201, when somebody came here


def came(cast: Cast, number: str, since: str, until: str, place: str, **more: str) -> Answer:
    period = {"begntime": f"{since} 00:00:00", "endtime": f"{until} 23:59:59"}
    return cast.transact("5201", {"data": {"psn_no": number} | period | more}, place=place)


def test_an_institution_finds_the_visits_and_purchases_of_a_period_there(cast: Cast) -> None:
    first = cast.settle(cast.upload(WIFE, place=CLINIC)).bill
    bought = cast.buy(WIFE).bill
    cast.at("2025-06-12T10:00:00+08:00")
    later = cast.upload(WIFE, place=CLINIC, med_type="13", begun="2025-06-12 09:30:00").node
    number, hers = later["psn_no"], Log(cast, WIFE)
    found = came(cast, number, "2025-06-01", "2025-06-30", CLINIC)
    rows = found.body["output"]["mdtrtinfo"]
    assert [(row["mdtrt_id"], row["med_type"]) for row in rows] == [
        (first["mdtrt_id"], "11"),
        (later["mdtrt_id"], "13"),
    ]
    assert (rows[0]["begntime"], rows[0]["endtime"]) == (BEGUN, first["setl_time"])
    assert rows[0]["otp_diag_info"] == "原发性高血压"
    assert hers.new() == ["查询在本机构的就诊记录"]
    nothing_missing("5201", found.body["output"])
    one_day = came(cast, number, "2025-06-12", "2025-06-12", CLINIC)
    assert [row["mdtrt_id"] for row in one_day.body["output"]["mdtrtinfo"]] == [later["mdtrt_id"]]
    emergency = came(cast, number, "2025-06-01", "2025-06-30", CLINIC, med_type="13")
    assert len(emergency.body["output"]["mdtrtinfo"]) == 1
    cast.number_of(WIFE)
    [sale_] = came(cast, number, "2025-06-01", "2025-06-30", PHARMACY).body["output"]["mdtrtinfo"]
    assert (sale_["mdtrt_id"], sale_["med_type"]) == (bought["mdtrt_id"], "41")


def test_visits_elsewhere_of_others_and_of_no_period_are_not_told(cast: Cast) -> None:
    number = cast.settle(cast.upload(WIFE, place=CLINIC)).bill["psn_no"]
    stranger = came(cast, number, "2025-06-01", "2025-06-30", HOSPITAL)
    nobody = came(cast, "psn_nobody", "2025-06-01", "2025-06-30", CLINIC)
    assert stranger.code == nobody.code == "REQUEST_INVALID"
    assert stranger.body["err_msg"] == nobody.body["err_msg"]
    backwards = came(cast, number, "2025-06-30", "2025-06-01", CLINIC)
    assert "结束时间早于开始时间" in backwards.body["err_msg"]
    begun = cast.transact("2201", {"data": visit(number, WIFE, 90)}, place=CLINIC)
    gone = {"mdtrt_id": begun.body["output"]["data"]["mdtrt_id"], "psn_no": number}
    cast.transact("2202", {"data": gone | {"ipt_otp_no": "T90"}}, place=CLINIC)
    [left] = came(cast, number, "2025-06-10", "2025-06-10", CLINIC).body["output"]["mdtrtinfo"]
    assert left["mdtrt_id"] != gone["mdtrt_id"]


# -- 5203, the way out of a lost reply


def looked_up(cast: Cast, number: str, place: str = PHARMACY, **by: str) -> Answer:
    return cast.transact("5203", {"data": {"psn_no": number} | by}, place=place)


def test_a_settlement_is_found_by_its_number_its_message_or_its_visit(cast: Cast) -> None:
    number = cast.number_of(WIFE)
    bought = sale(number, WIFE, [Line(price="150.00")])
    assert looked_up(cast, number, medins_setl_id="LOST").code == "VISIT_UNKNOWN"
    settled = cast.transact("2102", bought, msgid="LOST").bill
    hers = Log(cast, WIFE)
    answers = [
        looked_up(cast, number, setl_id="", mdtrt_id="", medins_setl_id="LOST"),
        looked_up(cast, number, setl_id=settled["setl_id"]),
        looked_up(cast, number, mdtrt_id=settled["mdtrt_id"]),
    ]
    assert hers.new() == ["查询结算信息"] * 3
    for answer in answers:
        info = answer.bill
        assert {name: info[name] for name in info.keys() & settled.keys()} == {
            name: settled[name] for name in info.keys() & settled.keys()
        }
        assert (info["psn_pay"], info["cash_payamt"], info["refd_setl_flag"]) == (150, 0, "0")
        assert (info["fixmedins_code"], info["year"]) == (PHARMACY, "2025")
        assert len(answer.body["output"]["setldetail"]) == 2
    nothing_missing("5203", answers[0].body["output"])


def test_a_settlement_is_told_to_its_institution_and_for_its_person_alone(cast: Cast) -> None:
    settled = cast.settle(cast.upload(WIFE)).bill
    child = cast.number_of(CHILD)
    number, by = settled["psn_no"], {"setl_id": settled["setl_id"]}
    assert looked_up(cast, number, HOSPITAL, **by).code == ""
    assert looked_up(cast, number, PHARMACY, **by).code == "VISIT_UNKNOWN"
    assert looked_up(cast, child, HOSPITAL, **by).code == "REQUEST_INVALID"
    assert looked_up(cast, number, HOSPITAL, mdtrt_id="vis_none").code == "VISIT_UNKNOWN"
    assert looked_up(cast, number, HOSPITAL).code == "REQUEST_INVALID"
    cancelled = cast.transact("2208", {"data": settled_names(settled)}, place=HOSPITAL)
    assert looked_up(cast, number, HOSPITAL, **by).bill["refd_setl_flag"] == "1"
    last = looked_up(cast, number, HOSPITAL, mdtrt_id=settled["mdtrt_id"]).bill
    assert last["setl_id"] == settled["setl_id"]
    back = looked_up(cast, number, HOSPITAL, setl_id=cancelled.bill["setl_id"]).bill
    assert back["medfee_sumamt"] == -settled["medfee_sumamt"]


def settled_names(settled: dict[str, Any]) -> dict[str, Any]:
    return {name: settled[name] for name in ("setl_id", "mdtrt_id", "psn_no")}


# -- outputs


def nothing_missing(infno: str, output: dict[str, Any]) -> None:
    """Every required field of the table is there, and nothing is null."""
    assert without_blanks(output) == output
    for node in TRANSACTIONS[infno].outputs:
        rows = output.get(node.name, []) if node.name else output
        for row in rows if isinstance(rows, list) else [rows]:
            missing = [one.name for one in node.fields if one.required and one.name not in row]
            assert missing == [], (infno, node.name)


def test_outputs_are_whole_and_have_no_null(cast: Cast) -> None:
    number = cast.number_of(WIFE)
    bill = cast.upload(WIFE, Line(price="600.00"))
    bought = sale(number, WIFE, [Line()])
    settled = cast.settle(bill)
    answers = {
        "1101": cast.transact("1101", {"data": card(WIFE)}),
        "2101": cast.transact("2101", bought),
        "2102": cast.transact("2102", bought),
        "2207": settled,
        "2208": cast.transact("2208", {"data": settled_names(settled.bill)}, place=HOSPITAL),
        "2206": cast.transact("2206", {"data": bill.node}, place=HOSPITAL),
    }
    for infno, answer in answers.items():
        assert answer.code == ""
        nothing_missing(infno, answer.body["output"])
    for infno in ("2101", "2206"):
        assert answers[infno].bill["setl_time"] == "2025-06-10 10:00:00"
        assert "setl_id" not in answers[infno].bill
    assert NUMBERS[WIFE] == answers["2101"].bill["certno"]
