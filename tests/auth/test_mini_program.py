"""Signing in from WeChat and Alipay: nobody is signed in before a real-name check linked him."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update

from gongji.auth.models import PlatformLink
from gongji.kernel.clock import real_now
from gongji.sandbox.login_adapters import FORGOTTEN_AFTER, LoginCodeRow
from tests.auth.desk import PHONE, STRANGER, Desk

NAME, NUMBER = "陈建国", "430199198005120014"


def enter(desk: Desk, code: str = "wx-chen", provider: str = "wechat") -> Any:
    body = {"provider": provider, "code": code}
    return desk.call("POST", "/auth/mini-program-login", body)


def code_for(desk: Desk, phone: str = PHONE) -> str:
    desk.pass_s(60)
    assert desk.call("POST", "/auth/sms-codes", {"phone": phone, "purpose": "link"}).status_code
    found = desk.texts(phone)
    return next((str(text.code) for text in found if text.code), "000000")


def link(desk: Desk, ticket: str, code: str, **changed: str) -> Any:
    body = {"link_ticket": ticket, "phone": PHONE, "code": code, "name": NAME, "id_number": NUMBER}
    return desk.call("POST", "/auth/link", body | changed)


def linked(desk: Desk, code: str = "wx-chen-1") -> Any:
    ticket = enter(desk, code).json["link_ticket"]
    return link(desk, ticket, code_for(desk))


def test_a_platforms_user_is_linked_once_and_then_signs_in_by_himself(desk: Desk) -> None:
    me = desk.person()
    first = linked(desk)
    assert first.status_code == 200, first.text
    assert first.json["person"]["id"] == me.id
    again = enter(desk, "wx-chen-2").json
    assert again["person"] == first.json["person"]
    assert desk.call("GET", "/me", token=again["access_token"]).json["id"] == me.id
    assert set(enter(desk, "ali-chen", "alipay").json) == {"link_ticket"}
    assert set(enter(desk, "wx-somebody").json) == {"link_ticket"}


def test_nothing_of_the_platform_is_kept_in_clear(desk: Desk) -> None:
    desk.person()
    linked(desk)
    rows = desk.run(lambda ctx: ctx.db.execute(text("SELECT * FROM platform_link")).all())
    assert len(rows) == 1
    assert "chen" not in repr(rows)
    assert len(bytes(rows[0].subject)) == 16
    assert set(PlatformLink.__table__.columns.keys()) == {
        "id",
        "platform",
        "subject",
        "person_id",
        "linked_at",
        "last_used_at",
    }


@pytest.mark.parametrize(
    ("code", "provider"),
    [("ali-chen", "wechat"), ("wx-chen", "alipay"), ("wx-", "wechat"), ("chen", "wechat"),
     ("wx-陈", "wechat"), ("wx-chen-1-2", "wechat"), ("wx-chen\n", "wechat")],
)  # fmt: skip
def test_a_code_that_is_none_is_refused(desk: Desk, code: str, provider: str) -> None:
    answer = enter(desk, code, provider)
    assert answer.status_code == 422
    assert answer.json["code"] in {"LOGIN_CODE_INVALID", "REQUEST_INVALID"}


def test_a_code_is_good_once_for_ten_minutes(desk: Desk) -> None:
    assert enter(desk).status_code == 200
    assert enter(desk).json["code"] == "LOGIN_CODE_INVALID"
    old = real_now() - FORGOTTEN_AFTER - timedelta(seconds=1)
    desk.run(lambda ctx: ctx.db.execute(update(LoginCodeRow).values(used_at=old)))
    assert enter(desk).status_code == 200
    assert enter(desk).json["code"] == "LOGIN_CODE_INVALID"


def test_one_code_from_many_at_once_is_exchanged_once(desk: Desk) -> None:
    answers = desk.at_once(8, lambda: enter(desk).status_code)
    assert sorted(answers) == [200, *[422] * 7]


def test_a_silent_platform_is_unavailable(desk: Desk) -> None:
    answer = enter(desk, "wx-busy-1")
    assert (answer.status_code, answer.json["code"]) == (503, "OUTSIDE_UNAVAILABLE")
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    "wrong",
    [{"name": "陈建民"}, {"id_number": "430199198203080025"}, {"code": "000000"},
     {"phone": STRANGER}, {"name": "陈建民", "id_number": "430199198203080025"}],
)  # fmt: skip
def test_whatever_does_not_fit_is_answered_as_a_wrong_code(
    desk: Desk, wrong: dict[str, str]
) -> None:
    desk.person()
    ticket = enter(desk).json["link_ticket"]
    code_for(desk, STRANGER)
    code = code_for(desk)
    refused = link(desk, ticket, **{"code": code} | wrong)
    plain = link(desk, enter(desk, "wx-other").json["link_ticket"], "999999", phone=STRANGER)
    assert (refused.status_code, refused.json["code"]) == (422, "SMS_WRONG")
    same = {"title", "status", "code", "remedy"}
    assert {name: refused.json[name] for name in same} == {name: plain.json[name] for name in same}
    assert desk.run(lambda ctx: ctx.db.execute(select(PlatformLink)).first()) is None


def test_wrong_numbers_are_guesses_of_the_code(desk: Desk) -> None:
    desk.person()
    ticket, code = enter(desk).json["link_ticket"], code_for(desk)
    answers = [link(desk, ticket, code, name="陈建民").json["detail"] for _ in range(3)]
    assert answers == [
        f"验证码不正确，或所填信息与医保登记不一致；这条验证码{then}。"
        for then in ("还可以再试 2 次", "还可以再试 1 次", "已经锁定")
    ]
    assert link(desk, ticket, code).json["code"] == "SMS_LOCKED"


@pytest.mark.parametrize("ticket", ["x", "AAAA", "A" * 200, "=" * 40, "不是"])
def test_a_ticket_cannot_be_made_up(desk: Desk, ticket: str) -> None:
    desk.person()
    answer = link(desk, ticket, code_for(desk))
    assert (answer.status_code, answer.json["code"]) == (401, "TOKEN_INVALID")


def test_one_user_of_a_platform_is_one_person(desk: Desk) -> None:
    desk.person()
    tickets = [enter(desk, f"wx-chen-{number}").json["link_ticket"] for number in range(2)]
    assert link(desk, tickets[0], code_for(desk)).status_code == 200
    assert link(desk, tickets[1], code_for(desk)).status_code == 200
    somebody = desk.person(STRANGER, "李秀英")
    taken = link(desk, tickets[1], code_for(desk, STRANGER), phone=STRANGER, name="李秀英")
    assert taken.json["code"] == "TOKEN_INVALID"
    owners = desk.run(lambda ctx: ctx.db.execute(select(PlatformLink.person_id)).scalars().all())
    assert len(owners) == 1
    assert owners[0] != somebody.id
