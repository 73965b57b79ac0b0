"""What a binding is decided on: both people as stored here, and the registry's answers.

Locks are taken in one order: people by ascending id, then accounts by ascending id. What is read
after them is true until the transaction ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from gongji.app.context import Context
from gongji.auth.phone import closed_until
from gongji.family.application import Relative
from gongji.family.end import close_expired, owners_of_expired
from gongji.family.models import Binding
from gongji.family.relations import OPPOSITE, Family, relation_of
from gongji.family.rules import Authorizer, History
from gongji.kernel.db import fresh
from gongji.kernel.money import ZERO, Money
from gongji.kernel.ports import Registry, RegistryPerson
from gongji.kernel.privacy import blind_index
from gongji.ledger.models import Account
from gongji.ledger.service import lock_accounts_of
from gongji.people.facts import find_by_id_number, lock_persons, persons
from gongji.people.models import Insurance, Person
from gongji.people.rules import employee_insurance
from gongji.policy.rules import Rules
from gongji.vocabulary import PROVINCE, Area, Relation

# -- what is stored here


@dataclass(frozen=True, slots=True)
class OutgoingBinding:
    """One binding that an authorizer ever made; its relative by the index of the ID number."""

    relative_index: bytes
    slot: int
    ends_on: date
    is_ended: bool
    withdrawn: bool

    def is_running(self, today: date) -> bool:
        """Whether it holds a place; a passed last day holds none (LIM-06)."""
        return not self.is_ended and self.ends_on >= today


@dataclass(frozen=True, slots=True)
class Caller:
    """The authorizer's own side: all that phase 1 is decided on.

    It is read by the same statements for every relative.
    """

    person: Person
    insurance: Insurance | None
    account: Account | None
    rules: Rules
    outgoing: Sequence[OutgoingBinding]


@dataclass(frozen=True, slots=True)
class BindingFacts:
    """All that is stored here of both people; locked.

    `relative` is None for a person who is not stored here yet and so has no bindings either.
    `incoming` are the live bindings of which the relative is the beneficiary.
    """

    caller: Caller
    relative: Person | None
    incoming: Sequence[Binding]


def employee_in_hunan(insurances: Sequence[Insurance]) -> Insurance | None:
    """The insurance that makes a person an authorizer here (ELIG-01)."""
    return employee_insurance([one for one in insurances if Area(one.area).province == PROVINCE])


def rules_for(ctx: Context, insurances: Sequence[Insurance]) -> Rules:
    """The policy of the authorizer's area today; the province's without an area in Hunan."""
    insurance = employee_in_hunan(insurances)
    return ctx.policy.rules(insurance.area if insurance else PROVINCE, ctx.today)


def read_caller(ctx: Context, authorizer_id: str) -> Caller:
    """The authorizer's own side as it is now; nothing is locked, and no relative is looked up."""
    own = (
        select(Person, Account)
        .outerjoin(Account, Account.person_id == Person.id)
        .options(joinedload(Person.insurances))
        .where(Person.id == authorizer_id)
    )
    person, account = ctx.db.execute(fresh(own)).unique().one()
    outgoing = (
        select(
            Person.id_number_index,
            Binding.authorizer_slot,
            Binding.ends_on,
            Binding.ended_at.is_not(None),
            Binding.withdrawn,
        )
        .join(Person, Person.id == Binding.beneficiary_id)
        .where(Binding.authorizer_id == authorizer_id)
        .order_by(Binding.id)
    )
    return Caller(
        person=person,
        insurance=employee_in_hunan(person.insurances),
        account=account,
        rules=rules_for(ctx, person.insurances),
        outgoing=[OutgoingBinding(*row) for row in ctx.db.execute(outgoing)],
    )


def lock_binding_facts(ctx: Context, authorizer_id: str, id_number: str) -> BindingFacts:
    """Locks both people and the accounts behind their bindings, and ends what has expired."""
    known = find_by_id_number(ctx.db, id_number)
    relative_id = known.id if known else None
    ids = {authorizer_id} | ({relative_id} if relative_id else set())
    people = lock_persons(ctx.db, ids)
    owners = {authorizer_id} | owners_of_expired(ctx, ids)
    accounts = lock_accounts_of(ctx.db, owners)
    close_expired(ctx, accounts)
    incoming = (
        select(Binding)
        .where(Binding.beneficiary_id == relative_id, Binding.ended_at.is_(None))
        .order_by(Binding.id)
    )
    return BindingFacts(
        caller=read_caller(ctx, authorizer_id),
        relative=people[relative_id] if relative_id else None,
        incoming=ctx.db.execute(fresh(incoming)).scalars().all() if relative_id else [],
    )


def own_facts(ctx: Context, caller: Caller) -> Authorizer:
    """The authorizer as the rules see them."""
    account = caller.account
    ever = {one.relative_index for one in caller.outgoing if not one.withdrawn}
    return Authorizer(
        id_number=caller.person.id_number.reveal(),
        status=caller.insurance.status if caller.insurance else None,
        has_account=account is not None,
        frozen=account is not None and account.frozen_by is not None,
        balance=Money(account.balance_fen) if account else ZERO,
        bound_count=sum(one.is_running(ctx.today) for one in caller.outgoing),
        ever_bound_count=len(ever),
        closed_until=closed_until(caller.person, ctx.now),
    )


def history_with(ctx: Context, caller: Caller, id_number: str) -> History:
    """The authorizer's past and present with this ID number, from their own bindings alone."""
    index = blind_index("id_number", id_number)
    shared = [one for one in caller.outgoing if one.relative_index == index]
    running = [one.ends_on for one in shared if one.is_running(ctx.today)]
    ever_bound = any(not one.withdrawn for one in shared)
    return History(bound_until=max(running, default=None), ever_bound=ever_bound)


def live_family(db: Session, person: Person | None) -> Family:
    """The people bound with this person now, from either side (REL-05)."""
    if person is None:
        return {}
    query = select(Binding).where(
        or_(Binding.authorizer_id == person.id, Binding.beneficiary_id == person.id),
        Binding.ended_at.is_(None),
    )
    relations: dict[str, Relation] = {}
    for binding in db.execute(query).scalars():
        if binding.authorizer_id == person.id:
            relations[binding.beneficiary_id] = binding.relation
        else:
            relations[binding.authorizer_id] = OPPOSITE.get(binding.relation, Relation.OTHER)
    others = persons(db, relations)
    return {others[one].id_number.reveal(): relation for one, relation in relations.items()}


def dead_among(db: Session, id_numbers: Iterable[str]) -> frozenset[str]:
    """The ID numbers of people known to be dead; the registry may still name them as kin."""
    by_index = {blind_index("id_number", number): number for number in id_numbers}
    query = select(Person.id_number_index).where(
        Person.id_number_index.in_(by_index), Person.died_on.is_not(None)
    )
    return frozenset(by_index[index] for index in db.execute(query).scalars())


# -- what the registry (参保登记) says


@dataclass(frozen=True, slots=True)
class RegistryAnswers:
    """The registry's answers about a relative and about the caller's own family.

    `named` is what the registry says the relative is to the caller, if it says anything.
    """

    person: RegistryPerson | None
    phone: str | None
    callers_family: Family
    relatives_family: Family
    named: Relation | None


def ask_registry(registry: Registry, caller_id_number: str, relative: Relative) -> RegistryAnswers:
    """Asks the same questions about every relative, so that timing reveals nothing.

    Raises OUTSIDE_UNAVAILABLE.
    """
    id_number = relative.id_number
    person = registry.insured_state(id_number, relative.name)
    phone = registry.registered_phone(id_number, relative.name)
    callers, relatives = (
        {kin.id_number: relation_of(kin.relation) for kin in registry.kinship(number)}
        for number in (caller_id_number, id_number)
    )
    backwards = OPPOSITE.get(relatives.get(caller_id_number, Relation.OTHER))
    return RegistryAnswers(person, phone, callers, relatives, callers.get(id_number) or backwards)
