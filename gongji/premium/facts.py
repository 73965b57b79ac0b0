"""For whom the caller may pay: themselves and relatives, and what was paid for them already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import CompoundSelect, Date, cast, null, select, union_all
from sqlalchemy.orm import joinedload

from gongji.app.context import Context
from gongji.family.facts import employee_in_hunan
from gongji.family.models import Binding, BindingStatus
from gongji.family.problems import NoActiveRelation
from gongji.kernel.clock import civil_date
from gongji.kernel.db import fresh
from gongji.kernel.privacy import mask_name
from gongji.kernel.problems import Problem
from gongji.people.models import Insurance, Person
from gongji.people.problems import BeneStatus, NotResident
from gongji.people.rules import employee_insurance, main_insurance
from gongji.premium.models import (
    ElsewherePayment,
    PaymentStatus,
    PremiumPayment,
    ProductKind,
    paid_status,
)
from gongji.premium.problems import AlreadyPaid
from gongji.premium.products import Product
from gongji.premium.rules import Offer
from gongji.vocabulary import PROVINCE, Area, InsuranceKind, InsuranceStatus

HERE, ELSEWHERE = "个账代缴", "其他渠道"
"""Where a premium was paid, in the words of messages and refusals."""


@dataclass(frozen=True, slots=True)
class PremiumPayer:
    """The caller, who pays from their own account."""

    person: Person
    insurances: Sequence[Insurance]

    @property
    def area(self) -> str:
        """Where the payer is insured; the province without an insurance."""
        insured = employee_insurance(self.insurances) or main_insurance(self.insurances)
        return insured.area if insured else PROVINCE

    @property
    def employee(self) -> Insurance | None:
        """The insurance behind the account (ELIG-01)."""
        return employee_in_hunan(self.insurances)

    @property
    def public_name(self) -> str:
        """The payer as relatives read them in an access log."""
        return mask_name(self.person.name)


def read_payer(ctx: Context) -> PremiumPayer:
    payer = insured_people(ctx, [ctx.actor.id])[ctx.actor.id]
    return PremiumPayer(payer, payer.insurances)


@dataclass(frozen=True, slots=True)
class InsuredPerson:
    """Somebody to pay for; the payer's own premium has no binding."""

    person: Person
    insurances: Sequence[Insurance]
    binding: Binding | None = None

    @property
    def resident(self) -> Insurance | None:
        """The resident insurance in Hunan; None while insured as an employee (PREM-01)."""
        if any(one.kind is InsuranceKind.EMPLOYEE and _is_normal(one) for one in self.insurances):
            return None
        found = [
            one
            for one in self.insurances
            if one.kind is InsuranceKind.RESIDENT
            and one.status is not InsuranceStatus.ENDED
            and Area(one.area).province == PROVINCE
        ]
        return found[0] if found else None

    def insurance_for(self, kind: ProductKind) -> Insurance | None:
        """What entitles to this kind of product; INS-02 asks for any normal insurance."""
        if kind is ProductKind.RESIDENT:
            return self.resident
        return next(filter(_is_normal, self.insurances), None)


def _is_normal(insurance: Insurance) -> bool:
    return insurance.status is InsuranceStatus.NORMAL


NOT_ENTITLED: Mapping[ProductKind, type[Problem]] = {
    ProductKind.RESIDENT: NotResident,
    ProductKind.INCLUSIVE: BeneStatus,
}


@dataclass(frozen=True, slots=True)
class EarlierPayment:
    """A premium of the year that was paid already, here or elsewhere (PREM-04)."""

    on: date
    where: str
    status: PaymentStatus


def bindings_of(ctx: Context, binding_ids: Iterable[str]) -> dict[str, Binding]:
    """Those of these bindings in which the caller is the authorizer, by id, freshly read."""
    query = select(Binding).where(
        Binding.id.in_(set(binding_ids)), Binding.authorizer_id == ctx.actor.id
    )
    return {binding.id: binding for binding in ctx.db.execute(fresh(query)).scalars()}


def insured_people(ctx: Context, person_ids: Iterable[str]) -> dict[str, Person]:
    """People by id with their insurances, freshly read, in one statement."""
    query = select(Person).where(Person.id.in_(set(person_ids)))
    query = query.options(joinedload(Person.insurances))
    return {one.id: one for one in ctx.db.execute(fresh(query)).unique().scalars()}


def relatives(ctx: Context, bindings: Iterable[Binding]) -> dict[str, InsuredPerson]:
    """The beneficiaries, with their insurances, by binding id."""
    listed = list(bindings)
    return bound(listed, insured_people(ctx, {binding.beneficiary_id for binding in listed}))


def bound(bindings: Iterable[Binding], people: Mapping[str, Person]) -> dict[str, InsuredPerson]:
    """The same from people who are read already."""
    return {
        binding.id: InsuredPerson(beneficiary, beneficiary.insurances, binding)
        for binding in bindings
        for beneficiary in [people[binding.beneficiary_id]]
    }


def earlier_payments(
    ctx: Context, person_ids: Iterable[str], product: Product
) -> dict[str, EarlierPayment]:
    """By person id, what was paid for this product and year, freshly read in one statement.

    A payment elsewhere counts from its own day; one here comes before one elsewhere.
    """
    ids = set(person_ids)

    def about(table: Any) -> tuple[Any, ...]:
        return (
            table.person_id.in_(ids),
            table.product == product.key,
            table.year == product.year,
        )

    paid = PremiumPayment
    here = select(
        paid.person_id, paid.paid_at, cast(null(), Date), paid.full_fen, paid.amount_fen
    ).where(*about(paid), paid.refunded_at.is_(None))
    elsewhere = select(ElsewherePayment.person_id, null(), ElsewherePayment.paid_on, null(), null())
    elsewhere = elsewhere.where(*about(ElsewherePayment), ElsewherePayment.paid_on <= ctx.today)
    every: CompoundSelect[*tuple[Any, ...]] = union_all(here, elsewhere)
    found: dict[str, EarlierPayment] = {}
    for person_id, paid_at, paid_on, full_fen, amount_fen in ctx.db.execute(every):
        if paid_at is None:
            found.setdefault(person_id, EarlierPayment(paid_on, ELSEWHERE, PaymentStatus.PAID))
        else:
            status = paid_status(full_fen, amount_fen)
            found[person_id] = EarlierPayment(civil_date(paid_at), HERE, status)
    return found


def payable(
    ctx: Context,
    product: Product,
    insured: InsuredPerson | None,
    paid: Mapping[str, EarlierPayment],
) -> Offer | Problem:
    """The offer that this person may be paid for with now, or the first reason against it.

    That is NO_ACTIVE_RELATION, NOT_RESIDENT (BENE_STATUS for insurance products),
    POLICY_NOT_CONFIGURED, WINDOW_CLOSED or ALREADY_PAID. `insured` is None for a binding that is
    not the caller's.
    """
    if insured is None or (
        insured.binding is not None
        and insured.binding.status(ctx.today) is not BindingStatus.ACTIVE
    ):
        return NoActiveRelation()
    insurance = insured.insurance_for(product.kind)
    if insurance is None:
        return NOT_ENTITLED[product.kind]()
    offer = product.open_at(ctx, insurance.area)
    before = paid.get(insured.person.id)
    if isinstance(offer, Problem) or before is None:
        return offer
    return AlreadyPaid(year=offer.year, name=offer.name, day=before.on, where=before.where)
