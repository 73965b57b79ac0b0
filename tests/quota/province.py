"""A son in Changsha and his father in Guangzhou, whose place of insurance draws on the quota."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from flask import Flask

from tests.family.outside import number
from tests.support.cast import API, Answer, Cast, in_process
from tests.support.sent import NUMBERS, PAYER, family

Result = TypeVar("Result")

CHANGSHA, GUANGZHOU = "430100", "440100"
FATHER, FATHERS_PHONE, FATHERS_NUMBER = "陈国强", "19900000004", number("19550305", 15)
RELATIVE = {"name": FATHER, "id_number": FATHERS_NUMBER, "phone": FATHERS_PHONE}
OPEN = {
    "area": CHANGSHA,
    "key": "xprov.wallet",
    "since": "2023-06-01",
    "value": [[CHANGSHA, GUANGZHOU]],
    "basis": ["test"],
}
FROM_FATHER = {
    "id_number": NUMBERS[PAYER],
    "giver_name": FATHER,
    "giver_area": GUANGZHOU,
    "relation": "parent",
    "amount_fen": 8_000,
    "left_fen": 3_000,
}
"""What the father gives the son, as the other province tells it."""


def two_provinces(*, is_open: bool = True, insurances: Any = None) -> dict[str, Any]:
    """What the usual family has more: the payer's father, who is insured in Guangzhou, or as
    `insurances` say.
    """
    usual = family()
    if insurances is None:
        insurances = [{"kind": "resident", "status": "normal", "area": GUANGZHOU}]
    father = {
        "key": "P04",
        "name": FATHER,
        "sex": "M",
        "id_number": FATHERS_NUMBER,
        "phone": FATHERS_PHONE,
        "account": None,
        "insurances": insurances,
    }
    return {
        "persons": [*usual["persons"], father],
        "kinship": [{"of": "P01", "is": "P04", "relation": "parent"}],
        "policy": [*usual["policy"], *([OPEN] if is_open else [])],
    }


def draw_order(quota_id: str, serial: str, amount_fen: int) -> dict[str, Any]:
    """What the other province sends for the father's bill."""
    return {
        "serial_number": serial,
        "quota_id": quota_id,
        "id_number": FATHERS_NUMBER,
        "area": GUANGZHOU,
        "used_for": "care",
        "amount_fen": amount_fen,
        "place": "测试人民医院",
    }


class Province:
    """What the two do, and what the other province asks."""

    def __init__(self, app: Flask) -> None:
        self.app, self.cast = app, Cast(in_process(app))
        self._keys = itertools.count(1)

    def load(self, **more: Any) -> Province:
        self.cast.load(**two_provinces(**more))
        return self

    # -- the giver

    def me(self, method: str, path: str, body: Any = None) -> Answer:
        headers = self.cast.sign_in(PAYER)
        if method == "POST":
            headers = headers | {"Idempotency-Key": f"k{next(self._keys)}"}
        return self.cast.call(method, path, body, **headers)

    def code(self, relation: str = "parent") -> str:
        asked = {"beneficiary": RELATIVE, "relation": relation}
        sent = self.me("POST", "/quotas/sms-codes", asked)
        assert sent.status == 202, sent.body
        texts = self.cast.call("GET", f"/sandbox/sms?phone={FATHERS_PHONE}").body["items"]
        return str(texts[0]["code"])

    def ask(self, amount_fen: int, code: str | None, **changed: Any) -> Answer:
        body = {
            "beneficiary": RELATIVE,
            "relation": "parent",
            "amount_fen": amount_fen,
            "sms_code": code,
            "commitment": {"version": "1", "accepted": True},
        }
        return self.me("POST", "/quotas", body | changed)

    def give(self, amount_fen: int) -> str:
        made = self.ask(amount_fen, self.code())
        assert made.status == 201, made.body
        return str(made.body["id"])

    def quota(self, quota_id: str) -> Any:
        return self.me("GET", f"/quotas/{quota_id}").body

    def amounts(self) -> tuple[int, int]:
        """The balance, and what of it is free."""
        own = self.cast.account(PAYER)
        return own["balance_fen"], own["available_fen"]

    # -- the other province

    def draw(self, quota_id: str, serial: str, amount_fen: int, **changed: Any) -> Answer:
        body = draw_order(quota_id, serial, amount_fen)
        return self.cast.call("POST", "/sandbox/quotas/draws", body | changed)

    def reverse(self, serial: str, of: str) -> Answer:
        path = f"/sandbox/quotas/draws/{of}/reverse"
        return self.cast.call("POST", path, {"serial_number": serial})

    def end_elsewhere(self, quota_id: str) -> Answer:
        path = f"/sandbox/quotas/{quota_id}/end"
        return self.cast.call("POST", path, {"id_number": FATHERS_NUMBER})

    def clearing_file(self, month: str) -> str:
        """The CSV of a month."""
        reply = self.app.test_client().get(f"{API}/sandbox/quotas/clearing?month={month}")
        assert reply.status_code == 200, reply.text
        return reply.text

    def event(self, kind: str, **more: Any) -> Answer:
        body = {
            "event_id": f"E{next(self._keys)}",
            "type": kind,
            "id_number": NUMBERS[PAYER],
            "effective_on": "2025-06-10",
            "data": {},
        }
        return self.cast.call("POST", "/sandbox/events", body | more)


def at_once(acts: Sequence[Callable[[], Result]]) -> list[Result]:
    with ThreadPoolExecutor(len(acts)) as threads:
        return [done.result() for done in [threads.submit(act) for act in acts]]
