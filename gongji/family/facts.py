"""What a binding is decided on: both people as stored here, and the registry's answers.

Locks are taken in one order: people by ascending id, then accounts by ascending id. What is read
after them is true until the transaction ends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import literal, or_, select, union
from sqlalchemy.orm import Session, aliased, joinedload

from gongji.app.context import Context
from gongji.auth.phone import closed_until
from gongji.family.application import Relative
from gongji.family.end import close_expired, owners_of_expired
from gongji.family.models import Binding
from gongji.family.relations import OPPOSITE, Family, Pair, relation_of
from gongji.family.rules import Authorizer, History
from gongji.kernel.db import fresh
from gongji.kernel.money import ZERO, Money
from gongji.kernel.ports import Registry, RegistryPerson
from gongji.kernel.privacy import blind_index
from gongji.ledger.models import Account
from gongji.ledger.service import lock_accounts_of
from gongji.notices.models import Feature
from gongji.notices.service import in_maintenance, refuse_in_maintenance
from gongji.people.facts import lock_with_number
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
    has_maintenance: bool
    """Whether anything at all is closed now."""


@dataclass(frozen=True, slots=True)
class LiveBinding:
    """A binding that has not ended, with its sides."""

    binding: Binding
    authorizer: Person
    beneficiary: Person


@dataclass(frozen=True, slots=True)
class BindingFacts:
    """All that is stored here of both people; locked.

    `relative` is None for a person who is not stored here yet and so has no bindings either.
    `live` are the bindings of both people, from either side.
    """

    caller: Caller
    relative: Person | None
    live: Sequence[LiveBinding]

    @property
    def incoming(self) -> Sequence[Binding]:
        """The live bindings of which the relative is the beneficiary."""
        return [one.binding for one in self.live if one.beneficiary is self.relative]

    def family_of(self, person: Person | None) -> Family:
        """The people bound with one of the two now, from either side (REL-05)."""
        family: dict[str, Relation] = {}
        for one in self.live:
            relation = one.binding.relation
            if one.authorizer is person:
                family[one.beneficiary.id_number.reveal()] = relation
            elif one.beneficiary is person:
                backwards = OPPOSITE.get(relation, Relation.OTHER)
                family[one.authorizer.id_number.reveal()] = backwards
        return family


def employee_in_hunan(insurances: Sequence[Insurance]) -> Insurance | None:
    """The insurance that makes a person an authorizer here (ELIG-01)."""
    return employee_insurance([one for one in insurances if Area(one.area).province == PROVINCE])


def rules_for(ctx: Context, insurances: Sequence[Insurance]) -> Rules:
    """The policy of the authorizer's area today; the province's without an area in Hunan."""
    insurance = employee_in_hunan(insurances)
    return ctx.policy.rules(insurance.area if insurance else PROVINCE, ctx.today)


def read_caller(ctx: Context, authorizer_id: str) -> Caller:
    """The authorizer's own side as it is now; nothing is locked, and no relative is looked up."""
    relative = aliased(Person)
    own = (
        select(
            Person,
            Account,
            in_maintenance(ctx.now),
            Binding.id,
            relative.id_number_index,
            Binding.authorizer_slot,
            Binding.ends_on,
            Binding.ended_at.is_not(None),
            Binding.withdrawn,
        )
        .outerjoin(Account, Account.person_id == Person.id)
        .outerjoin(Binding, Binding.authorizer_id == Person.id)
        .outerjoin(relative, relative.id == Binding.beneficiary_id)
        .options(joinedload(Person.insurances))
        .where(Person.id == authorizer_id)
        .order_by(Binding.id)
    )
    rows: Sequence[Any] = ctx.db.execute(fresh(own)).unique().all()
    person, account, has_maintenance = rows[0][:3]
    return Caller(
        person=person,
        insurance=employee_in_hunan(person.insurances),
        account=account,
        rules=rules_for(ctx, person.insurances),
        outgoing=[OutgoingBinding(*row[4:]) for row in rows if row[3] is not None],
        has_maintenance=has_maintenance,
    )


def refuse_bindings_in_maintenance(ctx: Context, caller: Caller) -> None:
    """Raises MAINTENANCE while bindings are closed in the caller's area."""
    if caller.has_maintenance:
        refuse_in_maintenance(ctx, Feature.BINDING, caller.rules.area)


def lock_binding_facts(ctx: Context, authorizer_id: str, id_number: str) -> BindingFacts:
    """Locks both people and the accounts behind their bindings, and ends what has expired."""
    authorizer, relative = lock_with_number(ctx.db, authorizer_id, id_number)
    ids = [one.id for one in (authorizer, relative) if one is not None]
    owners = union(select(literal(authorizer_id)), owners_of_expired(ctx, ids))
    accounts = lock_accounts_of(ctx.db, owners)
    live = _live_bindings(ctx.db, ids)
    if any(one.binding.ends_on < ctx.today for one in live):
        close_expired(ctx, accounts)
        live = _live_bindings(ctx.db, ids)
    return BindingFacts(read_caller(ctx, authorizer_id), relative, live)


def _live_bindings(db: Session, person_ids: Collection[str]) -> list[LiveBinding]:
    authorizer, beneficiary = aliased(Person), aliased(Person)
    query = (
        select(Binding, authorizer, beneficiary)
        .join(authorizer, authorizer.id == Binding.authorizer_id)
        .join(beneficiary, beneficiary.id == Binding.beneficiary_id)
        .where(
            or_(Binding.authorizer_id.in_(person_ids), Binding.beneficiary_id.in_(person_ids)),
            Binding.ended_at.is_(None),
        )
        .order_by(Binding.id)
    )
    return [LiveBinding(*row) for row in db.execute(fresh(query))]


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


def pair_of(
    ctx: Context, facts: BindingFacts, relatives_id_number: str, answers: RegistryAnswers
) -> Pair:
    """The caller and the relative with the families of both, for `relations.contradiction`."""
    authorizers_family = facts.family_of(facts.caller.person) | answers.callers_family
    relatives_family = facts.family_of(facts.relative) | answers.relatives_family
    return Pair(
        authorizer=facts.caller.person.id_number.reveal(),
        relative=relatives_id_number,
        named=answers.named,
        authorizers_family=authorizers_family,
        relatives_family=relatives_family,
        dead=dead_among(ctx.db, authorizers_family | relatives_family),
    )
