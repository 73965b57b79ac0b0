"""Tables of designated providers (定点), their keys, and the item catalogue (目录)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from gongji.institutions.services import ServiceTerm, term_from_json, term_to_json
from gongji.kernel.db import Base, coded
from gongji.kernel.json_columns import JsonValues
from gongji.kernel.sealing import SealedBytes, box
from gongji.vocabulary import InstitutionKind, ItemKind, Service

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
    """A gateway key of an institution; two may live at once, so that keys can be rotated."""

    __tablename__ = "institution_key"

    access_key: Mapped[str] = mapped_column(String(100), primary_key=True)
    institution_code: Mapped[str] = mapped_column(ForeignKey("institution.code"), index=True)
    secret_box: Mapped[bytes] = box("secret")
    secret = SealedBytes[bytes]()
    active: Mapped[bool]


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
