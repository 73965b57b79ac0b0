"""A tester plays the family from the panel beside the phone, through the real gateway."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.look import barriers
from tests.e2e.panel import Panel, panel_on
from tests.e2e.till import HOSPITAL, PHARMACY
from tests.e2e.world import CHILD, PAYER, WIFE, World, masked, person

LONGER_THAN_A_POLL_MS = 4500
NEW_PHONE = "19900007777"


@pytest.fixture
def panel(browser: Browser, world: World) -> Iterator[Panel]:
    with panel_on(browser, world.base) as one:
        yield one
        assert one.heard.complaints == []


def fill_basket(panel: Panel, price: str) -> None:
    panel.part("till-price").fill(price)
    panel.click("till-add")


def test_the_code_on_the_phone_is_tried_settled_and_cancelled(panel: Panel, world: World) -> None:
    panel.play(WIFE)
    expect(panel.part("sms-code-shown").first).to_have_text(re.compile(r"^\d{6}$"))
    panel.tap("nav-code")
    panel.on_screen("code-name", f"{WIFE}的医保码")
    panel.choose("till-institution", PHARMACY)
    panel.part("till-by-code").check()
    panel.sees("till-token", "已扫到")
    fill_basket(panel, "36.50")

    panel.click("till-trial")
    panel.sees("split", f"{WIFE} · 预结算（未入账）")
    expect(panel.part("ledger")).to_have_count(0)
    panel.click("till-settle")
    panel.sees("split", f"{WIFE} · 已结算")
    panel.sees("split-mutual", "¥36.50")
    panel.sees("split", f"共济人 {masked(PAYER)} 支付 ¥36.50")
    panel.sees("split", "依据")
    for words in (f"{PAYER}的个人账户", "-¥36.50", f"应付{PHARMACY}", "¥5,643.50"):
        panel.sees("ledger", words)

    panel.click("till-cancel")
    panel.sees("split", f"{WIFE} · 已撤销，金额退回")
    panel.sees("ledger", "¥5,680.00")
    panel.click("check")
    panel.sees("light", "账目平衡")
    assert world.broken() == []


def test_a_hospital_and_a_card_of_who_has_no_phone(panel: Panel) -> None:
    panel.choose("till-institution", HOSPITAL)
    panel.choose("till-patient", CHILD)
    fill_basket(panel, "88.00")
    panel.click("till-settle")
    panel.sees("split", f"{CHILD} · 已结算 合计 ¥88.00")
    expect(panel.part("till-settle")).to_be_disabled()
    panel.click("till-new")
    fill_basket(panel, "88.00")
    panel.part("till-cash").check()
    panel.click("till-settle")
    panel.sees("split-mutual", "¥0.00")
    panel.sees("split-reason", "结算时没有选择使用家庭共济")


def test_a_refused_settlement_begins_anew(panel: Panel, world: World) -> None:
    panel.choose("till-institution", HOSPITAL)
    panel.choose("till-patient", CHILD)
    fill_basket(panel, "88.00")
    panel.click("till-trial")
    panel.sees("split", "预结算")
    world.reset()
    panel.click("till-settle")
    panel.sees("panel-trouble", "2207")
    expect(panel.part("panel-trouble")).to_be_in_viewport()
    expect(panel.part("split")).to_have_count(0)
    expect(panel.part("till-cancel")).to_be_disabled()
    panel.click("till-settle")
    panel.sees("split", "已结算")


def test_what_the_gateway_refuses_stays_to_be_read(panel: Panel, world: World) -> None:
    panel.choose("till-patient", CHILD)
    fill_basket(panel, "10.00")
    panel.click("till-settle")
    panel.sees("split", "已结算")
    world.reset()
    panel.click("till-cancel")
    panel.sees("panel-trouble", "2103")
    panel.page.wait_for_timeout(LONGER_THAN_A_POLL_MS)
    panel.sees("panel-trouble", "2103")


def test_the_clock_turns_for_panel_and_phone(panel: Panel) -> None:
    panel.click("jump-new-year")
    panel.sees("clock-now", "2026-01-01 00:00")
    panel.on_screen("service-status", "2026年1月1日")
    panel.part("clock-running").uncheck()
    panel.part("clock-custom").fill("2026-02-02 09:30")
    panel.click("clock-set")
    panel.sees("clock-now", "2026-02-02 09:30")
    panel.on_screen("service-status", "2026年2月2日")
    panel.click("jump-demo")
    panel.sees("ask", "已经发生的不会随之撤销")
    panel.click("ask-cancel")
    panel.sees("clock-now", "2026-02-02 09:30")
    panel.click("jump-demo")
    panel.click("ask-ok")
    panel.sees("clock-now", "2025-11-05 10:00")


def test_a_job_tells_what_it_did_in_chinese(panel: Panel) -> None:
    panel.click("job-credit")
    panel.sees("job-told", "划入本月个账：已划入 6，此前已划入 0")
    panel.sees("persona-D01", "¥5,850.00")


def test_a_persona_stays_signed_in_over_a_reload(panel: Panel) -> None:
    """A second code within the same minute would be refused."""
    panel.play(WIFE)
    panel.play(PAYER)
    panel.page.reload()
    panel.play(WIFE)


def test_a_reset_signs_everybody_out(panel: Panel) -> None:
    panel.play(PAYER)
    panel.click("reset")
    panel.click("ask-cancel")
    panel.on_screen("my-name", PAYER)
    panel.click("reset")
    panel.click("ask-ok")
    panel.on_screen("sign-in", "登录")


def test_the_highlight_follows_the_phone(panel: Panel) -> None:
    card = panel.part(f"persona-{person(WIFE)['key']}")
    panel.play(WIFE)
    expect(card).to_have_attribute("aria-pressed", "true")
    panel.tap("nav-me")
    panel.tap("logout")
    panel.tap("dialog-ok")
    expect(card).to_have_attribute("aria-pressed", "false")


def test_two_panels_play_two_people(panel: Panel) -> None:
    panel.play(WIFE)
    other = Panel(panel.page.context.new_page(), panel.base)
    other.open()
    other.play(PAYER)
    panel.click("jump-minute")
    panel.on_screen("my-name", WIFE)
    other.on_screen("my-name", PAYER)


def test_a_number_that_is_nobodys_has_an_inbox(panel: Panel) -> None:
    panel.play(WIFE)
    panel.tap("nav-me")
    panel.tap("phone")
    panel.screen.locator('[data-testid="new-phone"] input').fill(NEW_PHONE)
    panel.tap("send-code")
    panel.part("inbox-other").fill(NEW_PHONE)
    expect(panel.part("sms-code-shown").first).to_have_text(re.compile(r"^\d{6}$"))


def test_a_countdown_follows_the_clock(panel: Panel) -> None:
    panel.tap("sign-in")
    panel.screen.locator('[data-testid="phone"] input').fill(person(WIFE)["phone"])
    panel.tap("send-code")
    panel.on_screen("send-code", "秒后重发")
    panel.click("jump-minute")
    panel.on_screen("send-code", "获取验证码")


def test_the_panel_has_no_barriers(panel: Panel) -> None:
    panel.choose("till-patient", CHILD)
    fill_basket(panel, "10.00")
    panel.click("till-settle")
    panel.sees("split", "已结算")
    assert barriers(panel.page) == []
