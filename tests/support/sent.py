"""What institutions send, and the family they send it about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

NOW = "2025-06-10T10:00:00+08:00"
BEGUN, AT = "2025-06-10 09:30:00", "2025-06-10 10:00:00"
PHARMACY, CLINIC, HOSPITAL = "P43010499901", "H43010399901", "H43010599902"
DRUG, SHARED, OWN_PAID, CAPPED, TONIC = "D-JIA", "D-YI", "D-BING", "D-CAP", "D-TONIC"

PAYER, WIFE, CHILD = "陈建国", "李秀英", "陈志远"
PHONES = {PAYER: "19900000001", WIFE: "19900000002"}
NUMBERS = {PAYER: "430199198005120014", WIFE: "430199198203080025", CHILD: "430199201204180057"}
INSURED = {PAYER: "310", WIFE: "310", CHILD: "390"}


@dataclass(frozen=True, slots=True)
class Line:
    """One charged line; the price is for one unit."""

    item: str = DRUG
    price: str = "10.00"
    quantity: int = 1
    approved: str = "1"

    @property
    def amount(self) -> Decimal:
        return Decimal(self.price) * self.quantity


def _tier(key: str, value: Any) -> dict[str, Any]:
    return {
        "area": "430000",
        "key": key,
        "since": "2023-06-01",
        "value": value,
        "basis": ["test"],
    }


TIERS = [
    _tier("pool.310.out.L2", {"ded": 200, "rate": 0.60}),
    _tier("pool.310.out.L3", {"ded": 300, "rate": 0.60}),
]
"""Outpatient tiers that stay as they are whatever the packs say: most tests are about other rules.
"""


def family(
    *,
    payer_fen: int = 30_000,
    wife_fen: int = 10_000,
    child: dict[str, Any] | None = None,
    wife: dict[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """A fixture: `wife` and `child` change the bindings to them, `more` whole lists of it. An empty
    `policy` leaves the packs as they are.
    """
    ties = {"P02": ("spouse", wife), "P03": ("child", child)}
    return {
        "clock": NOW,
        "persons": [
            _employee("P01", PAYER, "M", payer_fen),
            _employee("P02", WIFE, "F", wife_fen),
            {
                "key": "P03",
                "name": CHILD,
                "sex": "M",
                "id_number": NUMBERS[CHILD],
                "account": None,
                "insurances": [{"kind": "resident", "status": "normal", "area": "430100"}],
            },
        ],
        "institutions": [
            {"code": PHARMACY, "name": "测试药房", "area": "430104", "kind": "pharmacy"},
            {"code": CLINIC, "name": "测试社区", "area": "430103", "kind": "community", "level": 1},
            {
                "code": HOSPITAL,
                "name": "测试医院",
                "area": "430105",
                "kind": "hospital",
                "level": 2,
            },
        ],
        "catalogue": [
            _item(DRUG, "01"),
            _item(SHARED, "02", self_rate="0.10"),
            _item(OWN_PAID, "03"),
            _item(CAPPED, "01", price_cap_fen=800),
            _item(TONIC, "01", kind="wellness"),
        ],
        "bindings": [
            {
                "authorizer": "P01",
                "beneficiary": key,
                "relation": relation,
                "status": "active",
                "starts_on": "2025-01-01",
                "ends_on": "2026-12-31",
            }
            | (changes or {})
            for key, (relation, changes) in ties.items()
        ],
        "policy": TIERS,
    } | more


def _employee(key: str, name: str, sex: str, balance_fen: int) -> dict[str, Any]:
    insurance = {"kind": "employee", "category": "active", "status": "normal", "area": "430100"}
    return {
        "key": key,
        "name": name,
        "sex": sex,
        "id_number": NUMBERS[name],
        "phone": PHONES[name],
        "insurances": [insurance],
        "account": {"balance_fen": balance_fen},
    }


def _item(code: str, level: str, **more: Any) -> dict[str, Any]:
    plain = {"name": f"药品{code}", "kind": "drug", "self_rate": "0.00"}
    return {"code": code, "level": level} | plain | more


def envelope(
    infno: str, content: Any, *, place: str = PHARMACY, msgid: str = "M1", at: str = AT
) -> Any:
    return {
        "infno": infno,
        "msgid": msgid,
        "mdtrtarea_admvs": "430105",
        "insuplc_admdvs": "430100",
        "recer_sys_code": "99",
        "dev_no": "",
        "dev_safe_info": "",
        "cainfo": "",
        "signtype": "",
        "infver": "1.0.0",
        "opter_type": "1",
        "opter": "0001",
        "opter_name": "测试",
        "inf_time": at,
        "fixmedins_code": place,
        "fixmedins_name": "测试",
        "sign_no": "",
        "input": content,
    }


def id_card(number: str, name: str) -> dict[str, str]:
    """An ID card, laid on the counter."""
    return {
        "mdtrt_cert_type": "02",
        "mdtrt_cert_no": number,
        "certno": number,
        "psn_cert_type": "01",
        "psn_name": name,
    }


def card(who: str) -> dict[str, str]:
    """The ID card of one of the family."""
    return id_card(NUMBERS[who], who)


AMOUNTS = {
    "fulamt_ownpay_amt": "fulamt_ownpay_amt", "overlmt_amt": "overlmt_selfpay",
    "preselfpay_amt": "preselfpay_amt", "inscp_scp_amt": "inscp_scp_amt",
}  # fmt: skip
DEPARTMENT = {
    "bilg_dept_codg": "A01", "bilg_dept_name": "内科", "bilg_dr_codg": "D1",
    "bilg_dr_name": "测试医师",
}  # fmt: skip
CLINIC_ROOM = {"dept_code": "A01", "dept_name": "内科", "caty": "A01"}


def fee_row(order: int, line: Line, at: str = BEGUN) -> dict[str, Any]:
    return {
        "feedetl_sn": str(order),
        "rx_circ_flag": "0",
        "fee_ocur_time": at,
        "med_list_codg": line.item,
        "medins_list_codg": line.item,
        "det_item_fee_sumamt": str(line.amount),
        "cnt": line.quantity,
        "pric": line.price,
    }


def sums(results: Sequence[dict[str, Any]]) -> dict[str, str]:
    """The classes of a bill as 2207 states them, from the lines that 2204 classed."""
    return {to: str(sum(row[name] for row in results)) for name, to in AMOUNTS.items()}


def sale(
    number: str, who: str, lines: Sequence[Line], flag: str = "2", begun: str = BEGUN
) -> dict[str, Any]:
    """The input of 2101 and 2102."""
    info = card(who) | {
        "psn_no": number,
        "psn_type": "11",
        "begntime": begun,
        "insutype": INSURED[who],
        "medfee_sumamt": str(sum(line.amount for line in lines)),
        "acct_used_flag": flag,
        "med_type": "41",
    }
    here = {"durg_trac_info": [], "fee_ocur_time": begun}
    rows = [fee_row(order, line) | here for order, line in enumerate(lines, 1)]
    return {"druginfo": info, "drugdetail": rows}


def visit(number: str, who: str, serial: int, begun: str = BEGUN) -> dict[str, Any]:
    return (
        card(who)
        | CLINIC_ROOM
        | {
            "psn_no": number,
            "insutype": INSURED[who],
            "begntime": begun,
            "psn_type": "11",
            "ipt_otp_no": f"T{serial}",
        }
    )


def diagnosis(
    ids: dict[str, str], med_type: str = "11", *, disease: str | None = "I10.x00", at: str = BEGUN
) -> dict[str, Any]:
    """The input of 2203: the category and the disease of a visit."""
    found = {
        "diag_type": "1",
        "diag_srt_no": 1,
        "diag_code": "I10.x00",
        "diag_name": "原发性高血压",
        "diag_dept": "内科",
        "dise_dor_no": "D1",
        "dise_dor_name": "测试医师",
        "diag_time": at,
        "vali_flag": "1",
    }
    about = {"med_type": med_type, "begntime": at, "dise_codg": disease, "dise_name": "高血压"}
    return {"mdtrtinfo": ids | about, "diseinfo": [found]}


def charge(ids: dict[str, str], order: int, line: Line, at: str = BEGUN) -> dict[str, Any]:
    """A row of 2204."""
    batch = {"chrg_bchno": "1", "hosp_appr_flag": line.approved}
    return ids | fee_row(order, line, at) | DEPARTMENT | batch


def settlement(
    ids: dict[str, str], who: str, results: Sequence[dict[str, Any]], flag: str, stated: str
) -> dict[str, Any]:
    total = sum(row["det_item_fee_sumamt"] for row in results)
    return (
        card(who)
        | ids
        | sums(results)
        | {
            "med_type": "11",
            "medfee_sumamt": stated or str(total),
            "psn_setlway": "01",
            "chrg_bchno": "1",
            "insutype": INSURED[who],
            "acct_used_flag": flag,
        }
    )
