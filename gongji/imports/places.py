"""Imports designated institutions (定点), the item catalogue (目录) and offices (经办机构): adds
new rows, and updates known ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

import marshmallow as ma
from marshmallow import validate
from sqlalchemy import select

from gongji.app.context import Context
from gongji.app.fields import UnitPrice
from gongji.app.schemas import Choice, Day, Text, WholeText, says
from gongji.imports.csv_file import Columns
from gongji.imports.fields import CodesCell, Rate, RowSchema, ServicesCell, YesNoCell, area, code
from gongji.imports.report import Outcome, Result
from gongji.imports.run_import import CsvImport, Numbered
from gongji.institutions.models import CatalogueItem, Institution
from gongji.institutions.services import ServiceTerm, agreed
from gongji.kernel.db import locked
from gongji.offices import models as offices
from gongji.offices.models import Office, OfficeService
from gongji.vocabulary import InstitutionKind, ItemKind


@dataclass(frozen=True, slots=True)
class InstitutionRow:
    code: str
    name: str
    area: str
    kind: InstitutionKind
    level: int | None
    designated: bool
    suspended_from: date | None
    chronic: bool
    services: tuple[ServiceTerm, ...]

    def columns(self) -> Mapping[str, object]:
        columns = {one.name: getattr(self, one.name) for one in fields(self)}
        terms = agreed(self.kind, self.level, chronic=columns.pop("chronic"), stated=self.services)
        return columns | {"services": terms}


class InstitutionRowSchema(RowSchema):
    code = code(12, required=True)
    name = Text(200, required=True)
    area = area(required=True)
    kind = Choice(InstitutionKind, required=True)
    level = WholeText(1, 3, load_default=None)
    designated = YesNoCell(load_default=True)
    suspended_from = Day(load_default=None)
    chronic = YesNoCell(load_default=False)
    services = ServicesCell(load_default=())

    @ma.validates_schema
    def fits(self, data: Mapping[str, Any], **_: Any) -> None:
        if (data["kind"] is InstitutionKind.PHARMACY) != (data["level"] is None):
            why = says("level", "医院和社区机构须有级别 1 至 3，药店没有级别")
            raise ma.ValidationError(why, "level")


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item; the cap is for one unit."""

    code: str
    name: str
    kind: ItemKind
    level: str
    self_rate: Decimal
    price_cap_yuan: Decimal | None
    restricted: bool
    dual: bool

    def columns(self) -> Mapping[str, object]:
        columns = asdict(self)
        return columns | {"price_cap": columns.pop("price_cap_yuan")}


class ItemRowSchema(RowSchema):
    code = code(50, required=True)
    name = Text(200, required=True)
    kind = Choice(ItemKind, required=True)
    level = Text(
        2,
        required=True,
        validate=validate.OneOf(("01", "02", "03"), error=says("choice", "应为 01、02 或 03")),
    )
    self_rate = Rate(required=True)
    price_cap_yuan = UnitPrice(load_default=None)
    restricted = YesNoCell(load_default=False)
    dual = YesNoCell(load_default=False)


TELEPHONE = r"^[0-9][0-9 \-]*[0-9]\Z"


@dataclass(frozen=True, slots=True)
class OfficeRow:
    code: str
    name: str
    area: str
    address: str
    hours: str | None
    phone: str
    services: tuple[OfficeService, ...]

    def columns(self) -> Mapping[str, object]:
        return asdict(self)


class OfficeRowSchema(RowSchema):
    code = code(offices.CODE_MAX, required=True)
    name = Text(offices.NAME_MAX, required=True)
    area = area(required=True)
    address = Text(offices.ADDRESS_MAX, required=True)
    hours = Text(offices.HOURS_MAX, load_default=None)
    phone = Text(
        offices.PHONE_MAX,
        required=True,
        validate=validate.Regexp(
            TELEPHONE, error=says("telephone", "应为电话号码，由数字和短横线组成")
        ),
    )
    services = CodesCell(OfficeService, load_default=())


Registered = TypeVar("Registered", Institution, CatalogueItem, Office)


def _write(
    ctx: Context,
    rows: Sequence[Numbered[InstitutionRow]]
    | Sequence[Numbered[ItemRow]]
    | Sequence[Numbered[OfficeRow]],
    table: type[Registered],
) -> list[Outcome]:
    """Adds a row, or changes the columns of the known one of the same code that differ."""
    query = select(table).where(table.code.in_([row.item.code for row in rows]))
    found = ctx.db.execute(locked(query.order_by(table.code))).scalars()
    known = {one.code: one for one in found}
    outcomes = []
    for row in rows:
        columns, old = row.item.columns(), known.get(row.item.code)
        result = Result.SAME
        if old is None:
            ctx.db.add(table(**columns))
            result = Result.ADDED
        else:
            for name, value in columns.items():
                if getattr(old, name) != value:
                    setattr(old, name, value)
                    result = Result.CHANGED
        outcomes.append(Outcome(row.line, result))
    return outcomes


INSTITUTIONS = CsvImport(
    Columns(
        required=("code", "name", "area", "kind"),
        optional=("level", "designated", "suspended_from", "chronic", "services"),
    ),
    InstitutionRowSchema(),
    InstitutionRow,
    lambda row: row.code,
    partial(_write, table=Institution),
)
CATALOGUE = CsvImport(
    Columns(
        required=("code", "name", "kind", "level", "self_rate"),
        optional=("price_cap_yuan", "restricted", "dual"),
    ),
    ItemRowSchema(),
    ItemRow,
    lambda row: row.code,
    partial(_write, table=CatalogueItem),
)
OFFICES = CsvImport(
    Columns(required=("code", "name", "area", "address", "phone"), optional=("hours", "services")),
    OfficeRowSchema(),
    OfficeRow,
    lambda row: row.code,
    partial(_write, table=Office),
)
