"""Tables of quotas, of what was drawn on them elsewhere, and of the monthly clearings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from gongji.app.context import Channel
from gongji.kernel.db import Base, Instant, coded
from gongji.kernel.order import arrival
from gongji.vocabulary import Relation


class QuotaStatus(StrEnum):
    """Derived from `ended_at`, never stored."""

    LIVE = "live"
    ENDED = "ended"


class QuotaEnd(StrEnum):
    """Why a quota ended: by one of its sides, or by an event of the insurance."""

    BY_GIVER = "by_giver"
    BY_TAKER = "by_taker"
    DEATH = "death"
    TRANSFER_OUT = "transfer_out"
    INSURANCE_ENDED = "insurance_ended"
    INSURANCE_SUSPENDED = "insurance_suspended"


class QuotaUse(StrEnum):
    """What the relative's place of insurance may draw for (N08)."""

    CARE = "care"
    DRUGS = "drugs"
    RESIDENT_PREMIUM = "resident_premium"
    LTC_PREMIUM = "ltc_premium"


LIVE = text("ended_at IS NULL")
UNCLEARED = text("cleared_month IS NULL")
REVERSAL_UNCLEARED = text("reversed_at IS NOT NULL AND reversal_cleared_month IS NULL")


class Quota(Base):
    """One quota, never deleted. It changes only under the lock of its giver's account.

    `amount_fen` is all that was granted, `drawn_fen` what was drawn of it less what was reversed.
    What is left is held: `account.quota_fen` adds it up over the giver's living quotas.
    `taker_area` is the prefecture in which the relative is insured.
    """

    __tablename__ = "quota"
    __table_args__ = (
        CheckConstraint("giver_id <> taker_id", name="not_oneself"),
        CheckConstraint("amount_fen > 0", name="amount_positive"),
        CheckConstraint("drawn_fen >= 0 AND drawn_fen <= amount_fen", name="drawn_within"),
        CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="ended_with_reason"),
        Index(
            "uq_quota_live_pair",
            "giver_id",
            "taker_id",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        Index("ix_quota_giver_id_seq", "giver_id", "seq"),
        Index("ix_quota_taker_id_seq", "taker_id", "seq"),
    )

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    seq: Mapped[int] = arrival("binding", "chronic_extension", "quota")
    giver_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    taker_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    relation: Mapped[Relation] = mapped_column(coded(Relation))
    taker_area: Mapped[str] = mapped_column(String(6))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    drawn_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    channel: Mapped[Channel] = mapped_column(coded(Channel))
    created_at: Mapped[datetime] = mapped_column(Instant)
    commitment_version: Mapped[str] = mapped_column(String(20))
    consent: Mapped[Mapping[str, str | None]] = mapped_column(JSON)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    end_reason: Mapped[QuotaEnd | None] = mapped_column(coded(QuotaEnd))

    @property
    def left_fen(self) -> int:
        """What can still be drawn; nothing once it has ended."""
        return self.amount_fen - self.drawn_fen if self.ended_at is None else 0

    @property
    def status(self) -> QuotaStatus:
        return QuotaStatus.LIVE if self.ended_at is None else QuotaStatus.ENDED


class QuotaDraw(Base):
    """What the relative's place of insurance drew, under the platform's serial number.

    `asked_fen` may be more than was left. A reversal is whole, has a serial number of its own and
    happens once. The two months say in which clearing the draw and its reversal were counted.
    """

    __tablename__ = "quota_draw"
    __table_args__ = (
        CheckConstraint("amount_fen > 0 AND amount_fen <= asked_fen", name="amount_as_asked"),
        CheckConstraint(
            "(reversed_at IS NULL) = (reversal_serial_number IS NULL)"
            " AND (reversed_at IS NULL) = (reversal_transfer_id IS NULL)",
            name="reversed_whole",
        ),
        CheckConstraint(
            "reversed_at IS NOT NULL OR reversal_cleared_month IS NULL", name="reversal_cleared"
        ),
        Index("ix_quota_draw_quota_id_seq", "quota_id", "seq"),
        Index(
            "ix_quota_draw_uncleared",
            "drawn_at",
            "area",
            sqlite_where=UNCLEARED,
            postgresql_where=UNCLEARED,
        ),
        Index(
            "ix_quota_draw_reversal_uncleared",
            "reversed_at",
            "area",
            sqlite_where=REVERSAL_UNCLEARED,
            postgresql_where=REVERSAL_UNCLEARED,
        ),
        Index("ix_quota_draw_cleared", "cleared_month", "area"),
        Index("ix_quota_draw_reversal_cleared", "reversal_cleared_month", "area"),
    )

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    seq: Mapped[int] = arrival("quota_draw")
    quota_id: Mapped[str] = mapped_column(ForeignKey("quota.id"))
    serial_number: Mapped[str] = mapped_column(String(40), unique=True)
    area: Mapped[str] = mapped_column(String(6))
    used_for: Mapped[QuotaUse] = mapped_column(coded(QuotaUse))
    place: Mapped[str] = mapped_column(String(200))
    asked_fen: Mapped[int] = mapped_column(BigInteger)
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    drawn_at: Mapped[datetime] = mapped_column(Instant)
    counted_on: Mapped[date]
    transfer_id: Mapped[str] = mapped_column(ForeignKey("transfer.id"))
    reversal_serial_number: Mapped[str | None] = mapped_column(String(40), unique=True)
    reversed_at: Mapped[datetime | None] = mapped_column(Instant)
    reversal_transfer_id: Mapped[str | None] = mapped_column(ForeignKey("transfer.id"))
    cleared_month: Mapped[date | None]
    reversal_cleared_month: Mapped[date | None]


class QuotaClearing(Base):
    """The clearing (清算) of one month with one area: counted once, and paid once.

    The month is named by its first day. `transfer_id` is null where draws and reversals are equal.
    """

    __tablename__ = "quota_clearing"

    month: Mapped[date] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(6), primary_key=True)
    draws: Mapped[int] = mapped_column(default=0)
    drawn_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    reversals: Mapped[int] = mapped_column(default=0)
    reversed_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    cleared_at: Mapped[datetime] = mapped_column(Instant)
    transfer_id: Mapped[str | None] = mapped_column(ForeignKey("transfer.id"))

    @property
    def net_fen(self) -> int:
        """What is paid to the area; negative where it pays back."""
        return self.drawn_fen - self.reversed_fen
