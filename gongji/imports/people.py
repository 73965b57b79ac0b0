"""Imports people with their insurance and account, from the registry or an earlier system.

A person who is already on record is left unchanged: only registry events change people.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import marshmallow as ma
from sqlalchemy import select

from gongji.app.context import Context
from gongji.app.fields import Phone
from gongji.app.schemas import Choice, Name, says
from gongji.imports.csv_file import Columns
from gongji.imports.fields import RowSchema, Yuan, area, id_number
from gongji.imports.report import Outcome, Result, bad
from gongji.imports.run_import import CsvImport, Numbered
from gongji.kernel.id_number import born_on, sex_of
from gongji.kernel.identity import same_name
from gongji.kernel.ports import InsuredState, RegistryPerson
from gongji.kernel.privacy import blind_index
from gongji.people.enrolment import NewPerson, enrol
from gongji.people.models import Person
from gongji.vocabulary import Category, InsuranceKind, InsuranceStatus, Subsidy

NOBODY = "没有这个身份证号的参保人"
"""Of a row about somebody who is not on record."""

COLUMNS = Columns(
    required=("name", "id_number", "kind", "area"),
    optional=("phone", "category", "status", "balance_yuan", "monthly_base_yuan", "subsidy"),
)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person with one insurance; amounts in fen."""

    name: str
    id_number: str
    kind: InsuranceKind
    area: str
    phone: str | None
    category: Category | None
    status: InsuranceStatus
    balance_yuan: int | None
    monthly_base_yuan: int | None
    subsidy: Subsidy

    @property
    def has_account(self) -> bool:
        return self.category is not None and self.category is not Category.POOL_ONLY

    @property
    def phone_index(self) -> bytes | None:
        return blind_index("phone", self.phone) if self.phone else None

    def as_new_person(self) -> NewPerson:
        state = InsuredState(self.kind, self.category, self.status, self.area)
        born, sex = born_on(self.id_number), sex_of(self.id_number)
        return NewPerson(
            RegistryPerson(self.id_number, self.name, sex, born, (state,)),
            self.phone,
            self.subsidy,
            monthly_base_fen=self.monthly_base_yuan,
            balance_fen=(self.balance_yuan or 0) if self.has_account else None,
        )


class PersonRowSchema(RowSchema):
    name = Name(required=True)
    id_number = id_number(required=True)
    kind = Choice(InsuranceKind, required=True)
    area = area(required=True)
    phone = Phone(load_default=None)
    category = Choice(Category, load_default=None)
    status = Choice(InsuranceStatus, load_default=InsuranceStatus.NORMAL)
    balance_yuan = Yuan(load_default=None)
    monthly_base_yuan = Yuan(load_default=None)
    subsidy = Choice(Subsidy, load_default=Subsidy.NONE)

    @ma.validates_schema
    def fits(self, data: Mapping[str, Any], **_: Any) -> None:
        employee = data["kind"] is InsuranceKind.EMPLOYEE
        if employee != (data["category"] is not None):
            why = says("category", "职工医保须注明类别，居民医保没有类别")
            raise ma.ValidationError(why, "category")
        without = not employee or data["category"] is Category.POOL_ONLY
        for name in ("balance_yuan", "monthly_base_yuan"):
            if without and data[name] is not None:
                raise ma.ValidationError(says("account", "居民医保和单建统筹没有个人账户"), name)


def write(ctx: Context, rows: Sequence[Numbered[PersonRow]]) -> list[Outcome]:
    """Adds the people who are not on record yet."""
    indexes = [blind_index("id_number", row.item.id_number) for row in rows]
    query = select(Person.id_number_index, Person.name).where(Person.id_number_index.in_(indexes))
    known = {row.id_number_index: row.name for row in ctx.db.execute(query)}
    wanted = [index for row in rows if (index := row.item.phone_index)]
    query_phones = select(Person.phone_index).where(Person.phone_index.in_(wanted))
    taken = set(ctx.db.execute(query_phones).scalars()) - {None}
    outcomes, fresh = [], []
    for row, id_number_index in zip(rows, indexes, strict=True):
        name = known.get(id_number_index)
        if name is not None and same_name(name, row.item.name):
            outcomes.append(Outcome(row.line, Result.SAME))
        elif name is not None:
            why = "这个身份证号已登记为另一姓名"
            outcomes.append(bad(row.line, "name", "other_name", why))
        elif row.item.phone_index in taken:
            why = "这个手机号已登记在别人名下，没有本人手机的请留空"
            outcomes.append(bad(row.line, "phone", "taken", why))
        else:
            outcomes.append(Outcome(row.line, Result.ADDED))
            fresh.append(row.item.as_new_person())
            taken |= {row.item.phone_index} - {None}
    enrol(ctx.db, fresh)
    if ctx.gateways.registry_writer is not None:
        ctx.gateways.registry_writer.enrol(ctx.db, [(one.known, one.phone) for one in fresh])
    return outcomes


def ids_of(ctx: Context, id_numbers: Collection[str]) -> Mapping[str, str]:
    """The id of each person who is on record, by ID number."""
    indexes = {blind_index("id_number", one): one for one in id_numbers}
    query = select(Person.id_number_index, Person.id).where(Person.id_number_index.in_(indexes))
    return {indexes[row.id_number_index]: row.id for row in ctx.db.execute(query)}


PEOPLE = CsvImport(COLUMNS, PersonRowSchema(), PersonRow, lambda row: row.id_number, write)
