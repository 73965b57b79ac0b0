"""Quotas on the phone: given, seen drawn, changed and ended; and hidden where none are open."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.phone import Phone
from tests.e2e.steps import fill_in
from tests.e2e.world import BROTHER, PAYER, World, masked, two_areas


def test_a_quota_is_given_watched_changed_and_ended(phone: Phone, world: World) -> None:
    world.reset(**two_areas())
    session = world.sign_in(PAYER)
    phone.enter(session)
    phone.tap("service-quota")
    phone.sees("state-empty", "还没有共济额度")
    phone.tap("give")
    fill_in(phone, world, BROTHER, "sibling")
    phone.type("amount", "99999999")
    phone.tap("submit")
    phone.sees("wrong", "额度")
    phone.type("amount", "300")
    phone.tap("submit")
    phone.agree(f"为{BROTHER}设定共济额度？")
    phone.sees("quota-left", "¥300.00")
    phone.sees("no-draws", "对方还没有使用")

    [quota] = world.as_(session, "GET", "/quotas")["items"]
    world.draw(quota["id"], 86_50)
    phone.open("quota/index")
    phone.sees("quota-open", "¥213.50")
    phone.tap("quota-open")
    phone.sees("quota-drawn", "¥86.50")
    phone.sees("draw", "广东省广州市 · 演示人民医院")
    phone.type("amount", "50")
    phone.tap("save")
    phone.sees("amount-fault", "不能低于已经使用的 ¥86.50")
    phone.type("amount", "100")
    phone.tap("save")
    phone.agree(f"修改{masked(BROTHER)}的共济额度？")
    phone.told("额度已修改")
    phone.sees("quota-left", "¥13.50")
    phone.tap("end")
    phone.sees("fact-归还", "¥13.50")
    phone.agree(f"终止{masked(BROTHER)}的共济额度？")
    phone.told(f"已终止{masked(BROTHER)}的共济额度")
    phone.sees("quota-status", "已终止")
    phone.open("account/entries")
    phone.sees("entry", "共济额度支付 · 门诊")
    assert world.broken() == []


def test_where_no_area_is_open_the_menu_has_no_quotas(phone: Phone, world: World) -> None:
    phone.enter(world.sign_in(PAYER))
    phone.sees_text("共济关系查询解绑")
    expect(phone.page.get_by_test_id("service-quota")).to_have_count(0)
    phone.open("quota/give")
    phone.sees("problem-title", "跨省共济额度尚未开通")
