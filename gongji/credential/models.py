"""Table of insurance codes (医保码)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from gongji.kernel.db import Base, Instant


class InsuranceCode(Base):
    """A token shown to one institution: free until first presented, dead after the settlement."""

    __tablename__ = "insurance_code"
    __table_args__ = (Index("ix_insurance_code_person_at", "person_id", "created_at"),)

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    institution_code: Mapped[str | None] = mapped_column(String(12))
    presented_on: Mapped[date | None]
    used_at: Mapped[datetime | None] = mapped_column(Instant)
