"""Tables of sign-in: one-time codes, sessions, refresh tokens, links to platforms."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from gongji.gateways.ports import Platform
from gongji.kernel.context import Channel, Role
from gongji.kernel.db import Base, Instant, coded
from gongji.kernel.order import arrival
from gongji.kernel.privacy import INDEX_BYTES

MAC_BYTES = INDEX_BYTES
"""What the key ring's digest leaves of an HMAC-SHA256."""


class CodePurpose(StrEnum):
    LOGIN = "login"
    BIND = "bind"
    PHONE = "phone"


class SmsCode(Base):
    """A one-time code, kept as a MAC bound to its purpose, caller and relative (BIND-03).

    Lives on business time. Its rows are also the record that pacing counts.
    """

    __tablename__ = "sms_code"
    __table_args__ = (
        Index("ix_sms_code_phone_at", "phone_index", "created_at"),
        Index("ix_sms_code_caller_at", "caller_id", "created_at"),
        Index("ix_sms_code_subject_seq", "subject", "seq"),
    )

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    seq: Mapped[int] = arrival("sms_code")
    purpose: Mapped[CodePurpose] = mapped_column(coded(CodePurpose))
    subject: Mapped[bytes] = mapped_column(LargeBinary(16))
    phone_index: Mapped[bytes] = mapped_column(LargeBinary(16))
    caller_id: Mapped[str] = mapped_column(String(30))
    mac: Mapped[bytes] = mapped_column(LargeBinary(MAC_BYTES))
    tries_left: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class Pace(Base):
    """A row to lock while the codes of one phone or caller are counted."""

    __tablename__ = "pace"

    key: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    touched_at: Mapped[datetime] = mapped_column(Instant)


class LoginSession(Base):
    """One device that is signed in; its refresh tokens are one family. Lives on real time."""

    __tablename__ = "login_session"

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    role: Mapped[Role] = mapped_column(coded(Role))
    subject_id: Mapped[str] = mapped_column(String(30), index=True)
    channel: Mapped[Channel] = mapped_column(coded(Channel))
    created_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class RefreshToken(Base):
    """The hash of an opaque refresh token; using one twice ends its session (T-11)."""

    __tablename__ = "refresh_token"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("login_session.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class PlatformLink(Base):
    """A platform's user whom a real-name check tied to a person; the platform's id stays a digest.

    Nothing else of the platform is kept, its session key least of all.
    """

    __tablename__ = "platform_link"

    platform: Mapped[Platform] = mapped_column(coded(Platform), primary_key=True)
    subject: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    linked_at: Mapped[datetime] = mapped_column(Instant)
