"""What people may see of their bills: a list, and the receipt (结算单) with lines and basis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from gongji.app.context import Context
from gongji.app.paging import Page, PageRequest, newest_first
from gongji.kernel.money import Money
from gongji.kernel.privacy import mask_name
from gongji.kernel.problems import NotFound
from gongji.policy.entries import Citation
from gongji.policy_listing.references import place_of
from gongji.settlement.bill import Amounts, BillLine, Reason
from gongji.settlement.calculation import calculation
from gongji.settlement.circumstances import Circumstances
from gongji.settlement.explanations import EXPLANATIONS
from gongji.settlement.models import Settlement
from gongji.settlement.store import amounts_of, circumstances_of_bill, with_basis
from gongji.vocabulary import Relation, Scene


@dataclass(frozen=True, slots=True)
class PayerView:
    """What one relative's account paid, under a masked name."""

    name: str
    relation: Relation
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """One of my bills; a reversal shows negative amounts."""

    settlement_id: str
    at: datetime
    place: str
    scene: Scene
    amounts: Amounts
    reason: Reason | None
    payers: Sequence[PayerView]
    reverses_id: str | None
    reversed_by_id: str | None


@dataclass(frozen=True, slots=True)
class ReasonView:
    """Why the mutual leg is zero or short, in words, and what can be done."""

    code: Reason
    title: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Bill):
    """A bill with everything that was decided, as it was decided."""

    pool_rate: Decimal
    calculation: Sequence[str]
    lines: Sequence[BillLine]
    explanation: ReasonView | None
    basis: Sequence[Citation]
    policy_version: str
    policy_url: str
    circumstances: Circumstances | None


def my_bills(ctx: Context, *, year: int | None, limit: int, cursor: str | None) -> Page[Bill]:
    """Bills of the caller as a patient, the latest first; never those of relatives."""
    query = select(Settlement).where(Settlement.person_id == ctx.actor.id)
    if year is not None:
        query = query.where(Settlement.year == year)
    return newest_first(ctx.db, query, Settlement.seq, PageRequest(limit, cursor)).map(_bill)


def my_receipt(ctx: Context, settlement_id: str) -> Receipt:
    """Raises NOT_FOUND for a bill of another patient."""
    query = select(Settlement).where(
        Settlement.id == settlement_id, Settlement.person_id == ctx.actor.id
    )
    row = ctx.db.execute(with_basis(query)).scalar_one_or_none()
    if row is None:
        raise NotFound
    return _receipt(row)


def my_receipts(ctx: Context) -> list[Receipt]:
    """The receipts of all the caller's bills, the latest first."""
    query = select(Settlement).where(Settlement.person_id == ctx.actor.id)
    rows = ctx.db.execute(with_basis(query).order_by(Settlement.seq.desc())).scalars()
    return [_receipt(row) for row in rows]


def _bill(row: Settlement) -> Bill:
    return Bill(
        settlement_id=row.id,
        at=row.at,
        place=row.place,
        scene=row.scene,
        amounts=amounts_of(row),
        reason=None if row.reason is None else Reason(row.reason),
        payers=[
            PayerView(mask_name(payer.name), payer.relation, payer.amount) for payer in row.payers
        ],
        reverses_id=row.reverses_id,
        reversed_by_id=row.reversed_by_id,
    )


def _receipt(row: Settlement) -> Receipt:
    bill = _bill(row)
    explanation = None
    if bill.reason is not None:
        words, cash = EXPLANATIONS[bill.reason], Money(abs(bill.amounts.cash.fen))
        explanation = ReasonView(bill.reason, words.title, words.about(cash))
    return Receipt(
        **{field.name: getattr(bill, field.name) for field in fields(bill)},
        pool_rate=row.pool_rate,
        calculation=calculation(row.pool_sum, row.tier_level, bill.amounts, row.pool_rate),
        lines=row.lines,
        explanation=explanation,
        basis=row.basis.citations,
        policy_version=row.policy_version,
        policy_url=place_of(row.policy_version),
        circumstances=circumstances_of_bill(row),
    )
