"""Tables of chronic-care qualifications (慢特病待遇资格), of their extensions, and of other
registered benefits.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from gongji.app.context import Channel
from gongji.kernel.db import Base, Instant, coded
from gongji.kernel.order import arrival
from gongji.vocabulary import RegistrationKind


def first_day_after(approved_on: date | None) -> date | None:
    """The first day of the month after an approval (CHR-07)."""
    day = approved_on
    return day and date(day.year + day.month // 12, day.month % 12 + 1, 1)


class Qualification(Base):
    """A person's entitlement for one disease until `valid_to`, inclusive (CHR-08).

    `approved_on` is None where nobody told it: it was approved some time ago.
    """

    __tablename__ = "chronic_qualification"
    __table_args__ = (Index("uq_chronic_person_code", "person_id", "code", unique=True),)

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    seq: Mapped[int] = arrival("chronic_qualification")
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    disease: Mapped[str] = mapped_column(String(100))
    code: Mapped[str] = mapped_column(String(30))
    valid_to: Mapped[date]
    online: Mapped[bool]
    approved_on: Mapped[date | None]

    @property
    def begins_on(self) -> date | None:
        """The first day on which it holds; None where no approval is known."""
        return first_day_after(self.approved_on)

    def holds_within(self, first: date, last: date) -> bool:
        """On any of these days, both inside."""
        begins = self.begins_on
        return first <= self.valid_to and (begins is None or begins <= last)


class Registration(Base):
    """A registered benefit (待遇登记) other than for a chronic disease, both days inside.

    `code` is the item of a drug of both channels (双通道), or which of the two diseases (两病).
    """

    __tablename__ = "benefit_registration"
    __table_args__ = (Index("uq_benefit_registration", "person_id", "kind", "code", unique=True),)

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[RegistrationKind] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(50))
    name: Mapped[str] = mapped_column(String(200))
    since: Mapped[date | None]
    until: Mapped[date]


class Extension(Base):
    """An online extension of a qualification (待遇延期), with the commitment that was given.

    Never changed or deleted: it is the consent, with version, time and channel (CHR-05).
    `acted_by` is the bound relative who gave the commitment for the patient, and `agreed_at` when
    the patient's code was entered; None where the patient acted.
    """

    __tablename__ = "chronic_extension"
    __table_args__ = (
        Index("ix_chronic_extension_person_id_seq", "person_id", "seq"),
        Index("ix_chronic_extension_acted_by_seq", "acted_by", "seq"),
    )

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    seq: Mapped[int] = arrival("binding", "chronic_extension", "quota")
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    qualification_id: Mapped[str] = mapped_column(ForeignKey("chronic_qualification.id"))
    valid_before: Mapped[date]
    valid_to: Mapped[date]
    commitment_version: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(Instant)
    channel: Mapped[Channel] = mapped_column(coded(Channel))
    acted_by: Mapped[str | None] = mapped_column(String(30))
    agreed_at: Mapped[datetime | None] = mapped_column(Instant)
