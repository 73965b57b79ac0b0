"""The whole way of a family through the mini-program, on the H5 and on the WeChat build."""

from __future__ import annotations

from tests.e2e.phone import Phone
from tests.e2e.steps import fill_in, pay, sign_in
from tests.e2e.till import HOSPITAL, PHARMACY, Till
from tests.e2e.world import BROTHER, CHILD, PAYER, WIFE, World, card, masked, person


def bind(phone: Phone, world: World, who: str, relation: str) -> None:
    phone.tap_text("职工共济申请")
    phone.sees("eligible", "您可以办理家庭共济")
    phone.sees("needed", "姓名、身份证号、与您的关系")
    phone.tap("start")
    fill_in(phone, world, who, relation)
    phone.tap("submit")
    phone.agree(f"让{who}使用您的个人账户？")
    phone.sees("made", "办理成功")
    phone.sees("binding-status", "共济中")
    phone.tap("to-detail")


def set_limits(phone: Phone) -> None:
    phone.tap("limits")
    phone.type("per-use", "20")
    phone.type("month", "300")
    phone.tap("save")
    phone.sees("fact-每月限额", "不限 → ¥300.00")
    phone.agree(f"修改{masked(BROTHER)}的期限与限额？")
    phone.told("已保存")
    phone.sees("per-use", "20.00")


def unbind(phone: Phone) -> None:
    phone.tap("unbind")
    phone.agree(f"解除与兄弟{masked(BROTHER)}的家庭共济？")
    phone.told(f"已解除与兄弟{masked(BROTHER)}的家庭共济")
    phone.sees("binding-status", "已结束")


def give_back(phone: Phone, world: World) -> None:
    """She joins the employees' insurance before the year begins, which earns the money back."""
    world.ask(
        "POST",
        "/sandbox/events",
        {
            "event_id": "E-JOINED",
            "type": "JOINED_EMPLOYEE",
            "effective_on": "2025-11-05",
            "id_number": person(WIFE)["id_number"],
            "data": {},
        },
    )
    phone.tap("history")
    phone.page.locator('[data-testid="payment"]:visible', has_text=masked(WIFE)).tap()
    phone.sees("payment-status", "已缴费")
    phone.sees("amount", "400.00")
    phone.tap("reason-joined_employee")
    phone.tap("refund")
    phone.agree(f"为{masked(WIFE)}（配偶）申请退费？")
    phone.told("退费成功")
    phone.sees("payment-status", "已退费")


def test_a_family_from_the_first_tap_to_the_refund(phone: Phone, world: World) -> None:
    pharmacy, hospital = Till(world.base, PHARMACY), Till(world.base, HOSPITAL)
    sign_in(phone, world, PAYER)
    bind(phone, world, BROTHER, "sibling")

    assert pharmacy.sell(card(BROTHER), "36.50").mutual > 0
    assert hospital.treat(card(BROTHER), "58.00").mutual > 0
    phone.home()
    phone.tap("my-account")
    phone.tap("to-entries")
    for place in (PHARMACY, HOSPITAL):
        phone.sees_text(place)
    phone.sees("entry-member", f"{masked(BROTHER)}（兄弟姐妹）")

    phone.home()
    phone.tap_text("共济关系查询解绑")
    phone.page.locator('[data-testid="binding-open"]:visible', has_text=masked(BROTHER)).tap()
    set_limits(phone)
    assert pharmacy.sell(card(BROTHER), "36.50").mutual == 20
    unbind(phone)
    assert pharmacy.sell(card(BROTHER), "36.50").mutual == 0

    phone.home()
    pay(phone, WIFE, CHILD)
    phone.sees("result-title", "缴费成功")
    phone.sees("paid-total", "800.00")
    give_back(phone, world)
    assert world.broken() == []
