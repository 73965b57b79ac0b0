"""A till of a pharmacy and one of a hospital, speaking the real gateway about the demo family."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

import requests

SERVICE = "/fsi/api/rsfComIfsService/callService"
PHARMACY, HOSPITAL = "演示·开福大药房", "演示·芙蓉医院"
DRUG, CONSULTATION = "XN02BED001A001010109901", "001101000010000-110199901"
FEES = {
    "fulamt_ownpay_amt": "fulamt_ownpay_amt", "overlmt_amt": "overlmt_selfpay",
    "preselfpay_amt": "preselfpay_amt", "inscp_scp_amt": "inscp_scp_amt",
}  # fmt: skip
BY_CODE, BY_CARD = "01", "02"


class Refused(AssertionError):
    """The gateway said no, in its own words."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the patient lays on the counter: the insurance code, or the identity card."""

    kind: str
    number: str
    id_number: str
    name: str

    def node(self) -> dict[str, str]:
        return {
            "mdtrt_cert_type": self.kind, "mdtrt_cert_no": self.number, "card_sn": "",
            "psn_cert_type": "01", "certno": self.id_number, "psn_name": self.name,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bill:
    """A settled bill, its legs in yuan."""

    setlinfo: dict[str, Any]

    @property
    def mutual(self) -> Decimal:
        return Decimal(str(self.setlinfo["acct_mulaid_pay"]))

    @property
    def total(self) -> Decimal:
        return Decimal(str(self.setlinfo["medfee_sumamt"]))


class Till:
    """One institution's till in the served sandbox."""

    _serial = itertools.count(1)

    def __init__(self, base: str, place: str) -> None:
        self._base = base
        listed = requests.get(f"{base}/api/v1/sandbox/institutions?limit=100", timeout=30).json()
        self._place = next(one for one in listed["items"] if one["name"] == place)

    def sell(self, shown: Shown, yuan: str, flag: str = "2") -> Bill:
        """2102: medicine for so much, the family's accounts asked for by `flag` 2."""
        person = self._identify(shown)
        at = self._now()
        info = shown.node() | person | {
            "begntime": at, "medfee_sumamt": yuan, "acct_used_flag": flag, "med_type": "41",
        }  # fmt: skip
        row = _row(at, DRUG, yuan) | {"durg_trac_info": []}
        sold = self._send("2102", {"druginfo": info, "drugdetail": [row]})
        return Bill(sold["setlinfo"])

    def treat(self, shown: Shown, yuan: str, flag: str = "2") -> Bill:
        """2201, 2203, 2204, 2207: a visit of one charge."""
        person = self._identify(shown)
        ids = {"psn_no": person["psn_no"], "mdtrt_id": self._register(shown, person)}
        self._send("2203", _diagnosis(ids, self._now()))
        charge = ids | _row(self._now(), CONSULTATION, yuan) | {
            "chrg_bchno": "1", "bilg_dept_codg": "A03", "bilg_dept_name": "内科",
            "bilg_dr_codg": "D1", "bilg_dr_name": "测试医师", "hosp_appr_flag": "0",
        }  # fmt: skip
        results = self._send("2204", {"feedetail": [charge]})["result"]
        sums = {to: str(sum(row[name] for row in results)) for name, to in FEES.items()}
        node = shown.node() | person | ids | sums | {
            "med_type": "11", "medfee_sumamt": yuan, "psn_setlway": "01", "chrg_bchno": "1",
            "acct_used_flag": flag,
        }  # fmt: skip
        return Bill(self._send("2207", {"data": node})["setlinfo"])

    def _identify(self, shown: Shown) -> dict[str, str]:
        found = self._send("1101", {"data": shown.node()})
        insured = next(one for one in found["insuinfo"] if str(one["psn_insu_stas"]) == "1")
        number = cast("str", found["baseinfo"]["psn_no"])
        return {"psn_no": number, "insutype": insured["insutype"], "psn_type": insured["psn_type"]}

    def _register(self, shown: Shown, person: dict[str, str]) -> str:
        visit = shown.node() | person | {
            "begntime": self._now(), "ipt_otp_no": f"E{next(self._serial)}", "dept_code": "A03",
            "dept_name": "内科", "caty": "A03", "atddr_no": "D1", "dr_name": "测试医师",
        }  # fmt: skip
        return cast("str", self._send("2201", {"data": visit})["data"]["mdtrt_id"])

    def _now(self) -> str:
        told = requests.get(f"{self._base}/api/v1/service-status", timeout=30).json()["now"]
        return cast("str", told)[:19].replace("T", " ")

    def _send(self, infno: str, content: Any) -> Any:
        code, at = self._place["code"], self._now()
        stamp = "".join(filter(str.isdigit, at))
        wanted = {
            "infno": infno, "msgid": f"{code}{stamp}{next(self._serial):04d}",
            "mdtrtarea_admvs": self._place["area"], "insuplc_admdvs": "", "recer_sys_code": "99",
            "dev_no": "", "dev_safe_info": "", "cainfo": "", "signtype": "", "infver": "1.0.0",
            "opter_type": "1", "opter": "0001", "opter_name": "收费员", "inf_time": at,
            "fixmedins_code": code, "fixmedins_name": self._place["name"], "sign_no": "",
            "input": content,
        }  # fmt: skip
        reply = requests.post(f"{self._base}{SERVICE}", json=wanted, timeout=30).json()
        if reply["infcode"] != 0:
            raise Refused(f"{infno}: {reply['err_msg']}")
        return reply["output"]


def _row(at: str, item: str, yuan: str) -> dict[str, Any]:
    return {
        "feedetl_sn": "1", "rx_circ_flag": "0", "fee_ocur_time": at, "med_list_codg": item,
        "medins_list_codg": item, "det_item_fee_sumamt": yuan, "cnt": 1, "pric": yuan,
    }  # fmt: skip


def _diagnosis(ids: dict[str, str], at: str) -> dict[str, Any]:
    disease = {
        "diag_type": "1", "diag_srt_no": 1, "diag_code": "I10.x00", "diag_name": "原发性高血压",
        "diag_dept": "内科", "dise_dor_no": "D1", "dise_dor_name": "测试医师", "diag_time": at,
        "vali_flag": "1",
    }  # fmt: skip
    about = {"med_type": "11", "begntime": at, "dise_codg": "I10.x00", "dise_name": "高血压"}
    return {"mdtrtinfo": ids | about, "diseinfo": [disease]}
