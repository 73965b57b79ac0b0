"""The lines of a bill: sent by an institution, classed by the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from gongji.app.context import Context
from gongji.institutions.models import PROHIBITED, CatalogueItem
from gongji.kernel.money import Money
from gongji.settlement.bill import BillLine, Classes, LineReason
from gongji.settlement.problems import LinesMissing
from gongji.settlement.rules import Charge, classify
from gongji.vocabulary import ItemLevel

ALL_SELF_PAY = Decimal(1)


@dataclass(frozen=True, slots=True)
class ChargeInput:
    """One line as an institution sends it.

    `refused` is the hospital's own finding that the insurance does not cover it. `begun_at` is when
    a sale began; a visit keeps its own beginning.
    """

    number: str
    item_code: str
    amount: Money
    quantity: Decimal
    price: Decimal
    refused: bool = False
    occurred_at: datetime | None = None
    begun_at: datetime | None = None


def classified(ctx: Context, charges: Sequence[ChargeInput]) -> tuple[BillLine, ...]:
    """Lines with their classes and reasons, in the order of the charges.

    An item that the catalogue does not know is full self-pay in cash, with the reason ITEM_UNKNOWN.
    Raises LINES_MISSING if there are no charges.
    """
    if not charges:
        raise LinesMissing
    codes = {charge.item_code for charge in charges}
    query = select(CatalogueItem).where(CatalogueItem.code.in_(codes))
    items = {item.code: item for item in ctx.db.execute(query).scalars()}
    return tuple(line_of(charge, items.get(charge.item_code)) for charge in charges)


def line_of(charge: ChargeInput, item: CatalogueItem | None) -> BillLine:
    """A charge with what the catalogue makes of it.

    Without an item nothing says that it is a medical cost: no pool and no account pays it (PRO-02).
    """
    if item is None:
        return BillLine(
            number=charge.number,
            code=charge.item_code,
            name=charge.item_code,
            kind=None,
            level=ItemLevel.CLASS_C,
            self_rate=ALL_SELF_PAY,
            price_cap=None,
            quantity=charge.quantity,
            price=charge.price,
            classes=Classes(full_self_pay=charge.amount),
            reason=LineReason.ITEM_UNKNOWN,
            occurred_at=charge.occurred_at,
            begun_at=charge.begun_at,
        )
    listed = Charge(
        amount=charge.amount,
        quantity=charge.quantity,
        kind=item.kind,
        level=ItemLevel(item.level),
        self_rate=item.self_rate,
        price_cap=None if item.price_cap_fen is None else Money(item.price_cap_fen),
        refused=charge.refused,
    )
    return BillLine(
        number=charge.number,
        code=charge.item_code,
        name=item.name,
        kind=item.kind,
        level=listed.level,
        self_rate=item.self_rate,
        price_cap=listed.price_cap,
        quantity=charge.quantity,
        price=charge.price,
        classes=classify(listed),
        reason=LineReason.ITEM_PROHIBITED if item.kind in PROHIBITED else None,
        occurred_at=charge.occurred_at,
        begun_at=charge.begun_at,
    )
