"""A family in the sandbox, what the registry says about it, and what it buys at a pharmacy."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import Flask

from tests.support.sent import NOW, PHARMACY, envelope, id_card

PAYER, WIFE, CHILD, BROTHER = "P01", "P02", "P03", "P04"
NAMES = {PAYER: "陈建国", WIFE: "李秀英", CHILD: "陈志远", BROTHER: "陈建民"}
NUMBERS = {
    PAYER: "430199198005120014", WIFE: "430199198203080025", CHILD: "430199201204180057",
    BROTHER: "43019919770101005X",
}  # fmt: skip
PHONES = {PAYER: "19900000001", WIFE: "19900000002", BROTHER: "19900000004"}
INSURED = {PAYER: "310", WIFE: "390", CHILD: "390", BROTHER: "310"}


def employee(area: str = "430100", **more: Any) -> dict[str, Any]:
    plain = {"kind": "employee", "category": "active", "status": "normal", "area": area}
    return plain | more


RESIDENT = {"kind": "resident", "status": "normal", "area": "430200"}


def person(
    key: str, sex: str, insurance: dict[str, Any], balance_fen: int | None = None, base_fen: int = 0
) -> dict[str, Any]:
    account = {"balance_fen": balance_fen, "monthly_base_fen": base_fen}
    return {
        "key": key,
        "name": NAMES[key],
        "sex": sex,
        "id_number": NUMBERS[key],
        "phone": PHONES.get(key),
        "insurances": [insurance],
        "account": None if balance_fen is None else account,
    }


def tie(payer: str, relative: str, relation: str, **more: Any) -> dict[str, Any]:
    return {
        "authorizer": payer,
        "beneficiary": relative,
        "relation": relation,
        "status": "active",
        "starts_on": "2025-01-01",
        "ends_on": "2026-12-31",
    } | more


def fixture(**more: Any) -> dict[str, Any]:
    """The payer shares with his wife and child, his brother with him."""
    item = {"code": "D1", "name": "药品", "kind": "drug", "level": "01", "self_rate": "0.00"}
    return {
        "clock": NOW,
        "persons": [
            person(PAYER, "M", employee(), 30_000, 600_000),
            person(WIFE, "F", RESIDENT),
            person(CHILD, "M", RESIDENT),
            person(BROTHER, "M", employee("430300"), 20_000, 1_225),
        ],
        "institutions": [
            {"code": PHARMACY, "name": "测试药房", "area": "430104", "kind": "pharmacy"}
        ],
        "catalogue": [item],
        "bindings": [
            tie(PAYER, WIFE, "spouse"),
            tie(PAYER, CHILD, "child", hold_fen=5_000),
            tie(BROTHER, PAYER, "sibling"),
        ],
    } | more


@dataclass(frozen=True, slots=True)
class Bill:
    """What was paid for a purchase by whom, in yuan, and why relatives paid less."""

    id: str
    visit_id: str
    own: Decimal
    mutual: Decimal
    reason: str | None


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    json: Any
    data: bytes


class Household:
    def __init__(self, app: Flask) -> None:
        self.app = app
        self._serial = itertools.count(1)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        client = self.app.test_client()
        reply = client.open(f"/api/v1{path}", method=method, json=body, headers=headers)
        return Reply(reply.status_code, reply.get_json(), reply.data)

    def load(self, **more: Any) -> Household:
        reply = self.call("POST", "/sandbox/reset", {"fixture": fixture(**more)})
        assert reply.status == 200, reply.json
        return self

    def at(self, day: str) -> Household:
        moment = f"2025-{day}T10:00:00+08:00"
        assert self.call("PUT", "/sandbox/clock", {"now": moment}).status == 200
        return self

    def tell(self, kind: str, who: str, day: str, *, event_id: str = "", **data: Any) -> Reply:
        """An event of 2025; `data` as the registry would send it."""
        event = {
            "event_id": event_id or f"{kind}-{day}",
            "type": kind,
            "id_number": NUMBERS[who],
            "effective_on": f"2025-{day}",
            "data": data,
        }
        return self.call("POST", "/sandbox/events", event)

    def hear(self, kind: str, who: str, day: str, **more: Any) -> str:
        """The status of an event that is taken in."""
        reply = self.tell(kind, who, day, **more)
        assert reply.status == 200, reply.json
        return str(reply.json["status"])

    def job(self, name: str, **wanted: Any) -> dict[str, int]:
        reply = self.call("POST", f"/sandbox/jobs/{name}", wanted)
        assert reply.status == 200, reply.json
        counts: dict[str, int] = reply.json["counts"]
        return counts

    def broken(self) -> list[str]:
        failures: list[str] = self.call("GET", "/sandbox/check").json["failures"]
        return failures

    def texts(self, who: str, purpose: str = "unbound") -> list[str]:
        items = self.call("GET", f"/sandbox/sms?phone={PHONES[who]}").json["items"]
        return [item["text"] for item in items if item["purpose"] == purpose]

    def sign_in(self, who: str) -> dict[str, str]:
        phone = PHONES[who]
        self.call("POST", "/auth/sms-codes", {"phone": phone, "purpose": "login"})
        code = self.call("GET", f"/sandbox/sms?phone={phone}").json["items"][0]["code"]
        tokens = self.call("POST", "/auth/sms-login", {"phone": phone, "code": code}).json
        return {"Authorization": f"Bearer {tokens['access_token']}"}

    # -- at the pharmacy

    def _transact(self, infno: str, content: Any) -> dict[str, Any]:
        msgid = f"{PHARMACY}20250610{next(self._serial):010d}"
        message = envelope(infno, content, place=PHARMACY, msgid=msgid)
        reply = self.app.test_client().post(f"/fsi/api/{infno}", json=message)
        answer: dict[str, Any] = json.loads(reply.data, parse_float=Decimal)
        assert answer["infcode"] == 0, answer["err_msg"]
        output: dict[str, Any] = answer["output"]
        return output

    def number_of(self, who: str) -> str:
        found = self._transact("1101", {"data": _card(who)})
        return str(found["baseinfo"]["psn_no"])

    def buy(self, who: str, yuan: str = "10.00") -> Bill:
        begun = "2025-06-01 09:30:00"
        info = _card(who) | {
            "psn_no": self.number_of(who),
            "psn_type": "11",
            "begntime": begun,
            "insutype": INSURED[who],
            "medfee_sumamt": yuan,
            "acct_used_flag": "2",
            "med_type": "41",
        }
        line = {
            "feedetl_sn": "1",
            "rx_circ_flag": "0",
            "fee_ocur_time": begun,
            "med_list_codg": "D1",
            "medins_list_codg": "D1",
            "det_item_fee_sumamt": yuan,
            "cnt": 1,
            "pric": yuan,
            "durg_trac_info": [],
        }
        sold = self._transact("2102", {"druginfo": info, "drugdetail": [line]})["setlinfo"]
        explained = json.loads(sold["exp_content"])["mutual"]["reason"]
        mutual = sold["acct_mulaid_pay"]
        own = sold["acct_pay"] - mutual
        return Bill(sold["setl_id"], sold["mdtrt_id"], own, mutual, explained)

    def give_back(self, who: str, bill: Bill) -> None:
        node = {"setl_id": bill.id, "mdtrt_id": bill.visit_id, "psn_no": self.number_of(who)}
        self._transact("2103", {"data": node})


def _card(who: str) -> dict[str, str]:
    return id_card(NUMBERS[who], NAMES[who])
