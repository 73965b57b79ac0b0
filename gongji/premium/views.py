"""What a payer sees: his payments with their receipts, and for whom he may pay now."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from gongji.app.context import Context
from gongji.app.paging import Page, PageRequest, newest_first
from gongji.family.models import Binding
from gongji.kernel.db import fresh, locked
from gongji.kernel.ids import IdForm
from gongji.kernel.privacy import mask_name
from gongji.kernel.problems import NotFound, Problem
from gongji.people.access import note_once_a_day, public_name
from gongji.people.facts import persons
from gongji.people.looks import PREMIUM_PRICED
from gongji.people.models import Person
from gongji.premium.facts import Insured, Paid, paid_already, payable, relatives
from gongji.premium.models import PaymentStatus, PremiumPayment
from gongji.premium.problems import AlreadyPaid
from gongji.premium.products import Shelf, shelf
from gongji.premium.record import Purchase

ID = IdForm("bnd", "pay")


class PayableStatus(StrEnum):
    DUE = "due"
    PAID = "paid"
    PAID_BY_SUBSIDY = "paid_by_subsidy"
    NOT_PAYABLE = "not_payable"


# -- payments


def payments(ctx: Context, page: PageRequest) -> Page[dict[str, Any]]:
    """What the caller paid, the newest first; never what others paid for him."""
    query = select(PremiumPayment).where(PremiumPayment.payer_id == ctx.actor.id)
    found = newest_first(ctx.db, query, PremiumPayment.seq, page)
    return Page(show(ctx, found.items), found.next)


def payment(ctx: Context, payment_id: str) -> dict[str, Any]:
    """One payment of the caller with its receipt; raises NOT_FOUND for anybody else's."""
    return show(ctx, [own_payment(ctx, payment_id)])[0]


def own_payment(ctx: Context, payment_id: str, *, lock: bool = False) -> PremiumPayment:
    """A payment of the caller, freshly read; raises NOT_FOUND for anybody else's."""
    if not ID.fits(payment_id):
        raise NotFound
    query = select(PremiumPayment).where(
        PremiumPayment.id == payment_id, PremiumPayment.payer_id == ctx.actor.id
    )
    query = locked(query) if lock else fresh(query)
    found = ctx.db.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def show(ctx: Context, found: Sequence[PremiumPayment]) -> list[dict[str, Any]]:
    """The payments in their order, with the insured people in one statement."""
    people = persons(ctx.db, {row.person_id for row in found})
    return [_payment(row, people[row.person_id]) for row in found]


def _payment(row: PremiumPayment, person: Person) -> dict[str, Any]:
    return {
        "id": row.id,
        "receipt_number": row.receipt_number,
        "product": row.product,
        "kind": row.kind,
        "year": row.year,
        "name": row.name,
        "binding_id": row.binding_id,
        "member": _member(person, row.relation) if row.binding_id else None,
        "full_fen": row.full_fen,
        "subsidy": row.subsidy,
        "amount_fen": row.amount_fen,
        "status": row.status,
        "channel": row.channel,
        "paid_at": row.paid_at,
        "refunded_at": row.refunded_at,
        "refund_reason": row.refund_reason,
        "basis": row.basis,
    }


def _member(person: Person, relation: str | None) -> dict[str, str | None]:
    return {"name": mask_name(person.name), "relation": relation}


# -- payables


def payables(ctx: Context, product: str, year: int, page: PageRequest) -> Page[dict[str, Any]]:
    """One for each relative whom the caller's account serves now; each reads that he was looked up.

    Raises PRODUCT_UNKNOWN.
    """
    goods = shelf(ctx, product, year)
    query = select(Binding).where(
        Binding.authorizer_id == ctx.actor.id,
        Binding.ended_at.is_(None),
        Binding.starts_on <= ctx.today,
        Binding.ends_on >= ctx.today,
    )
    found = newest_first(ctx.db, query, Binding.seq, page)
    bound = relatives(ctx, found.items)
    seen = [one.person.id for one in bound.values()]
    paid = paid_already(ctx, seen, goods)
    note_once_a_day(ctx, seen, PREMIUM_PRICED, actor=public_name(ctx))
    return found.map(lambda binding: _payable(ctx, goods, bound[binding.id], paid))


def _payable(ctx: Context, goods: Shelf, wanted: Insured, paid: dict[str, Paid]) -> dict[str, Any]:
    assert wanted.binding, "a relative is bound"
    offer = payable(ctx, goods, wanted, paid)
    plain = {
        "binding_id": wanted.binding.id,
        "member": _member(wanted.person, wanted.binding.relation),
        "subsidy": wanted.person.subsidy,
        "due_fen": 0,
        "problem": None,
    }
    if isinstance(offer, Problem):
        return plain | _why_not(offer, paid.get(wanted.person.id))
    bought = Purchase(offer, wanted)
    return plain | {
        "subsidy": bought.subsidy,
        "due_fen": bought.due.fen,
        "status": PayableStatus.DUE,
    }


def _why_not(problem: Problem, before: Paid | None) -> dict[str, Any]:
    """Paid stays paid after the window, and is no problem."""
    if isinstance(problem, AlreadyPaid) or before is not None:
        status = before.status if before else PaymentStatus.PAID
        return {"status": PayableStatus(status)}
    return {"status": PayableStatus.NOT_PAYABLE, "problem": problem.brief()}
