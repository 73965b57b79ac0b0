"""Tables of the ledger: accounts with a balance, transfers and their entries, never changed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from gongji.kernel.db import Base, Instant, coded


class FrozenBy(StrEnum):
    """Who stopped an account's debits; an owner can lift only their own freeze."""

    OWNER = "owner"
    OFFICER = "officer"
    DEATH = "death"


class EntryKind(StrEnum):
    """What an entry of a personal account was for; `book` marks the other side of a transfer."""

    CREDIT = "credit"
    OWN_SPEND = "own_spend"
    FAMILY_SPEND = "family_spend"
    QUOTA_SPEND = "quota_spend"
    PREMIUM = "premium"
    INSURANCE = "insurance"
    REFUND = "refund"
    CORRECTION = "correction"
    BOOK = "book"


class TransferKind(StrEnum):
    """Why money moved."""

    SETTLEMENT = "settlement"
    REVERSAL = "reversal"
    PREMIUM = "premium"
    PREMIUM_REFUND = "premium_refund"
    CREDIT = "credit"
    TRANSFER_OUT = "transfer_out"
    QUOTA_DRAW = "quota_draw"
    QUOTA_REVERSAL = "quota_reversal"
    QUOTA_CLEARING = "quota_clearing"


class Account(Base):
    """A personal account. Balance = opening + its entries; held = the holds of its bindings;
    quota = what is left of the quotas (共济额度) given from it, which the balance always covers.

    `current_fen` adds up the parts of its entries that are money of `current_year`, the year of the
    last entry, or 0 before there is one (see gongji.ledger.years).
    """

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("balance_fen >= 0", name="balance_never_negative"),
        CheckConstraint("held_fen >= 0", name="held_never_negative"),
        CheckConstraint(
            "quota_fen = 0 OR quota_fen BETWEEN 1 AND balance_fen", name="quota_covered"
        ),
    )

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), unique=True)
    opening_fen: Mapped[int] = mapped_column(BigInteger)
    balance_fen: Mapped[int] = mapped_column(BigInteger)
    held_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    quota_fen: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    version: Mapped[int] = mapped_column(BigInteger, default=0)
    frozen_by: Mapped[FrozenBy | None] = mapped_column(coded(FrozenBy))
    current_year: Mapped[int] = mapped_column(default=0, server_default="0")
    current_fen: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")


class Transfer(Base):
    """One movement of money: entries that sum to zero. A correction is an opposite transfer."""

    __tablename__ = "transfer"

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    """A TransferKind."""
    at: Mapped[datetime] = mapped_column(Instant)
    reverses_id: Mapped[str | None] = mapped_column(ForeignKey("transfer.id"), unique=True)


COMES_IN = text("version IS NOT NULL AND amount_fen > 0")
GOES_OUT = text("version IS NOT NULL AND amount_fen < 0")
"""Entries of personal accounts by direction; partial indexes and their queries share this text."""
UNDER_A_BINDING = text("binding_id IS NOT NULL")


class Entry(Base):
    """One side of a transfer, on a personal account (`acc_…`) or on a book (gongji.ledger.books).

    Place, scene and member are stored here as they were when booked. `counted_on` is the day
    against whose limits the amount counts; a refund keeps the day of what it refunds. `current_fen`
    is the part of the amount that is money of `year` (see gongji.ledger.years).
    """

    __tablename__ = "entry"
    __table_args__ = (
        CheckConstraint("amount_fen <> 0", name="amount_not_zero"),
        Index("uq_entry_account_version", "account_id", "version", unique=True),
        Index(
            "ix_entry_account_scene_in",
            "account_id",
            "scene",
            "version",
            sqlite_where=COMES_IN,
            postgresql_where=COMES_IN,
        ),
        Index(
            "ix_entry_account_scene_out",
            "account_id",
            "scene",
            "version",
            sqlite_where=GOES_OUT,
            postgresql_where=GOES_OUT,
        ),
        Index(
            "ix_entry_binding_id",
            "binding_id",
            sqlite_where=UNDER_A_BINDING,
            postgresql_where=UNDER_A_BINDING,
        ),
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    transfer_id: Mapped[str] = mapped_column(ForeignKey("transfer.id"), index=True)
    account_id: Mapped[str] = mapped_column(String(60))
    version: Mapped[int | None] = mapped_column(BigInteger)
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    balance_after_fen: Mapped[int | None] = mapped_column(BigInteger)
    kind: Mapped[EntryKind] = mapped_column(coded(EntryKind))
    at: Mapped[datetime] = mapped_column(Instant)
    year: Mapped[int]
    current_fen: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    counted_on: Mapped[date]
    scene: Mapped[str | None] = mapped_column(String(20))
    place: Mapped[str | None] = mapped_column(String(200))
    member_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    relation: Mapped[str | None] = mapped_column(String(30))
    binding_id: Mapped[str | None] = mapped_column(String(30))
    settlement_id: Mapped[str | None] = mapped_column(String(30))
    payment_id: Mapped[str | None] = mapped_column(String(30))
