"""A premium as its payer sees it: one payment with its receipt, or what is due for a relative."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gongji.app.context import Channel, Context
from gongji.kernel.clock import Window
from gongji.kernel.privacy import mask_name
from gongji.people.facts import persons
from gongji.people.models import Person
from gongji.policy.entries import Citation
from gongji.policy_listing.references import place_of
from gongji.premium.models import PaymentStatus, PremiumPayment, ProductKind, RefundReason
from gongji.premium.rules import Offer
from gongji.vocabulary import Relation, Subsidy


@dataclass(frozen=True, slots=True)
class SupportedPrice:
    """What a kind of support leaves to pay of a price."""

    subsidy: Subsidy
    due_fen: int


@dataclass(frozen=True, slots=True)
class ProductPrice:
    """A price of a product; `tier` is None where the year has one price."""

    tier: str | None
    full_fen: int
    supported: Sequence[SupportedPrice]


@dataclass(frozen=True, slots=True)
class ProductDetails:
    """A product on offer; `full_fen` is None where tiers have each a price of their own."""

    product: str
    kind: ProductKind
    year: int
    name: str
    full_fen: int | None
    prices: Sequence[ProductPrice]
    window: Window
    basis: Sequence[Citation]

    @classmethod
    def of(cls, offer: Offer) -> ProductDetails:
        prices = [
            ProductPrice(
                price.tier,
                price.full.fen,
                [SupportedPrice(one, offer.due(price, one).fen) for one in offer.helps],
            )
            for price in offer.prices
        ]
        return cls(
            product=offer.product,
            kind=offer.kind,
            year=offer.year,
            name=offer.name,
            full_fen=prices[0].full_fen if len(prices) == 1 else None,
            prices=prices,
            window=offer.window,
            basis=offer.basis,
        )


class PayableStatus(StrEnum):
    DUE = "due"
    PAID = "paid"
    PAID_BY_SUBSIDY = "paid_by_subsidy"
    NOT_PAYABLE = "not_payable"


@dataclass(frozen=True, slots=True)
class PremiumMember:
    """The relative paid for; the name is masked."""

    name: str
    relation: Relation | None


@dataclass(frozen=True, slots=True)
class PaymentDetails:
    """`member` is None for the payer's own premium, `tier` where the year had one price."""

    id: str
    receipt_number: str
    product: str
    kind: ProductKind
    year: int
    name: str
    binding_id: str | None
    member: PremiumMember | None
    tier: str | None
    full_fen: int
    subsidy: Subsidy
    amount_fen: int
    status: PaymentStatus
    channel: Channel
    paid_at: datetime
    refunded_at: datetime | None
    refund_reason: RefundReason | None
    basis: Sequence[Citation]
    policy_version: str
    policy_url: str


@dataclass(frozen=True, slots=True)
class PayablePrice:
    """What one relative would pay at this price; `tier` is None where the year has one price."""

    tier: str | None
    full_fen: int
    due_fen: int


@dataclass(frozen=True, slots=True)
class PayableDetails:
    """What is due for one relative; `problem` says why nothing can be paid.

    `prices` are those of what is due; of several, the payer chooses one, and `due_fen` is None
    until then.
    """

    binding_id: str
    member: PremiumMember
    subsidy: Subsidy
    status: PayableStatus
    due_fen: int | None = 0
    prices: Sequence[PayablePrice] = ()
    problem: dict[str, str] | None = None


def member(person: Person, relation: Relation | None) -> PremiumMember:
    return PremiumMember(mask_name(person.name), relation)


def present(ctx: Context, payments: Sequence[PremiumPayment]) -> list[PaymentDetails]:
    """The payments in their order, with the insured people in one statement."""
    people = persons(ctx.db, {payment.person_id for payment in payments})
    return [
        PaymentDetails(
            id=payment.id,
            receipt_number=payment.receipt_number,
            product=payment.product,
            kind=payment.kind,
            year=payment.year,
            name=payment.name,
            binding_id=payment.binding_id,
            member=(
                member(people[payment.person_id], payment.relation) if payment.binding_id else None
            ),
            tier=payment.tier,
            full_fen=payment.full_fen,
            subsidy=payment.subsidy,
            amount_fen=payment.amount_fen,
            status=payment.status,
            channel=payment.channel,
            paid_at=payment.paid_at,
            refunded_at=payment.refunded_at,
            refund_reason=payment.refund_reason,
            basis=payment.basis,
            policy_version=payment.policy_version,
            policy_url=place_of(payment.policy_version),
        )
        for payment in payments
    ]
