"""What a person does with his own account and settings, on both builds."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.look import barriers
from tests.e2e.phone import Phone, Phones, Target
from tests.e2e.till import PHARMACY, Till
from tests.e2e.world import MOTHER, PAYER, WIFE, World, card, masked, person


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
    phone.told("账户已冻结")
    phone.open("account/index")
    phone.sees("frozen", "已冻结")
    assert pharmacy.sell(card(WIFE), "36.50").mutual == 0
    phone.tap("freeze")
    phone.agree("解冻个人账户？")
    phone.told("账户已解冻")
    expect(phone.part("frozen")).to_have_count(0)
    assert pharmacy.sell(card(WIFE), "36.50").mutual > 0


def test_a_small_spending_is_not_told(phone: Phone, world: World) -> None:
    pharmacy = Till(world.base, PHARMACY)
    phone.enter(world.sign_in(PAYER))
    phone.open("settings/alerts")
    phone.type("threshold", "50")
    phone.tap("save")
    phone.told("已保存")
    phone.part("threshold").wait_for(state="hidden")
    pharmacy.sell(card(WIFE), "36.50")
    pharmacy.sell(card(WIFE), "60.00")
    phone.open("messages/index")
    phone.sees_text("支付 ¥60.00")
    expect(phone.page.get_by_text("36.50")).to_have_count(0)


def test_who_looked_at_my_data(phone: Phone, world: World) -> None:
    Till(world.base, PHARMACY).sell(card(PAYER), "10.00")
    phone.enter(world.sign_in(PAYER))
    phone.open("settings/access-log")
    phone.sees_text(PHARMACY)


def test_care_is_extended_to_the_next_term(phone: Phone, world: World) -> None:
    world.at("2025-12-10T10:00:00+08:00")
    phone.enter(world.sign_in(MOTHER))
    phone.tap_text("慢特病待遇延期")
    phone.sees("valid-to", "2025年12月31日")
    phone.sees("diseases", "政策规定 31 种可网上延期，公开资料列出名称的有 5 种")
    phone.sees("diseases-online", "类风湿关节炎")
    phone.tap("extend")
    phone.agree(f"为{MOTHER}延长高血压待遇？")
    phone.told("延期成功")
    phone.sees("chronic-state", "未到办理时间")
    expect(phone.part("valid-to")).not_to_contain_text("2025年")


def test_care_of_a_relative_is_extended_once_she_agreed(phone: Phone, world: World) -> None:
    world.at("2025-12-10T10:00:00+08:00")
    her = person(MOTHER)
    phone.enter(world.sign_in(PAYER))
    phone.tap_text("慢特病待遇延期")
    phone.tap("for-relative")
    phone.at_rest()
    phone.tap_text(f"{masked(MOTHER)}（母亲）")
    phone.type("id-number", her["id_number"])
    phone.tap("send-code")
    phone.sees("code-told", "会收到验证码")
    phone.type("code", "000000")
    phone.tap("look")
    phone.refused("验证码不正确", "请核对")
    expect(phone.part("qualification")).to_have_count(0)
    phone.type("code", world.code_for(her["phone"]))
    phone.tap("look")
    phone.sees("agreed", f"{masked(MOTHER)}已同意")
    phone.sees("valid-to", "2025年12月31日")
    phone.tap("extend")
    phone.sees_text(f"代办人：{PAYER}；待遇享受人：{masked(MOTHER)}")
    phone.agree(f"为{masked(MOTHER)}延长高血压待遇？")
    phone.told("延期成功")
    phone.sees("chronic-state", "未到办理时间")
    phone.at_rest()
    phone.tap_text(f"{masked(WIFE)}（配偶）")
    expect(phone.part("qualification")).to_have_count(0)


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


def test_who_has_no_account_is_led_to_those_she_may_use(phone: Phone, world: World) -> None:
    phone.enter(world.sign_in(WIFE))
    phone.open("account/index")
    phone.tap("to-family")
    phone.sees("binding-active", masked(PAYER))
    expect(phone.part("tab-beneficiary")).to_have_attribute("aria-selected", "true")


def test_what_was_not_read_is_marked_until_it_is_read(phone: Phone, world: World) -> None:
    Till(world.base, PHARMACY).sell(card(WIFE), "36.50")
    phone.enter(world.sign_in(PAYER))
    expect(phone.part("unread")).to_be_visible()
    phone.tap("nav-bell")
    phone.tap("message")
    phone.tap("dialog-ok")
    expect(phone.part("unread")).to_have_count(0)


def test_institutions_of_one_area(phone: Phone) -> None:
    phone.open("institutions/index")
    elsewhere = phone.page.get_by_text("演示·荷塘医院")
    expect(elsewhere).to_have_count(1)
    with phone.page.expect_response("**/institutions?*area=430100*"):
        phone.pick("area", choice="长沙市")
    phone.sees_text(PHARMACY)
    expect(elsewhere).to_have_count(0)


def test_an_address_that_leads_nowhere_leads_home(phones: Phones, world: World) -> None:
    with phones.lent(Target.H5, world.base) as phone:
        phone.page.goto(f"{world.base}/mini/#/pages/nowhere/x")
        phone.sees_text("欢迎使用湘医保")


def test_a_dialog_holds_the_keyboard(phones: Phones, world: World) -> None:
    with phones.lent(Target.H5, world.base) as phone:
        phone.enter(world.sign_in(PAYER))
        phone.tap("nav-me")
        phone.part("logout").wait_for()
        phone.at_rest()
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
