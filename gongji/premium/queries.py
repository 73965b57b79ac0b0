"""What a payer can read: products on offer, their payments, and for whom they may pay now."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from gongji.app.context import Context
from gongji.app.paging import Page, PageRequest, newest_first
from gongji.family.models import Binding
from gongji.kernel.db import fresh, locked
from gongji.kernel.ids import IdForm
from gongji.kernel.problems import NotFound, Problem
from gongji.people.access import look_once_a_day
from gongji.people.looks import PREMIUM_PRICED
from gongji.people.models import Person
from gongji.premium import products
from gongji.premium.facts import (
    EarlierPayment,
    InsuredPerson,
    bound,
    earlier_payments,
    payable,
    read_payer,
)
from gongji.premium.models import PremiumPayment
from gongji.premium.products import Product
from gongji.premium.views import (
    PayableDetails,
    PayablePrice,
    PayableStatus,
    PaymentDetails,
    ProductDetails,
    member,
    present,
)

PAYMENT_ID = IdForm("bnd", "pay")


def offers(ctx: Context, year: int | None) -> list[ProductDetails]:
    """Everything on offer in the caller's own area."""
    found = products.offers(ctx, read_payer(ctx).area, year)
    return [ProductDetails.of(offer) for offer in found]


def payments(ctx: Context, page: PageRequest) -> Page[PaymentDetails]:
    """What the caller paid, the newest first; never what others paid for them."""
    query = select(PremiumPayment).where(PremiumPayment.payer_id == ctx.actor.id)
    found = newest_first(ctx.db, query, PremiumPayment.seq, page)
    return Page(present(ctx, found.items), found.next)


def payment(ctx: Context, payment_id: str) -> PaymentDetails:
    """One payment of the caller with its receipt; raises NOT_FOUND for other people's."""
    return present(ctx, [own_payment(ctx, payment_id)])[0]


def own_payment(ctx: Context, payment_id: str, *, lock: bool = False) -> PremiumPayment:
    """A payment of the caller, freshly read; raises NOT_FOUND for other people's."""
    if not PAYMENT_ID.fits(payment_id):
        raise NotFound
    query = select(PremiumPayment).where(
        PremiumPayment.id == payment_id, PremiumPayment.payer_id == ctx.actor.id
    )
    query = locked(query) if lock else fresh(query)
    found = ctx.db.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def payables(ctx: Context, product: str, year: int, page: PageRequest) -> Page[PayableDetails]:
    """One for each relative who may use the caller's account now.

    Each of them finds a line in their access log. Raises PRODUCT_UNKNOWN.
    """
    wanted = products.product(ctx, product, year)
    query = select(Binding).where(
        Binding.authorizer_id == ctx.actor.id,
        Binding.ended_at.is_(None),
        Binding.starts_on <= ctx.today,
        Binding.ends_on >= ctx.today,
    )
    found = newest_first(ctx.db, query, Binding.seq, page)
    theirs = {binding.beneficiary_id for binding in found.items}
    if not theirs:
        return Page([])
    people = look_once_a_day(ctx, theirs, PREMIUM_PRICED, joinedload(Person.insurances))
    insured = bound(found.items, people)
    paid = earlier_payments(ctx, theirs, wanted)
    return found.map(lambda binding: _payable_details(ctx, wanted, insured[binding.id], paid))


def _payable_details(
    ctx: Context, product: Product, insured: InsuredPerson, paid: Mapping[str, EarlierPayment]
) -> PayableDetails:
    """A paid premium stays paid after the window, and is no problem."""
    assert insured.binding, "a relative is bound"
    offer = payable(ctx, product, insured, paid)
    before = paid.get(insured.person.id)
    subsidy, status, problem = insured.person.subsidy, PayableStatus.DUE, None
    due_fen: int | None = 0
    prices: list[PayablePrice] = []
    if not isinstance(offer, Problem):
        subsidy = offer.granted(subsidy)
        prices = [
            PayablePrice(price.tier, price.full.fen, offer.due(price, subsidy).fen)
            for price in offer.prices
        ]
        due_fen = prices[0].due_fen if len(prices) == 1 else None
    elif before is not None:
        status = PayableStatus(before.status)
    else:
        status, problem = PayableStatus.NOT_PAYABLE, offer.brief()
    return PayableDetails(
        binding_id=insured.binding.id,
        member=member(insured.person, insured.binding.relation),
        subsidy=subsidy,
        status=status,
        due_fen=due_fen,
        prices=prices,
        problem=problem,
    )
