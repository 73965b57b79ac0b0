"""Imports people with their insurance and account, from the registry or an earlier system.

A person who is already on record is left unchanged: only registry events change people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import marshmallow as ma
from sqlalchemy import select

from gongji.app.context import Context
from gongji.app.fields import Phone
from gongji.app.schemas import Choice, Name, says
from gongji.imports.csv_file import Columns
from gongji.imports.fields import Cells, Yuan, area, id_number
from gongji.imports.report import Outcome, Result, bad
from gongji.imports.run_import import Intake, Numbered
from gongji.kernel.id_number import born_on, sex_of
from gongji.kernel.identity import same_name
from gongji.kernel.ports import InsuredState, RegistryPerson
from gongji.kernel.privacy import blind_index
from gongji.people.enrolment import NewPerson, enrol
from gongji.people.models import Person
from gongji.vocabulary import Category, InsuranceKind, InsuranceStatus, Subsidy

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


class PersonCells(Cells):
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
    wanted = [blind_index("phone", row.item.phone) for row in rows if row.item.phone]
    taken = select(Person.phone_index).where(Person.phone_index.in_(wanted))
    phones = {index for index in ctx.db.execute(taken).scalars() if index is not None}
    outcomes, fresh = [], []
    for row in rows:
        outcome = _outcome_of(row, known, phones)
        outcomes.append(outcome)
        if outcome.result is Result.ADDED:
            fresh.append(_new_person(row.item))
            phones.add(_phone_index(row.item) or b"")
    enrol(ctx.db, fresh)
    if ctx.gateways.registry_writer is not None:
        ctx.gateways.registry_writer.enrol(ctx.db, [(one.known, one.phone) for one in fresh])
    return outcomes


def _outcome_of(row: Numbered[PersonRow], known: dict[bytes, str], phones: set[bytes]) -> Outcome:
    name = known.get(blind_index("id_number", row.item.id_number))
    if name is not None:
        if not same_name(name, row.item.name):
            return bad(row.line, "name", "other_name", "这个身份证号已登记为另一姓名")
        return Outcome(row.line, Result.SAME)
    if _phone_index(row.item) in phones:
        return bad(row.line, "phone", "taken", "这个手机号已登记在别人名下，没有本人手机的请留空")
    return Outcome(row.line, Result.ADDED)


def _phone_index(row: PersonRow) -> bytes | None:
    return blind_index("phone", row.phone) if row.phone else None


def _new_person(row: PersonRow) -> NewPerson:
    number = row.id_number
    state = InsuredState(row.kind, row.category, row.status, row.area)
    return NewPerson(
        RegistryPerson(number, row.name, sex_of(number), born_on(number), (state,)),
        row.phone,
        row.subsidy,
        monthly_base_fen=row.monthly_base_yuan,
        balance_fen=(row.balance_yuan or 0) if row.has_account else None,
    )


PEOPLE = Intake(COLUMNS, PersonCells(), PersonRow, lambda row: row.id_number, write)
