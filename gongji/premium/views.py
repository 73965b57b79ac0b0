"""A premium as its payer sees it: one payment with its receipt, or what is due for a relative."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gongji.app.context import Channel, Context
from gongji.kernel.privacy import mask_name
from gongji.people.facts import persons
from gongji.people.models import Person
from gongji.policy.entries import Citation
from gongji.policy_listing.references import place_of
from gongji.premium.models import PaymentStatus, PremiumPayment, ProductKind, RefundReason
from gongji.vocabulary import Relation, Subsidy


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
    """`member` is None for the payer's own premium."""

    id: str
    receipt_number: str
    product: str
    kind: ProductKind
    year: int
    name: str
    binding_id: str | None
    member: PremiumMember | None
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
class PayableDetails:
    """What is due for one relative; `problem` says why nothing can be paid."""

    binding_id: str
    member: PremiumMember
    subsidy: Subsidy
    status: PayableStatus
    due_fen: int = 0
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
