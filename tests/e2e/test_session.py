"""Signing in and out, and what a session lives through, on both builds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.phone import Phone, Phones, Target
from tests.e2e.steps import give_code, sign_in
from tests.e2e.world import BROTHER, FATHER, PAYER, WIFE, World, person

NEW_PHONE = "19900007777"
BROKEN = {"access_token": "not.a.token"}


def test_a_new_phone_number(phone: Phone, world: World) -> None:
    session = world.sign_in(PAYER)
    world.at("2025-11-05T10:02:00+08:00")
    phone.enter(session)
    phone.open("settings/index")
    phone.tap("phone")
    phone.tap("send-old-code")
    phone.sees("old-code-told", "会收到验证码")
    phone.type("old-code", world.code_for(person(PAYER)["phone"]))
    phone.type("new-phone", NEW_PHONE)
    phone.tap("send-code")
    phone.sees("code-told", "会收到验证码")
    phone.type("code", world.code_for(NEW_PHONE))
    phone.tap("change")
    phone.agree(f"更换{PAYER}的手机号？")
    phone.sees("phone-done", "手机号已更换")
    phone.sees("until", "11月6日 10:0")
    phone.sees_text("199****7777")


def test_logging_out_ends_the_session_for_good(phone: Phone, world: World) -> None:
    session = world.sign_in(PAYER)
    phone.enter(session)
    phone.tap("nav-me")
    phone.tap("logout")
    phone.agree(f"退出{PAYER}的登录？")
    phone.sees_text("欢迎使用湘医保")
    phone.tap_text("就医记录")
    phone.sees("state-visitor", "登录后查看")
    assert world.status("GET", "/account", session["access_token"]) == 401


def test_a_session_is_renewed_unseen(phone: Phone, world: World) -> None:
    phone.enter(world.sign_in(PAYER) | BROKEN)
    phone.tap("my-account")
    phone.sees("balance", "5,680.00")


def test_a_session_that_cannot_be_renewed_asks_to_sign_in(phone: Phone, world: World) -> None:
    phone.enter(world.sign_in(PAYER) | BROKEN | {"refresh_token": "not.a.token"})
    phone.sees_text("欢迎使用湘医保")
    phone.tap_text("就医记录")
    phone.sees("state-visitor", "登录后查看")


def test_a_form_outlives_the_session_it_was_begun_in(phone: Phone, world: World) -> None:
    session = world.sign_in(PAYER)
    phone.enter(session)
    phone.open("family/apply")
    phone.type("name", BROTHER)
    phone.type("id-number", person(BROTHER)["id_number"])
    world.as_(session, "POST", "/auth/logout-all")
    world.at("2025-11-05T10:05:00+08:00")
    phone.tap("relation-sibling")
    phone.type("phone", person(BROTHER)["phone"])
    phone.tap("send-code")
    phone.agree("登录状态无效")
    give_code(phone, world, PAYER)
    phone.sees_text("使用人信息")
    expect(phone.part("name").locator("input")).to_have_value(BROTHER)
    expect(phone.part("relation-sibling")).to_have_attribute("aria-checked", "true")


def test_nobody_else_finds_the_form(phone: Phone, world: World) -> None:
    session = world.sign_in(PAYER)
    phone.enter(session)
    phone.open("family/apply")
    phone.type("name", BROTHER)
    world.as_(session, "POST", "/auth/logout-all")
    phone.tap("relation-sibling")
    phone.type("id-number", person(BROTHER)["id_number"])
    phone.type("phone", person(BROTHER)["phone"])
    phone.tap("send-code")
    phone.agree("登录状态无效")
    give_code(phone, world, FATHER)
    expect(phone.part("name").locator("input")).to_have_value("")


def test_two_tabs_are_signed_in_and_out_together(phones: Phones, world: World) -> None:
    with phones.lent(Target.H5, world.base) as phone:
        phone.open()
        other = Phone(phone.page.context.new_page(), Target.H5, world.base)
        other.open()
        sign_in(phone, world, PAYER)
        other.sees("my-name", PAYER)
        other.tap("nav-me")
        other.tap("logout")
        other.agree(f"退出{PAYER}的登录？")
        phone.sees_text("欢迎使用湘医保")


def test_a_statement_is_saved_with_a_session_that_had_run_out(phones: Phones, world: World) -> None:
    with phones.lent(Target.H5, world.base) as phone:
        phone.keep("gongji.session", world.sign_in(PAYER) | BROKEN)
        phone.open("account/summary")
        phone.sees_text("收支总览")
        with phone.page.expect_download() as saved:
            phone.tap("statement-pdf")
        assert saved.value.suggested_filename == "对账单-2025.pdf"
        assert saved.value.path().read_bytes().startswith(b"%PDF-")


def link(phone: Phone, world: World) -> None:
    """The real name is checked, once and for all."""
    her = person(WIFE)
    phone.type("name", WIFE)
    phone.type("id-number", her["id_number"])
    phone.type("phone", her["phone"])
    phone.tap("send-code")
    phone.sees("code-told", "会收到验证码")
    phone.type("code", world.code_for(her["phone"]))
    phone.tap("link")


@pytest.fixture
def wechat(phones: Phones, world: World) -> Iterator[Phone]:
    with phones.lent(Target.WEIXIN, world.base) as phone:
        yield phone
        assert phone.complaints == []


def test_wechat_comes_back_to_where_sign_in_was_asked_for(wechat: Phone, world: World) -> None:
    wechat.keep("wxrun.login", "wx-anna-3")
    wechat.open()
    wechat.tap_text("就医记录")
    wechat.tap("state-sign-in")
    wechat.tap("agree")
    wechat.tap("platform-login")
    link(wechat, world)
    wechat.sees_text("这一年没有就医购药记录")


def test_wechat_signs_in_after_the_real_name_was_checked_once(wechat: Phone, world: World) -> None:
    wechat.keep("wxrun.login", "wx-anna-1")
    wechat.open("login/index")
    wechat.tap("agree")
    wechat.tap("platform-login")
    link(wechat, world)
    wechat.sees("my-name", WIFE)
    wechat.tap("nav-me")
    wechat.tap("logout")
    wechat.agree(f"退出{WIFE}的登录？")

    wechat.keep("wxrun.login", "wx-anna-2")
    wechat.open("login/index")
    wechat.tap("agree")
    wechat.tap("platform-login")
    wechat.sees("my-name", WIFE)
