"""Inputs that fit the tables, for tests to bend, and the refusal that a bent one earns."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from gongji.fsi.tables import check_input
from gongji.kernel.problems import FieldError, RequestInvalid

DRUG_INFO: dict[str, Any] = {
    "psn_no": "psn_1", "mdtrt_cert_type": "02", "mdtrt_cert_no": "430199198005120014",
    "card_sn": "", "psn_cert_type": "01", "certno": "430199198005120014", "psn_name": "陈建国",
    "psn_type": "1101", "begntime": "2025-06-10 10:00:00", "medfee_sumamt": 250.0,
    "insutype": "310", "acct_used_flag": "2", "med_type": "41", "dise_codg": "",
}  # fmt: skip

DRUG_ROW: dict[str, Any] = {
    "feedetl_sn": "1", "rx_circ_flag": "0", "fee_ocur_time": "2025-06-10 10:00:00",
    "med_list_codg": "X1", "medins_list_codg": "X1", "det_item_fee_sumamt": 250.0, "cnt": 2,
    "pric": 125.0,
}  # fmt: skip

DIAGNOSIS: dict[str, Any] = {
    "diag_type": "1", "diag_srt_no": 1, "diag_code": "I10.x00", "diag_name": "原发性高血压",
    "diag_dept": "内科", "dise_dor_no": "D1", "dise_dor_name": "测试医师",
    "diag_time": "2025-06-10 10:00:00", "vali_flag": "1",
}  # fmt: skip

VISIT: dict[str, Any] = {
    "mdtrt_id": "vis_1", "psn_no": "psn_1", "med_type": "11", "begntime": "2025-06-10 10:00:00",
    "dise_codg": "I10.x00", "dise_name": "原发性高血压",
}  # fmt: skip


def pharmacy(infno: str = "2102") -> dict[str, Any]:
    row = dict(DRUG_ROW)
    if infno == "2102":
        trace = {"feedetl_sn": "1", "drug_trac_codg": "81000000000000000001", "trdn_flag": "0"}
        row["durg_trac_info"] = [trace]
    return {"druginfo": dict(DRUG_INFO), "drugdetail": [row]}


def visit() -> dict[str, Any]:
    return {"mdtrtinfo": dict(VISIT), "diseinfo": [dict(DIAGNOSIS)]}


def with_info(**changes: object) -> dict[str, Any]:
    """A pharmacy purchase whose head differs."""
    content = pharmacy()
    content["druginfo"] |= changes
    return content


def with_row(**changes: object) -> dict[str, Any]:
    """A pharmacy purchase whose only line differs."""
    content = pharmacy()
    content["drugdetail"][0] |= changes
    return content


def refusal(infno: str, content: Any) -> FieldError:
    with pytest.raises(RequestInvalid) as caught:
        check_input(infno, content)
    (error,) = caught.value.errors
    assert any("一" <= character <= "鿿" for character in error.title), error.title
    return error


POISON_AMOUNTS = [
    "0.005", "10.001", "1e308", "1e999", "-1", "-0.01", "-0", "NaN", "Infinity", "-Infinity", "inf",
    "sNaN", "100000000", "99999999.991", "1e-3", "1e-99", "1,000.00", "￥5", "5元", "０.５", "１２",
    "1_000", "0x10", "1 2", "1..2", ".", "e5", "--1", "+", "1/2", "٣", "²", "true", "[]", "{}",
    "9" * 21, "0." + "0" * 30 + "1", "9" * 5_000,
    0.005, 1e308, float("nan"), float("inf"), -0.0, -1, 10**8, 10**400, True, False,
    [], {}, [250], {"amount": 250}, [[[250]]], Decimal("1e999999"), Decimal("NaN"),
    0.1 + 0.2, Decimal("-0.00"),
]  # fmt: skip
