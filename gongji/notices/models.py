"""Tables of maintenance windows and of the outbox."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from gongji.kernel.db import Base, Instant, coded
from gongji.kernel.privacy import SealedBytes


class Feature(StrEnum):
    """What a maintenance window closes (OPS-01)."""

    BINDING = "binding"
    SETTLEMENT = "settlement"
    PREMIUM = "premium"


class Maintenance(Base):
    """A window [starts_at, ends_at) in which features of an area (and all below it) are closed."""

    __tablename__ = "maintenance"

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    area: Mapped[str] = mapped_column(String(6))
    features: Mapped[list[str]] = mapped_column(JSON)
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant, index=True)


class OutboxStatus(StrEnum):
    """`withheld`: written like any other, never sent, so that nothing tells the two apart."""

    QUEUED = "queued"
    WITHHELD = "withheld"
    SENT = "sent"
    DEAD = "dead"


class OutboxText(Base):
    """A text message to be sent, written in the transaction of the act that causes it.

    `expires_at` is business time; the lease of whoever is sending it is real time.
    """

    __tablename__ = "outbox_text"
    __table_args__ = (Index("ix_outbox_text_status_id", "status", "id"),)

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    status: Mapped[OutboxStatus] = mapped_column(coded(OutboxStatus))
    purpose: Mapped[str] = mapped_column(String(30))
    content: Mapped[bytes] = mapped_column(SealedBytes("outbox_text.content"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    tries: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
