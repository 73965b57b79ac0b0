"""A trial, a receipt (结算单) and the receipt of a reversal agree with what is booked."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from gongji.fsi.outputs import EXTRA_MAX
from gongji.labels import SOURCE_KINDS
from tests.support.cast import Cast
from tests.support.sent import CAPPED, DRUG, SHARED, TONIC, WIFE, Line, sale

ADDED = {"deductible_fen", "pool_rate", "calculation", "classes", "lines", "explanation",
         "basis", "policy_version", "policy_url", "circumstances"}  # fmt: skip
CLASSES = ("in_scope_fen", "first_self_pay_fen", "over_limit_fen", "full_self_pay_fen")


def receipts(cast: Cast) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Every item of the list beside its receipt, the latest first."""
    headers = cast.sign_in(WIFE)
    items = cast.call("GET", "/visits", **headers).body["items"]
    return [
        (item, cast.call("GET", f"/visits/{item['settlement_id']}", **headers).body)
        for item in items
    ]


def test_a_receipt_is_the_item_of_the_list_and_more_on_one_level(cast: Cast) -> None:
    cast.settle(cast.upload(WIFE, Line(DRUG, "600.00")))
    [(item, receipt)] = receipts(cast)
    assert set(receipt) == set(item) | ADDED
    assert {name: receipt[name] for name in item} == item
    assert (receipt["mutual_fen"], receipt["deductible_fen"]) == (26_000, 20_000)
    assert [payer["amount_fen"] for payer in receipt["payers"]] == [26_000]


def test_the_receipt_of_a_reversal_adds_up(cast: Cast) -> None:
    lines = Line(DRUG, "60.00", 2), Line(SHARED, "50.00"), Line(CAPPED, "9.00"), Line(TONIC, "5.00")
    cast.cancel(cast.settle(cast.upload(WIFE, *lines)))
    [(_, undone), (_, done)] = receipts(cast)
    for receipt in (undone, done):
        assert sum(line["amount_fen"] for line in receipt["lines"]) == receipt["total_fen"]
        for name in CLASSES:
            assert sum(line[name] for line in receipt["lines"]) == receipt["classes"][name]
    quantities = [Decimal(line["quantity"]) for line in undone["lines"]]
    assert quantities == [-2, -1, -1, -1]
    assert undone["total_fen"] == -done["total_fen"] == -18_400
    assert cast.broken() == []


def test_a_trial_tells_the_balance_that_the_settlement_leaves(cast: Cast) -> None:
    bought = sale(cast.number_of(WIFE), WIFE, [Line(DRUG, "60.00")])
    tried = cast.transact("2101", bought)
    booked = cast.transact("2102", bought)
    assert tried.bill["balc"] == booked.bill["balc"] == Decimal("40.00")


def test_a_long_explanation_loses_lines_before_the_clauses(cast: Cast) -> None:
    bought = cast.buy(WIFE, *[Line(TONIC, "1.00")] * 200)
    extra = bought.bill["exp_content"]
    told = json.loads(extra)
    assert len(extra) <= EXTRA_MAX
    assert (len(told["lines"]) > 50, len(told["basis"]) > 0) == (True, True)
    kinds = {clause.partition("：")[0] for clause in told["basis"]}
    assert kinds <= set(SOURCE_KINDS.values())
