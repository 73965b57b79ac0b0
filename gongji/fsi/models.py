"""Tables of the gateway: messages that wrote something, sign-ins, who was identified, what
was filed for people, files, and the journal of calls.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from gongji.kernel.db import Base, Instant, coded
from gongji.kernel.sealing import SealedBytes, box
from gongji.vocabulary import FilingKind


class GatewayMessage(Base):
    """A writing transaction that succeeded, for ever, with the output it was answered.

    One without output was called off by 2601 before it came, and is refused when it comes.
    """

    __tablename__ = "fsi_message"

    institution_code: Mapped[str] = mapped_column(ForeignKey("institution.code"), primary_key=True)
    msgid: Mapped[str] = mapped_column(String(30), primary_key=True)
    infno: Mapped[str] = mapped_column(String(6))
    fingerprint: Mapped[str] = mapped_column(String(64))
    output_box: Mapped[bytes | None] = box("output")
    output = SealedBytes[bytes | None]()
    created_at: Mapped[datetime] = mapped_column(Instant)


class UsedNonce(Base):
    """A nonce that a key has signed with: it holds once, as long as its time stamp does.

    `request` tells the request that used it from every other one, so that the same request may ask
    again after a lost COMMIT. Instants are real time.
    """

    __tablename__ = "fsi_used_nonce"

    access_key: Mapped[str] = mapped_column(String(100), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    request: Mapped[str] = mapped_column(String(40))
    used_at: Mapped[datetime] = mapped_column(Instant, index=True)


class SignIn(Base):
    """An operator's working day at an institution (9001 to 9002)."""

    __tablename__ = "fsi_sign_in"

    sign_no: Mapped[str] = mapped_column(String(30), primary_key=True)
    institution_code: Mapped[str] = mapped_column(ForeignKey("institution.code"))
    operator_no: Mapped[str] = mapped_column(String(20))
    signed_in_at: Mapped[datetime] = mapped_column(Instant)
    signed_out_at: Mapped[datetime | None] = mapped_column(Instant)


class Identified(Base):
    """That a person's credential was shown to an institution (1101) on a business day."""

    __tablename__ = "fsi_identified"

    institution_code: Mapped[str] = mapped_column(ForeignKey("institution.code"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, index=True)


class Filing(Base):
    """What an institution has filed for a person (备案): a chronic disease by its code, or a place
    of treatment by its kind of business and its order among the places. Both days are inside.

    `name` is of the disease, or of the place as it was called then.
    """

    __tablename__ = "fsi_filing"
    __table_args__ = (Index("ix_fsi_filing_person_id_kind", "person_id", "kind"),)

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    institution_code: Mapped[str] = mapped_column(ForeignKey("institution.code"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[FilingKind] = mapped_column(coded(FilingKind))
    code: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(300))
    place_order: Mapped[str] = mapped_column(String(3))
    place_code: Mapped[str] = mapped_column(String(12))
    begins_on: Mapped[date]
    ends_on: Mapped[date | None]
    memo: Mapped[str | None] = mapped_column(String(500))
    filed_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)


class ExchangedFile(Base):
    """A file of an institution (9101), or one for it (9102)."""

    __tablename__ = "fsi_file"

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    institution_code: Mapped[str] = mapped_column(ForeignKey("institution.code"))
    name: Mapped[str] = mapped_column(String(200))
    uploaded_at: Mapped[datetime] = mapped_column(Instant, index=True)
    content_box: Mapped[bytes] = box("content")
    content = SealedBytes[bytes]()


class GatewayCall(Base):
    """A call whose envelope could be read, for the one who is asked what became of it.

    `code` is that of a refusal, blank after a success. The institution is who the body says it is,
    which an unknown one says too. `at` is real time, when the reply was ready.
    """

    __tablename__ = "fsi_call"
    __table_args__ = (Index("ix_fsi_call_institution_code_at", "institution_code", "at"),)

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    institution_code: Mapped[str] = mapped_column(String(12))
    operator_no: Mapped[str] = mapped_column(String(30))
    terminal: Mapped[str] = mapped_column(String(100))
    infno: Mapped[str] = mapped_column(String(6))
    msgid: Mapped[str] = mapped_column(String(30))
    code: Mapped[str] = mapped_column(String(40))
    ms: Mapped[int]
