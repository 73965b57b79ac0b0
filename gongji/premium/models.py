"""Tables of premiums: inclusive products, payments, what was paid elsewhere, and the clearings."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from gongji.app.context import Channel
from gongji.kernel.db import Base, Instant, coded
from gongji.kernel.json_columns import JsonValues
from gongji.kernel.order import arrival
from gongji.policy.entries import Citation, citation_from_json, citation_to_json
from gongji.policy.values import PREMIUM_TIER_MAX
from gongji.vocabulary import Relation, Subsidy

RESIDENT = "resident"
"""The key of the one product that policy describes and not a row: 城乡居民医保."""

STANDING = text("refunded_at IS NULL")


class ProductKind(StrEnum):
    """The resident premium (SCN-04), or inclusive commercial insurance (普惠型, SCN-05)."""

    RESIDENT = "resident"
    INCLUSIVE = "inclusive"


class PaymentStatus(StrEnum):
    """Derived from the amount and `refunded_at`, never stored."""

    PAID = "paid"
    PAID_BY_SUBSIDY = "paid_by_subsidy"
    REFUNDED = "refunded"


class RefundReason(StrEnum):
    DUPLICATE = "duplicate"
    JOINED_EMPLOYEE = "joined_employee"
    DEATH = "death"
    CANCELLED = "cancelled"


class InclusiveProduct(Base):
    """A product on the published list of one insured year; both window days are inside (INS-02)."""

    __tablename__ = "premium_product"
    __table_args__ = (
        CheckConstraint("full_fen >= 0", name="full_never_negative"),
        CheckConstraint("opens_on <= closes_on", name="window_in_order"),
        CheckConstraint("product <> 'resident'", name="resident_is_policy"),
    )

    product: Mapped[str] = mapped_column(String(30), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(200))
    full_fen: Mapped[int] = mapped_column(BigInteger)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    basis: Mapped[list[str]] = mapped_column(JSON)


class ElsewherePayment(Base):
    """A premium paid through another channel (the tax side), as it was reported."""

    __tablename__ = "premium_elsewhere"
    __table_args__ = (Index("ix_premium_elsewhere_person_year", "person_id", "year", "product"),)

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    product: Mapped[str] = mapped_column(String(30))
    year: Mapped[int]
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    channel: Mapped[str] = mapped_column(String(20))
    paid_on: Mapped[date]


class PremiumPayment(Base):
    """One premium of one person, paid from an account or by a subsidy (PREM-03, PREM-05).

    A unique index keeps one standing payment per person, year and product (PREM-04). The policy of
    `area` decided; name, window and basis are stored as they were then, the name with the price
    `tier` that was chosen, None where the year had one price. `hold_fen` of the amount
    came from what was set aside for this person. `events_before` is the `seq` of the last event
    that the registry had reported about this person, 0 if there was none.
    """

    __tablename__ = "premium_payment"
    __table_args__ = (
        CheckConstraint("amount_fen >= 0 AND amount_fen <= full_fen", name="amount_in_full"),
        CheckConstraint("(transfer_id IS NULL) = (amount_fen = 0)", name="money_by_transfer"),
        CheckConstraint(
            "(refunded_at IS NULL) = (refund_reason IS NULL)", name="refunded_with_reason"
        ),
        CheckConstraint(
            "(refund_transfer_id IS NOT NULL) ="
            " (refunded_at IS NOT NULL AND transfer_id IS NOT NULL)",
            name="refunded_by_transfer",
        ),
        Index(
            "uq_premium_payment_standing",
            "person_id",
            "year",
            "product",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        Index("ix_premium_payment_payer_id_seq", "payer_id", "seq"),
    )

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    seq: Mapped[int] = arrival("premium_payment")
    receipt_number: Mapped[str] = mapped_column(String(20), unique=True)
    payer_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    binding_id: Mapped[str | None] = mapped_column(ForeignKey("binding.id"))
    relation: Mapped[Relation | None] = mapped_column(coded(Relation))
    product: Mapped[str] = mapped_column(String(30))
    kind: Mapped[ProductKind] = mapped_column(coded(ProductKind))
    year: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    area: Mapped[str] = mapped_column(String(6))
    closes_on: Mapped[date]
    tier: Mapped[str | None] = mapped_column(String(PREMIUM_TIER_MAX))
    full_fen: Mapped[int] = mapped_column(BigInteger)
    subsidy: Mapped[Subsidy] = mapped_column(coded(Subsidy))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    hold_fen: Mapped[int] = mapped_column(BigInteger)
    basis: Mapped[tuple[Citation, ...]] = mapped_column(
        JsonValues(citation_to_json, citation_from_json)
    )
    policy_version: Mapped[str] = mapped_column(String(12))
    channel: Mapped[Channel] = mapped_column(coded(Channel))
    paid_at: Mapped[datetime] = mapped_column(Instant)
    events_before: Mapped[int] = mapped_column(BigInteger)
    counted_on: Mapped[date]
    transfer_id: Mapped[str | None] = mapped_column(ForeignKey("transfer.id"))
    refunded_at: Mapped[datetime | None] = mapped_column(Instant)
    refund_reason: Mapped[RefundReason | None] = mapped_column(coded(RefundReason))
    refund_transfer_id: Mapped[str | None] = mapped_column(ForeignKey("transfer.id"))

    @property
    def status(self) -> PaymentStatus:
        if self.refunded_at is not None:
            return PaymentStatus.REFUNDED
        return paid_status(self.full_fen, self.amount_fen)


def paid_status(full_fen: int, amount_fen: int) -> PaymentStatus:
    """If a premium costs something and nothing was taken, the subsidy paid it (PREM-05)."""
    return PaymentStatus.PAID_BY_SUBSIDY if amount_fen == 0 < full_fen else PaymentStatus.PAID


class PremiumClearing(Base):
    """The yearly clearing (清算) of an insured year has started: no refund any more (PREM-08)."""

    __tablename__ = "premium_clearing"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    started_at: Mapped[datetime] = mapped_column(Instant)


class PremiumReminder(Base):
    """An authorizer was reminded of a window at one of its marks.

    `mark` is 0 for the opening, else the days before `closes_on`. Another last day is another
    window, with reminders of its own.
    """

    __tablename__ = "premium_reminder"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    product: Mapped[str] = mapped_column(String(30), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    closes_on: Mapped[date] = mapped_column(primary_key=True)
    mark: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant)
