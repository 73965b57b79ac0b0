"""What institutions file for a patient, and ask about each other."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from tests.support.sent import AT, CLINIC, HOSPITAL, PHARMACY


def disease_form(number: str, **changed: Any) -> dict[str, Any]:
    """The input of 2503."""
    form = {
        "psn_no": number,
        "insutype": "310",
        "opsp_dise_code": "M03900",
        "opsp_dise_name": "高血压",
        "insu_optins": "430100",
        "ide_fixmedins_no": HOSPITAL,
        "ide_fixmedins_name": "测试医院",
        "hosp_ide_date": "2025-06-10",
        "diag_dr_codg": "D1",
        "diag_dr_name": "测试医师",
        "begndate": "2025-07-01",
        "enddate": "2026-06-30",
    }
    return {"data": form | changed}


def place_form(number: str, **changed: Any) -> dict[str, Any]:
    """The input of 2505."""
    form = {
        "psn_no": number,
        "biz_appy_type": "03",
        "begndate": "2025-06-10",
        "fix_srt_no": "1",
        "fixmedins_code": CLINIC,
        "fixmedins_name": "测试社区",
        "memo": "家庭医生",
    }
    return {"data": form | changed}


def withdrawal(number: str, filing: str) -> dict[str, Any]:
    """The input of 2504 and 2506."""
    return {"data": {"psn_no": number, "trt_dcla_detl_sn": filing, "memo": "填错"}}


def entitlement_question(number: str, place: str = HOSPITAL, **changed: Any) -> dict[str, Any]:
    """The input of 2001."""
    asked = {
        "psn_no": number,
        "insutype": "310",
        "fixmedins_code": place,
        "med_type": "11",
        "begntime": AT,
    }
    return {"data": asked | changed}


def table_question(name: str, **changed: Any) -> dict[str, Any]:
    """The input of 1901."""
    asked = {
        "type": name,
        "parent_value": "0",
        "admdvs": "430000",
        "date": "2025-06-10",
        "Vali_Flag": "1",
    }
    return {"data": asked | changed}


def place_question(**asked: str) -> dict[str, Any]:
    """The input of 1201."""
    return {"medinsinfo": {"fixmedins_type": "1"} | asked}


PHARMACY_QUESTION = place_question(fixmedins_type="2", fixmedins_code=PHARMACY)


def file_upload(content: bytes, place: str = PHARMACY, name: str = "rows.zip") -> dict[str, Any]:
    """The input of 9101 with the file in it."""
    whole = base64.b64encode(content).decode()
    return {"fsUploadIn": {"in": whole, "filename": name, "fixmedins_code": place}}


def file_question(number: str, place: str = PHARMACY, name: str = "rows.zip") -> dict[str, Any]:
    """The input of 9102."""
    asked = {"file_qury_no": number, "filename": name, "fixmedins_code": place}
    return {"fsDownloadIn": asked}


def look_up_and_file(sent: Callable[[str, Any], Any], number: str, **disease: str) -> None:
    """1201, 1901 and 2001, then 2503 to 2506 with the queries between them; `sent` returns the
    output of a transaction.
    """
    sent("1201", PHARMACY_QUESTION)
    sent("1901", table_question("gend"))
    sent("2001", entitlement_question(number, insutype=disease.get("insutype", "310")))
    for filing, withdrawing, query, form in (
        ("2503", "2504", "5301", disease_form(number, **disease)),
        ("2505", "2506", "5302", place_form(number)),
    ):
        serial = sent(filing, form)["result"]["trt_dcla_detl_sn"]
        sent(query, {"data": {"psn_no": number, "biz_appy_type": "03"}})
        sent(withdrawing, withdrawal(number, serial))
