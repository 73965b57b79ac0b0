"""The table of offices (经办机构), and what is done at one."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column, query_expression
from sqlalchemy.types import TypeDecorator

from gongji.kernel.db import Base

CODE_MAX, NAME_MAX, ADDRESS_MAX, HOURS_MAX, PHONE_MAX = 20, 100, 200, 200, 30


class OfficeService(StrEnum):
    """What people come to an office for; its Chinese is in `gongji.labels`."""

    ENROLMENT = "enrolment"
    ACCOUNT = "account"
    FAMILY = "family"
    PREMIUM = "premium"
    CHRONIC = "chronic"
    ELSEWHERE = "elsewhere"
    REIMBURSEMENT = "reimbursement"
    TRANSFER = "transfer"


class OfficeServices(TypeDecorator[tuple[OfficeService, ...]]):
    """Services as a JSON list of their codes."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Iterable[OfficeService] | None, dialect: Dialect) -> Any:
        return None if value is None else [one.value for one in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[OfficeService, ...]:
        return tuple(map(OfficeService, value))


class Office(Base):
    """One office; `area` is the county, prefecture or province that it serves.

    `hours` and `phone` are as the office publishes them, the hours None where they are not known.
    """

    __tablename__ = "office"
    __table_args__ = (Index("ix_office_area_code", "area", "code"),)

    code: Mapped[str] = mapped_column(String(CODE_MAX), primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    area: Mapped[str] = mapped_column(String(6))
    address: Mapped[str] = mapped_column(String(ADDRESS_MAX))
    hours: Mapped[str | None] = mapped_column(String(HOURS_MAX))
    phone: Mapped[str] = mapped_column(String(PHONE_MAX))
    services: Mapped[tuple[OfficeService, ...]] = mapped_column(OfficeServices)

    place: Mapped[str | None] = query_expression()
    """Where it stands in a list that was asked for; no column (see `gongji.offices.queries`)."""
