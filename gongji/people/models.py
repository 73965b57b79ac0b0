"""Tables of insured persons (参保人) and their insurances."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from gongji.kernel.db import Base, Instant, coded
from gongji.kernel.privacy import Sealed, SealedText


class InsuranceKind(StrEnum):
    EMPLOYEE = "employee"
    RESIDENT = "resident"


class Category(StrEnum):
    """How an employee is insured; only `pool_only` (单建统筹) has no personal account."""

    ACTIVE = "active"
    RETIRED = "retired"
    FLEXIBLE = "flexible"
    POOL_ONLY = "pool_only"


class InsuranceStatus(StrEnum):
    NORMAL = "normal"
    SUSPENDED = "suspended"
    ENDED = "ended"


class Subsidy(StrEnum):
    """Premium support of a resident: half (低保 …) or full (特困 …), PREM-05."""

    NONE = "none"
    HALF = "half"
    FULL = "full"


class Person(Base):
    """One human being, found by the blind index of his ID number."""

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    name: Mapped[str] = mapped_column(String(50))
    sex: Mapped[str] = mapped_column(String(1))
    born_on: Mapped[date]
    id_number: Mapped[Sealed] = mapped_column(SealedText("id_number"))
    id_number_index: Mapped[bytes] = mapped_column(LargeBinary(16), unique=True)
    phone: Mapped[Sealed | None] = mapped_column(SealedText("phone"))
    phone_index: Mapped[bytes | None] = mapped_column(LargeBinary(16), index=True)
    subsidy: Mapped[Subsidy] = mapped_column(coded(Subsidy), default=Subsidy.NONE)
    died_on: Mapped[date | None]
    phone_changed_at: Mapped[datetime | None] = mapped_column(Instant)

    insurances: Mapped[list[Insurance]] = relationship(
        order_by="Insurance.id", lazy="raise", viewonly=True
    )


class Insurance(Base):
    """One basic insurance of a person: whose pool pays for him, and where."""

    __tablename__ = "insurance"

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[InsuranceKind] = mapped_column(coded(InsuranceKind))
    category: Mapped[Category | None] = mapped_column(coded(Category))
    status: Mapped[InsuranceStatus] = mapped_column(coded(InsuranceStatus))
    area: Mapped[str] = mapped_column(String(6))
    monthly_base_fen: Mapped[int | None] = mapped_column(BigInteger)
