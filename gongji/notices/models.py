"""Tables of maintenance windows, announcements, messages to people, and the outbox of texts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from gongji.kernel.db import Base, Instant, coded
from gongji.kernel.order import arrival
from gongji.kernel.sealing import SealedBytes, box


class Feature(StrEnum):
    """What a maintenance window closes (OPS-01)."""

    BINDING = "binding"
    SETTLEMENT = "settlement"
    PREMIUM = "premium"


class Maintenance(Base):
    """A window [starts_at, ends_at) in which features of an area and those below it are closed."""

    __tablename__ = "maintenance"

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    area: Mapped[str] = mapped_column(String(6))
    features: Mapped[list[str]] = mapped_column(JSON)
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant, index=True)


class Notice(Base):
    """An announcement (公告) for an area and everything below it, about one feature or none.

    It is shown from `announced_at` until `ends_at`. What it announces lasts from `starts_at` to
    `ends_at`, without end if that is null. Business time.
    """

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("ends_at IS NULL OR starts_at < ends_at", name="from_before_to"),
    )

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    seq: Mapped[int] = arrival("notice")
    area: Mapped[str] = mapped_column(String(6))
    feature: Mapped[Feature | None] = mapped_column(coded(Feature))
    title: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(String(2000))
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    announced_at: Mapped[datetime] = mapped_column(Instant)


class MessageKind(StrEnum):
    """Why a person receives a message."""

    BOUND = "bound"
    UNBOUND = "unbound"
    SPENT = "spent"
    REMINDER = "reminder"
    REFUND = "refund"
    LIMIT = "limit"
    NOTICE = "notice"


UNREAD, READ = text("read_at IS NULL"), text("read_at IS NOT NULL")


class Message(Base):
    """A message to one person (消息), written in the transaction of the act that causes it.

    Names of others are stored masked; the order is that of `seq`.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_person_id_seq", "person_id", "seq"),
        Index(
            "ix_message_person_kind_unread",
            "person_id",
            "kind",
            "seq",
            sqlite_where=UNREAD,
            postgresql_where=UNREAD,
        ),
        Index(
            "ix_message_person_kind_read",
            "person_id",
            "kind",
            "seq",
            sqlite_where=READ,
            postgresql_where=READ,
        ),
    )

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    seq: Mapped[int] = arrival("message")
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[MessageKind] = mapped_column(coded(MessageKind))
    at: Mapped[datetime] = mapped_column(Instant)
    title: Mapped[str] = mapped_column(String(50))
    text: Mapped[str] = mapped_column(String(1000))
    read_at: Mapped[datetime | None] = mapped_column(Instant)


class OutboxStatus(StrEnum):
    """`withheld`: written like any other text, so that both look alike, but never sent.

    `dead`: a dead letter, kept but not tried again; `dead_reason` says why.
    """

    QUEUED = "queued"
    WITHHELD = "withheld"
    SENT = "sent"
    DEAD = "dead"


class DeadReason(StrEnum):
    """Why a text is dead: its time had passed, or no provider accepted it for hours."""

    EXPIRED = "expired"
    UNDELIVERED = "undelivered"


class OutboxText(Base):
    """A text message to be sent, written in the transaction of the act that causes it.

    `expires_at` is business time; the sender's lease and `next_try_at` are real time, because
    providers use no other.
    """

    __tablename__ = "outbox_text"
    __table_args__ = (
        Index("ix_outbox_text_status_next_try", "status", "next_try_at", "seq"),
        Index("ix_outbox_text_status_created_at", "status", "created_at"),
    )

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    seq: Mapped[int] = arrival("outbox_text")
    status: Mapped[OutboxStatus] = mapped_column(coded(OutboxStatus))
    purpose: Mapped[str] = mapped_column(String(30))
    content_box: Mapped[bytes] = box("content")
    content = SealedBytes[bytes]()
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    tries: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    next_try_at: Mapped[datetime | None] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    dead_reason: Mapped[DeadReason | None] = mapped_column(coded(DeadReason))
