"""What a confirmation of premiums promises is what is taken, on both builds."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.look import barriers, complaints, too_small, unreachable
from tests.e2e.phone import Phone, Phones, Target
from tests.e2e.steps import pay
from tests.e2e.world import CHILD, MOTHER, PAYER, WIFE, World, demo, masked

TICKED = '[data-testid="payable-due"][aria-checked="true"]:visible'


def choose(phone: Phone, *people: str) -> None:
    for who in people:
        phone.page.locator('[data-testid="payable-due"]:visible', has_text=masked(who)).tap()


def with_balance(world: World, fen: int) -> World:
    people = [
        one | {"account": one["account"] | {"balance_fen": fen}} if one["name"] == PAYER else one
        for one in demo()["persons"]
    ]
    return world.reset(persons=people)


def test_what_the_money_does_not_reach_is_said_before(phone: Phone, sandbox: World) -> None:
    """780 yuan pay one premium of 400, the second is not paid and nobody is told it would be."""
    world = with_balance(sandbox, 780_00)
    phone.enter(world.sign_in(PAYER))
    phone.open("premium/index")
    choose(phone, MOTHER, CHILD)
    phone.tap("next")
    phone.sees("total", "¥400.00")
    phone.sees("will-pay", "¥400.00")
    phone.sees("will-not-pay", "不扣款")
    phone.tap("pay")
    phone.sees("dialog-text", "将从您的个人账户支付 ¥400.00")
    phone.sees("fact-缴费后余额", "¥380.00")
    phone.agree("确认缴费？")
    phone.sees("result-title", "部分缴费成功，1 人未缴费")
    phone.sees("paid-total", "¥400.00")


def test_what_is_set_aside_for_somebody_pays_for_her(phone: Phone, world: World) -> None:
    session = world.sign_in(PAYER)
    world.set_aside(session, WIFE, 5_600_00)
    phone.enter(session)
    phone.open("premium/index")
    choose(phone, WIFE, CHILD)
    phone.tap("next")
    phone.sees("total", "¥400.00")
    phone.sees("short", masked(CHILD))
    phone.tap("pay")
    phone.agree("确认缴费？")
    phone.sees("paid-total", "¥400.00")
    phone.sees("result-title", "部分缴费成功，1 人未缴费")


def test_what_was_paid_is_not_chosen_any_more(phone: Phone, world: World) -> None:
    phone.enter(world.sign_in(PAYER))
    pay(phone, WIFE, CHILD)
    phone.sees("result-title", "缴费成功")
    phone.leave()
    phone.sees("total", "¥0.00")
    expect(phone.page.locator(TICKED)).to_have_count(0)
    expect(phone.part("next")).to_have_attribute("aria-disabled", "true")


def test_who_was_paid_for_meanwhile_is_not_called_unpaid(phone: Phone, world: World) -> None:
    session = world.sign_in(PAYER)
    phone.enter(session)
    phone.open("premium/index")
    choose(phone, WIFE)
    phone.tap("next")
    phone.sees("payer", PAYER)
    elsewhere(world, session)
    phone.tap("pay")
    phone.agree("确认缴费？")
    phone.sees("result-title", "此前已经缴费，本次没有扣款")
    phone.sees("result-state", "此前已缴")


def elsewhere(world: World, session: dict[str, str]) -> None:
    """The payer's other phone is quicker."""
    bindings = world.as_(session, "GET", "/family/bindings?role=authorizer")["items"]
    wife = next(one["id"] for one in bindings if one["relation"] == "spouse")
    wanted = {"product": "resident", "year": 2026, "binding_ids": [wife], "include_self": False}
    keyed = {"Idempotency-Key": "of-the-other-phone"}
    world.as_(session, "POST", "/premiums/payments", wanted, **keyed)


def test_a_frozen_account_is_not_shown_as_money_to_spend(phone: Phone, world: World) -> None:
    session = world.sign_in(PAYER)
    world.as_(session, "POST", "/account/freeze")
    phone.enter(session)
    phone.tap("my-account")
    phone.sees("available", "¥0.00（已冻结）")
    phone.open("premium/index")
    choose(phone, WIFE)
    phone.sees("frozen", "您的个人账户已冻结，不能缴费")
    expect(phone.part("next")).to_have_attribute("aria-disabled", "true")


def with_tiers(world: World) -> World:
    """Two price tiers where the family is insured; the prices are invented."""
    value = {
        "tiers": [{"name": "一档", "full": 400}, {"name": "二档", "full": "650.01"}],
        "gov": 700,
        "window": ["2025-09-01", "2026-01-31"],
    }
    row = {"area": "430000", "key": "premium.390.2026", "since": "2025-09-01", "basis": ["test"]}
    return world.reset(policy=[*demo().get("policy", []), row | {"value": value}])


def tier(phone: Phone, who: str, name: str) -> None:
    """Chosen in the row of this relative."""
    its = phone.page.locator(".payable:visible", has_text=masked(who))
    its.locator(f'[data-testid="tier-{name}"]').tap()


def test_a_tier_is_chosen_for_each_relative_and_told_to_the_receipt(
    phone: Phone, sandbox: World
) -> None:
    """The sum follows the choice, and what is shown is what is taken."""
    world = with_tiers(sandbox)
    phone.enter(world.sign_in(PAYER))
    phone.open("premium/index")
    choose(phone, WIFE)
    phone.sees("undecided", f"请为{masked(WIFE)}")
    expect(phone.part("next")).to_have_attribute("aria-disabled", "true")
    tier(phone, WIFE, "一档")
    phone.sees("total", "¥400.00")
    tier(phone, WIFE, "二档")
    phone.sees("total", "¥650.01")
    tier(phone, MOTHER, "一档")
    phone.sees("total", "¥1,050.01")
    phone.tap("next")
    phone.sees("total", "¥1,050.01")
    mother, wife = f"{masked(MOTHER)}（母亲）一档", f"{masked(WIFE)}（配偶）二档"
    lines = phone.page.locator('[data-testid="will-pay"]:visible')
    expect(lines).to_have_text(["¥400.00", "¥650.01"])
    phone.sees_text(wife)
    phone.tap("pay")
    phone.sees("dialog-text", "将从您的个人账户支付 ¥1,050.01")
    phone.sees("fact-缴费对象", f"{mother}、{wife}")
    phone.agree("确认缴费？")
    phone.sees("paid-total", "¥1,050.01")
    its = phone.page.locator(".result-item:visible", has_text=wife)
    its.get_by_test_id("to-receipt").tap()
    phone.sees("amount", "¥650.01")
    phone.sees("tier", "二档")


def test_tiers_are_large_and_named_for_elders(phones: Phones, sandbox: World) -> None:
    world = with_tiers(sandbox)
    with phones.lent(Target.H5, world.base) as phone:
        phone.keep("gongji.session", world.sign_in(PAYER))
        phone.keep("gongji.elder", "on")
        phone.open("premium/index")
        choose(phone, WIFE)
        tier(phone, MOTHER, "二档")
        phone.sees("total", "¥650.01")
        choices = phone.page.get_by_role("radiogroup", name=f"{masked(MOTHER)}（母亲）的缴费档次")
        expect(choices.get_by_role("radio", name="二档 ¥650.01")).to_be_checked()
        hers = phone.page.get_by_role("checkbox", name=f"{masked(WIFE)}（配偶），请选择缴费档次")
        expect(hers).to_be_checked()
        assert complaints(phone.page) == barriers(phone.page) == unreachable(phone.page) == []
        assert too_small(phone.page, target=60, letter=18) == []


def test_only_reasons_that_may_hold_are_offered(phones: Phones, world: World) -> None:
    with phones.lent(Target.H5, world.base) as phone:
        phone.enter(world.sign_in(PAYER))
        pay(phone, WIFE)
        phone.tap("to-receipt")
        phone.sees("reason-duplicate", "重复缴费")
        expect(phone.page.get_by_test_id("reason-cancelled")).to_have_count(0)
