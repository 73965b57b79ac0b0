"""Two at the same window: one premium per person, one refund per payment, no error, no loss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

from tests.premium.office import Office, at_once
from tests.premium.relatives import (
    FULL,
    HALF,
    NEPHEW,
    PAYER,
    PRODUCT,
    SISTER,
    WIFE,
    binding,
    elsewhere,
)

BOTH = [
    binding(PAYER, WIFE, "spouse"), binding(PAYER, HALF, "child"),
    binding(SISTER, WIFE, "sibling"), binding(SISTER, HALF, "sibling"),
]  # fmt: skip
ROUNDS = 5


def test_of_two_payers_one_pays_and_the_other_is_untouched(office: Office) -> None:
    for _ in range(ROUNDS):
        office.load()
        acts = [partial(office.results, WIFE, by=who) for who in (PAYER, SISTER)]
        got = Counter(str(result[0]) for result in at_once(acts))
        assert got == {"40000": 1, "ALREADY_PAID": 1}
        assert sorted((300000 - office.balance(), 100000 - office.balance(SISTER))) == [0, 40000]
        assert office.broken() == []


def test_payers_of_the_same_people_in_opposite_order_do_not_block_each_other(
    office: Office,
) -> None:
    for _ in range(ROUNDS):
        office.load(bindings=BOTH)
        acts = [
            partial(office.results, WIFE, HALF, by=PAYER),
            partial(office.results, HALF, WIFE, by=SISTER),
        ]
        got = Counter(str(one) for result in at_once(acts) for one in result)
        assert got == {"40000": 1, "20000": 1, "ALREADY_PAID": 2}
        assert 400000 - office.balance() - office.balance(SISTER) == 60000
        assert office.broken() == []


def test_one_account_paying_from_several_devices_is_never_overdrawn(office: Office) -> None:
    office.load(payer={"account": {"balance_fen": 50000}})
    acts = [partial(office.results, whom) for whom in (WIFE, HALF, NEPHEW, WIFE)]
    at_once(acts)
    left = office.balance()
    assert left in (10000, 30000)
    assert office.broken() == []


def test_of_many_refunds_one_is_done(office: Office) -> None:
    for _ in range(ROUNDS):
        office.load()
        payment_id = office.paid(WIFE, product=PRODUCT)
        got = Counter(at_once([partial(office.refund_refusal, payment_id)] * 4))
        assert got == {"": 1, "ALREADY_REFUNDED": 3}
        assert (office.balance(), office.broken()) == (300000, [])


def test_of_many_refunds_without_money_one_is_done(office: Office) -> None:
    for _ in range(ROUNDS):
        office.load(premium_payments=[elsewhere(FULL, "2025-12-01")])
        payment_id = office.paid(FULL)
        office.at("2025-12-01T00:00:00")
        got = Counter(at_once([partial(office.refund_refusal, payment_id, "duplicate")] * 4))
        assert got == {"": 1, "ALREADY_REFUNDED": 3}
        assert office.broken() == []


def test_a_refund_and_a_new_payment_at_once_leave_one_or_none(office: Office) -> None:
    for _ in range(ROUNDS):
        office.load()
        payment_id = office.paid(WIFE, product=PRODUCT)
        acts: list[Callable[[], list[int | str]]] = [
            partial(_given_back, office, payment_id),
            partial(office.results, WIFE, by=SISTER, product=PRODUCT),
        ]
        refused, result = at_once(acts)
        assert refused == [""]
        assert result in ([6900], ["ALREADY_PAID"])
        assert office.balance() == 300000
        assert office.broken() == []


def _given_back(office: Office, payment_id: str) -> list[int | str]:
    return [office.refund_refusal(payment_id)]
