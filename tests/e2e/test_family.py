"""Bindings on the phone: their terms and limits, the form, and the question before the end."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.phone import Phone, Target
from tests.e2e.steps import fill_in
from tests.e2e.till import PHARMACY, Till
from tests.e2e.world import BROTHER, CHILD, PAYER, WIFE, World, card, masked


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
    phone.told("已保存")
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
    phone.told("已保存")
    phone.sees("hold", "¥63.50")
    phone.sees_text("¥36.50 / ¥300.00")


def test_limits_that_contradict_each_other_are_shown_and_not_saved(
    phone: Phone, world: World
) -> None:
    phone.enter(world.sign_in(PAYER))
    open_binding(phone, WIFE)
    phone.tap("limits")
    phone.type("per-use", "100")
    phone.type("month", "50")
    phone.type("year", "30")
    phone.tap("save")
    phone.sees_text("单次限额不能高于每月限额")
    phone.sees_text("每月限额不能高于每年限额")
    phone.type("month", "120")
    phone.type("year", "300.50")
    phone.tap("save")
    phone.sees("fact-单次限额", "不限 → ¥100.00")
    phone.sees("fact-每年限额", "不限 → ¥300.50")
    phone.agree(f"修改{masked(WIFE)}的期限与限额？")
    phone.told("已保存")
    phone.sees_text("¥0.00 / ¥120.00")


def test_a_later_first_day_is_told_as_such(phone: Phone, world: World) -> None:
    phone.enter(world.sign_in(PAYER))
    phone.open("family/apply")
    phone.pick("starts", day="2026-03-01")
    phone.sees_text("2029年3月1日")
    fill_in(phone, world, BROTHER, "sibling")
    phone.tap("submit")
    phone.sees("dialog-text", "自2026年3月1日起生效")
    phone.agree(f"让{BROTHER}使用您的个人账户？")
    phone.sees("made", "自2026年3月1日起可以")
    phone.sees("binding-status", "待生效")


def test_a_form_that_is_not_complete_names_what_is_missing(phone: Phone, world: World) -> None:
    phone.enter(world.sign_in(PAYER))
    phone.open("family/apply")
    phone.type("id-number", " 430699 19860127 0059 ")
    phone.tap("submit")
    assert wrong(phone) == ["亲属关系", "使用人姓名", "使用人手机号", "承诺书", "验证码"]
    expect(phone.part("relation-spouse")).to_be_in_viewport()
    phone.tap("wrong-sms_code")
    expect(phone.part("sms-code")).to_be_in_viewport()
    phone.type("name", BROTHER)
    assert wrong(phone) == ["亲属关系", "使用人手机号", "承诺书", "验证码"]


def wrong(phone: Phone) -> list[str]:
    return phone.part("wrong").locator(".button").all_inner_texts()


def test_a_question_is_left_with_its_page(phone: Phone, world: World) -> None:
    phone.enter(world.sign_in(PAYER))
    open_binding(phone, WIFE)
    phone.tap("unbind")
    phone.sees("dialog-title", f"解除与配偶{masked(WIFE)}的家庭共济？")
    phone.leave()
    phone.page.locator('[data-testid="binding-open"]:visible', has_text=masked(CHILD)).tap()
    phone.sees("other-name", masked(CHILD))
    expect(phone.page.get_by_test_id("dialog")).to_have_count(0)
    if phone.target is Target.H5:
        phone.page.keyboard.press("Tab")
        expect(phone.page.locator(":focus")).to_have_attribute("role", "button")
