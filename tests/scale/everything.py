"""One of everything: each route, each transaction of the gateway and each job, through the program.

`prepare` leaves a row of each kind behind, which a crowd is then made of; `run` does it all.
"""

from __future__ import annotations

import itertools
from http import HTTPStatus
from typing import Any

from flask import Flask

from gongji.app.runtime import Runtime
from gongji.fsi.registry import KINDS
from gongji.ops.jobs import JOBS, run_job
from tests.fsi.filed import file_question, file_upload, look_up_and_file
from tests.premium.relatives import RETIRED, id_number
from tests.quota.province import FROM_FATHER, OPEN, RELATIVE, draw_order, two_provinces
from tests.scale.reading import Readings
from tests.scale.sending import noted, whatever
from tests.support.cast import API, FSI, Answer, Cast
from tests.support.sent import (
    AT,
    BEGUN,
    CHILD,
    HOSPITAL,
    INSURED,
    NUMBERS,
    PAYER,
    PHARMACY,
    PHONES,
    WIFE,
    Line,
    diagnosis,
    family,
    sale,
    visit,
)

FATHER, FATHERS_PHONE = RETIRED, "19900000005"
NEW_PHONE = "13800000077"
BEFORE, AFTER = "2025-06-10T10:00:00+08:00", "2025-10-10T10:00:00+08:00"
PAID_ELSEWHERE = "2025-10-12"

READS_ALL = ("reconcile", "clearing", "credit")
"""To recompute the books is to read them; a clearing counts a year's premiums once a year, and a
month's credits go through all accounts (tests/ops/test_credit_steps.py).
"""


def load(cast: Cast) -> Cast:
    fixture = family(payer_fen=900_000_000, wife_fen=90_000_000)
    fixture["persons"].append({
        "key": "P04", "name": FATHER, "sex": "M", "id_number": id_number(FATHER),
        "phone": FATHERS_PHONE, "account": None,
        "insurances": [{"kind": "resident", "status": "normal", "area": "430100"}],
    })  # fmt: skip
    fixture["persons"].append(two_provinces()["persons"][-1] | {"key": "P05"})
    fixture["policy"] = [*fixture["policy"], OPEN]
    fixture["persons"][1]["chronic"] = [
        {"disease": disease, "code": code, "valid_to": "2025-12-31", "online": True}
        for disease, code in (("高血压", "M03900"), ("糖尿病", "M01600"))
    ]
    return cast.load(**fixture | {
        "clock": BEFORE,
        "premium_payments": [{"person": "P03", "product": "resident", "year": 2026,
                              "amount_fen": 40_000, "channel": "tax",
                              "paid_on": PAID_ELSEWHERE}],
        "notices": [{"area": "430000", "title": "公告", "text": "系统升级"}],
        "maintenance": [{"area": "430400", "features": ["premium"],
                         "from": "2025-06-01T00:00:00+08:00", "to": "2025-06-02T00:00:00+08:00"}],
    })  # fmt: skip


class Everything:
    """`done` is what was asked for, with the answers."""

    def __init__(self, app: Flask, seen: Readings) -> None:
        self.runtime: Runtime = app.extensions["gongji"]
        self.seen = seen
        self.done: list[tuple[str, str, Answer]] = []
        self.cast = Cast(noted(whatever(app), seen, self.done))
        self.payment = ""
        self.quota = ""
        self._keys = itertools.count(1)

    def ask(self, method: str, path: str, body: Any = None, who: str | None = PAYER) -> Answer:
        headers = self.cast.sign_in(who) if who else {}
        if method == "POST":
            headers = headers | {"Idempotency-Key": f"key-{next(self._keys)}"}
        return self.cast.call(method, path, body, **headers)

    def sent(self, infno: str, content: Any, place: str = PHARMACY, msgid: str = "") -> Any:
        answer = self.cast.transact(infno, content, place=place, msgid=msgid)
        assert answer.code == "", (infno, answer.body)
        return answer.body["output"]

    # -- before

    def prepare(self) -> None:
        """Leaves at least one row of every kind."""
        load(self.cast)
        self.cast.buy(WIFE)
        self.cast.buy(CHILD)
        bill = self.cast.settle(self.cast.upload(CHILD))
        self.ask("GET", f"/visits/{self.bills(WIFE)[0]}?format=pdf", who=WIFE)
        self.ask("POST", "/credentials/insurance-code", {}, who=WIFE)
        assert bill.code == ""
        self.event("RETIRED", WIFE, "2025-06-10")
        self.cast.at("2025-09-30T10:00:00+08:00")
        self.ask("POST", "/sandbox/jobs/remind", {}, who=None)
        self.payment = self.pay()
        self.quota = self.give_quota()
        self.drawn("S1")
        assert self.cast.broken() == []

    def bills(self, who: str) -> list[str]:
        items = self.ask("GET", "/visits", who=who).body["items"]
        return [item["settlement_id"] for item in items]

    def event(self, kind: str, who: str, day: str, **data: Any) -> None:
        number = NUMBERS.get(who) or id_number(who)
        event = {"event_id": f"{kind}-{number}", "type": kind, "id_number": number,
                 "effective_on": day, "data": data}  # fmt: skip
        assert self.cast.call("POST", "/sandbox/events", event).status == 200

    def pay(self) -> str:
        """The child's premium; its payment."""
        items = self.ask("GET", "/premiums/payables?product=resident&year=2026").body["items"]
        ids = [one["binding_id"] for one in items if one["binding_id"]]
        wanted = {"product": "resident", "year": 2026, "include_self": False, "binding_ids": ids}
        paid = self.ask("POST", "/premiums/payments", wanted).body["items"]
        return next(str(one["payment_id"]) for one in paid if one["payment_id"])

    def give_quota(self) -> str:
        """The payer's, for his father in Guangzhou."""
        asked = {"beneficiary": RELATIVE, "relation": "parent"}
        self.ask("POST", "/quotas/sms-codes", asked)
        terms = {"amount_fen": 5_000, "sms_code": self.code(RELATIVE["phone"]),
                 "commitment": {"version": "1", "accepted": True}}  # fmt: skip
        return str(self.ask("POST", "/quotas", asked | terms).body["id"])

    def drawn(self, serial: str) -> None:
        order = draw_order(self.quota, serial, 100)
        self.ask("POST", "/sandbox/quotas/draws", order, who=None)

    # -- all of it

    def run(self) -> None:
        self.cast.at(AFTER)
        self.doors()
        self.account()
        self.family()
        self.gateway()
        self.papers()
        self.premiums()
        self.quotas()
        self.panel()
        for name in JOBS:
            self.job(name)
        self.ends()

    def job(self, name: str) -> None:
        """As the worker does it, without the deadline of a request."""
        wanted: dict[str, Any] = {
            "credit": {"month": "2025-10"},
            "clearing": {"year": 2025},
            "quota-clearing": {"month": "2025-09"},
        }
        self.seen.what = "" if name in READS_ALL else f"the job {name}"
        run_job(self.runtime, name, **wanted.get(name, {}))
        self.seen.what = ""

    def doors(self) -> None:
        self.cast.sign_in(PAYER)
        self.cast.sign_in(WIFE)
        for path in ("/me", "/me/consents"):
            self.ask("GET", path, who=WIFE)
        papers = self.ask("GET", "/me/export", who=WIFE).body["documents"]
        self.ask("GET", f"/verify/{papers[0]['number']}", who=None)
        platform = {"provider": "wechat", "code": "wx-chen"}
        ticket = self.ask("POST", "/auth/mini-program-login", platform, who=None).body
        self.cast.at("2025-10-10T10:02:00+08:00")
        self.ask("POST", "/auth/sms-codes", {"phone": PHONES[PAYER], "purpose": "link"}, who=None)
        linked = self.ask("POST", "/auth/link", {
            "link_ticket": ticket["link_ticket"], "phone": PHONES[PAYER],
            "code": self.code(PHONES[PAYER]), "name": PAYER, "id_number": NUMBERS[PAYER],
        }, who=None)  # fmt: skip
        again = {"Authorization": f"Bearer {linked.body['refresh_token']}"}
        self.cast.call("POST", "/auth/refresh", {}, **again)

    def code(self, phone: str) -> str:
        texts = self.ask("GET", f"/sandbox/sms?phone={phone}", who=None).body["items"]
        return next(str(text["code"]) for text in texts if text["code"])

    def again(self, who: str) -> dict[str, str]:
        """Headers of somebody who is signed in on one more device."""
        self.cast.call("POST", "/auth/sms-codes", {"phone": PHONES[who], "purpose": "login"})
        code = self.code(PHONES[who])
        shown = {"phone": PHONES[who], "code": code}
        tokens = self.cast.call("POST", "/auth/sms-login", shown).body
        return {"Authorization": f"Bearer {tokens['access_token']}"}

    def account(self) -> None:
        self.ask("GET", "/account")
        self.ask("GET", "/entitlements")
        self.ask("POST", "/entitlements/estimate", {"amount_fen": 50_000, "place": "level_2"})
        filters = ("", "year=2025", "year=2024", "direction=in", "direction=out",
                   "scene=OUTPATIENT", "scene=PHARMACY&direction=in", "scene=PREMIUM&year=2025",
                   "from=2025-10-01&to=2025-10-02", "from=2025-10-03&direction=out",
                   "to=2025-10-01&scene=OUTPATIENT")  # fmt: skip
        for wanted in filters:
            page = self.ask("GET", f"/account/entries?{wanted}").body
            if page["next"]:
                self.ask("GET", f"/account/entries?{wanted}&cursor={page['next']}")
        for year in ("", "?year=2025", "?year=2024"):
            self.ask("GET", f"/account/summary{year}")
        self.ask("GET", "/account/statement?year=2025&format=csv", who=WIFE)
        self.ask("POST", "/account/freeze", {})
        self.ask("POST", "/account/unfreeze", {})

    def family(self) -> None:
        self.ask("GET", "/family/eligibility")
        for wanted in ("authorizer", "authorizer&status=active", "authorizer&status=pending",
                       "authorizer&status=ended", "beneficiary"):  # fmt: skip
            self.ask("GET", f"/family/bindings?role={wanted}")
        relative = {"name": FATHER, "id_number": id_number(FATHER), "phone": FATHERS_PHONE}
        asked = {"beneficiary": relative, "relation": "parent"}
        self.ask("POST", "/family/sms-codes", asked)
        version = self.ask("GET", "/family/eligibility").body["commitment"]["version"]
        made = self.ask("POST", "/family/bindings", asked | {
            "starts_on": "2025-10-10", "ends_on": "2026-10-09",
            "sms_code": self.code(FATHERS_PHONE),
            "commitment": {"version": version, "accepted": True},
        })  # fmt: skip
        one = made.body["id"]
        self.ask("GET", f"/family/bindings/{one}")
        self.ask("PATCH", f"/family/bindings/{one}", {"limits": {"month_fen": 5_000}})
        self.ask("POST", f"/family/bindings/{one}/unbind", {})

    def gateway(self) -> None:
        signed = self.sent("9001", {"signIn": {"opter_no": "0001", "mac": "m", "ip": "i"}})
        self.sent(
            "9002", {"signOut": {"sign_no": signed["signinoutb"]["sign_no"], "opter_no": "0001"}}
        )
        for who in (WIFE, CHILD):
            number = self.cast.number_of(who)
            self.sent("2101", sale(number, who, [Line()]))
            bought = self.cast.buy(who)
            assert self.cast.cancel(bought, PHARMACY, "2103").code == ""
            lost = self.cast.new_msgid(PHARMACY)
            assert self.cast.buy(who, msgid=lost).code == ""
            self.sent("2601", {"data": {"psn_no": number, "omsgid": lost, "oinfno": "2102"}})
            self._visit(who, number)
            kept = self.sent("9101", file_upload(b"{}"))["file_qury_no"]
            self.cast.transact("9102", file_question(kept))
            look_up_and_file(self.sent, number, insutype=INSURED[who], opsp_dise_code="M00100")
            period = {"begntime": BEGUN, "endtime": AT}
            self.sent("5201", {"data": {"psn_no": number} | period})

    def _visit(self, who: str, number: str) -> None:
        dropped = {"data": visit(number, who, 900 + next(self._keys))}
        ids = {"mdtrt_id": self.sent("2201", dropped, HOSPITAL)["data"]["mdtrt_id"],
               "psn_no": number}  # fmt: skip
        gone = ids | {"ipt_otp_no": dropped["data"]["ipt_otp_no"]}
        self.sent("2202", {"data": gone}, HOSPITAL)
        first = self.cast.upload(who)
        taken = {name: first.node[name] for name in ("mdtrt_id", "psn_no", "chrg_bchno")}
        self.sent("2206", {"data": first.node}, HOSPITAL)
        self.sent("2205", {"data": taken}, HOSPITAL)
        bill = self.cast.upload(who)
        ids = {"mdtrt_id": bill.node["mdtrt_id"], "psn_no": number}
        self.sent("2203A", diagnosis(ids), HOSPITAL)
        settled = self.cast.settle(bill)
        named = {"psn_no": number, "setl_id": settled.bill["setl_id"]}
        self.sent("5203", {"data": named}, HOSPITAL)
        done = ids | named
        self.sent("5202", {"data": ids}, HOSPITAL)
        self.sent("5204", {"data": done}, HOSPITAL)
        self.sent("5205", {"data": ids | {"begntime": BEGUN}}, HOSPITAL)
        self.sent("5206", {"data": ids}, HOSPITAL)
        asked = {"psn_No": number, "setl_Id": done["setl_id"], "mdtrt_Id": done["mdtrt_id"]}
        self.sent("100001", {"data": asked}, HOSPITAL)
        assert self.cast.cancel(settled).code == ""

    def papers(self) -> None:
        for who in (CHILD, WIFE):
            if who in PHONES:
                for wanted in ("", "?year=2025"):
                    self.ask("GET", f"/visits{wanted}", who=who)
        bill = self.bills(WIFE)[0]
        self.ask("GET", f"/visits/{bill}", who=WIFE)
        self.ask("GET", f"/visits/{bill}?format=pdf", who=WIFE)
        self.ask("GET", "/access-log", who=WIFE)
        for wanted in (
            "",
            "?kind=refund",
            "?unread=true",
            "?unread=false",
            "?kind=spent&unread=true",
        ):
            page = self.ask("GET", f"/messages{wanted}").body["items"]
        self.ask("POST", f"/messages/{page[0]['id']}/read", {})
        self.ask("GET", "/messages/settings")
        self.ask("PUT", "/messages/settings", {"spent_threshold_fen": 100})
        self.ask("POST", "/credentials/insurance-code", {})
        for path in ("/notices", "/notices?area=430100", "/service-status", "/institutions",
                     "/institutions?area=430100", "/institutions?kind=pharmacy&level=2",
                     "/institutions?q=测试", "/policy?area=430100", "/chronic/commitment",
                     "/chronic/diseases", "/offices?area=430103&service=chronic"):  # fmt: skip
            self.ask("GET", path, who=None)
        version = self.ask("GET", "/policy", who=None).body["version"]
        self.ask("GET", f"/policy/editions/{version}", who=None)

    def premiums(self) -> None:
        self.ask("GET", "/premiums/products?year=2026")
        self.ask("GET", "/premiums/payments")
        for form in ("json", "pdf"):
            self.ask("GET", f"/premiums/payments/{self.payment}?format={form}")
        self.cast.at("2025-10-13T10:00:00+08:00")
        self.ask("POST", f"/premiums/payments/{self.payment}/refund", {"reason": "duplicate"})

    def quotas(self) -> None:
        for page in ("eligibility", "received", "", self.quota, f"{self.quota}/draws"):
            self.ask("GET", f"/quotas/{page}".rstrip("/"))
        self.ask("PATCH", f"/quotas/{self.quota}", {"amount_fen": 6_000})
        self.drawn("S2")
        there = "/sandbox/quotas"
        self.ask("POST", f"{there}/draws/S2/reverse", {"serial_number": "R2"}, who=None)
        self.ask("GET", f"{there}/draws/S2", who=None)
        self.ask("GET", f"{there}/clearing?month=2025-09", who=None)
        self.ask("POST", f"{there}/received", FROM_FATHER, who=None)
        his = {"id_number": RELATIVE["id_number"]}
        self.ask("POST", f"{there}/{self.quota}/end", his, who=None)
        self.ask("POST", f"/quotas/{self.give_quota()}/end")

    def panel(self) -> None:
        for path in ("clock", "personas", "institutions", "catalogue"):
            self.ask("GET", f"/sandbox/{path}", who=None)
        self.ask("GET", f"/sandbox/ledger?settlement_id={self.bills(WIFE)[0]}", who=None)
        for page in ("/", "/docs", "/docs/problems", "/healthz", "/readyz"):
            self.cast.send("GET", page, b"", {})

    def ends(self) -> None:
        """What closes accounts and doors comes last."""
        self.event("INSURANCE_SUSPENDED", PAYER, "2025-09-20")
        self.event("JOINED_EMPLOYEE", CHILD, "2025-09-20", area="430100", monthly_base_fen=500_000)
        self.event("DEATH", FATHER, "2025-10-13")
        self.cast.at("2025-12-15T10:00:00+08:00")
        held = self.ask("GET", "/chronic/qualifications", who=WIFE).body["items"]
        self.ask("POST", f"/chronic/qualifications/{held[0]['id']}/extension",
                 {"commitment": {"accepted": True}}, who=WIFE)  # fmt: skip
        active = "/family/bindings?role=authorizer&status=active&limit=100"
        tie = next(one["id"] for one in self.ask("GET", active).body["items"]
                   if one["beneficiary"]["name"].startswith(WIFE[0]))  # fmt: skip
        of_hers, her = f"/chronic/relatives/{tie}", {"id_number": NUMBERS[WIFE]}
        self.ask("POST", f"{of_hers}/sms-codes", her)
        agreed = her | {"sms_code": self.code(PHONES[WIFE])}
        assert self.ask("POST", f"{of_hers}/qualifications", agreed).status == 200
        letter = {"version": "1", "accepted": True}
        self.ask("POST", f"{of_hers}/extensions",
                 {"qualification_id": held[1]["id"], "commitment": letter})  # fmt: skip
        self.ask("POST", "/auth/sms-codes", {"phone": NEW_PHONE, "purpose": "phone"})
        proof = {"name": PAYER, "id_number": NUMBERS[PAYER]}
        changed = {"phone": NEW_PHONE, "code": self.code(NEW_PHONE), "proof": proof}
        self.ask("POST", "/auth/phone", changed)
        self.cast.at("2025-12-15T10:05:00+08:00")
        asked = {"phone": PHONES[PAYER], "purpose": "phone_undo"}
        self.ask("POST", "/auth/sms-codes", asked, who=None)
        undone = {"phone": PHONES[PAYER], "code": self.code(PHONES[PAYER])}
        self.ask("POST", "/auth/phone/undo", undone, who=None)
        self.ask("PUT", "/sandbox/identity-check", {"after_days": None}, who=None)
        self.again(WIFE)
        devices = self.ask("GET", "/auth/devices", who=WIFE).body["items"]
        other = next(one["id"] for one in devices if not one["current"])
        self.ask("DELETE", f"/auth/devices/{other}", who=WIFE)
        self.cast.at("2025-12-15T10:10:00+08:00")
        self.cast.call("POST", "/auth/logout", {}, **self.again(WIFE))
        self.ask("POST", "/auth/logout-all", {}, who=WIFE)

    # -- was it all

    def left_out(self, app: Flask) -> set[str]:
        """Routes and transactions that were not done, or never successfully."""
        doors = app.url_map.bind("")
        reached = {
            doors.match(path.partition("?")[0], method, return_rule=True)[0].rule + f" {method}"
            for method, path, answer in self.done
            if answer.status < HTTPStatus.BAD_REQUEST
        }
        known = {
            f"{rule.rule} {method}"
            for rule in app.url_map.iter_rules()
            for method in (rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}
            if rule.rule.startswith(API)
        }
        sent = {path.rpartition("/")[2] for _, path, _ in self.done if path.startswith(FSI)}
        return (known - reached) | (set(KINDS) - sent)
