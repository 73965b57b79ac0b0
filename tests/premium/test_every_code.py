"""Every refusal that http-api.md lists for premiums can be met, with words of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gongji.kernel.problems import Problem
from gongji.premium.refund import clear_year
from tests.premium.office import Office
from tests.premium.relatives import (
    HALF,
    NEPHEW,
    PAYER,
    PRODUCT,
    RETIRED,
    TIERS,
    WIFE,
    binding,
    elsewhere,
)


def _unrelated(office: Office) -> str:
    office.load(bindings=[binding(PAYER, WIFE, "spouse", status="ended")])
    return str(office.results(WIFE)[0])


def _short(office: Office) -> str:
    office.load(payer={"account": {"balance_fen": 39999}})
    return str(office.results(WIFE)[0])


def _twice(office: Office) -> str:
    office.paid(WIFE)
    return str(office.results(WIFE)[0])


def _duplicate(office: Office, moment: str, *, cleared: bool = False) -> str:
    office.load(premium_payments=[elsewhere(HALF, "2025-12-01")])
    payment_id = office.paid(HALF)
    office.at(moment)
    if cleared:
        office.run(lambda ctx: clear_year(ctx, 2026))
    return office.refund_refusal(payment_id, "duplicate")


def _started(office: Office) -> str:
    payment_id = office.paid(WIFE)
    return office.at("2026-01-01T00:00:00").refund_refusal(payment_id)


def _refunded(office: Office) -> str:
    payment_id = office.paid(WIFE, product=PRODUCT)
    office.refund(payment_id)
    return office.refund_refusal(payment_id)


MET: dict[str, Callable[[Office], object]] = {
    "NO_ACTIVE_RELATION": _unrelated,
    "WINDOW_CLOSED": lambda office: office.at("2026-02-01T00:00:00").results(NEPHEW)[0],
    "ALREADY_PAID": _twice,
    "NOT_RESIDENT": lambda office: office.results(RETIRED)[0],
    "BALANCE_SHORT": _short,
    "REFUND_REASON": lambda office: office.refund_refusal(office.paid(WIFE)),
    "REFUND_LATE": lambda office: _duplicate(office, "2026-07-01T00:00:00"),
    "REFUND_AFTER_CLEARING": lambda office: _duplicate(office, "2026-06-30T23:59:59", cleared=True),
    "BENEFIT_STARTED": _started,
    "PRODUCT_UNKNOWN": lambda office: office.results(WIFE, product="no_such")[0],
    "ALREADY_REFUNDED": _refunded,
    "TIER_MISSING": lambda office: office.load(policy=[TIERS]).results(WIFE)[0],
    "TIER_UNKNOWN": lambda office: office.load(policy=[TIERS]).results(WIFE, tiers={WIFE: "三档"})[
        0
    ],
    "NO_TIERS": lambda office: office.results(WIFE, tiers={WIFE: "一档"})[0],
}


@pytest.mark.parametrize("code", MET)
def test_a_code_is_met(office: Office, code: str) -> None:
    assert MET[code](office) == code
    words = Problem.by_code[code]
    assert words.title
    assert words.remedy.endswith("。")
    assert words.status == (409 if code.startswith(("ALREADY_", "BALANCE_")) else 422)


def test_a_product_of_another_year_is_unknown(office: Office) -> None:
    assert office.results(WIFE, product=PRODUCT, year=2027) == ["PRODUCT_UNKNOWN"]
