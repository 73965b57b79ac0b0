"""The chapters of `/auth`: codes, tokens, devices, mini-programs, and a new phone."""

from __future__ import annotations

from tests.recorded.callers import (
    NOBODYS_ID,
    Headers,
    ask_for_code,
    bearer,
    newest_code,
    read,
    sign_in,
)
from tests.support.cast import Answer, Cast
from tests.support.sent import NUMBERS, PAYER, PHONES, WIFE

PAYER_PHONE, WIFE_PHONE, NEW_PHONE, STRANGER_PHONE = (
    PHONES[PAYER],
    PHONES[WIFE],
    "19900000099",
    "19900007777",
)
IDENTITY = {"name": PAYER, "id_number": NUMBERS[PAYER]}
DAY = "2025-06-10T{}+08:00"


def by_text(cast: Cast) -> None:
    cast.load()
    cast.call("POST", "/auth/sms-codes", {"phone": "12", "purpose": "login"})
    cast.call("POST", "/auth/sms-codes", {"phone": STRANGER_PHONE, "purpose": "login"})
    code = ask_for_code(cast, PAYER_PHONE)
    cast.call("POST", "/auth/sms-codes", {"phone": PAYER_PHONE, "purpose": "login"})
    cast.call("POST", "/auth/sms-login", {"phone": PAYER_PHONE})
    wrong = {"phone": PAYER_PHONE, "code": "00000000"}
    for _ in range(4):
        cast.call("POST", "/auth/sms-login", wrong)
    cast.call("POST", "/auth/sms-login", {"phone": PAYER_PHONE, "code": code})
    cast.at(DAY.format("10:02:00"))
    late = ask_for_code(cast, PAYER_PHONE)
    cast.at(DAY.format("10:08:00"))
    cast.call("POST", "/auth/sms-login", {"phone": PAYER_PHONE, "code": late})
    first = sign_in(cast, PAYER_PHONE)
    cast.call("GET", "/me")
    cast.call("GET", "/me", Authorization="Bearer made.up.token")
    cast.call("GET", "/me", **bearer(first))
    tokens(cast, first)


def tokens(cast: Cast, first: Answer) -> None:
    refreshing = {"Authorization": f"Bearer {first.body['refresh_token']}"}
    cast.call("POST", "/auth/refresh")
    cast.call("POST", "/auth/refresh", Authorization="Bearer nonsense")
    cast.call("POST", "/auth/refresh", **refreshing)
    cast.call("POST", "/auth/refresh", **refreshing)
    cast.at(DAY.format("10:20:00"))
    second = bearer(sign_in(cast, PAYER_PHONE))
    cast.call("POST", "/auth/refresh", **refreshing)
    devices = cast.call("GET", "/auth/devices", **second).body["items"]
    for device in (devices[-1]["id"], f"ses_{NOBODYS_ID}", "nonsense"):
        cast.call("DELETE", f"/auth/devices/{device}", **second)
    cast.call("GET", "/me", **bearer(first))
    cast.call("POST", "/auth/logout", **second)
    cast.call("GET", "/auth/devices", **second)


def from_a_mini_program(cast: Cast) -> None:
    cast.load()
    enter(cast, "nonsense")
    enter(cast, "wx-busy-1")
    ticket = enter(cast, "wx-chen-1").body["link_ticket"]
    enter(cast, "wx-chen-1")
    code = ask_for_code(cast, PAYER_PHONE, "link")
    shown = {"link_ticket": ticket, "phone": PAYER_PHONE, "code": code} | IDENTITY
    cast.call("POST", "/auth/link", shown | {"link_ticket": "made-up"})
    cast.call("POST", "/auth/link", shown | {"name": WIFE})
    linked = cast.call("POST", "/auth/link", shown)
    cast.call("POST", "/auth/link", shown)
    enter(cast, "wx-chen-2")
    enter(cast, "ali-chen-1", "alipay")
    newest_code(cast, PAYER_PHONE)
    read(cast, bearer(linked), "/auth/devices", "/messages")
    cast.call("POST", "/auth/logout-all", **bearer(linked))
    enter(cast, "wx-chen-3")


def enter(cast: Cast, code: str, provider: str = "wechat") -> Answer:
    return cast.call("POST", "/auth/mini-program-login", {"provider": provider, "code": code})


def on_an_unknown_device(cast: Cast) -> None:
    cast.load()
    cast.call("PUT", "/sandbox/identity-check", {"after_days": -1})
    cast.call("PUT", "/sandbox/identity-check", {"after_days": 0})
    code = ask_for_code(cast, PAYER_PHONE)
    shown = {"phone": PAYER_PHONE, "code": code}
    cast.call("POST", "/auth/sms-login", shown)
    cast.call("POST", "/auth/sms-login", shown | IDENTITY | {"name": WIFE})
    cast.call("POST", "/auth/sms-login", shown | IDENTITY)
    cast.call("PUT", "/sandbox/identity-check", {"after_days": None})


def with_a_new_phone(cast: Cast) -> None:
    cast.load()
    as_payer = bearer(sign_in(cast, PAYER_PHONE))
    asked = {"phone": NEW_PHONE, "purpose": "phone"}
    cast.call("POST", "/auth/sms-codes", asked)
    cast.call("POST", "/auth/sms-codes", {"phone": WIFE_PHONE, "purpose": "phone"}, **as_payer)
    code = ask_for_code(cast, NEW_PHONE, "phone", **as_payer)
    cast.call("POST", "/auth/phone", {"phone": NEW_PHONE, "code": code, "proof": {}}, **as_payer)
    wrong = {"phone": NEW_PHONE, "code": code, "proof": IDENTITY | {"name": WIFE}}
    cast.call("POST", "/auth/phone", wrong, **as_payer)
    cast.call("POST", "/auth/phone", wrong | {"proof": IDENTITY}, **as_payer)
    newest_code(cast, PAYER_PHONE)
    closed_for_a_day(cast, as_payer)
    undo(cast)
    cast.call("GET", "/me", **as_payer)


def closed_for_a_day(cast: Cast, as_payer: Headers) -> None:
    read(cast, as_payer, "/me", "/family/eligibility", "/messages")
    wish = {
        "beneficiary": {"name": WIFE, "id_number": NUMBERS[WIFE], "phone": WIFE_PHONE},
        "relation": "spouse",
        "starts_on": "2025-06-10",
        "ends_on": "2026-06-09",
        "sms_code": "00000000",
        "commitment": {"version": "1", "accepted": True},
    }
    cast.call("POST", "/family/bindings", wish, **as_payer | {"Idempotency-Key": "closed"})


def undo(cast: Cast) -> None:
    cast.at(DAY.format("11:00:00"))
    code = ask_for_code(cast, PAYER_PHONE, "phone_undo")
    cast.call("POST", "/auth/phone/undo", {"phone": PAYER_PHONE, "code": "00000000"})
    cast.call("POST", "/auth/phone/undo", {"phone": PAYER_PHONE, "code": code})
    cast.call("POST", "/auth/phone/undo", {"phone": PAYER_PHONE, "code": code})
    newest_code(cast, NEW_PHONE)
