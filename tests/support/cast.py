"""A named cast over the sandbox, acting as institutions and citizens do: over the wire.

The same words drive the application in this process and the served program.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

import requests
from flask import Flask

from tests.support.sent import (
    BEGUN,
    HOSPITAL,
    PHARMACY,
    PHONES,
    Line,
    card,
    charge,
    diagnosis,
    envelope,
    family,
    sale,
    settlement,
    visit,
)

FSI, API = "/fsi/api", "/api/v1"

Send = Callable[[str, str, bytes, Mapping[str, str]], "Answer"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over the wire."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The code of a gateway refusal or of a problem document; "" for a success."""
        if "infcode" in self.body:
            return str(self.body["err_msg"]).split(" ")[0]
        return str(self.body.get("code", ""))

    @property
    def bill(self) -> dict[str, Any]:
        """`setlinfo` of a settlement reply."""
        assert self.body["infcode"] == 0, self.body["err_msg"]
        return cast("dict[str, Any]", self.body["output"]["setlinfo"])

    def pool_words(self) -> list[str]:
        """How the gateway explains the pool leg."""
        return list(json.loads(self.bill["exp_content"]).get("pool", ()))

    def legs(self) -> tuple[str, ...]:
        """Pool, own, mutual, cash in yuan."""
        own = self.bill["acct_pay"] - self.bill["acct_mulaid_pay"]
        rest = (self.bill["acct_mulaid_pay"], self.bill["psn_cash_pay"])
        return tuple(str(leg) for leg in (self.bill["fund_pay_sumamt"], own, *rest))

    @property
    def reason(self) -> str | None:
        found = json.loads(self.bill["exp_content"])["mutual"]["reason"]
        return cast("str | None", found)


@dataclass(frozen=True, slots=True)
class Bill:
    """An uploaded batch that waits to be settled."""

    who: str
    place: str
    node: dict[str, Any]


def in_process(app: Flask) -> Send:
    def send(method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        reply = app.test_client().open(path, method=method, data=body, headers=dict(headers))
        return Answer(reply.status_code, _read(reply.data), dict(reply.headers))

    return send


def over_http(base: str) -> Send:
    def send(method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        reply = requests.request(method, base + path, data=body, headers=headers, timeout=60)
        return Answer(reply.status_code, _read(reply.content), reply.headers)

    return send


def _read(content: bytes) -> Any:
    return json.loads(content, parse_float=Decimal) if content else {}


class Cast:
    """A payer who shares with his wife (who has an account too) and his child (who has none)."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self._serial = itertools.count(1)
        self._signed_in: dict[str, dict[str, str]] = {}
        self.phones = dict(PHONES)

    # -- the sandbox

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        sent = b"" if body is None else json.dumps(body).encode()
        typed = {"Content-Type": "application/json"} | headers
        return self.send(method, f"{API}{path}", sent, typed)

    def load(self, **more: Any) -> Cast:
        loaded = self.call("POST", "/sandbox/reset", {"fixture": family(**more)})
        assert loaded.status == 200, loaded.body
        self._signed_in.clear()
        return self

    def at(self, moment: str) -> Cast:
        assert self.call("PUT", "/sandbox/clock", {"now": moment}).status == 200
        return self

    def broken(self) -> list[str]:
        """What does not add up in the books: nothing, whatever happened."""
        return cast("list[str]", self.call("GET", "/sandbox/check").body["failures"])

    def sign_in(self, who: str) -> dict[str, str]:
        """Headers of a signed-in citizen."""
        if who not in self._signed_in:
            phone = self.phones[who]
            self.call("POST", "/auth/sms-codes", {"phone": phone, "purpose": "login"})
            code = self.call("GET", f"/sandbox/sms?phone={phone}").body["items"][0]["code"]
            tokens = self.call("POST", "/auth/sms-login", {"phone": phone, "code": code}).body
            self._signed_in[who] = {"Authorization": f"Bearer {tokens['access_token']}"}
        return self._signed_in[who]

    def account(self, who: str) -> dict[str, Any]:
        return cast("dict[str, Any]", self.call("GET", "/account", **self.sign_in(who)).body)

    # -- the gateway

    def new_msgid(self, place: str) -> str:
        return f"{place}20250610{next(self._serial):010d}"

    def transact(
        self, infno: str, content: Any, *, place: str = PHARMACY, msgid: str = "", **headers: str
    ) -> Answer:
        """One transaction of an institution; unsigned unless headers sign it."""
        wanted = envelope(infno, content, place=place, msgid=msgid or self.new_msgid(place))
        return self.send("POST", f"{FSI}/{infno}", json.dumps(wanted).encode(), headers)

    def number_of(self, who: str) -> str:
        """`psn_no`, as an institution learns it."""
        reply = self.transact("1101", {"data": card(who)})
        return cast("str", reply.body["output"]["baseinfo"]["psn_no"])

    def buy(
        self, who: str, *lines: Line, msgid: str = "", flag: str = "2", begun: str = BEGUN
    ) -> Answer:
        """2102: a purchase at the pharmacy."""
        content = sale(self.number_of(who), who, lines or (Line(),), flag, begun)
        return self.transact("2102", content, msgid=msgid)

    def upload(
        self,
        who: str,
        *lines: Line,
        place: str = HOSPITAL,
        flag: str = "2",
        stated: str = "",
        med_type: str = "11",
        begun: str = BEGUN,
    ) -> Bill:
        """2201, 2203, 2204: a visit whose only batch is ready to be settled."""
        number = self.number_of(who)
        registered = self.transact(
            "2201", {"data": visit(number, who, next(self._serial), begun)}, place=place
        )
        ids = {"mdtrt_id": registered.body["output"]["data"]["mdtrt_id"], "psn_no": number}
        described = self.transact("2203", diagnosis(ids, med_type, at=begun), place=place)
        rows = [charge(ids, order, line, begun) for order, line in enumerate(lines or (Line(),), 1)]
        uploaded = self.transact("2204", {"feedetail": rows}, place=place)
        assert (described.code, uploaded.code) == ("", ""), (described.body, uploaded.body)
        results = uploaded.body["output"]["result"]
        node = settlement(ids, who, results, flag, stated) | {"med_type": med_type}
        return Bill(who, place, node)

    def settle(self, bill: Bill, msgid: str = "") -> Answer:
        """2207: settles an uploaded batch."""
        return self.transact("2207", {"data": bill.node}, place=bill.place, msgid=msgid)

    def cancel(self, settled: Answer, place: str = HOSPITAL, infno: str = "2208") -> Answer:
        """2208, or 2103 for a purchase."""
        node = {name: settled.bill[name] for name in ("setl_id", "mdtrt_id", "psn_no")}
        return self.transact(infno, {"data": node}, place=place)
