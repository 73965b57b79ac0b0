"""Imports designated institutions (定点) and the item catalogue (目录): adds new rows, and updates
known ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import marshmallow as ma
from marshmallow import validate
from sqlalchemy import select

from gongji.app.context import Context
from gongji.app.schemas import Choice, Day, Text, WholeText, says
from gongji.imports.csv_file import Columns
from gongji.imports.fields import Cells, Rate, YesNoCell, Yuan, area, code
from gongji.imports.report import Outcome, Result
from gongji.imports.run_import import Intake, Numbered
from gongji.institutions.models import CatalogueItem, Institution
from gongji.kernel.db import Base, locked
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

    def facts(self) -> dict[str, Any]:
        return asdict(self)


class InstitutionCells(Cells):
    code = code(12, required=True)
    name = Text(200, required=True)
    area = area(required=True)
    kind = Choice(InstitutionKind, required=True)
    level = WholeText(1, 3, load_default=None)
    designated = YesNoCell(load_default=True)
    suspended_from = Day(load_default=None)
    chronic = YesNoCell(load_default=False)

    @ma.validates_schema
    def fits(self, data: Mapping[str, Any], **_: Any) -> None:
        if (data["kind"] is InstitutionKind.PHARMACY) != (data["level"] is None):
            why = says("level", "医院和社区机构须有级别 1 至 3，药店没有级别")
            raise ma.ValidationError(why, "level")


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item; the cap is for one unit, in fen."""

    code: str
    name: str
    kind: ItemKind
    level: str
    self_rate: Decimal
    price_cap_yuan: int | None

    def facts(self) -> dict[str, Any]:
        facts = asdict(self)
        return facts | {"price_cap_fen": facts.pop("price_cap_yuan")}


class ItemCells(Cells):
    code = code(50, required=True)
    name = Text(200, required=True)
    kind = Choice(ItemKind, required=True)
    level = Text(
        2,
        required=True,
        validate=validate.OneOf(("01", "02", "03"), error=says("choice", "应为 01、02 或 03")),
    )
    self_rate = Rate(required=True)
    price_cap_yuan = Yuan(load_default=None)


def _write_institutions(ctx: Context, rows: Sequence[Numbered[InstitutionRow]]) -> list[Outcome]:
    query = select(Institution).where(Institution.code.in_([row.item.code for row in rows]))
    query = query.order_by(Institution.code)
    known = {one.code: one for one in ctx.db.execute(locked(query)).scalars()}
    return [_add_or_update(ctx, Institution, known.get(row.item.code), row) for row in rows]


def _write_items(ctx: Context, rows: Sequence[Numbered[ItemRow]]) -> list[Outcome]:
    query = select(CatalogueItem).where(CatalogueItem.code.in_([row.item.code for row in rows]))
    query = query.order_by(CatalogueItem.code)
    known = {one.code: one for one in ctx.db.execute(locked(query)).scalars()}
    return [_add_or_update(ctx, CatalogueItem, known.get(row.item.code), row) for row in rows]


def _add_or_update(
    ctx: Context, table: type[Base], known: Base | None, row: Numbered[Any]
) -> Outcome:
    facts: dict[str, Any] = row.item.facts()
    if known is None:
        ctx.db.add(table(**facts))
        return Outcome(row.line, Result.ADDED)
    news = {name: value for name, value in facts.items() if getattr(known, name) != value}
    for name, value in news.items():
        setattr(known, name, value)
    return Outcome(row.line, Result.CHANGED if news else Result.SAME)


INSTITUTIONS = Intake(
    Columns(
        required=("code", "name", "area", "kind"),
        optional=("level", "designated", "suspended_from", "chronic"),
    ),
    InstitutionCells(),
    InstitutionRow,
    lambda row: row.code,
    _write_institutions,
)
CATALOGUE = Intake(
    Columns(required=("code", "name", "kind", "level", "self_rate"), optional=("price_cap_yuan",)),
    ItemCells(),
    ItemRow,
    lambda row: row.code,
    _write_items,
)
