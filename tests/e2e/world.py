"""The sandbox from outside: demo people, their texts, the clock, and what the books say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import requests

from tests.e2e.till import BY_CARD, Shown

DEMO = Path(__file__).parents[2] / "gongji" / "sandbox" / "demo.json"
PAYER, WIFE, CHILD, BROTHER, MOTHER = "彭志强", "苏婉", "彭晓禾", "彭志刚", "段秋菊"
FATHER = "彭国梁"
PENNILESS = "贺小雷"
API = "/api/v1"
GUANGZHOU = "440100"
STEMS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True, slots=True)
class World:
    """The served sandbox at `base`."""

    base: str

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The body of an answer. Raises AssertionError, with the answer, for a refusal."""
        answer = requests.request(
            method, f"{self.base}{API}{path}", json=body, headers=headers, timeout=60
        )
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def as_(
        self, session: dict[str, Any], method: str, path: str, body: Any = None, **headers: str
    ) -> Any:
        """The same, asked by who is signed in."""
        signed = {"Authorization": f"Bearer {session['access_token']}"}
        return self.ask(method, path, body, **signed, **headers)

    def status(self, method: str, path: str, token: str) -> int:
        """The status of an answer to somebody with this token."""
        signed = {"Authorization": f"Bearer {token}"}
        return requests.request(
            method, f"{self.base}{API}{path}", headers=signed, timeout=60
        ).status_code

    def reset(self, **changes: Any) -> World:
        """The demo family; `changes` replace whole lists of its fixture."""
        fixture = demo() | changes
        self.ask("POST", "/sandbox/reset", {"fixture": fixture})
        return self

    def at(self, moment: str) -> World:
        self.ask("PUT", "/sandbox/clock", {"now": moment, "running": True})
        return self

    def code_for(self, phone: str) -> str:
        texts = self.ask("GET", f"/sandbox/sms?phone={phone}")["items"]
        return cast("str", next(text["code"] for text in texts if text["code"]))

    def sign_in(self, who: str) -> dict[str, Any]:
        """What the mini-program keeps of a session."""
        phone = person(who)["phone"]
        self.ask("POST", "/auth/sms-codes", {"phone": phone, "purpose": "login"})
        told = self.ask("POST", "/auth/sms-login", {"phone": phone, "code": self.code_for(phone)})
        return {name: told[name] for name in ("access_token", "refresh_token", "person")}

    def change_phone(self, session: dict[str, Any], who: str, number: str) -> None:
        """A new number for the signed-in person, proved by his identity."""
        self.as_(session, "POST", "/auth/sms-codes", {"phone": number, "purpose": "phone"})
        proof = {"name": who, "id_number": person(who)["id_number"]}
        wanted = {"phone": number, "code": self.code_for(number), "proof": proof}
        self.as_(session, "POST", "/auth/phone", wanted)

    def set_aside(self, session: dict[str, Any], who: str, amount_fen: int) -> None:
        """Holds money of the signed-in payer for one relative."""
        bindings = self.as_(session, "GET", "/family/bindings?role=authorizer")["items"]
        found = next(one for one in bindings if one["beneficiary"]["name"] == masked(who))
        self.as_(session, "PATCH", f"/family/bindings/{found['id']}", {"hold_fen": amount_fen})

    def give_quota(self, session: dict[str, Any], amount_fen: int) -> str:
        """The id of a quota of the signed-in payer for his brother in Guangzhou."""
        his = person(BROTHER)
        relative = {name: his[name] for name in ("name", "id_number", "phone")}
        asked = {"beneficiary": relative, "relation": "sibling"}
        self.as_(session, "POST", "/quotas/sms-codes", asked)
        terms = {
            "amount_fen": amount_fen,
            "sms_code": self.code_for(his["phone"]),
            "commitment": {"version": "1", "accepted": True},
        }
        keyed = {"Idempotency-Key": "quota-of-a-brother"}
        return str(self.as_(session, "POST", "/quotas", asked | terms, **keyed)["id"])

    def draw(self, quota_id: str, amount_fen: int) -> None:
        """The brother's place of insurance draws for a bill."""
        order = {
            "serial_number": f"S{amount_fen}",
            "quota_id": quota_id,
            "id_number": person(BROTHER)["id_number"],
            "area": GUANGZHOU,
            "used_for": "care",
            "amount_fen": amount_fen,
            "place": "演示人民医院",
        }
        self.ask("POST", "/sandbox/quotas/draws", order)

    def broken(self) -> list[str]:
        return cast("list[str]", self.ask("GET", "/sandbox/check")["failures"])


def demo() -> dict[str, Any]:
    """The fixture that the sandbox comes with."""
    return cast("dict[str, Any]", json.loads(DEMO.read_text("utf-8")))


def person(who: str) -> dict[str, Any]:
    """The row of the demo fixture."""
    people = demo()["persons"]
    return cast("dict[str, Any]", next(one for one in people if one["name"] == who))


def two_areas() -> dict[str, Any]:
    """A fixture in which the payer's area and Guangzhou, where his brother is insured, are open to
    each other for quotas.
    """
    fixture = demo()
    there = [{"kind": "resident", "status": "normal", "area": GUANGZHOU}]
    people = [
        one | {"insurances": there} if one["name"] == BROTHER else one for one in fixture["persons"]
    ]
    row = {"area": "430000", "key": "xprov.wallet", "since": "2023-01-01", "basis": ["test"]}
    pair = [person(PAYER)["insurances"][0]["area"], GUANGZHOU]
    return {
        "persons": people,
        "policy": [*fixture.get("policy", []), row | {"value": [pair]}],
    }


def relatives_of_old(count: int) -> dict[str, Any]:
    """A fixture whose payer has shared with so many further people, all of it over."""
    fixture = demo()
    payer = person(PAYER)["key"]
    insurance = {"kind": "resident", "status": "normal", "area": "430100"}
    for number in range(count):
        key, body = f"O{number}", f"43019919710101{number * 10 + 1:03d}"
        fixture["persons"].append(
            {
                "key": key,
                "name": f"演示{STEMS[number % 10]}",
                "sex": "M",
                "id_number": with_check(body),
                "account": None,
                "insurances": [insurance],
            }
        )
        fixture["bindings"].append(
            {
                "key": f"{payer}-{key}",
                "authorizer": payer,
                "beneficiary": key,
                "relation": "sibling",
                "starts_on": "2025-01-01",
                "ends_on": "2025-06-30",
                "status": "ended",
                "limits": {},
                "hold_fen": 0,
            }
        )
    return {name: fixture[name] for name in ("persons", "bindings")}


def with_check(body: str) -> str:
    """GB 11643: the first 17 characters of an ID number, and the check character they earn."""
    weighted = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(body))
    return body + "10X98765432"[weighted % 11]


def card(who: str) -> Shown:
    number = person(who)["id_number"]
    return Shown(BY_CARD, number, number, who)


def masked(who: str) -> str:
    """A relative's name as the mini-program shows it."""
    return f"{who[0]}*{who[2:]}"
