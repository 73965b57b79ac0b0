"""Signing in by SMS tells nobody whether a phone is known; refresh tokens are good once."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from gongji.app.context import Context
from gongji.auth.models import RefreshToken
from gongji.auth.schemas import SmsCodeRequest, SmsLoginRequest
from gongji.kernel.clock import real_now
from tests.auth.desk import PHONE, STRANGER, Desk

LAST_MINUTE = timedelta(minutes=1)
NOT_PHONES = [
    "", "1990000000", "199000000012", "29900000001", "１９９０００１", "199 0000001",
    "19900000001x", "+8619900000", "1990000000٣", 19900000001, None, ["19900000001"],
]  # fmt: skip


def without_trace(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name != "trace"}


def ask(desk: Desk, phone: Any, purpose: str = "login") -> Any:
    return desk.call("POST", "/auth/sms-codes", {"phone": phone, "purpose": purpose})


def log_in(desk: Desk, phone: str, code: str) -> Any:
    return desk.call("POST", "/auth/sms-login", {"phone": phone, "code": code})


def refreshed(desk: Desk, token: str) -> Any:
    return desk.call("POST", "/auth/refresh", token=token)


def test_signing_in_tells_who_i_am(desk: Desk) -> None:
    desk.person()
    signed_in = desk.sign_in()
    me = desk.call("GET", "/me", token=signed_in["access_token"]).json
    assert me == signed_in["person"]
    assert signed_in["expires_in_s"] == 900
    assert without_trace(me) | {"id": ""} == {
        "id": "",
        "name": "陈建国",
        "id_number_masked": "4301**********0014",
        "phone_masked": "199****0001",
        "area": "430100",
        "insurances": [{"kind": "employee", "status": "normal", "area": "430100"}],
        "roles": ["citizen"],
        "quota_open": False,
    }


def test_a_known_and_an_unknown_phone_get_the_same_answers(desk: Desk) -> None:
    desk.person()
    for phone in (PHONE, STRANGER):
        answer = ask(desk, phone)
        assert (answer.status_code, answer.json) == (
            202,
            {"expires_in_s": 300, "resend_after_s": 60},
        )
    assert len(desk.texts(PHONE)) == 1
    assert desk.texts(STRANGER) == []
    for _ in range(4):
        known, unknown = log_in(desk, PHONE, "000000"), log_in(desk, STRANGER, "000000")
        assert known.status_code == unknown.status_code == 422
        assert without_trace(known.json) == without_trace(unknown.json)
    assert ask(desk, PHONE).status_code == ask(desk, STRANGER).status_code == 429


def test_a_code_must_have_been_asked_for(desk: Desk) -> None:
    desk.person()
    known, unknown = log_in(desk, PHONE, "000000"), log_in(desk, STRANGER, "000000")
    assert known.json["code"] == "SMS_WRONG"
    assert without_trace(known.json) == without_trace(unknown.json)


def test_a_field_that_is_no_phone_is_named(desk: Desk) -> None:
    answer = ask(desk, "1990000000")
    assert (answer.status_code, answer.json["code"]) == (422, "REQUEST_INVALID")
    assert answer.json["errors"] == [
        {"pointer": "/phone", "code": "phone", "title": "应为 11 位手机号"}
    ]


@pytest.mark.parametrize("phone", NOT_PHONES, ids=repr)
def test_a_phone_is_eleven_ascii_digits(phone: Any) -> None:
    assert list(SmsCodeRequest().validate({"phone": phone, "purpose": "login"})) == ["phone"]


@pytest.mark.parametrize("purpose", ["bind", "LOGIN", "", "登录", None, 1])
def test_codes_for_relatives_are_not_asked_for_here(purpose: Any) -> None:
    assert list(SmsCodeRequest().validate({"phone": PHONE, "purpose": purpose})) == ["purpose"]


@pytest.mark.parametrize("code", ["", "12345a", "１２３４５６", "123456789", "123", "12345\n"])
def test_a_code_is_digits(code: str) -> None:
    assert list(SmsLoginRequest().validate({"phone": PHONE, "code": code})) == ["code"]


def test_pacing_answers_with_retry_after(desk: Desk) -> None:
    ask(desk, PHONE)
    desk.pass_s(50)
    answer = ask(desk, PHONE)
    assert (answer.json["code"], answer.headers["Retry-After"]) == ("SMS_TOO_SOON", "10")


def test_tokens_live_on_real_time_whatever_the_business_clock_says(desk: Desk) -> None:
    desk.person()
    token = desk.sign_in()["access_token"]
    desk.pass_s(-86400 * 300)
    assert desk.call("GET", "/me", token=token).status_code == 200
    desk.pass_s(86400 * 3000)
    assert desk.call("GET", "/me", token=token).status_code == 200


def test_a_refresh_token_is_changed_for_a_new_pair(desk: Desk) -> None:
    desk.person()
    first = desk.sign_in()
    second = refreshed(desk, first["refresh_token"])
    assert second.status_code == 200
    assert second.json["refresh_token"] != first["refresh_token"]
    assert desk.call("GET", "/me", token=second.json["access_token"]).status_code == 200
    assert refreshed(desk, second.json["refresh_token"]).status_code == 200


def used_ago(desk: Desk, token: str, seconds: int) -> None:
    """As if this token had been changed so many seconds ago."""
    digest = hashlib.sha256(token.encode()).digest()
    moved = update(RefreshToken).where(RefreshToken.digest == digest)
    moment = real_now() - timedelta(seconds=seconds)
    desk.run(lambda ctx: ctx.db.execute(moved.values(used_at=moment)))


def test_a_lost_answer_is_given_again_word_for_word(desk: Desk) -> None:
    desk.person()
    first = desk.sign_in()
    second = refreshed(desk, first["refresh_token"]).json
    assert refreshed(desk, first["refresh_token"]).json == second
    third = refreshed(desk, second["refresh_token"]).json
    assert refreshed(desk, second["refresh_token"]).json == third
    assert desk.call("GET", "/me", token=third["access_token"]).status_code == 200


@pytest.mark.parametrize("why", ["too late", "its successor was used"])
def test_using_a_dead_refresh_token_ends_the_whole_session(desk: Desk, why: str) -> None:
    desk.person()
    first = desk.sign_in()
    last = second = refreshed(desk, first["refresh_token"]).json
    if why == "too late":
        used_ago(desk, first["refresh_token"], 31)
    else:
        last = refreshed(desk, second["refresh_token"]).json
    reused = refreshed(desk, first["refresh_token"])
    assert (reused.status_code, reused.json["code"]) == (401, "TOKEN_INVALID")
    assert refreshed(desk, last["refresh_token"]).json["code"] == "TOKEN_INVALID"
    for one in (first, second, last):
        assert desk.call("GET", "/me", token=one["access_token"]).json["code"] == "TOKEN_INVALID"


def test_refreshes_at_once_get_the_same_pair(desk: Desk) -> None:
    desk.person()
    token = desk.sign_in()["refresh_token"]
    answers = desk.at_once(4, lambda: refreshed(desk, token))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.data for answer in answers}) == 1


def test_a_session_changes_its_token_thirty_times_an_hour(desk: Desk) -> None:
    desk.person()
    token = desk.sign_in()["refresh_token"]
    for _ in range(30):
        token = refreshed(desk, token).json["refresh_token"]
    refused = refreshed(desk, token)
    assert (refused.status_code, refused.json["code"]) == (429, "TOO_MANY_REQUESTS")
    assert int(refused.headers["Retry-After"]) > 3000


def test_a_refresh_token_ends_fourteen_days_after_signing_in_however_often_changed(
    desk: Desk,
) -> None:
    def age(ctx: Context) -> None:
        """As if everybody had signed in almost fourteen days ago."""
        ctx.db.execute(update(RefreshToken).values(expires_at=real_now() + LAST_MINUTE))

    def age_more(ctx: Context) -> None:
        rows = ctx.db.execute(select(RefreshToken)).scalars()
        assert all(row.expires_at <= real_now() + LAST_MINUTE for row in rows)
        ctx.db.execute(update(RefreshToken).values(expires_at=real_now()))

    desk.person()
    first = desk.sign_in()
    desk.run(age)
    second = refreshed(desk, first["refresh_token"]).json
    desk.run(age_more)
    assert refreshed(desk, second["refresh_token"]).json["code"] == "TOKEN_EXPIRED"


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "a" * 44, "a" * 4000])
def test_an_unknown_refresh_token_is_invalid(desk: Desk, token: str) -> None:
    answer = refreshed(desk, token)
    assert (answer.status_code, answer.json["code"]) == (401, "TOKEN_INVALID")


def test_refreshing_without_a_token_asks_to_sign_in(desk: Desk) -> None:
    answer = desk.call("POST", "/auth/refresh")
    assert (answer.status_code, answer.json["code"]) == (401, "TOKEN_MISSING")


def test_logging_out_ends_this_device_only(desk: Desk) -> None:
    desk.person()
    phone = desk.sign_in()
    desk.pass_s(60)
    tablet = desk.sign_in()
    assert desk.call("POST", "/auth/logout", token=phone["access_token"]).status_code == 204
    assert desk.call("GET", "/me", token=phone["access_token"]).status_code == 401
    assert refreshed(desk, phone["refresh_token"]).status_code == 401
    assert desk.call("GET", "/me", token=tablet["access_token"]).status_code == 200


def test_logging_out_everywhere_ends_all_my_devices_and_nobody_elses(desk: Desk) -> None:
    desk.person()
    desk.person("19900000002", "李秀英")
    other = desk.sign_in("19900000002")
    phone = desk.sign_in()
    desk.pass_s(60)
    tablet = desk.sign_in()
    assert desk.call("POST", "/auth/logout-all", token=phone["access_token"]).status_code == 204
    for mine in (phone, tablet):
        assert desk.call("GET", "/me", token=mine["access_token"]).status_code == 401
        assert refreshed(desk, mine["refresh_token"]).status_code == 401
    assert desk.call("GET", "/me", token=other["access_token"]).status_code == 200
