"""Reading and locking everything that a bill depends on, in as few statements as its parts allow.

Locks are taken in one order: the visit, then accounts by ascending id. A binding changes only under
its authorizer's account lock, so what is read after the lock is true until the transaction ends. A
trial books nothing and takes no lock: it waits for nobody, and nobody for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from gongji.app.context import Context
from gongji.chronic.models import Qualification
from gongji.credential.problems import CredentialInvalid
from gongji.credential.service import present
from gongji.family.usage import month_of, year_of
from gongji.institutions.models import Institution
from gongji.kernel.db import is_spread
from gongji.kernel.given import ROWS, as_given
from gongji.kernel.money import ZERO, Money
from gongji.kernel.privacy import blind_index
from gongji.ledger.models import Account
from gongji.people.models import Insurance, Person
from gongji.policy.rules import Rules
from gongji.settlement.bill import BillLine, ChargeInput, Credential, ListedItem, line_of
from gongji.settlement.circumstances import Circumstances
from gongji.settlement.models import ChargeBatch, Visit, YearCounter
from gongji.settlement.pool import PoolMember, PoolUse, counter_of
from gongji.settlement.problems import CredentialNotOwn, LinesMissing, VisitUnknown
from gongji.settlement.rules import SharedBinding, relevant
from gongji.settlement.selects import (
    BATCH,
    BATCH_ALONE,
    BATCH_ALONE_LOCKED,
    BATCH_LOCKED,
    BILLS_OF_VISIT,
    FAMILY_ACCOUNTS,
    FAMILY_ACCOUNTS_LOCKED,
    OPEN_VISIT,
    PATIENT,
    SHARED_BINDINGS,
    listed_items,
)
from gongji.vocabulary import Benefit, Category, CredentialKind, InsuranceKind, InsuranceStatus

NEW_YEAR = (1, 1)

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
    """The person, the insurance this bill goes to, and what the year, or for chronic care the
    quarter, has used of its pool.

    `in_maintenance` is whether anything is closed anywhere now: what and where is asked only then.
    `paid_in_visit` is the deductible that the visit's other batches have paid.
    """

    person: Person
    insurance: Insurance
    counter: YearCounter | None
    qualification: Qualification | None
    in_maintenance: bool = False
    paid_in_visit: Money = ZERO

    @property
    def is_normal(self) -> bool:
        return self.insurance.status is InsuranceStatus.NORMAL

    def is_qualified(self, day: date) -> bool:
        """A qualification for the named disease is valid on that day (CHR-08)."""
        return self.qualification is not None and self.qualification.holds_within(day, day)

    def pool_member(self) -> PoolMember:
        return PoolMember(
            insurance=self.insurance.kind,
            retired=self.insurance.category is Category.RETIRED,
            entitled=self.is_normal,
            used=self._used(),
        )

    def _used(self) -> PoolUse:
        counter = self.counter
        if counter is None:
            return PoolUse(self.paid_in_visit)
        levels = counter.deductible_1_fen, counter.deductible_2_fen, counter.deductible_3_fen
        return PoolUse(
            in_visit=self.paid_in_visit,
            at_level={level: Money(fen) for level, fen in enumerate(levels, start=1)},
            deductible=Money(counter.deductible_fen),
            pool=Money(counter.paid_fen),
        )


def circumstances_of(institution: Institution, insurance: Insurance) -> Circumstances:
    """As both are now."""
    return Circumstances(
        institution_kind=institution.kind,
        institution_level=institution.level,
        institution_area=institution.area,
        insurance_kind=insurance.kind,
        insurance_area=insurance.area,
        category=insurance.category,
        status=insurance.status,
    )


@dataclass(frozen=True, slots=True)
class OpenBatch:
    """A charge batch of a visit with its patient; `is_settled` by a bill that was not reversed."""

    visit: Visit
    batch: ChargeBatch
    is_settled: bool
    patient: Patient

    @property
    def is_prescribed(self) -> bool:
        """Filled on a prescription: who prescribed is known, and each line is on it."""
        return self.visit.prescriber_code is not None and self.batch.prescribed


def load_batch(
    ctx: Context,
    visit_id: str,
    batch_number: str,
    institution: str,
    person_id: str,
    *,
    benefit: Benefit,
    locks: bool,
) -> OpenBatch:
    """A batch and its patient, with the year's counter of the benefit, in one statement. With
    `locks` the batch and its visit are locked, so that it is not withdrawn while it is being
    settled. Raises VISIT_UNKNOWN, LINES_MISSING.

    The bills of the visit are read in a second one where they lie apart, and on the first day of a
    year: one that was booked while the lock was waited for moved the counter of its own year, which
    guards every bill of that year, but not one of the next.
    """
    asked = {"visit_id": visit_id, "institution": institution, "person_id": person_id}
    facts = {
        "batch_number": batch_number,
        "year": ctx.today.year,
        "now": ctx.now,
        "of_counter": counter_of(benefit, ctx.today),
    }
    apart = is_spread(ctx.db) or (locks and (ctx.today.month, ctx.today.day) == NEW_YEAR)
    alone, whole = (BATCH_ALONE_LOCKED, BATCH_LOCKED) if locks else (BATCH_ALONE, BATCH)
    row = (alone if apart else whole).one_or_none(ctx.db, asked | facts)
    if row is None:
        known = ctx.db.execute(select(Visit.id).where(*OPEN_VISIT), asked).first()
        raise LinesMissing if known else VisitUnknown
    visit, batch, person, insurance, counter, qualification, closed, *bills = row
    bill, paid_fen = BILLS_OF_VISIT.rows(ctx.db, asked | facts)[0] if apart else bills
    paid = Money(int(paid_fen or 0))
    patient = Patient(person, insurance, counter, qualification, closed, paid)
    return OpenBatch(visit, batch, bill is not None, patient)


def load_patient(
    ctx: Context, person_id: str, kind: InsuranceKind, benefit: Benefit, disease: str | None
) -> Patient | None:
    """A person with an insurance of this kind, or None."""
    asked = {
        "person_id": person_id,
        "kind": kind,
        "year": ctx.today.year,
        "disease": disease,
        "now": ctx.now,
        "of_counter": counter_of(benefit, ctx.today),
    }
    row = PATIENT.one_or_none(ctx.db, asked)
    return Patient(*row) if row else None


def classified(ctx: Context, charges: Sequence[ChargeInput]) -> tuple[BillLine, ...]:
    """Lines with their classes and reasons, in the order of the charges.

    An item that the catalogue does not know is full self-pay in cash, with the reason ITEM_UNKNOWN.
    Raises LINES_MISSING if there are no charges.
    """
    if not charges:
        raise LinesMissing
    codes = sorted({charge.item_code for charge in charges})
    asked = {ROWS: as_given({"code": code} for code in codes)}
    found = listed_items(ctx.db.get_bind().dialect.name).rows(ctx.db, asked)
    items = {row[0]: ListedItem(*row[1:]) for row in found}
    return tuple(line_of(charge, items.get(charge.item_code)) for charge in charges)


# -- the accounts


def family_accounts(ctx: Context, person_id: str, *, locks: bool) -> dict[str, Account]:
    """The accounts of a patient and of everybody who shares with them, by person id; with `locks`
    until the transaction ends.
    """
    asked = FAMILY_ACCOUNTS_LOCKED if locks else FAMILY_ACCOUNTS
    accounts = asked.rows(ctx.db, {"person_id": person_id})
    return {account.person_id: account for (account,) in accounts}


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
    bindings = [
        SharedBinding(binding, person, insurance, Money(int(month_fen)), Money(int(year_fen)))
        for binding, person, insurance, month_fen, year_fen in SHARED_BINDINGS.rows(ctx.db, asked)
    ]
    return relevant(bindings, ctx.today)
