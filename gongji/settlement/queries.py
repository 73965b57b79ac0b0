"""What people may see of their bills: a list, and the receipt (结算单) with lines and basis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from gongji.app.context import Context
from gongji.app.paging import Page, PageRequest, newest_first
from gongji.kernel.money import Money
from gongji.kernel.privacy import mask_name
from gongji.kernel.problems import NotFound
from gongji.settlement.explanations import EXPLANATIONS
from gongji.settlement.models import Settlement
from gongji.settlement.rules import Reason


@dataclass(frozen=True, slots=True)
class PayerView:
    name: str
    relation: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Bill:
    """One of my bills; a reversal shows negative amounts."""

    settlement_id: str
    at: datetime
    place: str
    scene: str
    total_fen: int
    pool_fen: int
    own_fen: int
    mutual_fen: int
    cash_fen: int
    reason: str | None
    payers: list[PayerView]
    reverses_id: str | None
    reversed_by_id: str | None


@dataclass(frozen=True, slots=True)
class ReasonView:
    """Why the mutual leg is zero or short, in words, and what can be done."""

    code: str
    title: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Receipt(Bill):
    """A bill with everything that was decided, as it was decided."""

    deductible_fen: int
    pool_rate: str
    classes: dict[str, int]
    lines: list[dict[str, Any]]
    explanation: ReasonView | None
    basis: list[dict[str, Any]]
    policy_version: str


def my_bills(ctx: Context, *, year: int | None, limit: int, cursor: str | None) -> Page[Bill]:
    """Bills of the caller as a patient, the latest first; never those of his relatives."""
    query = select(Settlement).where(Settlement.person_id == ctx.actor.id)
    if year is not None:
        query = query.where(Settlement.year == year)
    return newest_first(ctx.db, query, Settlement.seq, PageRequest(limit, cursor)).map(_bill)


def my_receipt(ctx: Context, settlement_id: str) -> Receipt:
    """Raises NOT_FOUND for somebody else's bill."""
    row = ctx.db.get(Settlement, settlement_id)
    if row is None or row.person_id != ctx.actor.id:
        raise NotFound
    return _receipt(row)


def my_receipts(ctx: Context) -> list[Receipt]:
    """The receipts of all the caller's bills, the latest first."""
    query = select(Settlement).where(Settlement.person_id == ctx.actor.id)
    rows = ctx.db.execute(query.order_by(Settlement.seq.desc())).scalars()
    return [_receipt(row) for row in rows]


def _receipt(row: Settlement) -> Receipt:
    return Receipt(
        **_shown(row),
        deductible_fen=row.deductible_fen,
        pool_rate=str(row.pool_rate),
        classes={
            "in_scope_fen": row.in_scope_fen,
            "first_self_pay_fen": row.first_self_pay_fen,
            "over_limit_fen": row.over_limit_fen,
            "full_self_pay_fen": row.full_self_pay_fen,
        },
        lines=row.lines,
        explanation=_explain(row),
        basis=row.basis,
        policy_version=row.policy_version,
    )


def _bill(row: Settlement) -> Bill:
    return Bill(**_shown(row))


def _shown(row: Settlement) -> dict[str, Any]:
    """What the list and the receipt have in common."""
    payers = [
        PayerView(mask_name(payer["name"]), payer["relation"], payer["amount_fen"])
        for payer in row.payers
    ]
    return {
        "settlement_id": row.id,
        "at": row.at,
        "place": row.place,
        "scene": row.scene,
        "total_fen": row.total_fen,
        "pool_fen": row.pool_fen,
        "own_fen": row.own_fen,
        "mutual_fen": row.mutual_fen,
        "cash_fen": row.cash_fen,
        "reason": row.reason,
        "payers": payers,
        "reverses_id": row.reverses_id,
        "reversed_by_id": row.reversed_by_id,
    }


def _explain(row: Settlement) -> ReasonView | None:
    if row.reason is None:
        return None
    words = EXPLANATIONS[Reason(row.reason)]
    return ReasonView(row.reason, words.title, words.about(Money(abs(row.cash_fen))))
