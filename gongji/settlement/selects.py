"""What every bill asks of the database, composed once.

Locks are taken in one order: the visit, then accounts by ascending id; a trial takes none. Each
column that is read is paid for by each bill.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    String,
    Table,
    and_,
    bindparam,
    case,
    func,
    select,
    union,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import aliased

from gongji.chronic.models import Qualification
from gongji.family.models import Binding
from gongji.institutions.models import CatalogueItem
from gongji.kernel.db import Instant
from gongji.kernel.given import given
from gongji.kernel.selects import CompiledSelect, Snapshot, select_of
from gongji.ledger.figures import BindingMonth
from gongji.ledger.models import Account
from gongji.notices.service import in_maintenance
from gongji.people.models import Insurance, Person
from gongji.people.rules import STATUS_ORDER
from gongji.settlement.models import ChargeBatch, Settlement, Visit, YearCounter
from gongji.vocabulary import InsuranceKind, InsuranceStatus, ItemKind

BEST_STATUS = {status: rank for rank, status in enumerate(STATUS_ORDER)}
PERSON_ID = bindparam("person_id", type_=String)

PERSON = Snapshot.of(
    Person,
    Person.id,
    Person.name,
    Person.sex,
    Person.born_on,
    Person.id_number_box,
    Person.id_number_index,
    Person.spent_threshold_fen,
)
INSURANCE = Snapshot.of(
    Insurance,
    Insurance.id,
    Insurance.kind,
    Insurance.category,
    Insurance.status,
    Insurance.area,
)


# -- the patient and the batch of a visit


def _year_and_disease(
    year: BindParameter[int], disease: ColumnElement[Any]
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The join conditions of a patient's year counter, whose name ends with the parameter
    `of_counter`, and qualification.
    """
    pool = sql_cast(Insurance.kind, String) + bindparam("of_counter", type_=String)
    counter = and_(
        YearCounter.person_id == Person.id, YearCounter.year == year, YearCounter.pool == pool
    )
    return counter, and_(Qualification.person_id == Person.id, Qualification.code == disease)


COUNTER = Snapshot.of(
    YearCounter,
    YearCounter.person_id,
    YearCounter.year,
    YearCounter.pool,
    YearCounter.deductible_fen,
    YearCounter.paid_fen,
    YearCounter.version,
    YearCounter.deductible_1_fen,
    YearCounter.deductible_2_fen,
    YearCounter.deductible_3_fen,
)
QUALIFICATION = Snapshot.of(
    Qualification,
    Qualification.id,
    Qualification.code,
    Qualification.valid_to,
    Qualification.approved_on,
)
PATIENT_PARTS = (
    PERSON,
    INSURANCE,
    COUNTER,
    QUALIFICATION,
    in_maintenance(bindparam("now", type_=Instant)),
)
YEAR = bindparam("year", type_=Integer)
COUNTER_OF_YEAR, WITH_DISEASE = _year_and_disease(YEAR, bindparam("disease", type_=String))
PATIENT = CompiledSelect[Person, Insurance, YearCounter | None, Qualification | None, bool](
    PATIENT_PARTS,
    select_of(PATIENT_PARTS)
    .select_from(Person)
    .join(
        Insurance,
        and_(Insurance.person_id == Person.id, Insurance.kind == bindparam("kind")),
    )
    .outerjoin(YearCounter, COUNTER_OF_YEAR)
    .outerjoin(Qualification, WITH_DISEASE)
    .where(Person.id == PERSON_ID)
    .order_by(case((Insurance.status == InsuranceStatus.NORMAL, 0), else_=1), Insurance.id)
    .limit(1),
)
"""Of several insurances of the kind the normal one is taken."""

OPEN_VISIT = (
    Visit.id == bindparam("visit_id"),
    Visit.institution_code == bindparam("institution"),
    Visit.person_id == PERSON_ID,
    Visit.cancelled_at.is_(None),
)
STANDING = (
    Settlement.person_id == PERSON_ID,
    Settlement.visit_id == bindparam("visit_id"),
    Settlement.reverses_id.is_(None),
    Settlement.reversed_by_id.is_(None),
)
"""The bills of a visit that were not reversed."""

OF_BATCH = Settlement.batch_number == bindparam("batch_number")
BILL: ColumnElement[str | None] = func.max(case((OF_BATCH, Settlement.id)))
PAID: ColumnElement[int] = func.coalesce(func.sum(Settlement.deductible_fen), 0)
"""Of those bills: that of the batch, and the deductible that all of them charge."""

BATCH_PARTS = (Snapshot.of(Visit), Snapshot.of(ChargeBatch), *PATIENT_PARTS)
COUNTER_OF_VISIT, WITH_ITS_DISEASE = _year_and_disease(
    YEAR, func.coalesce(ChargeBatch.disease_code, Visit.disease_code)
)
BATCH_ALONE = CompiledSelect[
    Visit, ChargeBatch, Person, Insurance, YearCounter | None, Qualification | None, bool
](
    BATCH_PARTS,
    select_of(BATCH_PARTS)
    .select_from(Visit)
    .join(Person, Person.id == Visit.person_id)
    .join(Insurance, Insurance.id == Visit.insurance_id)
    .join(ChargeBatch, ChargeBatch.visit_id == Visit.id)
    .outerjoin(YearCounter, COUNTER_OF_VISIT)
    .outerjoin(Qualification, WITH_ITS_DISEASE)
    .where(*OPEN_VISIT, ChargeBatch.number == bindparam("batch_number")),
)
BILLS_OF_VISIT = CompiledSelect[str | None, int]((BILL, PAID), select(BILL, PAID).where(*STANDING))
"""Where bills lie apart from visits, or have to be read anew."""

BILLS = [select(part).where(*STANDING).scalar_subquery() for part in (BILL, PAID)]
BATCH = CompiledSelect[
    Visit,
    ChargeBatch,
    Person,
    Insurance,
    YearCounter | None,
    Qualification | None,
    bool,
    str | None,
    int,
]((*BATCH_PARTS, *BILLS), BATCH_ALONE.query.add_columns(*BILLS))
"""With the same two."""

BATCH_ALONE_LOCKED = BATCH_ALONE.locking(Visit, ChargeBatch)
BATCH_LOCKED = BATCH.locking(Visit, ChargeBatch)


@cache
def listed_items(
    dialect: str,
) -> CompiledSelect[str, str, ItemKind, str, Decimal, Decimal | None, bool]:
    """What the catalogue says of the items with given codes."""
    wanted, item = given(dialect, code=String).c, cast("Table", CatalogueItem.__table__).c
    facts = (
        item.code,
        item.name,
        item.kind,
        item.level,
        item.self_rate,
        item.price_cap,
        item.restricted,
    )
    return CompiledSelect(facts, select_of(facts).where(item.code.in_(select(wanted.code))))


# -- the accounts and the bindings

AUTHORIZERS = select(Binding.authorizer_id).where(
    Binding.beneficiary_id == PERSON_ID, Binding.ended_at.is_(None)
)
ACCOUNT = Snapshot.of(Account)
FAMILY_ACCOUNTS = CompiledSelect[Account](
    (ACCOUNT,),
    select_of((ACCOUNT,))
    .where(Account.person_id.in_(union(select(PERSON_ID), AUTHORIZERS)))
    .order_by(Account.id),
)
"""One `IN` over a union: with an `OR` beside the subquery no index is used."""

FAMILY_ACCOUNTS_LOCKED = FAMILY_ACCOUNTS.locking(Account)

BINDINGS_MAX = 20
"""Far more live bindings than any policy allows one beneficiary."""

BINDING = Snapshot.of(
    Binding,
    Binding.id,
    Binding.seq,
    Binding.authorizer_id,
    Binding.relation,
    Binding.starts_on,
    Binding.ends_on,
    Binding.ended_at,
    Binding.end_reason,
    Binding.per_use_fen,
    Binding.month_fen,
    Binding.year_fen,
    Binding.hold_fen,
)


def _used(first: str, past: str) -> ColumnElement[int]:
    """What a binding has paid for the months from `first` until before `past`, refunds taken off;
    both name parameters.
    """
    months = BindingMonth.month
    return (
        select(func.coalesce(func.sum(BindingMonth.used_fen), 0))
        .where(BindingMonth.binding_id == Binding.id)
        .where(months >= bindparam(first), months < bindparam(past))
        .correlate(Binding)
        .scalar_subquery()
    )


SHARED_PARTS = (
    BINDING,
    PERSON,
    INSURANCE,
    _used("month", "month_past"),
    _used("year", "year_past"),
)
STATE = aliased(Insurance)
BEST_EMPLOYEE = (
    select(STATE.id)
    .where(STATE.person_id == Binding.authorizer_id, STATE.kind == InsuranceKind.EMPLOYEE)
    .order_by(case(BEST_STATUS, value=STATE.status), STATE.id)
    .limit(1)
    .correlate(Binding)
    .scalar_subquery()
)
LIVE, THEIRS = Binding.ended_at.is_(None), Binding.beneficiary_id == PERSON_ID
NEWEST = (
    select(Binding.id).where(THEIRS).order_by(Binding.seq.desc()).limit(BINDINGS_MAX).subquery()
)
SHARED_BINDINGS = CompiledSelect[Binding, Person, Insurance, int, int](
    SHARED_PARTS,
    select_of(SHARED_PARTS)
    .select_from(Binding)
    .join(Person, Person.id == Binding.authorizer_id)
    .join(Insurance, Insurance.id == BEST_EMPLOYEE)
    .where(Binding.id.in_(union(select(Binding.id).where(THEIRS, LIVE), select(NEWEST))))
    .order_by(case((LIVE, 0), else_=1), case((LIVE, Binding.seq)), Binding.seq.desc())
    .limit(BINDINGS_MAX),
)
"""Of the ended bindings only the newest are read, however many there were."""
