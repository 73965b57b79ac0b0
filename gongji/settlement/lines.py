"""The lines of a bill: sent by an institution, classed by the catalogue, kept as explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from gongji.institutions.models import PROHIBITED, CatalogueItem, ItemKind
from gongji.kernel.clock import rfc3339
from gongji.kernel.context import Context
from gongji.kernel.money import Money
from gongji.settlement.problems import LinesMissing
from gongji.settlement.rules import ITEM_PROHIBITED, Charge, Classes, classify


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

    An item that the catalogue does not know is 丙, full self-pay. Raises LINES_MISSING for none.
    """
    if not charges:
        raise LinesMissing
    codes = {charge.item_code for charge in charges}
    query = select(CatalogueItem).where(CatalogueItem.code.in_(codes))
    items = {item.code: item for item in ctx.db.execute(query).scalars()}
    return [_line(charge, items.get(charge.item_code)) for charge in charges]


def _line(charge: ChargeInput, item: CatalogueItem | None) -> dict[str, Any]:
    cap = item.price_cap_fen if item else None
    known = Charge(
        number=charge.number,
        code=charge.item_code,
        name=item.name if item else charge.item_code,
        amount=charge.amount,
        quantity=charge.quantity,
        kind=item.kind if item else ItemKind.DRUG,
        level=item.level if item else "03",
        self_rate=item.self_rate if item else Decimal(1),
        price_cap=None if cap is None else Money(cap),
        hospital_refused=charge.approval == "2",
    )
    classes = classify(known)
    return {
        "number": known.number, "code": known.code, "name": known.name, "kind": known.kind,
        "level": known.level, "self_rate": str(known.self_rate), "price_cap_fen": cap,
        "quantity": str(charge.quantity), "price": str(charge.price),
        "amount_fen": known.amount.fen, "in_scope_fen": classes.in_scope.fen,
        "first_self_pay_fen": classes.first_self_pay.fen,
        "over_limit_fen": classes.over_limit.fen,
        "full_self_pay_fen": classes.full_self_pay.fen,
        "reason": ITEM_PROHIBITED if known.kind in PROHIBITED else None,
        "occurred_at": rfc3339(charge.occurred_at) if charge.occurred_at else None,
    }  # fmt: skip


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
