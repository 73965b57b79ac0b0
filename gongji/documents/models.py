"""Table of issued documents: what anybody who holds the number may confirm."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from gongji.kernel.db import Base, Instant, coded


class DocumentKind(StrEnum):
    """A yearly statement (对账单), or the receipt of a bill (结算单) or a premium (缴费凭证)."""

    STATEMENT = "statement"
    SETTLEMENT = "settlement"
    PREMIUM = "premium"


class Verification(Base):
    """One issued document; `subject` is its year, settlement id or payment id.

    `totals` are its own figures in fen as they were when it was issued; both days are inside.
    """

    __tablename__ = "verification"
    __table_args__ = (Index("ix_verification_person_kind_subject", "person_id", "kind", "subject"),)

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    kind: Mapped[DocumentKind] = mapped_column(coded(DocumentKind))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    subject: Mapped[str] = mapped_column(String(30))
    from_on: Mapped[date]
    until_on: Mapped[date]
    totals: Mapped[dict[str, int]] = mapped_column(JSON)
    issued_at: Mapped[datetime] = mapped_column(Instant)
