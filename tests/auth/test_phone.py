"""A new phone takes a code to it and a proof of who asks; the old one is told and may undo it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from gongji.auth.models import PlatformLink
from gongji.auth.phone import closed_until
from gongji.people.facts import person
from tests.auth.desk import NOON, PHONE, STRANGER, Desk

NEW = "19900000099"
NAME, NUMBER = "陈建国", "430199198005120014"
IDENTITY = {"name": NAME, "id_number": NUMBER}


def ask(desk: Desk, token: str | None, phone: str | None = NEW, purpose: str = "phone") -> Any:
    body = {"purpose": purpose} | ({"phone": phone} if phone else {})
    return desk.call("POST", "/auth/sms-codes", body, token=token)


def change(
    desk: Desk, token: str, code: str | None, phone: str = NEW, proof: Any = IDENTITY
) -> Any:
    body = {"phone": phone, "code": code, "proof": proof}
    return desk.call("POST", "/auth/phone", body, token=token)


def undo(desk: Desk, code: str | None, phone: str = PHONE) -> Any:
    return desk.call("POST", "/auth/phone/undo", {"phone": phone, "code": code})


def newest(desk: Desk, phone: str = NEW) -> str | None:
    """The last code that arrived there."""
    return next(text.code for text in desk.texts(phone) if text.code)


def status(desk: Desk, token: str) -> int:
    found: int = desk.call("GET", "/me", token=token).status_code
    return found


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
    assert (told.purpose, told.code) == ("notice", None)
    for fact in ("199****0001", "199****0099", "6月11日 12:00 前", "撤销"):
        assert fact in told.text
    assert NEW not in told.text
    desk.pass_s(60)
    assert desk.sign_in(NEW)["person"]["id"] == changed.json["id"]
    asked = len(desk.texts(PHONE))
    desk.call("POST", "/auth/sms-codes", {"phone": PHONE, "purpose": "login"})
    assert len(desk.texts(PHONE)) == asked


def test_a_found_phone_changes_nothing_without_a_proof(desk: Desk, token: str) -> None:
    ask(desk, token)
    code = newest(desk)
    for proof in (None, {}, {"old_code": "123456", **IDENTITY}, {"name": NAME}, {"old_code": ""}):
        assert change(desk, token, code, proof=proof).json["code"] == "REQUEST_INVALID"
    assert (
        change(desk, token, code, proof=IDENTITY | {"name": "陈建民"}).json["code"] == "SMS_WRONG"
    )
    assert change(desk, token, code, proof={"old_code": "000000"}).json["code"] == "SMS_WRONG"
    assert change(desk, token, code, proof={"old_code": code}).json["code"] == "SMS_WRONG"
    assert change(desk, token, code).status_code == 200


def test_wrong_names_are_guesses_of_the_code(desk: Desk, token: str) -> None:
    ask(desk, token)
    code, wrong = newest(desk), IDENTITY | {"name": "陈建民"}
    answers = [change(desk, token, code, proof=wrong).json["code"] for _ in range(4)]
    assert answers == ["SMS_WRONG"] * 3 + ["SMS_LOCKED"]
    assert change(desk, token, code).json["code"] == "SMS_LOCKED"


@pytest.mark.parametrize("named", [None, PHONE])
def test_a_code_to_the_old_phone_is_a_proof(desk: Desk, token: str, named: str | None) -> None:
    ask(desk, token)
    assert ask(desk, token, named).status_code == 202
    code, old_code = newest(desk), newest(desk, PHONE)
    assert "正在更换" in desk.texts(PHONE)[0].text
    assert change(desk, token, "000000", proof={"old_code": old_code}).json["code"] == "SMS_WRONG"
    assert change(desk, token, code, proof={"old_code": old_code}).status_code == 200


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
    hers = {"name": "李秀英", "id_number": NUMBER}
    assert change(desk, other, code, proof=hers).json["code"] == "SMS_WRONG"
    assert change(desk, token, code, "19900000098").json["code"] == "SMS_WRONG"
    login = desk.call("POST", "/auth/sms-login", {"phone": NEW, "code": code})
    assert login.json["code"] == "SMS_WRONG"
    assert change(desk, token, code).status_code == 200
    assert change(desk, token, code, NEW).json["code"] == "REQUEST_INVALID"


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
    names = [NAME, "李秀英"]
    codes = []
    for one in tokens:
        desk.pass_s(60)
        ask(desk, one)
        codes.append(newest(desk))
    pairs = iter(zip(tokens, codes, names, strict=True))

    def change_it() -> int:
        one, code, name = next(pairs)
        proof = {"name": name, "id_number": NUMBER}
        found: int = change(desk, one, code, proof=proof).status_code
        return found

    assert sorted(desk.at_once(2, change_it)) == [200, 409]


def test_every_other_session_and_link_ends(desk: Desk, token: str) -> None:
    desk.pass_s(60)
    tablet = desk.sign_in()["access_token"]
    ticket = desk.call(
        "POST", "/auth/mini-program-login", {"provider": "wechat", "code": "wx-chen"}
    ).json["link_ticket"]
    ask(desk, None, PHONE, "link")
    link = {"link_ticket": ticket, "phone": PHONE, "code": newest(desk, PHONE), **IDENTITY}
    linked = desk.call("POST", "/auth/link", link).json["access_token"]
    ask(desk, token)
    assert change(desk, token, newest(desk)).status_code == 200
    assert [status(desk, one) for one in (token, tablet, linked)] == [200, 401, 401]
    assert desk.run(lambda ctx: ctx.db.execute(select(PlatformLink)).first()) is None


def test_the_old_phone_undoes_whatever_came_after_it(desk: Desk, token: str) -> None:
    for phone in (NEW, "19900000098"):
        ask(desk, token, phone)
        assert change(desk, token, newest(desk, phone), phone).status_code == 200
        desk.pass_s(60)
    assert ask(desk, None, PHONE, "phone_undo").json == {
        "expires_in_s": 300,
        "resend_after_s": 60,
    }
    code = newest(desk, PHONE)
    assert undo(desk, "000000").json["code"] == "SMS_WRONG"
    assert undo(desk, code).status_code == 204
    assert undo(desk, code).json["code"] == "SMS_WRONG"
    assert status(desk, token) == 401
    desk.pass_s(60)
    back = desk.sign_in(PHONE)
    assert back["person"]["phone_masked"] == "199****0001"
    issued = desk.call("POST", "/credentials/insurance-code", token=back["access_token"])
    assert issued.status_code == 200
    ask(desk, None, NEW, "phone_undo")
    assert undo(desk, "000000", NEW).json["code"] == "SMS_WRONG"
    assert all(text.purpose != "phone_undo" for text in desk.texts(NEW)), "nothing is left to undo"


def test_who_never_had_a_phone_to_undo_is_answered_alike(desk: Desk, token: str) -> None:
    ask(desk, token)
    change(desk, token, newest(desk))
    desk.pass_s(24 * 3600)
    for phone in (PHONE, STRANGER):
        assert ask(desk, None, phone, "phone_undo").status_code == 202
        assert all(text.purpose != "phone_undo" for text in desk.texts(phone))


def test_a_phone_that_may_come_back_is_nobody_elses(desk: Desk, token: str) -> None:
    desk.person(STRANGER, "李秀英")
    other = desk.sign_in(STRANGER)["access_token"]
    ask(desk, token)
    change(desk, token, newest(desk))
    hers = {"name": "李秀英", "id_number": NUMBER}
    ask(desk, other, PHONE)
    refused = change(desk, other, newest(desk, PHONE), PHONE, hers)
    assert refused.json["code"] == "ALREADY_REGISTERED"
    desk.pass_s(24 * 3600)
    ask(desk, other, PHONE)
    assert change(desk, other, newest(desk, PHONE), PHONE, hers).status_code == 200


def test_it_is_closed_for_24_hours_to_the_second(desk: Desk) -> None:
    me = desk.person()
    own = desk.run(lambda ctx: person(ctx.db, me.id))
    own.phone_changed_at = NOON
    day = timedelta(hours=24)
    second = timedelta(seconds=1)
    assert closed_until(own, NOON) == NOON + day
    assert closed_until(own, NOON + day - second) == NOON + day
    assert closed_until(own, NOON + day) is None
    assert closed_until(own, NOON - second) is None
