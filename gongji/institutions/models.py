"""Tables of designated providers (定点), their keys and what is trusted of them, and the item
catalogue (目录).
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from gongji.institutions.services import ServiceTerm, term_from_json, term_to_json
from gongji.kernel.db import Base, Instant, coded
from gongji.kernel.json_columns import JsonValues
from gongji.kernel.order import arrival
from gongji.kernel.sealing import SealedBytes, box
from gongji.vocabulary import InstitutionKind, ItemKind, Scheme, Service

PROHIBITED = frozenset({ItemKind.PUBLIC_HEALTH, ItemKind.FITNESS, ItemKind.WELLNESS})


class Institution(Base):
    """A hospital, community centre or pharmacy; `level` 1–3 decides deductible and share."""

    __tablename__ = "institution"
    __table_args__ = (
        Index("ix_institution_area_code", "area", "code"),
        Index("ix_institution_kind_level_code", "kind", "level", "code"),
    )

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    area: Mapped[str] = mapped_column(String(6))
    level: Mapped[int | None]
    kind: Mapped[InstitutionKind] = mapped_column(coded(InstitutionKind))
    designated: Mapped[bool]
    suspended_from: Mapped[date | None]
    services: Mapped[tuple[ServiceTerm, ...]] = mapped_column(
        JsonValues(term_to_json, term_from_json)
    )

    def is_open(self, day: date) -> bool:
        """Designated, its agreement not suspended, and accounts accepted on that day (SCN-07)."""
        in_force = self.suspended_from is None or day < self.suspended_from
        return self.designated and in_force and self.offers(Service.ACCOUNT, day)

    def offers(self, service: Service, day: date) -> bool:
        """Whether the agreement opens this service on that day (SCN-08)."""
        return any(term.service is service and term.covers(day) for term in self.services)


class InstitutionKey(Base):
    """A gateway key of an institution; two may live at once, so that keys can be rotated.

    Instants are real time. `used_at` is the last use to the hour, kept for who retires a key.
    """

    __tablename__ = "institution_key"

    access_key: Mapped[str] = mapped_column(String(100), primary_key=True)
    institution_code: Mapped[str] = mapped_column(ForeignKey("institution.code"), index=True)
    secret_box: Mapped[bytes] = box("secret")
    secret = SealedBytes[bytes]()
    made_at: Mapped[datetime | None] = mapped_column(Instant)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
    retired_at: Mapped[datetime | None] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)

    def lives(self, now: datetime) -> bool:
        """Neither retired nor expired; `now` is real time."""
        return self.retired_at is None and (self.expires_at is None or now < self.expires_at)


class SealedTextRule(StrEnum):
    """Which text an SM2 signature in `cainfo` is over."""

    ENVELOPE = "envelope"
    """The envelope without `cainfo` and `input`: the body itself is not signed."""

    INPUT = "input"
    """The same with `input`."""


class InstitutionTrust(Base):
    """What an institution is pinned to at the gateway; one without a row is pinned to nothing.

    `addresses` are networks, empty for any. `certificate` is the subject of its client certificate
    as the proxy writes it (RFC 2253). `cainfo_key` is its SM2 public key, 128 hex digits.
    `suspended_at`, real time, is since when no call of it is answered.
    """

    __tablename__ = "institution_trust"

    institution_code: Mapped[str] = mapped_column(ForeignKey("institution.code"), primary_key=True)
    scheme: Mapped[Scheme | None] = mapped_column(coded(Scheme))
    addresses: Mapped[list[str]] = mapped_column(JSON)
    certificate: Mapped[str | None] = mapped_column(String(300))
    cainfo_key: Mapped[str | None] = mapped_column(String(128))
    cainfo_text: Mapped[SealedTextRule | None] = mapped_column(coded(SealedTextRule))
    cainfo_required: Mapped[bool]
    suspended_at: Mapped[datetime | None] = mapped_column(Instant)


class TrustAct(StrEnum):
    """What was done to the trust in an institution, or what it gave rise to."""

    ADDED = "added"
    KEY_MADE = "key_made"
    KEY_RETIRED = "key_retired"
    PINNED = "pinned"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    ALARM = "alarm"


class InstitutionAct(Base):
    """One line of an institution's record, never changed; `actor` is the operator's login name.

    `at` is real time. No line holds a secret or a person's data.
    """

    __tablename__ = "institution_act"
    __table_args__ = (Index("ix_institution_act_institution_code_seq", "institution_code", "seq"),)

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    seq: Mapped[int] = arrival("institution_act")
    at: Mapped[datetime] = mapped_column(Instant)
    institution_code: Mapped[str] = mapped_column(ForeignKey("institution.code"))
    actor: Mapped[str] = mapped_column(String(100))
    act: Mapped[TrustAct] = mapped_column(coded(TrustAct))
    what: Mapped[str] = mapped_column(String(500))


class CatalogueItem(Base):
    """An item of the catalogue: class 甲 01, 乙 02, 丙 03, first self-pay rate, unit price cap.

    The cap is in yuan for one unit. A `restricted` item (限制用药) is covered only where the
    hospital approves its use; `dual` marks a drug of both channels (双通道).
    """

    __tablename__ = "catalogue_item"

    code: Mapped[str] = mapped_column(String(50), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[ItemKind] = mapped_column(coded(ItemKind))
    level: Mapped[str] = mapped_column(String(2))
    self_rate: Mapped[Decimal] = mapped_column(Numeric(5, 4))
    price_cap: Mapped[Decimal | None] = mapped_column(Numeric(16, 6))
    restricted: Mapped[bool]
    dual: Mapped[bool]
