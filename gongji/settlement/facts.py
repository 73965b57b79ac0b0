"""Reading and locking everything that a bill depends on, in as few statements as its parts allow.

Locks are taken in one order: the visit, then accounts by ascending id. A binding changes only under
its authorizer's account lock, so what is read after the lock is true until the transaction ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
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
from sqlalchemy.orm import aliased, load_only

from gongji.app.context import Context
from gongji.chronic.models import Qualification
from gongji.credential.problems import CredentialInvalid
from gongji.credential.service import present
from gongji.family.models import Binding
from gongji.family.usage import month_of, year_of
from gongji.institutions.models import CatalogueItem
from gongji.kernel.db import Instant, fresh, is_spread, locked
from gongji.kernel.given import ROWS, as_given, given
from gongji.kernel.money import ZERO, Money
from gongji.kernel.privacy import blind_index
from gongji.ledger.figures import BindingMonth
from gongji.ledger.models import Account
from gongji.notices.service import in_maintenance
from gongji.people.models import Insurance, Person
from gongji.people.rules import STATUS_ORDER
from gongji.policy.rules import Rules
from gongji.settlement.bill import BillLine, ChargeInput, Credential, ListedItem, line_of
from gongji.settlement.models import ChargeBatch, Settlement, Visit, YearCounter
from gongji.settlement.pool import PoolMember
from gongji.settlement.problems import CredentialNotOwn, LinesMissing, VisitUnknown
from gongji.settlement.rules import SharedBinding, relevant
from gongji.vocabulary import Category, CredentialKind, InsuranceKind, InsuranceStatus, ItemKind

BEST_STATUS = {status: rank for rank, status in enumerate(STATUS_ORDER)}


# -- the patient and what they show


def check_credential(
    ctx: Context, shown: Credential, person: Person, institution_code: str
) -> None:
    """Money is shared, cards are not (PRO-04): raises CREDENTIAL_NOT_OWN, CREDENTIAL_INVALID or
    CREDENTIAL_EXPIRED.
    """
    if shown.kind is CredentialKind.INSURANCE_CODE:
        if present(ctx, shown.number, institution_code) != person.id:
            raise CredentialNotOwn
    elif blind_index("id_number", shown.number) != person.id_number_index:
        raise CredentialNotOwn


def refuse_unaccepted(shown: Credential, rules: Rules) -> None:
    """Which kinds count is policy of the patient's area; raises CREDENTIAL_INVALID."""
    if shown.kind not in rules.credential_accepted:
        raise CredentialInvalid


@dataclass(frozen=True, slots=True)
class Patient:
    """The person, the insurance this bill goes to, and what the year has used of its pool.

    `in_maintenance` is whether anything is closed anywhere now: what and where is asked only then.
    """

    person: Person
    insurance: Insurance
    counter: YearCounter | None
    qualification: Qualification | None
    in_maintenance: bool = False

    @property
    def is_normal(self) -> bool:
        return self.insurance.status is InsuranceStatus.NORMAL

    def is_qualified(self, day: date) -> bool:
        """A qualification for the named disease is valid on that day (CHR-08)."""
        return self.qualification is not None and day <= self.qualification.valid_to

    def pool_member(self) -> PoolMember:
        return PoolMember(
            insurance=self.insurance.kind,
            retired=self.insurance.category is Category.RETIRED,
            entitled=self.is_normal,
            used_deductible=Money(self.counter.deductible_fen) if self.counter else ZERO,
            used_pool=Money(self.counter.paid_fen) if self.counter else ZERO,
        )


@dataclass(frozen=True, slots=True)
class OpenBatch:
    """A charge batch of a visit with its patient; `unreversed` is the settlement it has already."""

    visit: Visit
    batch: ChargeBatch
    unreversed: Settlement | None
    patient: Patient


def _year_and_disease(
    year: int | BindParameter[int], disease: ColumnElement[Any]
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The join conditions of a patient's year counter and qualification."""
    pool = sql_cast(Insurance.kind, String) + "_outpatient"
    counter = and_(
        YearCounter.person_id == Person.id, YearCounter.year == year, YearCounter.pool == pool
    )
    return counter, and_(Qualification.person_id == Person.id, Qualification.code == disease)


PERSON = load_only(
    Person.id,
    Person.name,
    Person.sex,
    Person.born_on,
    Person.id_number_box,
    Person.id_number_index,
    Person.spent_threshold_fen,
)
INSURANCE = load_only(
    Insurance.id, Insurance.kind, Insurance.category, Insurance.status, Insurance.area
)
"""What a bill asks of people and insurances: each further column is paid for by each bill."""


STANDING = (
    Settlement.person_id == bindparam("person_id"),
    Settlement.visit_id == bindparam("visit_id"),
    Settlement.batch_number == bindparam("batch_number"),
    Settlement.reverses_id.is_(None),
    Settlement.reversed_by_id.is_(None),
)
"""The bill of a batch that was not reversed."""


def batch_query(*, with_bill: bool) -> Select[*tuple[Any, ...]]:
    """Composed once; the standing bill is its last column."""
    disease = func.coalesce(ChargeBatch.disease_code, Visit.disease_code)
    counter, qualification = _year_and_disease(bindparam("year", type_=Integer), disease)
    query: Select[*tuple[Any, ...]] = (
        select(
            Visit,
            ChargeBatch,
            Person,
            Insurance,
            YearCounter,
            Qualification,
            in_maintenance(bindparam("now", type_=Instant)),
        )
        .join(Person, Person.id == Visit.person_id)
        .join(Insurance, Insurance.id == Visit.insurance_id)
        .join(ChargeBatch, ChargeBatch.visit_id == Visit.id)
        .outerjoin(YearCounter, counter)
        .outerjoin(Qualification, qualification)
        .where(*OPEN_VISIT, ChargeBatch.number == bindparam("batch_number"))
        .options(PERSON, INSURANCE)
    )
    if with_bill:
        query = query.add_columns(Settlement).outerjoin(Settlement, and_(*STANDING))
        query = query.options(load_only(Settlement.id))
    return locked(query, Visit, ChargeBatch)


OPEN_VISIT = (
    Visit.id == bindparam("visit_id"),
    Visit.institution_code == bindparam("institution"),
    Visit.person_id == bindparam("person_id"),
    Visit.cancelled_at.is_(None),
)
BATCH, BATCH_ALONE = batch_query(with_bill=True), batch_query(with_bill=False)
BILL = select(Settlement).where(*STANDING).options(load_only(Settlement.id))


def load_batch(
    ctx: Context, visit_id: str, batch_number: str, institution: str, person_id: str
) -> OpenBatch:
    """A batch and its patient in one statement; the batch and its visit are locked, so that it is
    not withdrawn while it is being settled. Where bills lie apart, theirs is read in a second one.
    Raises VISIT_UNKNOWN, LINES_MISSING.
    """
    asked = {"visit_id": visit_id, "institution": institution, "person_id": person_id}
    facts = {"batch_number": batch_number, "year": ctx.today.year, "now": ctx.now}
    apart = is_spread(ctx.db)
    row = ctx.db.execute(BATCH_ALONE if apart else BATCH, asked | facts).first()
    if row is None:
        known = ctx.db.execute(select(Visit.id).where(*OPEN_VISIT), asked).first()
        raise LinesMissing if known else VisitUnknown
    visit, batch, *patient = row
    bill = asked | {"batch_number": batch_number}
    unreversed = ctx.db.execute(BILL, bill).scalar_one_or_none() if apart else patient.pop()
    return OpenBatch(visit, batch, unreversed, Patient(*patient))


def patient_query() -> Select[Person, Insurance, YearCounter, Qualification, bool]:
    """Composed once. Of several insurances of the kind the normal one is taken."""
    year, disease = bindparam("year", type_=Integer), bindparam("disease", type_=String)
    counter, qualification = _year_and_disease(year, disease)
    now = in_maintenance(bindparam("now", type_=Instant))
    of_kind = and_(Insurance.person_id == Person.id, Insurance.kind == bindparam("kind"))
    return (
        select(Person, Insurance, YearCounter, Qualification, now)
        .join(Insurance, of_kind)
        .outerjoin(YearCounter, counter)
        .outerjoin(Qualification, qualification)
        .where(Person.id == bindparam("person_id"))
        .order_by(case((Insurance.status == InsuranceStatus.NORMAL, 0), else_=1), Insurance.id)
        .limit(1)
        .options(PERSON, INSURANCE)
    )


PATIENT = patient_query()


def load_patient(
    ctx: Context, person_id: str, kind: InsuranceKind, disease: str | None
) -> Patient | None:
    """A person with an insurance of this kind, or None."""
    asked = {
        "person_id": person_id,
        "kind": kind,
        "year": ctx.today.year,
        "disease": disease,
        "now": ctx.now,
    }
    row = ctx.db.execute(PATIENT, asked).first()
    return Patient(*row) if row else None


@cache
def _listed_items(dialect: str) -> Select[str, str, ItemKind, str, Decimal, int | None]:
    wanted, item = given(dialect, code=String).c, cast("Table", CatalogueItem.__table__).c
    facts = (item.name, item.kind, item.level, item.self_rate, item.price_cap_fen)
    return select(item.code, *facts).where(item.code.in_(select(wanted.code)))


def classified(ctx: Context, charges: Sequence[ChargeInput]) -> tuple[BillLine, ...]:
    """Lines with their classes and reasons, in the order of the charges.

    An item that the catalogue does not know is full self-pay in cash, with the reason ITEM_UNKNOWN.
    Raises LINES_MISSING if there are no charges.
    """
    if not charges:
        raise LinesMissing
    codes = sorted({charge.item_code for charge in charges})
    connection = ctx.db.connection()
    asked = {ROWS: as_given({"code": code} for code in codes)}
    found = connection.execute(_listed_items(connection.dialect.name), asked)
    items = {row[0]: ListedItem(*row[1:]) for row in found}
    return tuple(line_of(charge, items.get(charge.item_code)) for charge in charges)


# -- the accounts


def family_accounts_query() -> Select[Account]:
    """Composed once, since each bill asks it.

    One `IN` over a union: with an `OR` beside the subquery no index is used.
    """
    patient = bindparam("person_id", type_=String)
    authorizers = select(Binding.authorizer_id).where(
        Binding.beneficiary_id == patient, Binding.ended_at.is_(None)
    )
    family = union(select(patient), authorizers)
    query = select(Account).where(Account.person_id.in_(family)).order_by(Account.id)
    return locked(query, Account)


FAMILY_ACCOUNTS = family_accounts_query()


def lock_family_accounts(ctx: Context, person_id: str) -> dict[str, Account]:
    """The accounts of a patient and of everybody who shares with them, by person id."""
    accounts = ctx.db.execute(FAMILY_ACCOUNTS, {"person_id": person_id}).scalars()
    return {account.person_id: account for account in accounts}


BINDINGS_MAX = 20
"""Far more live bindings than any policy allows one beneficiary."""


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


BINDING = load_only(
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


def shared_bindings_query() -> Select[Binding, Person, Insurance, int, int]:
    """Composed once. Of the ended bindings only the newest are read, however many there were."""
    state = aliased(Insurance)
    employee = (
        select(state.id)
        .where(state.person_id == Binding.authorizer_id, state.kind == InsuranceKind.EMPLOYEE)
        .order_by(case(BEST_STATUS, value=state.status), state.id)
        .limit(1)
        .correlate(Binding)
        .scalar_subquery()
    )
    live = Binding.ended_at.is_(None)
    theirs = Binding.beneficiary_id == bindparam("person_id")
    last = (
        select(Binding.id).where(theirs).order_by(Binding.seq.desc()).limit(BINDINGS_MAX).subquery()
    )
    wanted = union(select(Binding.id).where(theirs, live), select(last))
    used_month, used_year = _used("month", "month_past"), _used("year", "year_past")
    query = (
        select(Binding, Person, Insurance, used_month, used_year)
        .join(Person, Person.id == Binding.authorizer_id)
        .join(Insurance, Insurance.id == employee)
        .where(Binding.id.in_(wanted))
        .order_by(case((live, 0), else_=1), case((live, Binding.seq)), Binding.seq.desc())
        .limit(BINDINGS_MAX)
        .options(PERSON, INSURANCE, BINDING)
    )
    return fresh(query)


SHARED_BINDINGS = shared_bindings_query()


def load_bindings(ctx: Context, person_id: str) -> Sequence[SharedBinding]:
    """Bindings of which this person is the beneficiary, in order of use, then the latest ended.

    Without a live one the last that ended is returned, since it may explain the empty leg.
    """
    month, month_past = month_of(ctx.today)
    year, year_past = year_of(ctx.today)
    asked = {
        "person_id": person_id,
        "month": month,
        "month_past": month_past,
        "year": year,
        "year_past": year_past,
    }
    rows = ctx.db.execute(SHARED_BINDINGS, asked).all()
    bindings = [SharedBinding(*row[:3], Money(int(row[3])), Money(int(row[4]))) for row in rows]
    return relevant(bindings, ctx.today)
