"""A till of a pharmacy and one of a hospital, speaking the real gateway about the demo family."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

import requests

from tests.support.sent import (
    CLINIC_ROOM,
    Line,
    charge,
    diagnosis,
    envelope,
    fee_row,
    id_card,
    sums,
)

SERVICE = "/fsi/api/rsfComIfsService/callService"
PHARMACY, HOSPITAL = "演示·开福大药房", "演示·芙蓉医院"
DRUG, CONSULTATION = "XN02BED001A001010109901", "001101000010000-110199901"
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
        shown = {"mdtrt_cert_type": self.kind, "mdtrt_cert_no": self.number}
        return id_card(self.id_number, self.name) | shown


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
        info = (
            shown.node()
            | person
            | {
                "begntime": at,
                "medfee_sumamt": yuan,
                "acct_used_flag": flag,
                "med_type": "41",
            }
        )
        row = fee_row(1, Line(DRUG, yuan), at) | {"durg_trac_info": []}
        sold = self._send("2102", {"druginfo": info, "drugdetail": [row]})
        return Bill(sold["setlinfo"])

    def treat(self, shown: Shown, yuan: str, flag: str = "2") -> Bill:
        """2201, 2203, 2204, 2207: a visit of one charge."""
        person = self._identify(shown)
        ids = {"psn_no": person["psn_no"], "mdtrt_id": self._register(shown, person)}
        self._send("2203", diagnosis(ids, at=self._now()))
        row = charge(ids, 1, Line(CONSULTATION, yuan), self._now())
        results = self._send("2204", {"feedetail": [row]})["result"]
        node = (
            shown.node()
            | person
            | ids
            | sums(results)
            | {
                "med_type": "11",
                "medfee_sumamt": yuan,
                "psn_setlway": "01",
                "chrg_bchno": "1",
                "acct_used_flag": flag,
            }
        )
        return Bill(self._send("2207", {"data": node})["setlinfo"])

    def _identify(self, shown: Shown) -> dict[str, str]:
        found = self._send("1101", {"data": shown.node()})
        insured = next(one for one in found["insuinfo"] if str(one["psn_insu_stas"]) == "1")
        number = cast("str", found["baseinfo"]["psn_no"])
        return {"psn_no": number, "insutype": insured["insutype"], "psn_type": insured["psn_type"]}

    def _register(self, shown: Shown, person: dict[str, str]) -> str:
        number = {"begntime": self._now(), "ipt_otp_no": f"E{next(self._serial)}"}
        visit = shown.node() | person | CLINIC_ROOM | number
        return cast("str", self._send("2201", {"data": visit})["data"]["mdtrt_id"])

    def _now(self) -> str:
        told = requests.get(f"{self._base}/api/v1/service-status", timeout=30).json()["now"]
        return cast("str", told)[:19].replace("T", " ")

    def _send(self, infno: str, content: Any) -> Any:
        code, at = self._place["code"], self._now()
        stamp = "".join(filter(str.isdigit, at))
        msgid = f"{code}{stamp}{next(self._serial):04d}"
        wanted = envelope(infno, content, place=code, msgid=msgid, at=at)
        reply = requests.post(f"{self._base}{SERVICE}", json=wanted, timeout=30).json()
        if reply["infcode"] != 0:
            raise Refused(f"{infno}: {reply['err_msg']}")
        return reply["output"]
