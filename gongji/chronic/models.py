"""Table of chronic-care qualifications (慢特病待遇资格)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from gongji.kernel.db import Base


class Qualification(Base):
    """A person's entitlement for one disease until `valid_to`, inclusive (CHR-08)."""

    __tablename__ = "chronic_qualification"
    __table_args__ = (Index("uq_chronic_person_code", "person_id", "code", unique=True),)

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    disease: Mapped[str] = mapped_column(String(100))
    code: Mapped[str] = mapped_column(String(30))
    valid_to: Mapped[date]
    online: Mapped[bool]
