"""What a person does with his own account and access, on both builds."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.phone import Phone, Target, phone_on
from tests.e2e.till import PHARMACY, Till
from tests.e2e.world import MOTHER, PAYER, WIFE, World, card, person

NEW_PHONE = "19900007777"
BROKEN = {"access_token": "not.a.token"}


def test_the_kind_mode_is_switched_on_once_and_for_all(phone: Phone) -> None:
    phone.open()
    kind = phone.page.locator(".shell.elder:visible")
    expect(kind).to_have_count(0)
    phone.tap("elder-switch")
    expect(kind).to_have_count(1)
    phone.open("institutions/index")
    expect(kind).to_have_count(1)
    phone.open("settings/index")
    phone.tap("elder-switch")
    expect(kind).to_have_count(0)


def test_a_frozen_account_pays_nothing_until_it_is_unfrozen(phone: Phone, world: World) -> None:
    pharmacy = Till(world.base, PHARMACY)
    phone.enter(world.sign_in(PAYER))
    phone.open("settings/index")
    phone.tap("freeze")
    phone.agree("冻结个人账户？")
    phone.open("account/index")
    phone.sees("frozen", "已冻结")
    assert pharmacy.sell(card(WIFE), "36.50").mutual == 0
    phone.tap("freeze")
    phone.agree("解除个人账户冻结？")
    expect(phone.part("frozen")).to_have_count(0)
    assert pharmacy.sell(card(WIFE), "36.50").mutual > 0


def test_a_new_phone_number(phone: Phone, world: World) -> None:
    phone.enter(world.sign_in(PAYER))
    phone.open("settings/index")
    phone.tap("phone")
    phone.type("new-phone", NEW_PHONE)
    phone.tap("send-code")
    phone.sees("code-told", "验证码已发送")
    phone.type("code", world.code_for(NEW_PHONE))
    phone.tap("change")
    phone.agree(f"更换{PAYER}的手机号？")
    phone.sees_text("199****7777")


def test_who_looked_at_my_data(phone: Phone, world: World) -> None:
    Till(world.base, PHARMACY).sell(card(PAYER), "10.00")
    phone.enter(world.sign_in(PAYER))
    phone.open("settings/access-log")
    phone.sees_text(PHARMACY)


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
    phone.tap("my-account")
    phone.sees("state-visitor", "登录后查看")


def test_care_is_extended_to_the_next_term(phone: Phone, world: World) -> None:
    world.at("2025-12-10T10:00:00+08:00")
    phone.enter(world.sign_in(MOTHER))
    phone.tap_text("慢特病待遇延期")
    phone.sees("valid-to", "2025年12月31日")
    phone.tap("extend")
    phone.agree(f"为{MOTHER}延长高血压待遇？")
    expect(phone.part("valid-to")).not_to_contain_text("2025年")


def test_another_last_day_is_turned_to_and_kept(phone: Phone, world: World) -> None:
    phone.enter(world.sign_in(PAYER))
    phone.open("family/index")
    phone.page.locator('[data-testid="binding-open"]:visible').first.tap()
    phone.tap("limits")
    phone.tap("ends")
    phone.turn(0, "2028")
    phone.tap_text("完成")
    phone.sees("ends", "2028年12月31日")
    phone.tap("save")
    phone.tap("dialog-ok")
    phone.sees("period", "2028-12-31")


def test_institutions_of_one_area(phone: Phone) -> None:
    phone.open("institutions/index")
    elsewhere = phone.page.get_by_text("演示·荷塘医院")
    expect(elsewhere).to_have_count(1)
    phone.tap("area")
    phone.turn(0, "长沙市")
    phone.tap_text("完成")
    expect(elsewhere).to_have_count(0)
    phone.sees_text(PHARMACY)


def test_a_statement_is_saved_with_a_session_that_had_run_out(
    browser: Browser, world: World
) -> None:
    with phone_on(browser, Target.H5, world.base) as phone:
        phone.keep("gongji.session", world.sign_in(PAYER) | BROKEN)
        phone.open("account/summary")
        phone.sees_text("收支总览")
        with phone.page.expect_download() as saved:
            phone.tap("statement-pdf")
        assert saved.value.suggested_filename == "对账单-2025.pdf"
        assert saved.value.path().read_bytes().startswith(b"%PDF-")


@pytest.fixture
def wechat(browser: Browser, world: World) -> Any:
    with phone_on(browser, Target.WEIXIN, world.base) as phone:
        yield phone
        assert phone.complaints == []


def test_wechat_signs_in_after_the_real_name_was_checked_once(wechat: Phone, world: World) -> None:
    wechat.keep("wxrun.login", "wx-anna-1")
    wechat.open("login/index")
    wechat.tap("agree")
    wechat.tap("platform-login")
    her = person(WIFE)
    wechat.type("name", WIFE)
    wechat.type("id-number", her["id_number"])
    wechat.type("phone", her["phone"])
    wechat.tap("send-code")
    wechat.sees("code-told", "验证码已发送")
    wechat.type("code", world.code_for(her["phone"]))
    wechat.tap("link")
    wechat.sees("my-name", WIFE)
    wechat.tap("nav-me")
    wechat.tap("logout")
    wechat.agree(f"退出{WIFE}的登录？")

    wechat.keep("wxrun.login", "wx-anna-2")
    wechat.open("login/index")
    wechat.tap("agree")
    wechat.tap("platform-login")
    wechat.sees("my-name", WIFE)
