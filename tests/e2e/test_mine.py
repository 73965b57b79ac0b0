"""What a person does with his own account and access, on both builds."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.look import barriers
from tests.e2e.phone import Phone, Target, phone_on
from tests.e2e.steps import fill_in, sign_in
from tests.e2e.till import PHARMACY, Till
from tests.e2e.world import BROTHER, CHILD, MOTHER, PAYER, WIFE, World, card, masked, person

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


def test_a_small_spending_is_not_told(phone: Phone, world: World) -> None:
    pharmacy = Till(world.base, PHARMACY)
    phone.enter(world.sign_in(PAYER))
    phone.open("settings/alerts")
    phone.type("threshold", "50")
    phone.tap("save")
    phone.sees_text("已保存")
    pharmacy.sell(card(WIFE), "36.50")
    pharmacy.sell(card(WIFE), "60.00")
    phone.open("messages/index")
    phone.sees("message", "支付 60.00 元")
    expect(phone.page.get_by_text("36.50")).to_have_count(0)


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
    phone.sees_text("欢迎使用湘医保")
    phone.tap_text("就医记录")
    phone.sees("state-visitor", "登录后查看")


def test_care_is_extended_to_the_next_term(phone: Phone, world: World) -> None:
    world.at("2025-12-10T10:00:00+08:00")
    phone.enter(world.sign_in(MOTHER))
    phone.tap_text("慢特病待遇延期")
    phone.sees("valid-to", "2025年12月31日")
    phone.tap("extend")
    phone.agree(f"为{MOTHER}延长高血压待遇？")
    expect(phone.part("valid-to")).not_to_contain_text("2025年")


def open_binding(phone: Phone, who: str) -> None:
    phone.open("family/index")
    phone.page.locator('[data-testid="binding-open"]:visible', has_text=masked(who)).tap()
    phone.sees("other-name", masked(who))


def test_another_last_day_is_picked_and_kept(phone: Phone, world: World) -> None:
    phone.enter(world.sign_in(PAYER))
    open_binding(phone, WIFE)
    phone.tap("limits")
    phone.pick("ends", day="2028-02-29")
    phone.sees_text("2028年2月29日")
    phone.tap("save")
    phone.agree(f"修改{masked(WIFE)}的期限与限额？")
    phone.sees("period", "2028-02-29")


def test_only_what_was_changed_is_saved(phone: Phone, world: World) -> None:
    """She spends from what is set aside for her while its form lies open."""
    session = world.sign_in(PAYER)
    world.set_aside(session, WIFE, 100_00)
    phone.enter(session)
    open_binding(phone, WIFE)
    phone.sees("hold", "¥100.00")
    phone.tap("limits")
    phone.type("month", "300")
    Till(world.base, PHARMACY).sell(card(WIFE), "36.50")
    phone.tap("save")
    phone.agree(f"修改{masked(WIFE)}的期限与限额？")
    phone.sees("hold", "¥63.50")
    phone.sees_text("¥36.50 / ¥300.00")


def test_a_later_first_day_is_told_as_such(phone: Phone, world: World) -> None:
    phone.enter(world.sign_in(PAYER))
    phone.open("family/apply")
    phone.pick("starts", day="2026-03-01")
    phone.sees_text("2029年3月1日")
    fill_in(phone, world, BROTHER, "sibling")
    phone.tap("submit")
    phone.sees("dialog-text", "自2026年3月1日起生效")
    phone.agree(f"让{BROTHER}使用您的个人账户？")
    phone.sees("made", "自 2026-03-01 起可以")
    phone.sees("binding-status", "待生效")


def test_a_form_that_is_not_complete_names_what_is_missing(phone: Phone, world: World) -> None:
    phone.enter(world.sign_in(PAYER))
    phone.open("family/apply")
    phone.type("id-number", " 430699 19860127 0059 ")
    phone.tap("submit")
    phone.sees("wrong", "请先改正：亲属关系、亲属姓名、亲属手机号、承诺书、验证码")
    phone.type("name", BROTHER)
    phone.sees("wrong", "请先改正：亲属关系、亲属手机号、承诺书、验证码")


def test_a_question_is_left_with_its_page(phone: Phone, world: World) -> None:
    phone.enter(world.sign_in(PAYER))
    open_binding(phone, WIFE)
    phone.tap("unbind")
    phone.sees("dialog-title", f"解除与{masked(WIFE)}的家庭共济？")
    phone.leave()
    phone.page.locator('[data-testid="binding-open"]:visible', has_text=masked(CHILD)).tap()
    phone.sees("other-name", masked(CHILD))
    expect(phone.page.get_by_test_id("dialog")).to_have_count(0)


def test_a_premium_for_oneself_is_paid_once(phone: Phone, world: World) -> None:
    phone.enter(world.sign_in(PAYER))
    phone.open("premium/index")
    phone.tap_text("2026年度演示·惠民保")
    phone.tap("payable-self")
    phone.tap("next")
    phone.tap("pay")
    phone.agree("确认缴费？")
    phone.sees("result-title", "缴费成功")
    phone.tap("home")
    phone.tap("service-pay")
    phone.tap_text("2026年度演示·惠民保")
    phone.sees("payable-self", "已缴费")
    expect(phone.part("payable-self")).to_have_attribute("aria-disabled", "true")
    phone.sees("total", "¥0.00")


def test_money_that_is_set_aside_is_not_promised(phone: Phone, world: World) -> None:
    session = world.sign_in(PAYER)
    world.set_aside(session, MOTHER, 5_600_00)
    phone.enter(session)
    phone.open("premium/index")
    phone.page.locator('[data-testid="payable-due"]:visible', has_text=masked(WIFE)).tap()
    phone.tap("next")
    phone.sees("short", "可用余额不足")
    expect(phone.page.get_by_test_id("after")).to_have_count(0)


def test_what_was_not_read_is_marked_until_it_is_read(phone: Phone, world: World) -> None:
    Till(world.base, PHARMACY).sell(card(WIFE), "36.50")
    phone.enter(world.sign_in(PAYER))
    expect(phone.part("unread")).to_be_visible()
    phone.tap("nav-bell")
    phone.tap("message")
    expect(phone.part("unread")).to_have_count(0)


def test_institutions_of_one_area(phone: Phone) -> None:
    phone.open("institutions/index")
    elsewhere = phone.page.get_by_text("演示·荷塘医院")
    expect(elsewhere).to_have_count(1)
    phone.pick("area", choice="长沙市")
    expect(elsewhere).to_have_count(0)
    phone.sees_text(PHARMACY)


def test_an_address_that_leads_nowhere_leads_home(browser: Browser, world: World) -> None:
    with phone_on(browser, Target.H5, world.base) as phone:
        phone.page.goto(f"{world.base}/mini/#/pages/nowhere/x")
        phone.sees_text("欢迎使用湘医保")


def test_a_dialog_holds_the_keyboard(browser: Browser, world: World) -> None:
    with phone_on(browser, Target.H5, world.base) as phone:
        phone.enter(world.sign_in(PAYER))
        phone.tap("nav-me")
        phone.part("logout").focus()
        phone.page.keyboard.press("Enter")
        phone.sees("dialog-title", f"退出{PAYER}的登录？")
        focused = phone.page.locator(":focus")
        expect(focused).to_have_attribute("data-testid", "dialog")
        assert barriers(phone.page) == []
        for stop in ("dialog-cancel", "dialog-ok", "dialog-cancel"):
            phone.page.keyboard.press("Tab")
            expect(focused).to_have_attribute("data-testid", stop)
        phone.page.keyboard.press("Escape")
        expect(phone.page.get_by_test_id("dialog")).to_have_count(0)
        expect(focused).to_have_attribute("data-testid", "logout")


def test_two_tabs_are_signed_in_and_out_together(browser: Browser, world: World) -> None:
    with phone_on(browser, Target.H5, world.base) as phone:
        phone.open()
        other = Phone(phone.page.context.new_page(), Target.H5, world.base)
        other.open()
        sign_in(phone, world, PAYER)
        other.sees("my-name", PAYER)


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
