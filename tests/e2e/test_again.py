"""What is done twice, or whose answer is lost, happens once; on both builds."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Route

from tests.e2e.phone import LOST, REFUSED, Phone
from tests.e2e.steps import fill_in, pay
from tests.e2e.world import BROTHER, PAYER, WIFE, World

PAYMENTS, BINDINGS = "**/api/v1/premiums/payments", "**/api/v1/family/bindings"
SPENT_FEN = 40_000


class Wire:
    """Carries every act to the service, and loses the answers of the first so many."""

    def __init__(self, lost: int) -> None:
        self._lost, self.keys = lost, list[str]()

    def carry(self, route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        self.keys.append(route.request.headers["idempotency-key"])
        answer = route.fetch()
        if len(self.keys) <= self._lost:
            route.abort()
        else:
            route.fulfill(response=answer)


def enter_over(wire: Wire, phone: Phone, world: World) -> dict[str, Any]:
    """The payer, whose payments go over this wire."""
    phone.expected = (REFUSED, LOST)
    phone.page.route(PAYMENTS, wire.carry)
    session = world.sign_in(PAYER)
    phone.enter(session)
    return session


def balance_fen(world: World, session: dict[str, Any]) -> int:
    told = world.ask("GET", "/account", Authorization=f"Bearer {session['access_token']}")
    return int(told["balance_fen"])


def test_a_payment_whose_answers_are_lost_is_made_once(phone: Phone, world: World) -> None:
    wire = Wire(lost=2)
    session = enter_over(wire, phone, world)
    before = balance_fen(world, session)
    pay(phone, WIFE)
    phone.sees("result-title", "缴费成功")
    assert (len(wire.keys), len(set(wire.keys))) == (3, 1)
    assert before - balance_fen(world, session) == SPENT_FEN


def test_a_payment_tapped_again_after_no_answer_at_all_is_made_once(
    phone: Phone, world: World
) -> None:
    wire = Wire(lost=3)
    session = enter_over(wire, phone, world)
    before = balance_fen(world, session)
    pay(phone, WIFE)
    phone.refused("网络连接失败", "重试不会重复办理")
    phone.tap("pay")
    phone.agree("确认缴费？")
    phone.sees("result-title", "缴费成功")
    assert (len(wire.keys), len(set(wire.keys))) == (4, 1)
    assert before - balance_fen(world, session) == SPENT_FEN


def test_a_double_tap_does_not_put_away_the_refusal(phone: Phone, world: World) -> None:
    phone.enter(world.sign_in(PAYER))
    pay(phone, WIFE)
    phone.tap("to-receipt")
    phone.tap("reason-duplicate")
    phone.tap("refund")
    phone.hammer("dialog-ok", (80,))
    phone.refused("退费理由不成立", "请先到参保地经办机构更新")


def test_a_double_tap_binds_once(phone: Phone, world: World) -> None:
    wire = Wire(lost=0)
    phone.page.route(BINDINGS, wire.carry)
    phone.enter(world.sign_in(PAYER))
    phone.open("family/apply")
    fill_in(phone, world, BROTHER, "sibling")
    phone.hammer("submit", (80,))
    phone.hammer("dialog-ok", (80,))
    phone.sees("made", "办理成功")
    assert len(wire.keys) == 1
