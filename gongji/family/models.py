"""Table of bindings (共济关系): who may draw on whose account, from when to when, how much."""

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


class BindingStatus(StrEnum):
    """Derived from dates and `ended_at`, never stored."""

    PENDING = "pending"
    ACTIVE = "active"
    ENDED = "ended"


class EndReason(StrEnum):
    UNBOUND_BY_AUTHORIZER = "unbound_by_authorizer"
    UNBOUND_BY_BENEFICIARY = "unbound_by_beneficiary"
    UNBOUND_BY_COUNTER = "unbound_by_counter"
    EXPIRED = "expired"
    DEATH = "death"
    TRANSFER_OUT = "transfer_out"
    INSURANCE_ENDED = "insurance_ended"
    CORRECTED = "corrected"


class Side(StrEnum):
    AUTHORIZER = "authorizer"
    BENEFICIARY = "beneficiary"


LIVE = text("ended_at IS NULL")


class Binding(Base):
    """One binding, never deleted (UNB-06). It changes only under its authorizer's account lock.

    The two slots are the places that a live binding takes: unique per authorizer (LIM-01) and per
    beneficiary (LIM-04), so the database decides a race for the last place. `seq` is the order in
    which bindings were made and are used. A binding that was `withdrawn` before its first day takes
    no place in the lifetime count (LIM-05). Two versions of the authorizer's account part what was
    spent before from what was spent after, because clocks go back: `ended_version` when the binding
    ended, `hold_set_version` when its hold was last set. What was spent before that is not put back
    into the hold.
    """

    __tablename__ = "binding"
    __table_args__ = (
        CheckConstraint("authorizer_id <> beneficiary_id", name="not_oneself"),
        CheckConstraint("starts_on <= ends_on", name="dates_in_order"),
        CheckConstraint("hold_fen >= 0", name="hold_never_negative"),
        CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="ended_with_reason"),
        Index(
            "uq_binding_authorizer_slot",
            "authorizer_id",
            "authorizer_slot",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        Index(
            "uq_binding_beneficiary_slot",
            "beneficiary_id",
            "beneficiary_slot",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        Index("ix_binding_authorizer_id_seq", "authorizer_id", "seq"),
        Index("ix_binding_beneficiary_id_seq", "beneficiary_id", "seq"),
        Index(
            "ix_binding_live_authorizer",
            "authorizer_id",
            "seq",
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        Index(
            "ix_binding_live_beneficiary",
            "beneficiary_id",
            "seq",
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        Index("ix_binding_live_ends_on", "ends_on", sqlite_where=LIVE, postgresql_where=LIVE),
    )

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    seq: Mapped[int] = arrival("binding", "chronic_extension", "quota")
    authorizer_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    beneficiary_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    authorizer_slot: Mapped[int]
    beneficiary_slot: Mapped[int]
    relation: Mapped[Relation] = mapped_column(coded(Relation))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    channel: Mapped[Channel] = mapped_column(coded(Channel))
    created_at: Mapped[datetime] = mapped_column(Instant)
    commitment_version: Mapped[str] = mapped_column(String(20))
    consent: Mapped[Mapping[str, str | None]] = mapped_column(JSON)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    end_reason: Mapped[EndReason | None] = mapped_column(coded(EndReason))
    ended_by: Mapped[str | None] = mapped_column(String(30))
    ended_version: Mapped[int | None] = mapped_column(BigInteger)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    per_use_fen: Mapped[int | None] = mapped_column(BigInteger)
    month_fen: Mapped[int | None] = mapped_column(BigInteger)
    year_fen: Mapped[int | None] = mapped_column(BigInteger)
    hold_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    hold_set_version: Mapped[int | None] = mapped_column(BigInteger)

    def status(self, today: date) -> BindingStatus:
        """Ended, not started, or running on that day; the last day counts whole (BIND-05)."""
        if self.ended_at is not None or self.ends_on < today:
            return BindingStatus.ENDED
        return BindingStatus.PENDING if today < self.starts_on else BindingStatus.ACTIVE

    def reason(self, today: date) -> EndReason | None:
        """Why it ended; a passed last day needs no act (UNB-05)."""
        if self.ended_at is None and self.ends_on < today:
            return EndReason.EXPIRED
        return self.end_reason

    def people(self) -> tuple[str, str]:
        """The authorizer's id, then the beneficiary's."""
        return self.authorizer_id, self.beneficiary_id

    def side_of(self, person_id: str) -> Side | None:
        """Which side this person is; None for all others."""
        sides = {self.authorizer_id: Side.AUTHORIZER, self.beneficiary_id: Side.BENEFICIARY}
        return sides.get(person_id)

    def other_side(self, person_id: str) -> str:
        """The id of the person with whom this person shares."""
        return self.beneficiary_id if person_id == self.authorizer_id else self.authorizer_id
