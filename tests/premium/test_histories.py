"""Any sequence of paying and refunding: the books agree, and undoing all restores every fen."""

from __future__ import annotations

from random import Random

import pytest
from sqlalchemy import func, select

from gongji.app.context import Context
from gongji.kernel.problems import Problem
from gongji.premium.models import PremiumPayment
from tests.premium.office import Office
from tests.premium.relatives import (
    FULL,
    HALF,
    NEPHEW,
    PAYER,
    PRODUCT,
    RETIRED,
    SISTER,
    TIERS,
    TWO_AUTHORIZERS,
    WIFE,
)

RELATIVES = {PAYER: [WIFE, HALF, FULL, NEPHEW, RETIRED], SISTER: [WIFE]}
PRODUCTS = ("resident", PRODUCT)
STEPS = 40
TIERS_TRIED = ("一档", "二档", "三档")
KNOWN = {
    "TIER_MISSING",
    "TIER_UNKNOWN",
    "NO_TIERS",
    "ALREADY_PAID",
    "BALANCE_SHORT",
    "NOT_RESIDENT",
    "ALREADY_REFUNDED",
    "REFUND_REASON",
}


@pytest.mark.parametrize("seed", [1, 20260131, 7_777_777])
def test_whatever_is_paid_and_refunded(office: Office, seed: int) -> None:
    """The seed stands in the name of the case."""
    chance = Random(seed)  # noqa: S311 (a repeatable choice)
    rich = {"account": {"balance_fen": chance.randrange(30_000, 200_000)}}
    office.load(payer=rich, policy=[TIERS, TWO_AUTHORIZERS])
    opening = {who: office.balance(who) for who in RELATIVES}
    standing: list[tuple[str, str]] = []
    for _ in range(STEPS):
        if standing and chance.random() < 0.4:
            give_back(office, standing, chance)
        else:
            standing += buy(office, chance)
        spent = {who: opening[who] - office.balance(who) for who in RELATIVES}
        assert office.runtime.run(taken, writes=False) == sum(spent.values())
        assert min(office.balance(who) for who in RELATIVES) >= 0
    assert office.broken() == []
    all_back(office, standing)
    assert {who: office.balance(who) for who in RELATIVES} == opening
    assert office.broken() == []


def buy(office: Office, chance: Random) -> list[tuple[str, str]]:
    payer = chance.choice([PAYER, PAYER, SISTER])
    product = chance.choice(PRODUCTS)
    whom = chance.sample(RELATIVES[payer], chance.randint(1, len(RELATIVES[payer])))
    before = office.balance(payer)
    tiers = {one: chance.choice(TIERS_TRIED) for one in whom if chance.random() < 0.7}
    chosen = tiers if product == "resident" or chance.random() < 0.2 else {}
    own = chance.random() < 0.3
    paying = office.pay(*whom, by=payer, product=product, tiers=chosen, include_self=own)
    assert paying.balance_after_fen == office.balance(payer) == before - paying.total_fen
    assert {item.problem["code"] for item in paying.items if item.problem} <= KNOWN
    return [(payer, item.payment_id) for item in paying.items if item.payment_id]


def give_back(office: Office, standing: list[tuple[str, str]], chance: Random) -> None:
    payer, payment_id = chance.choice(standing)
    code = office.refund_refusal(payment_id, "cancelled", by=payer)
    assert code == "" or code in KNOWN
    if not code:
        standing.remove((payer, payment_id))
        assert office.refund_refusal(payment_id, "cancelled", by=payer) == "ALREADY_REFUNDED"


def all_back(office: Office, standing: list[tuple[str, str]]) -> None:
    """A death before the year is a reason for every resident premium."""
    for number, who in enumerate((WIFE, HALF, FULL, NEPHEW)):
        office.registry_reports("DEATH", who, f"2025-11-{5 + number:02d}")
    office.at("2025-12-01T00:00:00")
    for payer, payment_id in standing:
        try:
            office.refund(payment_id, "death", by=payer)
        except Problem:
            office.refund(payment_id, "cancelled", by=payer)


def taken(ctx: Context) -> int:
    """What stands as paid, in fen."""
    total = select(func.coalesce(func.sum(PremiumPayment.amount_fen), 0))
    return int(ctx.db.execute(total.where(PremiumPayment.refunded_at.is_(None))).scalar_one())
