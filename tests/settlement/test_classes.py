"""How one line divides into in scope, first self-pay, over the price cap, and full self-pay."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongji.institutions.models import PROHIBITED
from gongji.kernel.money import ZERO, Money
from gongji.settlement.bill import Approval, ChargeInput, Classes, ListedItem, classify
from gongji.vocabulary import ItemKind, ItemLevel

A, B, C = ItemLevel
GIVEN, REFUSED = Approval.GIVEN, Approval.REFUSED


Charged = tuple[ChargeInput, ListedItem]


def charge(
    fen: int, quantity: Decimal = Decimal(1), approval: Approval = Approval.NONE, **more: Any
) -> Charged:
    item: dict[str, Any] = {
        "name": "药品",
        "kind": ItemKind.DRUG,
        "level": A,
        "self_rate": Decimal(0),
        "price_cap": None,
        "restricted": False,
    }
    sent = ChargeInput("1", "X", Money(fen), quantity, Decimal(1), approval)
    return sent, ListedItem(**item | more)


def classes(in_scope: int, first: int, over: int, full: int) -> Classes:
    return Classes(Money(in_scope), Money(first), Money(over), Money(full))


TENTH = Decimal("0.10")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (charge(1000), (1000, 0, 0, 0)),
        (charge(1000, level=B, self_rate=TENTH), (900, 100, 0, 0)),
        (
            charge(1005, level=B, self_rate=TENTH),
            (904, 101, 0, 0),
        ),  # 100.5 is half-up
        (charge(1004, level=B, self_rate=TENTH), (904, 100, 0, 0)),  # 100.4
        (charge(1000, level=C), (0, 0, 0, 1000)),
        (charge(1000, price_cap=Decimal("8.00")), (800, 0, 200, 0)),
        (charge(1000, price_cap=Decimal("10.00")), (1000, 0, 0, 0)),
        (charge(2400, price_cap=Decimal("8.00"), quantity=Decimal(3)), (2400, 0, 0, 0)),
        (charge(3000, price_cap=Decimal("8.00"), quantity=Decimal(3)), (2400, 0, 600, 0)),
        (
            charge(1000, price_cap=Decimal("3.33"), quantity=Decimal("1.5")),
            (500, 0, 500, 0),
        ),  # 499.5
        (charge(543, price_cap=Decimal("0.0543"), quantity=Decimal(100)), (543, 0, 0, 0)),
        (charge(543, price_cap=Decimal("0.054249"), quantity=Decimal(100)), (542, 0, 1, 0)),
        (charge(543, price_cap=Decimal("0.054250"), quantity=Decimal(100)), (543, 0, 0, 0)),
        (
            charge(1000, level=B, self_rate=TENTH, price_cap=Decimal("8.00")),
            (720, 80, 200, 0),
        ),
        (charge(1000, approval=REFUSED), (0, 0, 0, 1000)),
        (charge(1000, approval=GIVEN), (1000, 0, 0, 0)),
        (charge(1000, approval=GIVEN, restricted=True), (1000, 0, 0, 0)),
        (charge(1000, restricted=True), (0, 0, 0, 1000)),
        (charge(1000, approval=REFUSED, restricted=True), (0, 0, 0, 1000)),
        (charge(1000, self_rate=Decimal(1)), (0, 1000, 0, 0)),
        (charge(1000, kind=ItemKind.WELLNESS), (0, 0, 0, 1000)),
        (charge(1000, kind=ItemKind.FITNESS), (0, 0, 0, 1000)),
        (charge(1000, kind=ItemKind.PUBLIC_HEALTH), (0, 0, 0, 1000)),
        (charge(1000, kind=ItemKind.CONSUMABLE), (1000, 0, 0, 0)),
    ],
)
def test_a_line(line: Charged, expected: tuple[int, int, int, int]) -> None:
    assert classify(*line) == classes(*expected)


@given(
    st.builds(
        charge,
        st.integers(0, 10**9),
        quantity=st.decimals("0.0001", "9999", places=4),
        kind=st.sampled_from(ItemKind),
        level=st.sampled_from(ItemLevel),
        self_rate=st.decimals(0, 1, places=4),
        price_cap=st.none() | st.decimals(0, 10**5, places=6),
        approval=st.sampled_from(Approval),
        restricted=st.booleans(),
    )
)
def test_the_classes_always_add_up_to_the_line(line: Charged) -> None:
    sent, item = line
    done = classify(sent, item)
    assert done.amount == sent.amount
    assert min(done.in_scope, done.first_self_pay, done.over_limit, done.full_self_pay) >= ZERO
    if item.kind in PROHIBITED:
        assert done.full_self_pay == sent.amount
