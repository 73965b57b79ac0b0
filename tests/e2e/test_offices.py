"""The directory of offices: nearest first, by what is to be done, and the ways that lead there."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.phone import Phone
from tests.e2e.world import PAYER, WIFE, World


def test_a_visitor_finds_the_offices_of_an_area_by_what_is_to_be_done(phone: Phone) -> None:
    phone.open()
    phone.tap("service-office")
    phone.sees_text("演示·湖南省医保经办服务大厅")
    phone.pick("office-area", choice="株洲市")
    first = phone.page.locator('[data-testid="office"]:visible').first
    expect(first).to_contain_text("演示·株洲市医保经办服务大厅")
    expect(first).to_contain_text("周一至周五")
    expect(first).to_contain_text("拨打 12393")
    expect(phone.page.get_by_text("请先打电话问清").first).to_be_attached()
    phone.pick("office-service", choice="门诊慢特病办理")
    expect(phone.page.get_by_text("演示·芦淞区医保经办窗口")).to_have_count(0)
    expect(first).to_contain_text("门诊慢特病办理")


def test_the_own_area_comes_first(phone: Phone, world: World) -> None:
    phone.enter(world.sign_in(PAYER))
    phone.open("offices/index")
    first = phone.page.locator('[data-testid="office"]:visible').first
    expect(first).to_contain_text("演示·长沙市医保经办服务大厅")


def test_a_refusal_that_sends_to_an_office_leads_there(phone: Phone, world: World) -> None:
    phone.enter(world.sign_in(WIFE))
    phone.open("family/eligibility")
    phone.sees("not-eligible", "怎么办")
    remedy = phone.part("problem-remedy").inner_text()
    assert "经办" in remedy, remedy
    phone.tap("office-link")
    phone.sees_text("医保经办")
