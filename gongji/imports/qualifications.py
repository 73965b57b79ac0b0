"""Imports qualifications for chronic care (慢特病待遇资格): adds new ones, updates known ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import marshmallow as ma
from sqlalchemy import select

from gongji.app.context import Context
from gongji.app.schemas import Day, Text, says
from gongji.chronic.diseases import diseases
from gongji.chronic.models import Extension, Qualification, first_day_after
from gongji.imports.csv_file import Columns
from gongji.imports.fields import RowSchema, YesNoCell, code, id_number
from gongji.imports.people import NOBODY, ids_of
from gongji.imports.report import Outcome, Result, bad
from gongji.imports.run_import import CsvImport, Numbered
from gongji.kernel.db import locked
from gongji.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class QualificationLine:
    """One disease of one person; `online` is None where the list of diseases is to say it."""

    id_number: str
    disease: str
    code: str
    approved_on: date | None
    valid_to: date
    online: bool | None

    def columns(self) -> dict[str, Any]:
        """What is written of it; a disease that the list does not name is not extended online."""
        named = (self.code, self.disease)
        listed = [one.online for one in diseases() if one.code in named or one.name in named]
        online = any(listed) if self.online is None else self.online
        return {
            "disease": self.disease,
            "approved_on": self.approved_on,
            "valid_to": self.valid_to,
            "online": online,
        }


class QualificationRowSchema(RowSchema):
    id_number = id_number(required=True)
    disease = Text(100, required=True)
    code = code(30, required=True)
    approved_on = Day(load_default=None)
    valid_to = Day(required=True)
    online = YesNoCell(load_default=None)

    @ma.validates_schema
    def fits(self, data: Mapping[str, Any], **_: Any) -> None:
        """It begins in the month after its approval, and must not end before it."""
        begins = first_day_after(data["approved_on"])
        if begins is not None and data["valid_to"] < begins:
            raise ma.ValidationError(says("order", "不能早于审批次月的 1 日"), "valid_to")


def write(ctx: Context, rows: Sequence[Numbered[QualificationLine]]) -> list[Outcome]:
    """A person who is not on record is refused, and so is an approval of a day to come.

    A row with the last day that an online extension has prolonged is older than that extension, and
    leaves the day as it is now.
    """
    ids = ids_of(ctx, [row.item.id_number for row in rows])
    held = select(Qualification).where(Qualification.person_id.in_(ids.values()))
    found = ctx.db.execute(locked(held.order_by(Qualification.id))).scalars().all()
    known = {(one.person_id, one.code): one for one in found}
    prolonged = defaultdict(set)
    extended = select(Extension.qualification_id, Extension.valid_before).where(
        Extension.person_id.in_(ids.values())
    )
    for qualification_id, valid_before in ctx.db.execute(extended):
        prolonged[qualification_id].add(valid_before)
    outcomes = []
    for row in rows:
        item, person_id = row.item, ids.get(row.item.id_number)
        if person_id is None:
            outcomes.append(bad(row.line, "id_number", "unknown", NOBODY))
            continue
        if item.approved_on is not None and item.approved_on > ctx.today:
            outcomes.append(bad(row.line, "approved_on", "future", "不能晚于今天"))
            continue
        columns, old = item.columns(), known.get((person_id, item.code))
        result = Result.SAME
        if old is None:
            named = {"id": new_id("chr"), "person_id": person_id, "code": item.code}
            ctx.db.add(Qualification(**named, **columns))
            result = Result.ADDED
        else:
            if item.valid_to in prolonged[old.id]:
                columns["valid_to"] = old.valid_to
            for name, value in columns.items():
                if getattr(old, name) != value:
                    setattr(old, name, value)
                    result = Result.CHANGED
        outcomes.append(Outcome(row.line, result))
    return outcomes


QUALIFICATIONS = CsvImport(
    Columns(
        required=("id_number", "disease", "code", "valid_to"), optional=("approved_on", "online")
    ),
    QualificationRowSchema(),
    QualificationLine,
    lambda row: (row.id_number, row.code),
    write,
)
