"""The lines of a bill: sent by an institution, classed by the catalogue, kept as explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from gongji.app.context import Context
from gongji.institutions.models import PROHIBITED, CatalogueItem
from gongji.kernel.clock import rfc3339
from gongji.kernel.money import Money, total
from gongji.settlement.problems import LinesMissing
from gongji.settlement.rules import (
    FULL_SELF_PAY_LEVEL,
    ITEM_PROHIBITED,
    ITEM_UNKNOWN,
    Charge,
    Classes,
    classify,
)


@dataclass(frozen=True, slots=True)
class ChargeInput:
    """One line as an institution sends it."""

    number: str
    item_code: str
    amount: Money
    quantity: Decimal
    price: Decimal
    approval: str = "0"
    occurred_at: datetime | None = None


def classified(ctx: Context, charges: Sequence[ChargeInput]) -> list[dict[str, Any]]:
    """Lines with their classes and reasons, as they are stored and explained to the patient.

    An item that the catalogue does not know is full self-pay in cash, with the reason ITEM_UNKNOWN.
    Raises LINES_MISSING for none.
    """
    if not charges:
        raise LinesMissing
    codes = {charge.item_code for charge in charges}
    query = select(CatalogueItem).where(CatalogueItem.code.in_(codes))
    items = {item.code: item for item in ctx.db.execute(query).scalars()}
    return [line_of(charge, items.get(charge.item_code)) for charge in charges]


def line_of(charge: ChargeInput, item: CatalogueItem | None) -> dict[str, Any]:
    """A line with what the catalogue makes of it, if it knows the item at all."""
    listed = _listed(charge, item) if item else _unlisted(charge)
    classes = listed.pop("classes")
    return listed | {
        "number": charge.number,
        "code": charge.item_code,
        "quantity": str(charge.quantity),
        "price": str(charge.price),
        "amount_fen": charge.amount.fen,
        "in_scope_fen": classes.in_scope.fen,
        "first_self_pay_fen": classes.first_self_pay.fen,
        "over_limit_fen": classes.over_limit.fen,
        "full_self_pay_fen": classes.full_self_pay.fen,
        "occurred_at": rfc3339(charge.occurred_at) if charge.occurred_at else None,
    }


def _listed(charge: ChargeInput, item: CatalogueItem) -> dict[str, Any]:
    """What the catalogue says of a line's item, and what that makes of the line."""
    cap = item.price_cap_fen
    known = Charge(
        number=charge.number,
        code=item.code,
        name=item.name,
        amount=charge.amount,
        quantity=charge.quantity,
        kind=item.kind,
        level=item.level,
        self_rate=item.self_rate,
        price_cap=None if cap is None else Money(cap),
        hospital_refused=charge.approval == "2",
    )
    return {
        "name": item.name,
        "kind": item.kind,
        "level": item.level,
        "self_rate": str(item.self_rate),
        "price_cap_fen": cap,
        "classes": classify(known),
        "reason": ITEM_PROHIBITED if item.kind in PROHIBITED else None,
    }


def _unlisted(charge: ChargeInput) -> dict[str, Any]:
    """Nobody vouches that it is a medical cost: no pool and no account pays it (PRO-02)."""
    return {
        "name": charge.item_code,
        "kind": None,
        "level": FULL_SELF_PAY_LEVEL,
        "self_rate": "1",
        "price_cap_fen": None,
        "classes": Classes(full_self_pay=charge.amount),
        "reason": ITEM_UNKNOWN,
    }


def classes_of(lines: Sequence[Mapping[str, Any]]) -> Classes:
    whole = Classes()
    for line in lines:
        whole += Classes(
            Money(line["in_scope_fen"]),
            Money(line["first_self_pay_fen"]),
            Money(line["over_limit_fen"]),
            Money(line["full_self_pay_fen"]),
        )
    return whole


def cash_only(lines: Sequence[Mapping[str, Any]]) -> Money:
    """What no account may pay: prohibited items, and those that the catalogue does not know."""
    return total(*(Money(line["amount_fen"]) for line in lines if line["reason"]))
