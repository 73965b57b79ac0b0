"""For a day after a phone change nothing is open that empties the account."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.family.outside import number
from tests.support.cast import Answer, Cast
from tests.support.sent import NUMBERS, PAYER, PHONES, family

NEW, DAY_LATER, SECOND_BEFORE = (
    "19900000099",
    "2025-06-11T10:00:00+08:00",
    "2025-06-11T09:59:59+08:00",
)
BROTHER = {"name": "陈建军", "id_number": number("19830415", 1), "phone": "19900000031"}
ASKED = {"beneficiary": BROTHER, "relation": "sibling"}
PRODUCT = {
    "product": "inclusive_t1", "kind": "inclusive", "year": 2026, "name": "惠民保",
    "full_fen": 6_900, "window": {"opens_on": "2025-06-01", "closes_on": "2025-06-30"},
    "basis": ["test"],
}  # fmt: skip
LOW = {"limits": {"per_use_fen": 1_000, "month_fen": 2_000, "year_fen": 5_000}, "hold_fen": 1_000}


class Payer:
    """The payer, signed in, with his first binding kept small."""

    def __init__(self, cast: Cast) -> None:
        insurance = {"kind": "resident", "status": "normal", "area": "430100"}
        brother = BROTHER | {"key": "P04", "sex": "M", "account": None, "insurances": [insurance]}
        self.cast = cast.load(persons=[*family()["persons"], brother], products=[PRODUCT])
        self.signed_in = cast.sign_in(PAYER)
        [first, *_] = self.call("GET", "/family/bindings").body["items"]
        self.binding = f"/family/bindings/{first['id']}"
        assert self.change(LOW).status == 200

    def call(self, method: str, path: str, body: Any = None, key: str = "K") -> Answer:
        return self.cast.call(method, path, body, **self.signed_in, **{"Idempotency-Key": key})

    def change(self, body: Any) -> Answer:
        return self.call("PATCH", self.binding, body)

    def code(self, phone: str) -> str:
        texts = self.cast.call("GET", f"/sandbox/sms?phone={phone}").body["items"]
        return str(texts[0]["code"]) if texts else "000000"

    def take_new_phone(self) -> None:
        self.call("POST", "/auth/sms-codes", {"phone": NEW, "purpose": "phone"})
        proof = {"name": PAYER, "id_number": NUMBERS[PAYER]}
        body = {"phone": NEW, "code": self.code(NEW), "proof": proof}
        assert self.call("POST", "/auth/phone", body).status == 200

    def ask_to_bind(self) -> Answer:
        return self.call("POST", "/family/sms-codes", ASKED)

    def bind(self) -> Answer:
        version = self.eligibility()["commitment"]["version"]
        body = ASKED | {
            "starts_on": "2025-06-11",
            "ends_on": "2026-06-10",
            "sms_code": self.code(BROTHER["phone"]),
            "commitment": {"version": version, "accepted": True},
        }
        return self.call("POST", "/family/bindings", body, "bind")

    def pay(self) -> Answer:
        body = {"product": "inclusive_t1", "year": 2026, "binding_ids": [], "include_self": True}
        return self.call("POST", "/premiums/payments", body, "pay")

    def insurance_code(self) -> Answer:
        return self.call("POST", "/credentials/insurance-code")

    def eligibility(self) -> Any:
        return self.call("GET", "/family/eligibility").body


def raising(**body: Any) -> Callable[[Payer], Answer]:
    return lambda payer: payer.change(body)


ACTS: dict[str, Callable[[Payer], Answer]] = {
    "asking a relative": Payer.ask_to_bind,
    "binding": Payer.bind,
    "paying a premium": Payer.pay,
    "an insurance code": Payer.insurance_code,
    "a higher limit of one use": raising(limits={"per_use_fen": 1_001}),
    "a higher limit of the month": raising(limits={"month_fen": 2_001}),
    "a higher limit of the year": raising(limits={"year_fen": 5_001}),
    "no limit any more": raising(limits={"per_use_fen": None}),
    "a higher hold": raising(hold_fen=1_001),
}


@pytest.fixture
def payer(cast: Cast) -> Iterator[Payer]:
    yield Payer(cast)
    assert cast.broken() == []


def test_what_empties_the_account_is_closed_for_a_day_and_then_free(payer: Payer) -> None:
    payer.take_new_phone()
    payer.cast.at(SECOND_BEFORE)
    assert payer.eligibility()["problem"]["code"] == "CHANGED_RECENTLY"
    closed = {name: act(payer) for name, act in ACTS.items()}
    told = {name: (answer.status, answer.code) for name, answer in closed.items()}
    assert told == dict.fromkeys(ACTS, (409, "CHANGED_RECENTLY"))
    assert all("6月11日 10:00 起" in answer.body["detail"] for answer in closed.values())
    payer.cast.at(DAY_LATER)
    assert payer.eligibility()["problem"] is None
    assert {name: act(payer).code for name, act in ACTS.items()} == dict.fromkeys(ACTS, "")


def test_what_protects_the_account_is_open_all_day(payer: Payer) -> None:
    payer.take_new_phone()
    lower = {"limits": {"per_use_fen": 999, "month_fen": 1_999, "year_fen": 4_999}, "hold_fen": 999}
    acts = [
        payer.change(lower),
        payer.call("POST", f"{payer.binding}/unbind"),
        payer.call("POST", "/account/freeze"),
    ]
    assert [(act.status, act.code) for act in acts] == [(200, "")] * 3


def test_a_change_that_was_undone_closes_nothing(payer: Payer) -> None:
    payer.take_new_phone()
    old = PHONES[PAYER]
    payer.cast.call("POST", "/auth/sms-codes", {"phone": old, "purpose": "phone_undo"})
    undoing = {"phone": old, "code": payer.code(old)}
    assert payer.cast.call("POST", "/auth/phone/undo", undoing).status == 204
    payer.cast.at("2025-06-10T10:05:00+08:00")
    payer.signed_in = Cast(payer.cast.send).sign_in(PAYER)
    assert {name: act(payer).code for name, act in ACTS.items()} == dict.fromkeys(ACTS, "")
