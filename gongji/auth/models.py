"""Tables of sign-in: codes, budgets, sessions, refresh tokens, links, devices, changed phones."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from gongji.app.context import Channel, Role
from gongji.kernel.db import Base, Instant, coded
from gongji.kernel.order import arrival
from gongji.kernel.ports import Platform
from gongji.kernel.privacy import INDEX_BYTES, Sealed
from gongji.kernel.sealing import SealedText, box

MAC_BYTES = INDEX_BYTES
"""The length to which the key ring truncates an HMAC-SHA256."""


class CodePurpose(StrEnum):
    LOGIN = "login"
    BIND = "bind"
    LINK = "link"
    PHONE = "phone"
    PHONE_UNDO = "phone_undo"


class SmsCode(Base):
    """A one-time code, kept as a MAC bound to its purpose, its subject (caller and relative, or a
    phone) and to what exactly it agrees to (BIND-03). Uses business time.
    """

    __tablename__ = "sms_code"
    __table_args__ = (Index("ix_sms_code_subject_seq", "subject", "seq"),)

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    seq: Mapped[int] = arrival("sms_code")
    purpose: Mapped[CodePurpose] = mapped_column(coded(CodePurpose))
    subject: Mapped[bytes] = mapped_column(LargeBinary(16))
    mac: Mapped[bytes] = mapped_column(LargeBinary(MAC_BYTES))
    tries_left: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Instant, index=True)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class Pace(Base):
    """One budget of one phone, person, device or address: the instants of its latest acts."""

    __tablename__ = "pace"

    key: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    touched_at: Mapped[datetime] = mapped_column(Instant, index=True)
    acts: Mapped[list[str]] = mapped_column(JSON)


OPEN = text("ended_at IS NULL")


class LoginSession(Base):
    """One device that is signed in; its refresh tokens are one family. Uses real time.

    `link_id` is the link through which it was begun: the session ends with it. `device_id` is the
    device that keeps the mark.
    """

    __tablename__ = "login_session"
    __table_args__ = (
        Index("ix_login_session_open", "subject_id", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    role: Mapped[Role] = mapped_column(coded(Role))
    subject_id: Mapped[str] = mapped_column(String(30), index=True)
    channel: Mapped[Channel] = mapped_column(coded(Channel))
    created_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    link_id: Mapped[str | None] = mapped_column(String(30), index=True)
    device_id: Mapped[str | None] = mapped_column(String(30))


class RefreshToken(Base):
    """The hash of an opaque refresh token; using one twice ends its session, but for a
    moment after its first use, while its successor is unused: the answer may have been lost.
    """

    __tablename__ = "refresh_token"
    __table_args__ = (Index("ix_refresh_token_session_used", "session_id", "used_at"),)

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("login_session.id"))
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class PlatformLink(Base):
    """A platform's user, linked to a person by a real-name check; the platform's id is a digest.

    Nothing else from the platform is stored, in particular not its session key. Uses real time.
    """

    __tablename__ = "platform_link"

    id: Mapped[str] = mapped_column(String(30), unique=True)
    platform: Mapped[Platform] = mapped_column(coded(Platform), primary_key=True)
    subject: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    linked_at: Mapped[datetime] = mapped_column(Instant)
    last_used_at: Mapped[datetime] = mapped_column(Instant)


class KnownDevice(Base):
    """A device on which a person has signed in, and which keeps a mark of it. Uses real time."""

    __tablename__ = "known_device"

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    since: Mapped[datetime] = mapped_column(Instant)


class PhoneChange(Base):
    """A change of phone by the person; the old phone may undo it for a day.

    `undone_at` is also set where the registry has reported another phone since, which makes the
    change final.
    """

    __tablename__ = "phone_change"
    __table_args__ = (Index("ix_phone_change_old_seq", "old_phone_index", "seq"),)

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    seq: Mapped[int] = arrival("phone_change")
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    old_phone_box: Mapped[bytes] = box("old_phone")
    old_phone = SealedText[Sealed]("phone")
    old_phone_index: Mapped[bytes] = mapped_column(LargeBinary(16))
    changed_at: Mapped[datetime] = mapped_column(Instant)
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
