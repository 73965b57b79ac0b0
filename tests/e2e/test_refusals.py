"""A refusal of each family says in Chinese what is wrong and what to do, on both builds."""

from __future__ import annotations

from typing import Any

from tests.e2e.phone import CLOSED, REFUSED, Phone
from tests.e2e.steps import fill_in, pay
from tests.e2e.world import (
    BROTHER,
    PAYER,
    PENNILESS,
    WIFE,
    World,
    person,
    relatives_of_old,
)

WRONG_CODE = "000000"


def test_a_wrong_code_at_sign_in(phone: Phone, world: World) -> None:
    number = person(PAYER)["phone"]
    phone.open("login/index")
    phone.type("phone", number)
    phone.tap("send-code")
    phone.sees("code-told", "会收到验证码")
    phone.type("code", other_than(world.code_for(number)))
    phone.tap("agree")
    phone.tap("login")
    phone.refused("验证码不正确", "请核对最近一条短信中的验证码")


def test_a_wrong_code_of_the_relative(phone: Phone, world: World) -> None:
    phone.enter(world.sign_in(PAYER))
    phone.open("family/apply")
    fill_in(phone, world, BROTHER, "sibling")
    phone.type("sms-code", other_than(world.code_for(person(BROTHER)["phone"])))
    phone.tap("submit")
    phone.agree(f"让{BROTHER}使用您的个人账户？")
    phone.refused("验证码不正确", "请核对最近一条短信中的验证码")


def test_the_lifetime_limit(phone: Phone, sandbox: World) -> None:
    sandbox.reset(**relatives_of_old(20))
    phone.enter(sandbox.sign_in(PAYER))
    phone.open("family/apply")
    fill_in(phone, sandbox, BROTHER, "sibling")
    phone.tap("submit")
    phone.agree(f"让{BROTHER}使用您的个人账户？")
    phone.refused("累计共济的人数已满", "不占新名额")


def test_an_empty_account(phone: Phone, world: World) -> None:
    phone.enter(world.sign_in(PENNILESS))
    phone.open("family/eligibility")
    told(phone, "个人账户余额不足以办理共济", "请在医保局下次拨入")


def test_a_closed_window(phone: Phone, world: World) -> None:
    world.at("2026-02-02T10:00:00+08:00")
    phone.enter(world.sign_in(PAYER))
    phone.open("premium/index")
    phone.sees_text("不在缴费期内")
    phone.sees_text("请在缴费期内办理")


def test_maintenance(phone: Phone, sandbox: World) -> None:
    window = {"from": "2025-11-05T10:30:00+08:00", "to": "2025-11-05T12:00:00+08:00"}
    closed = {"area": "430100", "features": ["premium", "binding"]} | window
    sandbox.reset(maintenance=[closed])
    phone.expected = (REFUSED, CLOSED)
    phone.enter(sandbox.sign_in(PAYER))
    sandbox.at("2025-11-05T10:29:59+08:00")
    phone.page.route("**/premiums/payments", lambda route: close(sandbox, route))
    pay(phone, WIFE)
    phone.refused("系统维护中", "请在维护结束后再办理")


def close(sandbox: World, route: Any) -> None:
    """The window begins between the last look and the tap."""
    sandbox.at("2025-11-05T10:30:00+08:00")
    route.continue_()


def told(phone: Phone, title: str, remedy: str) -> None:
    phone.sees("problem-title", title)
    phone.sees("problem-remedy", remedy)


def other_than(code: str) -> str:
    return WRONG_CODE if code != WRONG_CODE else "111111"
