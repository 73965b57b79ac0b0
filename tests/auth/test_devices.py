"""Where I am signed in, and that no number, link or dead person's device opens an account."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from gongji.app.rate_limits import NO_GUARDS
from gongji.auth.models import KnownDevice, LoginSession
from gongji.kernel.clock import real_now
from gongji.kernel.order import NextOf
from gongji.people.models import Person
from tests.auth.desk import PHONE, Desk
from tests.auth.test_mini_program import linked
from tests.support.cast import Cast
from tests.support.sent import CHILD, NUMBERS, PAYER, PHONES, WIFE

NAME, NUMBER = "陈建国", "430199198005120014"
IDENTITY = {"name": NAME, "id_number": NUMBER}
NEW = "19900000099"


def listed(desk: Desk, token: str) -> list[dict[str, Any]]:
    answer = desk.call("GET", "/auth/devices", token=token)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json["items"]
    return found


def is_open(desk: Desk, token: str) -> bool:
    return bool(desk.call("GET", "/me", token=token).status_code == 200)


def test_sessions_and_links_are_listed_and_ended_one_by_one(desk: Desk) -> None:
    desk.person()
    phone = desk.sign_in()["access_token"]
    mini = linked(desk).json["access_token"]
    rows = listed(desk, phone)
    assert sorted((row["kind"], row["current"]) for row in rows) == [
        ("session", False),
        ("session", True),
        ("wechat", False),
    ]
    assert {row["channel"] for row in rows} == {"app", "wechat_mp"}
    assert all(row["created_at"] <= row["last_used_at"] for row in rows)
    [link] = [row["id"] for row in rows if row["kind"] == "wechat"]
    assert desk.call("DELETE", f"/auth/devices/{link}", token=phone).status_code == 204
    assert not is_open(desk, mini)
    assert set(
        desk.call(
            "POST", "/auth/mini-program-login", {"provider": "wechat", "code": "wx-chen-9"}
        ).json
    ) == {"link_ticket"}
    [own] = [row["id"] for row in listed(desk, phone)]
    assert desk.call("DELETE", f"/auth/devices/{own}", token=phone).status_code == 204
    assert not is_open(desk, phone)


def test_nobody_ends_a_device_of_somebody_else(desk: Desk) -> None:
    desk.person()
    mine = desk.sign_in()["access_token"]
    desk.person("19900000002", "李秀英")
    hers = desk.sign_in("19900000002")["access_token"]
    [theirs] = [row["id"] for row in listed(desk, hers)]
    absent = theirs[:-1] + ("0" if theirs[-1] != "0" else "1")
    for name in (theirs, absent, "lnk" + theirs[3:], "x", "ses_"):
        answer = desk.call("DELETE", f"/auth/devices/{name}", token=mine)
        assert (answer.status_code, answer.json["code"]) == (404, "NOT_FOUND")
    assert is_open(desk, hers)


def test_logging_out_everywhere_drops_links_and_marks(desk: Desk) -> None:
    desk.person()
    phone = desk.sign_in()["access_token"]
    linked(desk)
    assert desk.call("POST", "/auth/logout-all", token=phone).status_code == 204
    assert set(
        desk.call(
            "POST", "/auth/mini-program-login", {"provider": "wechat", "code": "wx-chen-9"}
        ).json
    ) == {"link_ticket"}
    assert desk.run(lambda ctx: ctx.db.execute(select(KnownDevice)).all()) == []


def test_a_link_needs_a_code_of_its_own_and_is_told(desk: Desk) -> None:
    desk.person()
    desk.call("POST", "/auth/sms-codes", {"phone": PHONE, "purpose": "login"})
    login = desk.texts()[0]
    ticket = desk.call(
        "POST", "/auth/mini-program-login", {"provider": "alipay", "code": "ali-chen"}
    ).json["link_ticket"]
    body = {"link_ticket": ticket, "phone": PHONE, "code": login.code, **IDENTITY}
    assert desk.call("POST", "/auth/link", body).json["code"] == "SMS_WRONG"
    desk.call("POST", "/auth/sms-codes", {"phone": PHONE, "purpose": "link"})
    asked = desk.texts()[0]
    assert "关联" in asked.text
    assert "登录验证码" not in asked.text
    assert desk.call("POST", "/auth/link", body | {"code": asked.code}).status_code == 200
    told = desk.texts()[0]
    assert told.purpose == "notice"
    assert "支付宝" in told.text


# -- a number that changed hands


def silent_for(desk: Desk, days: float) -> None:
    """As if nobody had signed in since."""
    last = update(Person).values(signed_in_at=real_now() - timedelta(days=days))
    desk.run(lambda ctx: ctx.db.execute(last))


def log_in(desk: Desk, code: str | None = None, mark: str = "", **identity: str) -> Any:
    if code is None:
        desk.pass_s(60)
        asked = {"phone": PHONE, "purpose": "login"}
        assert desk.call("POST", "/auth/sms-codes", asked, mark=mark).status_code == 202
        code = desk.texts()[0].code
    body = {"phone": PHONE, "code": code} | identity
    return desk.call("POST", "/auth/sms-login", body, mark=mark)


@pytest.fixture
def strict(desk: Desk) -> Desk:
    desk.guards = replace(NO_GUARDS, identity_after_days=180)
    desk.person()
    return desk


def test_a_first_sign_in_states_who_it_is_with_the_same_code(strict: Desk) -> None:
    refused = log_in(strict)
    assert (refused.status_code, refused.json["code"]) == (403, "IDENTITY_REQUIRED")
    code = strict.texts()[0].code
    assert log_in(strict, code).json["code"] == "IDENTITY_REQUIRED"
    for wrong in ({"name": "陈建民"}, {"id_number": NUMBERS[WIFE]}):
        assert log_in(strict, code, **IDENTITY | wrong).json["code"] == "SMS_WRONG"
    assert log_in(strict, code, name=NAME).json["errors"][0]["pointer"] == "/id_number"
    assert log_in(strict, code, **IDENTITY).status_code == 200
    assert log_in(strict).status_code == 200, "he was here a moment ago"


def test_a_strange_device_after_half_a_year_does_and_his_own_does_not(strict: Desk) -> None:
    mark = log_in(strict, **IDENTITY).json["device_mark"]
    silent_for(strict, 179.9)
    assert log_in(strict).status_code == 200
    silent_for(strict, 180)
    strict.pass_s(3600)
    for shown in ("x", mark[:-1] + ("0" if mark[-1] != "0" else "1"), mark + "0", "dev_."):
        assert log_in(strict, mark=shown).json["code"] == "IDENTITY_REQUIRED"
    assert log_in(strict, mark=mark).status_code == 200


def test_a_mark_of_another_person_says_nothing(strict: Desk) -> None:
    strict.person("19900000002", "李秀英")
    hers = strict.sign_in("19900000002", name="李秀英", id_number=NUMBER)["device_mark"]
    assert log_in(strict, mark=hers).json["code"] == "IDENTITY_REQUIRED"


def test_wrong_identities_lock_a_code_like_guesses(strict: Desk) -> None:
    assert log_in(strict).status_code == 403
    code, wrong = strict.texts()[0].code, IDENTITY | {"name": "陈建民"}
    answers = [log_in(strict, code, **wrong).json["code"] for _ in range(4)]
    assert answers == ["SMS_WRONG"] * 3 + ["SMS_LOCKED"]


def test_of_two_who_share_a_phone_the_stated_one_signs_in(strict: Desk) -> None:
    strict.person(PHONE, "李秀英")
    hers = {"name": "李秀英", "id_number": NUMBER}
    assert log_in(strict, **hers).json["person"]["name"] == "李秀英"
    assert log_in(strict, **IDENTITY).json["person"]["name"] == NAME


def test_of_two_who_share_a_phone_the_first_registered_is_meant(desk: Desk) -> None:
    """Whatever their ids say: the machine that registered the first was an hour ahead."""
    first = desk.person(PHONE)
    desk.person(PHONE, "李秀英")
    later = update(Person).where(Person.id == first.id).values(seq=NextOf(["person"]))
    desk.run(lambda ctx: ctx.db.execute(later))
    assert log_in(desk).json["person"]["name"] == "李秀英"


def sign_in_by(cast: Cast, phone: str, **identity: str) -> Any:
    cast.call("POST", "/auth/sms-codes", {"phone": phone, "purpose": "login"})
    texts = cast.call("GET", f"/sandbox/sms?phone={phone}").body["items"]
    code = next((text["code"] for text in texts if text["code"]), "000000")
    return cast.call("POST", "/auth/sms-login", {"phone": phone, "code": code} | identity)


def event(cast: Cast, kind: str, who: str, **data: Any) -> Any:
    body = {
        "event_id": f"{kind}-{len(data)}",
        "type": kind,
        "id_number": NUMBERS[who],
        "effective_on": "2025-06-10",
        "data": data,
    }
    return cast.call("POST", "/sandbox/events", body)


def test_what_the_registry_changes_is_signed_in_to_by_its_owner_alone(cast: Cast) -> None:
    signed_in = cast.sign_in(PAYER)
    assert event(cast, "PHONE_CHANGED", PAYER).code == "REQUEST_INVALID"
    assert event(cast, "PHONE_CHANGED", PAYER, phone=PHONES[WIFE]).status == 200
    assert cast.call("GET", "/me", **signed_in).status == 401
    assert sign_in_by(cast, PHONES[PAYER]).code == "SMS_WRONG", "the old number opens nothing"
    assert sign_in_by(cast, PHONES[WIFE]).code == "IDENTITY_REQUIRED"
    cast.at("2025-06-10T10:02:00+08:00")
    he = {"name": PAYER, "id_number": NUMBERS[PAYER]}
    found = sign_in_by(cast, PHONES[WIFE], **he)
    assert found.body["person"]["name"] == PAYER
    relative = {"name": PAYER, "id_number": NUMBERS[PAYER], "phone": PHONES[WIFE]}
    bind = {"beneficiary": relative, "relation": "spouse"}
    cast.at("2025-06-10T10:04:00+08:00")
    she = {"name": WIFE, "id_number": NUMBERS[WIFE]}
    hers = sign_in_by(cast, PHONES[WIFE], **she).body["access_token"]
    asked = cast.call("POST", "/family/sms-codes", bind, Authorization=f"Bearer {hers}")
    assert asked.status == 202
    newest = cast.call("GET", f"/sandbox/sms?phone={PHONES[WIFE]}").body["items"][0]
    assert newest["purpose"] == "bind", "the registry knows the new phone too"


def test_nobody_is_signed_in_as_somebody_who_died(cast: Cast) -> None:
    signed_in = cast.sign_in(PAYER)
    token = cast.call("POST", "/credentials/insurance-code", **signed_in).body["token"]
    ticket = cast.call(
        "POST", "/auth/mini-program-login", {"provider": "wechat", "code": "wx-chen"}
    ).body["link_ticket"]
    cast.call("POST", "/auth/sms-codes", {"phone": PHONES[PAYER], "purpose": "link"})
    code = cast.call("GET", f"/sandbox/sms?phone={PHONES[PAYER]}").body["items"][0]["code"]
    body = {"link_ticket": ticket, "phone": PHONES[PAYER], "code": code, "name": PAYER}
    assert cast.call("POST", "/auth/link", body | {"id_number": NUMBERS[PAYER]}).status == 200
    assert event(cast, "DEATH", PAYER).status == 200
    assert cast.call("GET", "/me", **signed_in).code == "TOKEN_INVALID"
    cast.at("2025-06-10T10:02:00+08:00")
    assert sign_in_by(cast, PHONES[PAYER]).code == "SMS_WRONG"
    again = {"provider": "wechat", "code": "wx-chen-2"}
    assert set(cast.call("POST", "/auth/mini-program-login", again).body) == {"link_ticket"}
    shown = {"mdtrt_cert_type": "01", "mdtrt_cert_no": token, "certno": "", "psn_name": PAYER}
    asked = cast.transact("1101", {"data": shown | {"psn_cert_type": "01"}})
    assert asked.code == "CREDENTIAL_INVALID"


def test_the_panel_switches_the_question_on_until_the_next_reset(cast: Cast) -> None:
    assert cast.call("PUT", "/sandbox/identity-check", {"after_days": 0}).body == {"after_days": 0}
    assert sign_in_by(cast, PHONES[PAYER]).code == "IDENTITY_REQUIRED"
    assert cast.call("PUT", "/sandbox/identity-check", {"after_days": None}).status == 200
    cast.at("2025-06-10T10:02:00+08:00")
    assert sign_in_by(cast, PHONES[PAYER]).status == 200
    cast.call("PUT", "/sandbox/identity-check", {"after_days": 0})
    cast.load()
    assert sign_in_by(cast, PHONES[PAYER]).status == 200
    assert CHILD not in PHONES


def test_a_death_between_the_code_and_the_session_wins(desk: Desk) -> None:
    me = desk.person()
    desk.call("POST", "/auth/sms-codes", {"phone": PHONE, "purpose": "login"})
    code = desk.texts()[0].code
    died = update(Person).where(Person.id == me.id).values(died_on=date(2025, 6, 10))
    desk.run(lambda ctx: ctx.db.execute(died))
    answer = desk.call("POST", "/auth/sms-login", {"phone": PHONE, "code": code})
    assert answer.json["code"] == "SMS_WRONG"
    assert desk.run(lambda ctx: ctx.db.execute(select(LoginSession)).first()) is None
