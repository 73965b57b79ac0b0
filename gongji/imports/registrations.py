"""Imports registered benefits (待遇登记): adds new ones, and updates the days of known ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import marshmallow as ma
from sqlalchemy import select

from gongji.app.context import Context
from gongji.app.schemas import Choice, Day, Text, says
from gongji.chronic.models import Registration
from gongji.imports.csv_file import Columns
from gongji.imports.fields import RowSchema, code, id_number
from gongji.imports.people import NOBODY, ids_of
from gongji.imports.report import Outcome, Result, bad
from gongji.imports.run_import import CsvImport, Numbered
from gongji.kernel.ids import new_id
from gongji.vocabulary import RegistrationKind, TwoDiseases


@dataclass(frozen=True, slots=True)
class RegistrationLine:
    id_number: str
    kind: RegistrationKind
    code: str
    name: str
    since: date | None
    until: date


class RegistrationRowSchema(RowSchema):
    id_number = id_number(required=True)
    kind = Choice(RegistrationKind, required=True)
    code = code(50, required=True)
    name = Text(200, required=True)
    since = Day(load_default=None)
    until = Day(required=True)

    @ma.validates_schema
    def fits(self, data: Mapping[str, Any], **_: Any) -> None:
        if data["since"] is not None and data["until"] < data["since"]:
            raise ma.ValidationError(says("order", "不能早于开始日期"), "until")
        if data["kind"] is RegistrationKind.TWO_DISEASES and data["code"] not in set(TwoDiseases):
            raise ma.ValidationError(says("choice", "两病应为 hypertension 或 diabetes"), "code")


def write(ctx: Context, rows: Sequence[Numbered[RegistrationLine]]) -> list[Outcome]:
    """A person who is not on record is refused."""
    ids = ids_of(ctx, [row.item.id_number for row in rows])
    held = select(Registration).where(Registration.person_id.in_(ids.values()))
    known = {(one.person_id, one.kind, one.code): one for one in ctx.db.execute(held).scalars()}
    outcomes = []
    for row in rows:
        item, person_id = row.item, ids.get(row.item.id_number)
        if person_id is None:
            outcomes.append(bad(row.line, "id_number", "unknown", NOBODY))
            continue
        days = {"name": item.name, "since": item.since, "until": item.until}
        old = known.get((person_id, item.kind, item.code))
        result = Result.SAME
        if old is None:
            named = {"person_id": person_id, "kind": item.kind, "code": item.code}
            ctx.db.add(Registration(id=new_id("reg"), **named, **days))
            result = Result.ADDED
        elif any(getattr(old, name) != value for name, value in days.items()):
            for name, value in days.items():
                setattr(old, name, value)
            result = Result.CHANGED
        outcomes.append(Outcome(row.line, result))
    return outcomes


REGISTRATIONS = CsvImport(
    Columns(required=("id_number", "kind", "code", "name", "until"), optional=("since",)),
    RegistrationRowSchema(),
    RegistrationLine,
    lambda row: (row.id_number, row.kind, row.code),
    write,
)
