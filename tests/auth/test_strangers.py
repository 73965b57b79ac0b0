"""Strangers can neither guess nor lock out: budgets of addresses and devices."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from gongji.app.rate_limits import NO_GUARDS, STRICT, AddressLimits
from gongji.auth.models import Pace, SmsCode
from tests.auth.desk import PHONE, STRANGER, Desk

DAY_S = 24 * 3600
HERE, THERE = "203.0.113.7", "203.0.113.8"


def ask(
    desk: Desk, phone: str = PHONE, address: str = HERE, mark: str = "", purpose: str = "login"
) -> int:
    body = {"phone": phone, "purpose": purpose}
    answer = desk.call("POST", "/auth/sms-codes", body, mark=mark, address=address)
    status: int = answer.status_code
    assert status == 202 or int(answer.headers["Retry-After"]) > 0
    return status


def guess(desk: Desk, phone: str, code: str = "000000", address: str = HERE, mark: str = "") -> str:
    body = {"phone": phone, "code": code}
    answer = desk.call("POST", "/auth/sms-login", body, address=address, mark=mark)
    return str((answer.json or {}).get("code", ""))


@pytest.fixture
def strict(desk: Desk) -> Desk:
    desk.guards = replace(STRICT, identity_after_days=None)
    desk.person()
    return desk


@pytest.mark.parametrize("phone", [PHONE, STRANGER])
def test_one_address_gets_three_codes_of_a_phones_day(strict: Desk, phone: str) -> None:
    answers = []
    for _ in range(4):
        answers.append(ask(strict, phone))
        strict.pass_s(3600)
    assert answers == [202, 202, 202, 429]
    assert ask(strict, phone, THERE) == 202
    assert ask(strict, phone, purpose="link") == 202, "purposes are counted apart"
    strict.pass_s(DAY_S)
    assert ask(strict, phone) == 202


def test_a_device_of_his_own_gets_codes_whatever_strangers_ask_for(strict: Desk) -> None:
    mark = strict.sign_in(mark="")["device_mark"]
    for number in range(12):
        strict.pass_s(3600)
        ask(strict, address=f"198.51.100.{number}")
    assert ask(strict, address=THERE) == 429, "strangers have used up the phone's day"
    answers = []
    for _ in range(6):
        strict.pass_s(60)
        answers.append(ask(strict, mark=mark))
    assert answers == [202] * 5 + [429]


def test_no_stranger_locks_the_code_that_his_own_device_asked_for(strict: Desk) -> None:
    mark = strict.sign_in()["device_mark"]
    strict.pass_s(60)
    assert ask(strict, mark=mark) == 202
    code = str(strict.texts()[0].code)
    for _ in range(4):
        assert guess(strict, PHONE, address=THERE) == "SMS_WRONG"
    assert guess(strict, PHONE, code, mark=mark) == ""


def test_an_address_guesses_twenty_times_an_hour(strict: Desk) -> None:
    answers = [guess(strict, f"199{number:08d}") for number in range(21)]
    assert answers == ["SMS_WRONG"] * 20 + ["TOO_MANY_REQUESTS"]
    assert guess(strict, PHONE, address=THERE) == "SMS_WRONG"
    strict.pass_s(3600)
    assert guess(strict, PHONE) == "SMS_WRONG"


def test_right_codes_are_no_guesses(strict: Desk) -> None:
    """A whole office signs in behind one address within the hour."""
    for number in range(21):
        phone = f"199{number:08d}"
        strict.person(phone, f"第{number}名职工")
        strict.sign_in(phone)
    assert guess(strict, STRANGER, address="127.0.0.1") == "SMS_WRONG"


def test_a_flood_stores_no_more_than_its_address_may_ask_for(desk: Desk) -> None:
    desk.guards = replace(NO_GUARDS, address=AddressLimits(codes_hour=5))
    answers = [ask(desk, f"199{number:08d}") for number in range(30)]
    assert answers == [202] * 5 + [429] * 25

    def rows(table: type[Pace | SmsCode]) -> int:
        query = select(func.count()).select_from(table)
        return int(desk.run(lambda ctx: ctx.db.execute(query).scalar_one()))

    assert rows(SmsCode) == 5
    assert rows(Pace) == 1 + 2 * 5


def test_an_address_that_nobody_knows_is_not_limited(strict: Desk) -> None:
    for number in range(4):
        strict.pass_s(3600 * (number > 0))
        assert ask(strict, address="") == 202
