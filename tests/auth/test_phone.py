"""A new phone takes a code to it, is told to the old one, and closes binding for 24 hours."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gongji.auth.phone import binding_opens_at
from gongji.people.service import person
from tests.auth.desk import NOON, PHONE, STRANGER, Desk
from tests.cast import Cast
from tests.sent import PAYER

NEW = "19900000099"


def ask(desk: Desk, token: str | None, phone: str = NEW) -> Any:
    body = {"phone": phone, "purpose": "phone"}
    return desk.call("POST", "/auth/sms-codes", body, token=token)


def change(desk: Desk, token: str, code: str | None, phone: str = NEW) -> Any:
    return desk.call("POST", "/auth/phone", {"phone": phone, "code": code}, token=token)


def newest(desk: Desk, phone: str = NEW) -> str | None:
    return desk.texts(phone)[0].code


@pytest.fixture
def token(desk: Desk) -> str:
    desk.person()
    found: str = desk.sign_in()["access_token"]
    return found


def test_the_code_goes_to_the_new_phone_and_the_old_one_is_told(desk: Desk, token: str) -> None:
    assert ask(desk, token).json == {"expires_in_s": 300, "resend_after_s": 60}
    changed = change(desk, token, newest(desk))
    assert changed.status_code == 200, changed.text
    assert changed.json["phone_masked"] == "199****0099"
    told = desk.texts(PHONE)[0]
    assert told.purpose == "phone"
    assert "199****0099" in told.text
    assert NEW not in told.text
    desk.pass_s(60)
    assert desk.sign_in(NEW)["person"]["id"] == changed.json["id"]
    desk.call("POST", "/auth/sms-codes", {"phone": PHONE, "purpose": "login"})
    assert desk.texts(PHONE)[0].purpose == "phone"


def test_only_who_is_signed_in_asks_for_such_a_code(desk: Desk) -> None:
    assert ask(desk, None).json["code"] == "TOKEN_MISSING"
    assert ask(desk, "no.such.token").json["code"] == "TOKEN_INVALID"
    assert desk.texts(NEW) == []


def test_the_code_is_for_this_person_this_phone_and_this_purpose(desk: Desk, token: str) -> None:
    desk.person(STRANGER, "李秀英")
    desk.pass_s(60)
    other = desk.sign_in(STRANGER)["access_token"]
    ask(desk, token)
    code = newest(desk)
    assert change(desk, other, code).json["code"] == "SMS_WRONG"
    assert change(desk, token, code, "19900000098").json["code"] == "SMS_WRONG"
    login = desk.call("POST", "/auth/sms-login", {"phone": NEW, "code": code})
    assert login.json["code"] == "SMS_WRONG"
    assert change(desk, token, code).status_code == 200
    assert change(desk, token, code, NEW).json["code"] == "REQUEST_INVALID"


def test_his_own_phone_is_no_new_one(desk: Desk, token: str) -> None:
    assert ask(desk, token, PHONE).json["errors"][0]["pointer"] == "/phone"


def test_somebody_elses_phone_is_told_only_to_who_holds_it(desk: Desk, token: str) -> None:
    desk.person(STRANGER, "李秀英")
    assert ask(desk, token, STRANGER).status_code == 202
    code = newest(desk, STRANGER)
    assert change(desk, token, "000000", STRANGER).json["code"] == "SMS_WRONG"
    refused = change(desk, token, code, STRANGER)
    assert (refused.status_code, refused.json["code"]) == (409, "ALREADY_REGISTERED")
    assert change(desk, token, code, STRANGER).json["code"] == "SMS_WRONG"


def test_two_people_never_get_the_same_phone(desk: Desk, token: str) -> None:
    desk.person(STRANGER, "李秀英")
    desk.pass_s(60)
    tokens = [token, desk.sign_in(STRANGER)["access_token"]]
    codes = []
    for one in tokens:
        desk.pass_s(60)
        ask(desk, one)
        codes.append(newest(desk))
    pairs = iter(zip(tokens, codes, strict=True))
    answers = desk.at_once(2, lambda: change(desk, *next(pairs)).status_code)
    assert sorted(answers) == [200, 409]


def test_binding_is_closed_for_24_hours_to_the_second(desk: Desk) -> None:
    me = desk.person()
    own = desk.run(lambda ctx: person(ctx.db, me.id))
    own.phone_changed_at = NOON
    day = timedelta(hours=24)
    second = timedelta(seconds=1)
    assert binding_opens_at(own, NOON) == NOON + day
    assert binding_opens_at(own, NOON + day - second) == NOON + day
    assert binding_opens_at(own, NOON + day) is None
    assert binding_opens_at(own, NOON - second) is None


def test_the_first_screen_of_binding_says_when_it_opens_again(cast: Cast) -> None:
    signed_in = cast.sign_in(PAYER)
    cast.call("POST", "/auth/sms-codes", {"phone": NEW, "purpose": "phone"}, **signed_in)
    code = cast.call("GET", f"/sandbox/sms?phone={NEW}").body["items"][0]["code"]
    cast.call("POST", "/auth/phone", {"phone": NEW, "code": code}, **signed_in)
    problem = cast.call("GET", "/family/eligibility", **signed_in).body["problem"]
    assert problem["code"] == "PHONE_CHANGED"
    assert "2025-06-11 10:00:00" in problem["detail"]
    cast.at("2025-06-11T10:00:00+08:00")
    assert cast.call("GET", "/family/eligibility", **signed_in).body["problem"] is None
