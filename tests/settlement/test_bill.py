"""A bill's amounts keep their identities, and its stored form reads rows of every release."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

import gongji
from gongji.kernel.json_columns import SCHEMA, JsonValues
from gongji.kernel.money import ZERO, Money
from gongji.policy.entries import Citation, SourceKind, citation_from_json, citation_to_json
from gongji.settlement import columns
from gongji.settlement.bill import (
    Amounts,
    BillLine,
    Classes,
    LineReason,
    PayerShare,
    classes_of,
)
from gongji.vocabulary import ItemKind, ItemLevel, Relation

DIALECT = sqlite.dialect()
money = st.integers(-10_000, 10_000).map(Money)


@st.composite
def amounts(draw: st.DrawFn) -> Amounts:
    pool, own, mutual, in_scope, first, over = (draw(money) for _ in range(6))
    total = draw(money)
    return Amounts(
        total=total,
        pool=pool,
        own=own,
        mutual=mutual,
        cash=total - pool - own - mutual,
        classes=Classes(in_scope, first, over, total - in_scope - first - over),
        deductible=draw(money),
        counted_pool=draw(money),
    )


@given(amounts(), amounts())
def test_amounts_add_up_and_a_bill_with_its_reversal_is_nothing(one: Amounts, two: Amounts) -> None:
    both = one + two
    assert both.total == one.total + two.total
    assert both.classes.amount == both.total
    assert both + -two == one
    assert one + -one == Amounts()


@pytest.mark.parametrize(("cash", "in_scope"), [(2, 3), (3, 2)])
def test_amounts_that_do_not_make_the_total_cannot_be(cash: int, in_scope: int) -> None:
    assert Amounts(total=Money(3), cash=Money(3), classes=Classes(in_scope=Money(3))).own == ZERO
    with pytest.raises(AssertionError, match="make the total"):
        Amounts(total=Money(3), cash=Money(cash), classes=Classes(in_scope=Money(in_scope)))


LINE = BillLine(
    number="1", code="X", name="药品", kind=ItemKind.DRUG, level=ItemLevel.CLASS_B,
    self_rate=Decimal("0.1000"), price_cap=Decimal("8.00"), quantity=Decimal("1.0000"),
    price=Decimal("10.000000"), classes=Classes(Money(720), Money(80), Money(200), Money(0)),
    reason=None, occurred_at=datetime(2025, 6, 10, 2, tzinfo=UTC),
)  # fmt: skip
CHEAP = replace(LINE, price_cap=Decimal("0.054300"), restricted=True)
UNKNOWN = BillLine(
    number="2", code="Y", name="Y", kind=None, level=ItemLevel.CLASS_C, self_rate=Decimal(1),
    price_cap=None, quantity=Decimal(1), price=Decimal(5),
    classes=Classes(full_self_pay=Money(500)), reason=LineReason.ITEM_UNKNOWN, occurred_at=None,
    begun_at=datetime(2025, 6, 10, 1, tzinfo=UTC), local_code="A1",
)  # fmt: skip
PAYER = PayerShare("bnd", "psn", "陈建国", Relation.SPOUSE, Money(300), Money(100))
CITATION = Citation("S1", SourceKind.SEED, "办法", None, None, "settle.pay_order",
                    date(2025, 1, 1), "PAY-02")  # fmt: skip

LINES = JsonValues(columns.line_to_json, columns.line_from_json)
PAYERS = JsonValues(columns.payer_to_json, columns.payer_from_json)
BASIS = JsonValues(citation_to_json, citation_from_json)


@pytest.mark.parametrize(
    ("column", "values"),
    [(LINES, (LINE, UNKNOWN, CHEAP)), (PAYERS, (PAYER,)), (BASIS, (CITATION,))],
)
def test_what_is_stored_is_read_as_it_was(column: JsonValues, values: tuple[object, ...]) -> None:
    stored = column.process_bind_param(values, DIALECT)
    assert {row["schema"] for row in stored} == {SCHEMA}
    assert column.process_result_value(stored, DIALECT) == values


STORED_BEFORE_VERSIONS = {
    "name": "药品", "kind": "drug", "level": "02", "self_rate": "0.1000", "price_cap_fen": 800,
    "reason": None, "number": "1", "code": "X", "quantity": "1.0000", "price": "10.000000",
    "amount_fen": 1000, "in_scope_fen": 720, "first_self_pay_fen": 80, "over_limit_fen": 200,
    "full_self_pay_fen": 0, "occurred_at": "2025-06-10T10:00:00+08:00",
}  # fmt: skip


def test_rows_from_before_there_were_versions_are_read() -> None:
    assert LINES.process_result_value([STORED_BEFORE_VERSIONS], DIALECT) == (LINE,)
    assert LINES.process_result_value([], DIALECT) == ()


def test_rows_of_a_newer_release_are_refused() -> None:
    newer = STORED_BEFORE_VERSIONS | {"schema": SCHEMA + 1}
    with pytest.raises(ValueError, match="reads up to"):
        LINES.process_result_value([newer], DIALECT)


def test_a_line_given_back_adds_up() -> None:
    assert (-LINE).amount == Money(-1000)
    assert (-LINE).quantity == Decimal("-1.0000")
    assert classes_of([LINE, -LINE, UNKNOWN]) == UNKNOWN.classes


def test_only_the_gateway_knows_its_codes_and_fields() -> None:
    """Keys of parameters keep the codes of insurances, and books are named by them."""
    root = Path(gongji.__file__).parent
    code = re.compile('"(310|390)"')
    spelt = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if code.search(path.read_text("utf-8"))
    }
    assert spelt <= {"fsi/codes.py", "policy/parameters.py"}
    pointing = [
        path.name
        for path in (root / "settlement").glob("*.py")
        if re.search(r'"/(data|druginfo|drugdetail)', path.read_text("utf-8"))
    ]
    assert pointing == []
