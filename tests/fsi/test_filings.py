"""What is filed comes back in the query, grants nothing by itself, and is taken back once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fsi.filed import (
    PHARMACY_QUESTION,
    disease_form,
    entitlement_question,
    place_form,
    place_question,
    table_question,
    withdrawal,
)
from tests.fsi.test_looks import nothing_missing
from tests.support.cast import Answer, Cast
from tests.support.sent import CLINIC, DRUG, HOSPITAL, PHARMACY, WIFE, Line, card, family


def output(answer: Answer, infno: str) -> dict[str, Any]:
    assert answer.code == "", answer.body
    nothing_missing(infno, answer.body["output"])
    found: dict[str, Any] = answer.body["output"]
    return found


def serial(answer: Answer, infno: str) -> str:
    return str(output(answer, infno)["result"]["trt_dcla_detl_sn"])


def diseases(cast: Cast, number: str) -> list[tuple[str, str, str, str]]:
    rows = output(cast.transact("5301", {"data": {"psn_no": number}}), "5301")["feedetail"]
    names = ("opsp_dise_code", "opsp_dise_name", "begndate", "enddate")
    return [tuple(row[name] for name in names) for row in rows]


def held(until: str) -> dict[str, Any]:
    """The wife has the disease that is filed for her, and every place opens chronic care."""
    made = family()
    disease = {"disease": "高血压", "code": "M03900", "valid_to": until}
    made["persons"][1]["chronic"] = [disease]
    places = [place | {"chronic": True} for place in made["institutions"]]
    return {"persons": made["persons"], "institutions": places}


def test_a_filed_disease_waits_for_review_and_grants_nothing(cast: Cast) -> None:
    number = cast.number_of(WIFE)
    form = disease_form(number)
    filed = serial(cast.transact("2503", form, msgid="F"), "2503")
    assert serial(cast.transact("2503", form, msgid="F"), "2503") == filed, "sent again"
    assert "正在等待审核" in cast.transact("2503", form).body["err_msg"]
    assert diseases(cast, number) == [
        ("M03900", "高血压（待审核）", "2025-07-01", "2026-06-30"),
    ]
    cast.at("2025-07-02T10:00:00+08:00")
    bill = cast.upload(WIFE, Line(DRUG, "600.00"), med_type="14", begun="2025-07-02 09:00:00")
    assert cast.settle(bill).bill["clr_type"] == "11", "an ordinary bill"
    number = cast.number_of(WIFE)
    assert cast.transact("2504", withdrawal(number, filed)).code == ""
    assert diseases(cast, number) == []
    assert cast.transact("2504", withdrawal(number, filed)).code == "REQUEST_INVALID"


def test_what_is_approved_is_told_once_and_not_taken_back(cast: Cast) -> None:
    cast.load(**held("2025-05-31"))
    number = cast.number_of(WIFE)
    filed = serial(cast.transact("2503", disease_form(number)), "2503")
    assert [row[1] for row in diseases(cast, number)] == ["高血压", "高血压（待审核）"]
    backdated = disease_form(number, opsp_dise_code="M2", begndate="2025-05-01")
    serial(cast.transact("2503", backdated), "2503")
    assert cast.transact("2504", withdrawal(number, filed), place=CLINIC).code == "REQUEST_INVALID"
    cast.load(**held("2026-12-31"))
    number = cast.number_of(WIFE)
    refused = cast.transact("2503", disease_form(number))
    assert "有效期至 2026-12-31" in refused.body["err_msg"]
    assert [row[1] for row in diseases(cast, number)] == ["高血压"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"enddate": "2025-06-30"}, "结束日期早于开始日期"),
        ({"hosp_ide_date": "2025-06-11"}, "鉴定日期不能晚于今天"),
        ({"ide_fixmedins_no": PHARMACY}, "鉴定机构不是定点医疗机构"),
        ({"ide_fixmedins_no": "H0"}, "鉴定机构不是定点医疗机构"),
        ({"insutype": "390"}, "患者没有参加这一险种"),
        ({"psn_no": "psn_nobody"}, "没有核验过该人员的身份"),
    ],
)
def test_a_disease_is_not_filed(cast: Cast, changed: dict[str, str], words: str) -> None:
    number = cast.number_of(WIFE)
    assert words in cast.transact("2503", disease_form(number, **changed)).body["err_msg"]
    assert diseases(cast, number) == []


def test_a_place_is_filed_once_for_each_order_and_told_to_everybody_who_has_the_patient(
    cast: Cast,
) -> None:
    number = cast.number_of(WIFE)
    asked = {"data": {"psn_no": number, "biz_appy_type": "03"}}
    filed = serial(cast.transact("2505", place_form(number)), "2505")
    second = place_form(number, fix_srt_no="2", fixmedins_code=HOSPITAL)
    serial(cast.transact("2505", second), "2505")
    assert "请先撤销" in cast.transact("2505", place_form(number)).body["err_msg"]
    assert (
        "没有这家" in cast.transact("2505", place_form(number, fixmedins_code="H0")).body["err_msg"]
    )
    assert cast.transact("5302", asked, place=CLINIC).code == "REQUEST_INVALID"
    cast.transact("1101", {"data": card(WIFE)}, place=CLINIC)
    rows = output(cast.transact("5302", asked, place=CLINIC), "5302")["psnfixmedin"]
    assert [(row["fix_srt_no"], row["fixmedins_name"]) for row in rows] == [
        ("1", "测试社区"),
        ("2", "测试医院"),
    ]
    assert "memo" in rows[0]
    assert cast.transact("2506", withdrawal(number, filed)).code == ""
    rows = output(cast.transact("5302", asked, place=CLINIC), "5302")["psnfixmedin"]
    assert [row["fix_srt_no"] for row in rows] == ["2"]
    other = {"data": {"psn_no": number, "biz_appy_type": "06"}}
    assert output(cast.transact("5302", other), "5302")["psnfixmedin"] == []


def entitled(cast: Cast, place: str = HOSPITAL, **asked: str) -> dict[str, tuple[str, str]]:
    number = cast.number_of(WIFE)
    answer = cast.transact("2001", entitlement_question(number, place, **asked))
    rows = output(answer, "2001")["trtinfo"]
    return {
        row["fund_pay_type"]: (row["trt_enjymnt_flag"], row.get("trt_chk_rslt", "")) for row in rows
    }


def test_what_a_patient_is_entitled_to_is_what_a_bill_would_do(cast: Cast) -> None:
    assert entitled(cast) == {"310102": ("1", ""), "310200": ("1", "")}
    chronic = entitled(cast, med_type="14", dise_codg="M03900")
    assert chronic["310100"][0] == "0"
    assert "待遇资格" in chronic["310100"][1]
    assert entitled(cast, PHARMACY, med_type="41")["310102"] == (
        "0",
        "药店购药由个人账户支付，统筹基金不支付",
    )
    cast.load(**held("2026-12-31"))
    assert entitled(cast, med_type="14", dise_codg="M03900")["310100"] == ("1", "")
    persons = family()["persons"]
    persons[1]["insurances"][0]["status"] = "suspended"
    cast.load(persons=persons)
    assert entitled(cast)["310102"] == ("0", "参保状态为暂停参保，暂不享受统筹待遇")
    assert entitled(cast)["310200"] == ("1", "")


def test_institutions_are_found_by_code_and_by_a_name_that_is_theirs_alone(cast: Cast) -> None:
    found = output(cast.transact("1201", PHARMACY_QUESTION), "1201")["medinsinfo"]
    assert (found["fixmedins_name"], found["fixmedins_type"]) == ("测试药房", "2")
    assert "hosp_lv" not in found
    by_name = cast.transact("1201", place_question(fixmedins_name="医院"))
    assert output(by_name, "1201")["medinsinfo"]["hosp_lv"] == "13"
    several = cast.transact("1201", place_question(fixmedins_name="测试"))
    assert "不止一家" in several.body["err_msg"]
    for nothing in (place_question(fixmedins_code=PHARMACY), place_question(fixmedins_name="%")):
        assert "没有符合条件" in cast.transact("1201", nothing).body["err_msg"]


def test_a_code_table_is_that_by_which_inputs_are_read(cast: Cast) -> None:
    rows = output(cast.transact("1901", table_question("acct_used_flag")), "1901")["list"]
    assert [(row["value"], row["label"], row["sort"]) for row in rows] == [
        ("0", "不使用", 1),
        ("1", "使用本人个账", 2),
        ("2", "使用共济人个账", 3),
    ]
    gone = cast.transact("1901", table_question("acct_used_flag", Vali_Flag="0"))
    assert output(gone, "1901")["list"] == []
    assert cast.transact("1901", table_question("x")).code == "REQUEST_INVALID"
