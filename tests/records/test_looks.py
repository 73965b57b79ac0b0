"""Everybody reads of those looks at his data that `docs/looks.md` names, and nobody of others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from gongji.app.runtime import Runtime
from gongji.documents.models import Verification
from gongji.documents.verification_numbers import printed
from gongji.people.looks import REFUSED
from tests.quota.province import FATHER, FATHERS_PHONE, RELATIVE, draw_order, two_provinces
from tests.records.institutions_acts import filings, on_record
from tests.records.relatives_acts import chronic_acts
from tests.support.cast import Answer, Cast
from tests.support.looks import Logs, matrix
from tests.support.sent import (
    CHILD,
    HOSPITAL,
    NUMBERS,
    PAYER,
    PHARMACY,
    PHONES,
    WIFE,
    Line,
    card,
    charge,
    diagnosis,
    sale,
    settlement,
    visit,
)

PRODUCT = {
    "product": "inclusive_t1", "kind": "inclusive", "year": 2026, "name": "测试·惠民保",
    "full_fen": 6_900, "basis": ["test"],
    "window": {"opens_on": "2025-01-01", "closes_on": "2025-12-31"},
}  # fmt: skip
GOODS = {"product": "inclusive_t1", "year": 2026}
NEW_PHONE = "19900000009"
ASKED = {
    "GET /policy": "?area=430100", "GET /sandbox/sms": f"?phone={NEW_PHONE}",
    "GET /sandbox/ledger": "?settlement_id=stl_none",
    "GET /sandbox/quotas/clearing": "?month=2025-06&format=csv",
}  # fmt: skip
"""What a plain look has to ask for."""


class House:
    """The family before its application; each act is checked against its row of the page."""

    def __init__(self, app: Flask, cast: Cast, **family: Any) -> None:
        self.app, self.cast = app, cast.load(products=[PRODUCT], **family)
        self.runtime: Runtime = app.extensions["gongji"]
        self.logs = Logs(self.runtime)
        self.driven: set[str] = set()
        self.logs.new()

    def leaves(self, call: str, answer: Answer, **told: Iterable[str]) -> None:
        """That `answer` to this call left a line with those alone whom the page names; `told` says
        who these are here. None at all where it names somebody who is not told here.
        """
        assert answer.status < 300, (call, answer.body)
        assert answer.body.get("infcode", 0) == 0, (call, answer.body)
        expected = sorted(name for names in told.values() for name in names)
        found = [name for name, _, _ in self.logs.new()]
        assert found == expected, call
        assert set(told) == matrix()[call].told, call
        self.driven.add(call)

    def ask(
        self, call: str, who: str = "", body: Any = None, query: str = "", **ids: str
    ) -> Answer:
        method, path = call.split(" ")
        for name, value in ids.items():
            path = path.replace(f"<{name}>", value)
        headers = self.cast.sign_in(who) if who else {}
        if call in KEYED:
            headers = headers | {"Idempotency-Key": f"k{len(self.driven)}"}
        if "format=" not in query and call != "GET /me/export":
            return self.cast.call(method, path + query, body, **headers)
        reply = self.app.test_client().get(f"/api/v1{path}{query}", headers=headers)
        return Answer(reply.status_code, {})

    def code(self, phone: str, purpose: str, who: str = "") -> str:
        """The code of a text that is asked for now; leaves nothing."""
        wanted = {"phone": phone, "purpose": purpose}
        sent = self.ask("POST /auth/sms-codes", who, body=wanted)
        self.leaves("POST /auth/sms-codes", sent)
        return self.last_code(phone)

    def last_code(self, phone: str) -> str:
        inbox = self.cast.call("GET", f"/sandbox/sms?phone={phone}").body["items"]
        return str(inbox[0]["code"])

    def tie(self, whom: str) -> str:
        """The id of the payer's binding to somebody."""
        found = self.cast.call("GET", "/family/bindings", **self.cast.sign_in(PAYER)).body
        masked = {WIFE: "李*英", CHILD: "陈*远"}[whom]
        return str(
            next(row["id"] for row in found["items"] if row["beneficiary"]["name"] == masked)
        )


KEYED = {
    "POST /family/bindings", "POST /premiums/payments", "POST /quotas",
    "POST /premiums/payments/<payment_id>/refund",
}  # fmt: skip


@pytest.fixture
def house(app: Flask, cast: Cast) -> House:
    made = two_provinces()
    made["persons"][1]["chronic"] = [
        {"disease": "糖尿病", "code": "M01600", "valid_to": "2025-06-30", "online": True}
    ]
    return House(app, cast, **made)


# -- citizens


def test_plain_looks_at_what_is_public_or_ones_own_leave_nothing(house: House) -> None:
    house.cast.sign_in(PAYER)
    house.logs.new()
    for call, row in matrix().items():
        if call.startswith("GET ") and "<" not in call and not row.told:
            house.leaves(call, house.ask(call, PAYER, query=ASKED.get(call, "")))
    assert len(house.driven) > 25


def own_acts(house: House) -> None:
    """What the payer does with his own account, and somebody who has his phone could do."""
    phone, wechat = PHONES[PAYER], {"provider": "wechat"}
    code = house.code(phone, "login")
    entered = house.ask("POST /auth/sms-login", body={"phone": phone, "code": code})
    house.leaves("POST /auth/sms-login", entered, caller=[PAYER])
    unknown = house.ask("POST /auth/mini-program-login", body=wechat | {"code": "wx-chen-1"})
    assert (set(unknown.body), house.logs.new()) == ({"link_ticket"}, [])
    house.cast.at("2025-06-10T10:02:00+08:00")
    ticket = {"link_ticket": unknown.body["link_ticket"], "code": house.code(phone, "link")}
    identity = {"name": PAYER, "id_number": NUMBERS[PAYER]}
    linked = house.ask("POST /auth/link", body=ticket | identity | {"phone": phone})
    house.leaves("POST /auth/link", linked, caller=[PAYER])
    again = house.ask("POST /auth/mini-program-login", body=wechat | {"code": "wx-chen-2"})
    house.leaves("POST /auth/mini-program-login", again, caller=[PAYER])
    house.cast.at("2025-06-10T10:05:00+08:00")
    house.cast.sign_in(PAYER)
    house.logs.new()
    devices = house.ask("GET /auth/devices", PAYER).body["items"]
    other = next(device["id"] for device in devices if not device["current"])
    removed = house.ask("DELETE /auth/devices/<device_id>", PAYER, device_id=other)
    house.leaves("DELETE /auth/devices/<device_id>", removed, caller=[PAYER])
    for act in ("POST /account/freeze", "POST /account/unfreeze"):
        house.leaves(act, house.ask(act, PAYER), caller=[PAYER])
        assert (house.ask(act, PAYER).status, house.logs.new()) == (200, []), "nothing was changed"
    raised = house.ask("PUT /messages/settings", PAYER, {"spent_threshold_fen": 1})
    house.leaves("PUT /messages/settings", raised, caller=[PAYER])
    file = house.ask("GET /account/statement", PAYER, query="?year=2025&format=csv")
    house.leaves("GET /account/statement", file, caller=[PAYER])
    whole = house.ask("GET /me/export", PAYER)
    house.leaves("GET /me/export", whole, caller=[PAYER], relative=[WIFE, CHILD])


def family_acts(house: House) -> None:
    """What the payer does with those he shares with, and the wife with him."""
    listed, single = "GET /family/bindings", "GET /family/bindings/<binding_id>"
    house.cast.at("2025-06-11T10:00:00+08:00")
    house.cast.sign_in(WIFE)
    house.logs.new()
    house.leaves(listed, house.ask(listed, PAYER), relative=[WIFE, CHILD])
    assert (house.ask(listed, PAYER).status, house.logs.new()) == (200, []), "once a day"
    seen = house.ask(listed, WIFE, query="?role=beneficiary")
    house.leaves(listed, seen, relative=[PAYER])
    tie = seen.body["items"][0]["id"]
    chronic_acts(house, tie)
    house.cast.at("2025-06-12T10:00:00+08:00")
    house.leaves(single, house.ask(single, WIFE, binding_id=tie), relative=[PAYER])
    house.leaves(single, house.ask(single, PAYER, binding_id=tie), relative=[WIFE])
    change = "PATCH /family/bindings/<binding_id>"
    for changes in ({"limits": {"month_fen": 5_000}}, {"ends_on": "2026-11-30"}):
        changed = house.ask(change, PAYER, changes, binding_id=tie)
        house.leaves(change, changed, caller=[PAYER], relative=[WIFE])
    assert house.ask(change, PAYER, {"hold_fen": 100}, binding_id=tie).status == 200
    assert [name for name, _, _ in house.logs.new()] == [PAYER], "nobody learns of a hold"
    end = "POST /family/bindings/<binding_id>/unbind"
    house.leaves(end, house.ask(end, WIFE, binding_id=tie), relative=[PAYER])
    bind = "POST /family/bindings"
    house.leaves(bind, asked_to_bind(house, "spouse"), relative=[WIFE])
    tie = house.tie(WIFE)
    house.logs.new()
    house.leaves(end, house.ask(end, PAYER, binding_id=tie), relative=[WIFE])
    house.cast.at("2025-06-12T10:02:00+08:00")
    refused = asked_to_bind(house, "parent")
    assert refused.code == "RELATION_IMPLAUSIBLE", refused.body
    [(name, actor, what)] = house.logs.new()
    assert (name, actor, "没有成功" in what) == (WIFE, "陈*国", True)


def asked_to_bind(house: House, relation: str) -> Answer:
    """With the code that the wife read out; none of it before the last step leaves a line."""
    her = {"name": WIFE, "id_number": NUMBERS[WIFE], "phone": PHONES[WIFE]}
    asking = {"beneficiary": her, "relation": relation}
    house.leaves("POST /family/sms-codes", house.ask("POST /family/sms-codes", PAYER, asking))
    terms = {
        "starts_on": "2025-06-12",
        "ends_on": "2026-06-11",
        "sms_code": house.last_code(PHONES[WIFE]),
        "commitment": {"version": "1", "accepted": True},
    }
    return house.ask("POST /family/bindings", PAYER, asking | terms)


def premium_acts(house: House) -> None:
    """The payer pays for his child, tries again, and asks for the money back."""
    tie, query = house.tie(CHILD), "?product=inclusive_t1&year=2026"
    house.logs.new()
    priced = "GET /premiums/payables"
    house.leaves(priced, house.ask(priced, PAYER, query=query), relative=[CHILD])
    assert (house.ask(priced, PAYER, query=query).status, house.logs.new()) == (200, [])
    wanted = GOODS | {"binding_ids": [tie], "include_self": True}
    pay, refund = "POST /premiums/payments", "POST /premiums/payments/<payment_id>/refund"
    paid = house.ask(pay, PAYER, wanted)
    house.leaves(pay, paid, relative=[CHILD])
    statuses = [item["status"] for item in house.ask(pay, PAYER, wanted).body["items"]]
    assert statuses == ["refused", "refused"]
    [(name, actor, what)] = house.logs.new()
    assert (name, actor, what.endswith(REFUSED)) == (CHILD, "陈*国", True), "his state was told"
    ids = {"payment_id": paid.body["items"][0]["payment_id"]}
    shown = "GET /premiums/payments/<payment_id>"
    assert (house.ask(shown, PAYER, **ids).status, house.logs.new()) == (200, [])
    house.leaves(shown, house.ask(shown, PAYER, query="?format=pdf", **ids), caller=[PAYER])
    refused = house.ask(refund, PAYER, {"reason": "death"}, **ids)
    assert (refused.code, len(house.logs.new())) == ("REFUND_REASON", 1)
    given = house.ask(refund, PAYER, {"reason": "cancelled"}, **ids)
    house.leaves(refund, given, relative=[CHILD])


def quota_acts(house: House) -> None:
    """The payer's father is insured in another province, which draws once."""
    house.cast.at("2025-06-14T10:00:00+08:00")
    house.cast.sign_in(PAYER)
    asking = {"beneficiary": RELATIVE, "relation": "parent"}
    code = "POST /quotas/sms-codes"
    house.leaves(code, house.ask(code, PAYER, asking))
    terms = {
        "amount_fen": 5_000,
        "sms_code": house.last_code(FATHERS_PHONE),
        "commitment": {"version": "1", "accepted": True},
    }
    give, single = "POST /quotas", "GET /quotas/<quota_id>"
    given = house.ask(give, PAYER, asking | terms)
    house.leaves(give, given, relative=[FATHER])
    ids = {"quota_id": given.body["id"]}
    house.leaves("GET /quotas", house.ask("GET /quotas", PAYER), relative=[FATHER])
    house.cast.at("2025-06-15T10:00:00+08:00")
    house.leaves(single, house.ask(single, PAYER, **ids), relative=[FATHER])
    change, end = "PATCH /quotas/<quota_id>", "POST /quotas/<quota_id>/end"
    changed = house.ask(change, PAYER, {"amount_fen": 6_000}, **ids)
    house.leaves(change, changed, caller=[PAYER], relative=[FATHER])
    order = draw_order(ids["quota_id"], "S1", 100)
    drawn = house.ask("POST /sandbox/quotas/draws", "", order)
    house.leaves("POST /sandbox/quotas/draws", drawn, payers=[PAYER])
    house.leaves(end, house.ask(end, PAYER, **ids), relative=[FATHER])


def papers(house: House) -> None:
    """The wife's bill as a paper, which somebody verifies."""
    settled = house.cast.buy(WIFE)
    house.logs.new()
    ids, shown = {"settlement_id": settled.bill["setl_id"]}, "GET /visits/<settlement_id>"
    assert (house.ask(shown, WIFE, **ids).status, house.logs.new()) == (200, [])
    house.leaves(shown, house.ask(shown, WIFE, query="?format=pdf", **ids), caller=[WIFE])
    query = select(Verification.number).where(Verification.subject == ids["settlement_id"])
    number = house.runtime.run(lambda ctx: ctx.db.execute(query).scalar_one(), writes=False)
    verify = "GET /verify/<number>"
    house.leaves(verify, house.ask(verify, number=printed(number)), holder=[WIFE])


def phone_acts(house: House) -> None:
    """Another phone, the old one's way back, and the end of all sessions."""
    identity = {"name": PAYER, "id_number": NUMBERS[PAYER]}
    wanted = {"phone": NEW_PHONE, "code": house.code(NEW_PHONE, "phone", PAYER), "proof": identity}
    house.leaves("POST /auth/phone", house.ask("POST /auth/phone", PAYER, wanted), caller=[PAYER])
    back = {"phone": PHONES[PAYER], "code": house.code(PHONES[PAYER], "phone_undo")}
    undone = house.ask("POST /auth/phone/undo", body=back)
    house.leaves("POST /auth/phone/undo", undone, caller=[PAYER])
    gone = house.ask("POST /auth/logout-all", WIFE)
    house.leaves("POST /auth/logout-all", gone, caller=[WIFE])


def test_every_call_of_a_citizen_that_tells_somebody_tells_exactly_him(house: House) -> None:
    own_acts(house)
    family_acts(house)
    premium_acts(house)
    quota_acts(house)
    papers(house)
    phone_acts(house)
    told = {call for call, row in matrix().items() if row.told and " " in call}
    assert told <= house.driven


# -- institutions


def test_every_transaction_tells_whom_it_reads(house: House) -> None:
    cast, signed = house.cast, {"opter_no": "0001", "mac": "00-00", "ip": "127.0.0.1"}

    def does(infno: str, content: Any, *, place: str = HOSPITAL, **told: list[str]) -> Answer:
        answer = cast.transact(infno, content, place=place)
        house.leaves(infno, answer, **told)
        return answer

    day = does("9001", {"signIn": signed}).body["output"]["signinoutb"]["sign_no"]
    found = does("1101", {"data": card(WIFE)}, place=PHARMACY, patient=[WIFE])
    number = found.body["output"]["baseinfo"]["psn_no"]
    opened = does("2201", {"data": visit(number, WIFE, 1)}, patient=[WIFE])
    ids = {"mdtrt_id": opened.body["output"]["data"]["mdtrt_id"], "psn_no": number}
    filings(does, number)
    for infno in ("2203", "2203A"):
        does(infno, diagnosis(ids))
    does("2204", {"feedetail": [charge(ids, 1, Line())]})
    does("2205", {"data": ids | {"chrg_bchno": "0000"}})
    rows = does("2204", {"feedetail": [charge(ids, 1, Line(price="600.00"))]})
    node = settlement(ids, WIFE, rows.body["output"]["result"], "2", "")
    does("2206", {"data": node}, patient=[WIFE], payers=[PAYER])
    settled = cast.transact("2207", {"data": node}, place=HOSPITAL)
    assert (settled.legs()[2], house.logs.new()) == ("260.00", []), "he who pays has an entry"
    looked = {"data": {"psn_no": number, "setl_id": settled.bill["setl_id"]}}
    does("5203", looked, patient=[WIFE])
    on_record(does, ids, settled.bill["setl_id"])
    undo = {name: settled.bill[name] for name in ("setl_id", "mdtrt_id", "psn_no")}
    does("2208", {"data": undo}, patient=[WIFE])
    does("2202", {"data": ids | {"ipt_otp_no": "T1"}})
    bought = sale(number, WIFE, [Line(price="600.00")])
    does("2101", bought, place=PHARMACY, patient=[WIFE], payers=[PAYER])
    sold = cast.transact("2102", bought, msgid="M1")
    assert house.logs.new() == []
    lost = {"psn_no": number, "omsgid": "M1", "oinfno": "2102"}
    does("2601", {"data": lost}, place=PHARMACY)
    sold = cast.transact("2102", bought)
    undo = {name: sold.bill[name] for name in ("setl_id", "mdtrt_id", "psn_no")}
    does("2103", {"data": undo}, place=PHARMACY, patient=[WIFE])
    does("9002", {"signOut": {"sign_no": day, "opter_no": "0001"}})
    assert set(matrix()) - house.driven >= {"2102", "2207"}


def test_whose_account_is_said_to_be_empty_reads_of_the_bill(app: Flask, cast: Cast) -> None:
    house = House(app, cast, payer_fen=0)
    bill = cast.upload(WIFE, Line(price="600.00"))
    bought = sale(bill.node["psn_no"], WIFE, [Line(price="600.00")])
    house.logs.new()
    for infno, content, place in (("2207", {"data": bill.node}, HOSPITAL), ("2102", bought, "")):
        answer = cast.transact(infno, content, place=place or PHARMACY)
        assert answer.reason == "BALANCE_EMPTY"
        house.leaves(infno, answer, payers=[PAYER])


def test_a_refusal_leaves_a_line_from_when_it_tells_something_and_nothing_else(
    house: House,
) -> None:
    cast = house.cast
    number = cast.number_of(WIFE)
    house.logs.new()

    def refused(infno: str, content: Any, *, place: str = PHARMACY, msgid: str = "") -> list[str]:
        answer = cast.transact(infno, content, place=place, msgid=msgid)
        assert answer.code, (infno, answer.body)
        lines = house.logs.new()
        assert {name for name, _, _ in lines} <= {WIFE}
        assert all(what.endswith(REFUSED) for _, _, what in lines)
        return [what for _, _, what in lines]

    stranger = card(WIFE) | {"mdtrt_cert_no": "430199197001010013", "certno": ""}
    assert refused("1101", {"data": stranger}) == []
    wrong = {"psn_name": "李秀兰"}
    assert len(refused("1101", {"data": card(WIFE) | wrong})) == 1
    bought = sale(number, WIFE, [Line()])
    his_card = bought["druginfo"] | {"mdtrt_cert_no": NUMBERS[PAYER], "certno": ""}
    not_so_insured = bought["druginfo"] | {"insutype": "390"}
    for infno in ("2101", "2102"):
        assert refused(infno, bought | {"druginfo": his_card}) == [], "not her credential"
        assert len(refused(infno, bought | {"druginfo": not_so_insured})) == 1
        assert (
            len(refused(infno, bought | {"druginfo": bought["druginfo"] | wrong}, msgid="M")) == 1
        )
    opened = visit(number, WIFE, 1)
    assert len(refused("2201", {"data": opened | wrong}, place=HOSPITAL)) == 1
    assert len(refused("2201", {"data": opened | {"insutype": "390"}}, place=HOSPITAL)) == 1
    assert refused("5301", {"data": {"psn_no": number}}, place=HOSPITAL) == []
    assert cast.account(WIFE)["balance_fen"] == 10_000
    assert cast.transact("2102", bought, msgid="M").code == "", "the msgid stayed free"
    assert cast.broken() == []
