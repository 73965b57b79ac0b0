"""What several journeys do alike on the phone."""

from __future__ import annotations

from tests.e2e.phone import Phone
from tests.e2e.world import PAYER, World, masked, person


def sign_in(phone: Phone, world: World, who: str) -> None:
    phone.open()
    phone.tap("sign-in")
    give_code(phone, world, who)
    phone.sees("my-name", who)


def give_code(phone: Phone, world: World, who: str) -> None:
    """On the page of sign-in."""
    number = person(who)["phone"]
    phone.type("phone", number)
    phone.tap("send-code")
    phone.sees("code-told", "会收到验证码")
    phone.type("code", world.code_for(number))
    phone.tap("agree")
    phone.tap("login")


def fill_in(phone: Phone, world: World, who: str, relation: str) -> None:
    """The application form, with the code that the relative reads out."""
    relative = person(who)
    phone.tap(f"relation-{relation}")
    phone.type("name", who)
    phone.type("id-number", relative["id_number"])
    phone.type("phone", relative["phone"])
    phone.tap("commitment")
    phone.tap("send-code")
    phone.sees("code-told", "会收到验证码")
    phone.type("sms-code", world.code_for(relative["phone"]))


def pay(phone: Phone, *people: str) -> None:
    """From the home page to the confirmed payment of next year's premiums for these people."""
    phone.tap_text("个账代缴")
    for who in people:
        row = phone.page.locator('[data-testid="payable-due"]:visible', has_text=masked(who))
        row.tap()
    phone.sees("total", f"{400 * len(people)}.00")
    phone.tap("next")
    phone.sees("payer", PAYER)
    phone.tap("pay")
    phone.agree("确认缴费？")
