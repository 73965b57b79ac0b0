"""Tables of insured persons (参保人) and their insurances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from gongji.app.context import Channel, Role
from gongji.kernel.db import Base, Instant, coded
from gongji.kernel.json_columns import JsonValue
from gongji.kernel.order import NextOf, arrival
from gongji.kernel.privacy import Sealed
from gongji.kernel.sealing import SealedText, box
from gongji.vocabulary import Category, InsuranceKind, InsuranceStatus, Subsidy


class Person(Base):
    """One human being, found by the blind index of the ID number.

    They are notified of family payments from `spent_threshold_fen` on. `signed_in_at` is real time.
    `identity_due`: the registry changed the phone, and its holder has not yet proved who they are.
    """

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    seq: Mapped[int] = arrival("person")
    name: Mapped[str] = mapped_column(String(50))
    sex: Mapped[str] = mapped_column(String(1))
    born_on: Mapped[date]
    id_number_box: Mapped[bytes] = box("id_number")
    id_number = SealedText[Sealed]("id_number")
    id_number_index: Mapped[bytes] = mapped_column(LargeBinary(16), unique=True)
    phone_box: Mapped[bytes | None] = box("phone")
    phone = SealedText[Sealed | None]("phone")
    phone_index: Mapped[bytes | None] = mapped_column(LargeBinary(16), index=True)
    subsidy: Mapped[Subsidy] = mapped_column(coded(Subsidy), default=Subsidy.NONE)
    died_on: Mapped[date | None]
    phone_changed_at: Mapped[datetime | None] = mapped_column(Instant)
    signed_in_at: Mapped[datetime | None] = mapped_column(Instant)
    identity_due: Mapped[bool] = mapped_column(default=False)
    spent_threshold_fen: Mapped[int] = mapped_column(BigInteger, default=0)

    insurances: Mapped[list[Insurance]] = relationship(
        order_by="Insurance.kind, Insurance.id", lazy="raise", viewonly=True
    )


@dataclass(frozen=True, slots=True)
class StoredCover:
    """What an insurance was before the registry's first event about the person."""

    category: Category | None
    status: InsuranceStatus
    area: str
    monthly_base_fen: int | None
    retired_on: date | None

    def to_json(self) -> Mapping[str, object]:
        return asdict(self) | {"retired_on": self.retired_on and self.retired_on.isoformat()}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> StoredCover:
        return cls(
            category=Category(row["category"]) if row["category"] else None,
            status=InsuranceStatus(row["status"]),
            area=row["area"],
            monthly_base_fen=row["monthly_base_fen"],
            retired_on=date.fromisoformat(row["retired_on"]) if row["retired_on"] else None,
        )


@dataclass(frozen=True, slots=True)
class EventData:
    """What a registry event reports beside its type and day; None where it says nothing."""

    insurance: InsuranceKind | None = None
    to_area: str | None = None
    area: str | None = None
    monthly_base_fen: int | None = None

    def to_json(self) -> Mapping[str, object]:
        return {name: value for name, value in asdict(self).items() if value is not None}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> EventData:
        named = row.get("insurance")
        return cls(
            insurance=InsuranceKind(named) if named else None,
            to_area=row.get("to_area"),
            area=row.get("area"),
            monthly_base_fen=row.get("monthly_base_fen"),
        )


class Insurance(Base):
    """One basic insurance of a person: which pool pays for them, and where.

    `before_events` is what it was when the registry's first event about the person was applied;
    what it is now is those events replayed on it. From the month after `retired_on` the monthly
    credit is a retired person's (BAL-04).
    """

    __tablename__ = "insurance"

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[InsuranceKind] = mapped_column(coded(InsuranceKind))
    category: Mapped[Category | None] = mapped_column(coded(Category))
    status: Mapped[InsuranceStatus] = mapped_column(coded(InsuranceStatus))
    area: Mapped[str] = mapped_column(String(6))
    monthly_base_fen: Mapped[int | None] = mapped_column(BigInteger)
    retired_on: Mapped[date | None]
    before_events: Mapped[StoredCover | None] = mapped_column(
        JsonValue(StoredCover.to_json, StoredCover.from_json)
    )


class RegistryEvent(Base):
    """What the registry reported about a person; `seq` is the order of arrival.

    It waits (`applied_at` null) until its `effective_on` has come. Its phone is sealed.
    """

    __tablename__ = "registry_event"
    __table_args__ = (
        Index("uq_registry_event_person_seq", "person_id", "seq", unique=True),
        Index(
            "ix_registry_event_waiting",
            "effective_on",
            sqlite_where=text("applied_at IS NULL"),
            postgresql_where=text("applied_at IS NULL"),
        ),
    )

    event_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    type: Mapped[str] = mapped_column(String(30))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    effective_on: Mapped[date]
    data: Mapped[EventData] = mapped_column(JsonValue(EventData.to_json, EventData.from_json))
    phone_box: Mapped[bytes | None] = box("phone")
    phone = SealedText[Sealed | None]("phone")
    received_at: Mapped[datetime] = mapped_column(Instant)
    seq: Mapped[int] = mapped_column(default=NextOf(["registry_event"]), index=True, unique=True)
    applied_at: Mapped[datetime | None] = mapped_column(Instant, index=True)


class AccessPending(Base):
    """A line about an ID number for which it must not be looked up whether a person is stored here.

    It moves into that person's access log when they read it.
    """

    __tablename__ = "access_pending"

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    id_number_index: Mapped[bytes] = mapped_column(LargeBinary(16), index=True)
    actor: Mapped[str] = mapped_column(String(200))
    actor_role: Mapped[Role] = mapped_column(coded(Role))
    channel: Mapped[Channel] = mapped_column(coded(Channel))
    what: Mapped[str] = mapped_column(String(200))


class Access(Base):
    """One look at a person's data, never changed; `actor` is named as the person reads it."""

    __tablename__ = "access_log"
    __table_args__ = (Index("ix_access_log_person_id_seq", "person_id", "seq"),)

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    seq: Mapped[int] = arrival("access_log")
    at: Mapped[datetime] = mapped_column(Instant)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    actor: Mapped[str] = mapped_column(String(200))
    actor_role: Mapped[Role] = mapped_column(coded(Role))
    channel: Mapped[Channel] = mapped_column(coded(Channel))
    what: Mapped[str] = mapped_column(String(200))
