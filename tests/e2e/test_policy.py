"""The policy of an area in words: its rules, what held before, and the ways that lead there."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.pages import lived
from tests.e2e.phone import Phone
from tests.e2e.till import HOSPITAL, Till
from tests.e2e.world import PAYER, WIFE, World, card

AFTER_NEAR8 = "2026-02-01T10:00:00+08:00"


def rule(phone: Phone, title: str) -> str:
    """The whole text of one rule."""
    row = phone.page.locator('[data-testid="rule"]:visible', has_text=title).first
    return row.inner_text()


def test_a_visitor_reads_the_rules_of_an_area_and_what_held_before(
    phone: Phone, world: World
) -> None:
    world.at(AFTER_NEAR8)
    phone.open()
    phone.tap("service-policy")
    phone.sees_text("湖南省本级、全省统一")
    told = rule(phone, "可共济的亲属")
    assert "兄弟姐妹" in told
    assert "全省规定 · 2024年8月9日起" in told
    assert "公开报道：" in told

    phone.pick("policy-area", choice="湘潭市")
    phone.sees_text("湘潭市规定 · 2026年1月9日起")
    phone.page.get_by_test_id("rule-earlier").first.tap()
    phone.sees_text("共济人的配偶、父母、子女可以使用")
    phone.sees_text("湘潭市规定 · 2025年1月1日至2026年1月8日")
    phone.sees_text("全省规定 · 2024年8月9日至2024年12月31日")

    phone.pick("policy-day", day="2025-06-10")
    phone.sees_text("2025年6月10日的规定")
    phone.sees_text("亲属须与共济人在同一市州参加基本医保")
    phone.tap("group-special")
    phone.sees("rule-told", "高血压 ¥360.00")
    expect(phone.part("proposed")).to_have_count(0)
    phone.pick("policy-day", day="2026-02-01")
    phone.sees("proposed", "待核实")
    phone.sees("proposed", "由统筹基金支付 90%")

    phone.pick("policy-day", day="2023-01-01")
    phone.sees("rules", "还没有规定")

    phone.tap("tab-questions")
    for question in (
        "为什么绑不上家人",
        "药店为什么刷不了",
        "为什么没有统筹支付",
        "退费的钱退到哪里",
    ):
        phone.sees_text(question)


def test_the_signed_in_person_sees_the_own_area_and_a_receipt_what_it_was_decided_on(
    phone: Phone, world: World
) -> None:
    Till(world.base, HOSPITAL).treat(card(WIFE), "128.00")
    phone.enter(world.sign_in(WIFE))
    phone.open("policy/index")
    phone.sees_text("换一个参保地")
    phone.open("visits/index")
    phone.tap("bill")
    phone.tap("edition")
    phone.sees("edition-version", "")
    phone.sees_text("居民医保普通门诊")
    phone.sees_text("统筹怎么报")
    phone.tap("policy-now")
    phone.sees_text("规定与依据")


def test_a_refusal_that_names_the_page_leads_there(phone: Phone, world: World) -> None:
    """Quotas are open nowhere; a payment receipt leads to its rules as well."""
    phone.enter(world.sign_in(PAYER))
    phone.open("quota/give")
    phone.sees("problem-title", "跨省共济额度尚未开通")
    phone.tap("policy-link")
    phone.sees_text("规定与依据")
    past = lived(world)
    phone.keep("gongji.session", past.session)
    phone.open(f"premium/receipt?id={past.ids['payment']}")
    phone.tap("edition")
    phone.sees_text("2026 年度居民医保缴费")
