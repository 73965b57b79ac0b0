"""For whom the caller may pay: himself and his bound relatives, and what they have paid already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from gongji.app.context import Context
from gongji.family.models import Binding, BindingStatus
from gongji.family.problems import NoActiveRelation
from gongji.kernel.clock import civil_date
from gongji.kernel.db import fresh
from gongji.kernel.problems import Problem
from gongji.people.facts import persons
from gongji.people.models import Insurance, Person
from gongji.people.problems import BeneStatus, NotResident
from gongji.premium.models import (
    ElsewherePayment,
    PaymentStatus,
    PremiumPayment,
    ProductKind,
)
from gongji.premium.problems import AlreadyPaid
from gongji.premium.products import Shelf
from gongji.premium.rules import Offer
from gongji.vocabulary import HUNAN, InsuranceKind, InsuranceStatus

HERE, ELSEWHERE = "个账代缴", "其他渠道"
"""Where a premium was paid, as people are told."""


@dataclass(frozen=True, slots=True)
class Insured:
    """Somebody to pay for; the payer himself has no binding."""

    person: Person
    insurances: Sequence[Insurance]
    binding: Binding | None = None

    @property
    def resident(self) -> Insurance | None:
        """His resident insurance in Hunan; none while he is insured as an employee (PREM-01)."""
        if any(one.kind is InsuranceKind.EMPLOYEE and _is_normal(one) for one in self.insurances):
            return None
        found = [
            one
            for one in self.insurances
            if one.kind is InsuranceKind.RESIDENT
            and one.status is not InsuranceStatus.ENDED
            and one.area.startswith(HUNAN)
        ]
        return found[0] if found else None

    def insurance_for(self, kind: ProductKind) -> Insurance | None:
        """What entitles him to this kind of product; INS-02 asks for any normal insurance."""
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
class Paid:
    """That somebody's premium of the year is paid already, here or elsewhere (PREM-04)."""

    on: date
    where: str
    status: PaymentStatus


def bindings_of(ctx: Context, binding_ids: Iterable[str]) -> dict[str, Binding]:
    """Those of these bindings in which the caller is the authorizer, by id, freshly read."""
    query = select(Binding).where(
        Binding.id.in_(set(binding_ids)), Binding.authorizer_id == ctx.actor.id
    )
    return {binding.id: binding for binding in ctx.db.execute(fresh(query)).scalars()}


def relatives(ctx: Context, bindings: Iterable[Binding]) -> dict[str, Insured]:
    """The beneficiaries, with their insurances, by binding id."""
    listed = list(bindings)
    ids = [binding.beneficiary_id for binding in listed]
    people, insurances = persons(ctx.db, ids), _insurances(ctx, ids)
    return {
        binding.id: Insured(
            people[binding.beneficiary_id], insurances[binding.beneficiary_id], binding
        )
        for binding in listed
    }


def oneself(ctx: Context) -> Insured:
    """The caller as somebody to pay for."""
    return Insured(
        persons(ctx.db, [ctx.actor.id])[ctx.actor.id],
        _insurances(ctx, [ctx.actor.id])[ctx.actor.id],
    )


def _insurances(ctx: Context, person_ids: Iterable[str]) -> Mapping[str, list[Insurance]]:
    query = select(Insurance).where(Insurance.person_id.in_(set(person_ids)))
    query = query.order_by(Insurance.kind, Insurance.id)
    found: dict[str, list[Insurance]] = defaultdict(list)
    for insurance in ctx.db.execute(fresh(query)).scalars():
        found[insurance.person_id].append(insurance)
    return found


def paid_already(ctx: Context, person_ids: Iterable[str], shelf: Shelf) -> dict[str, Paid]:
    """Who has paid for this product and year, by person id; elsewhere counts from its own day."""
    ids = set(person_ids)
    return _paid_elsewhere(ctx, ids, shelf) | _paid_here(ctx, ids, shelf)


def _paid_here(ctx: Context, ids: set[str], shelf: Shelf) -> dict[str, Paid]:
    query = select(PremiumPayment).where(
        *_about(PremiumPayment, ids, shelf), PremiumPayment.refunded_at.is_(None)
    )
    return {
        row.person_id: Paid(civil_date(row.paid_at), HERE, row.status)
        for row in ctx.db.execute(fresh(query)).scalars()
    }


def _paid_elsewhere(ctx: Context, ids: set[str], shelf: Shelf) -> dict[str, Paid]:
    query = select(ElsewherePayment).where(
        *_about(ElsewherePayment, ids, shelf), ElsewherePayment.paid_on <= ctx.today
    )
    return {
        row.person_id: Paid(row.paid_on, ELSEWHERE, PaymentStatus.PAID)
        for row in ctx.db.execute(query).scalars()
    }


def _about(table: Any, ids: set[str], shelf: Shelf) -> tuple[Any, ...]:
    return table.person_id.in_(ids), table.product == shelf.product, table.year == shelf.year


def payable(
    ctx: Context, shelf: Shelf, wanted: Insured | None, paid: Mapping[str, Paid]
) -> Offer | Problem:
    """The offer that this person may be paid for with now, or the first reason against it:
    NO_ACTIVE_RELATION, NOT_RESIDENT (BENE_STATUS for insurance products), POLICY_NOT_CONFIGURED,
    WINDOW_CLOSED, ALREADY_PAID. None is a binding that is not the caller's.
    """
    if wanted is None or not _is_related(ctx, wanted):
        return NoActiveRelation()
    insurance = wanted.insurance_for(shelf.kind)
    if insurance is None:
        return NOT_ENTITLED[shelf.kind]()
    offer = shelf.open_at(ctx, insurance.area)
    before = paid.get(wanted.person.id)
    if isinstance(offer, Problem) or before is None:
        return offer
    return AlreadyPaid(year=offer.year, name=offer.name, day=before.on, where=before.where)


def _is_related(ctx: Context, wanted: Insured) -> bool:
    binding = wanted.binding
    return binding is None or binding.status(ctx.today) is BindingStatus.ACTIVE
