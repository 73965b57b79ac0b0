"""Where an authorizer and a relative stand: read and locked, then as facts for the rules.

Locks are taken in one order: people by ascending id, then accounts by ascending id. What is read
after them is true until the transaction ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from gongji.app.context import Context
from gongji.auth.phone import closed_until
from gongji.family.end import close_expired, owners_of_expired
from gongji.family.models import Binding
from gongji.family.registry import Family
from gongji.family.relations import OPPOSITE
from gongji.family.rules import Authorizer, History
from gongji.kernel.db import fresh
from gongji.kernel.money import ZERO, Money
from gongji.kernel.privacy import blind_index
from gongji.ledger.models import Account
from gongji.ledger.service import account_of, lock_accounts_of
from gongji.people.facts import find_by_id_number, insurances_of, lock_persons, person, persons
from gongji.people.models import Insurance, Person
from gongji.people.rules import employee_insurance
from gongji.policy.rules import Rules
from gongji.vocabulary import HUNAN, PROVINCE, Relation


@dataclass(frozen=True, slots=True)
class Given:
    """One binding that an authorizer ever gave; its relative by the index of his ID number."""

    relative_index: bytes
    slot: int
    ends_on: date
    is_ended: bool
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Caller:
    """The authorizer's own side: all that the checks before a code is sent are decided on.

    The same statements bring it, whoever the relative is.
    """

    person: Person
    insurance: Insurance | None
    account: Account | None
    rules: Rules
    given: Sequence[Given]


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything a binding is decided on, but the registry's answers; locked.

    `relative` is None for somebody we never met, who then has no bindings either.
    """

    caller: Caller
    relative: Person | None
    taken: Sequence[Binding]


def employee_in_hunan(insurances: Sequence[Insurance]) -> Insurance | None:
    """The insurance that makes somebody an authorizer here (ELIG-01)."""
    return employee_insurance([one for one in insurances if one.area.startswith(HUNAN)])


def rules_for(ctx: Context, insurances: Sequence[Insurance]) -> Rules:
    """The policy of the authorizer's area today; the province's for who has none in Hunan."""
    insurance = employee_in_hunan(insurances)
    return ctx.policy.rules(insurance.area if insurance else PROVINCE, ctx.today)


def look_at(ctx: Context, authorizer_id: str) -> Caller:
    """The caller's own side, as it stands; nothing is locked, and no relative is looked up."""
    insurances = insurances_of(ctx.db, authorizer_id)
    return Caller(
        person=person(ctx.db, authorizer_id),
        insurance=employee_in_hunan(insurances),
        account=account_of(ctx.db, authorizer_id),
        rules=rules_for(ctx, insurances),
        given=_given(ctx.db, authorizer_id),
    )


def lock_ground(ctx: Context, authorizer_id: str, id_number: str) -> Ground:
    """Locks both people and the accounts behind their bindings, and ends what has expired."""
    known = find_by_id_number(ctx.db, id_number)
    relative_id = known.id if known else None
    ids = {authorizer_id} | ({relative_id} if relative_id else set())
    people = lock_persons(ctx.db, ids)
    owners = {authorizer_id} | owners_of_expired(ctx, ids)
    accounts = lock_accounts_of(ctx.db, owners)
    close_expired(ctx, accounts)
    return Ground(
        caller=look_at(ctx, authorizer_id),
        relative=people[relative_id] if relative_id else None,
        taken=live_bindings(ctx.db, beneficiary_id=relative_id) if relative_id else [],
    )


def _given(db: Session, authorizer_id: str) -> Sequence[Given]:
    query = (
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
    return [Given(*row) for row in db.execute(query)]


def live_bindings(db: Session, **side: str) -> Sequence[Binding]:
    """Not ended, as of the rows; by `authorizer_id=` or `beneficiary_id=`."""
    query = select(Binding).filter_by(**side).where(Binding.ended_at.is_(None))
    return db.execute(fresh(query.order_by(Binding.id))).scalars().all()


def own_facts(ctx: Context, caller: Caller) -> Authorizer:
    """The caller as the rules see him; what has passed its last day counts no more (LIM-06)."""
    account = caller.account
    ever = {one.relative_index for one in caller.given if not one.withdrawn}
    return Authorizer(
        id_number=caller.person.id_number.reveal(),
        status=caller.insurance.status if caller.insurance else None,
        has_account=account is not None,
        frozen=account is not None and account.frozen_by is not None,
        balance=Money(account.balance_fen) if account else ZERO,
        bound=len(_running(ctx, caller)),
        ever_bound=len(ever),
        closed_until=closed_until(caller.person, ctx.now),
    )


def history_with(ctx: Context, caller: Caller, id_number: str) -> History:
    """What the caller has or had with whoever has this number, from his own bindings alone."""
    index = blind_index("id_number", id_number)
    tied = [one.ends_on for one in _running(ctx, caller) if one.relative_index == index]
    ever = any(one.relative_index == index and not one.withdrawn for one in caller.given)
    return History(bound_until=max(tied, default=None), ever=ever)


def _running(ctx: Context, caller: Caller) -> list[Given]:
    return [one for one in caller.given if not one.is_ended and one.ends_on >= ctx.today]


def live_family(db: Session, person: Person | None) -> Family:
    """Whom this person is bound with now, from either side, and what each is to him (REL-05)."""
    if person is None:
        return {}
    query = select(Binding).where(
        or_(Binding.authorizer_id == person.id, Binding.beneficiary_id == person.id),
        Binding.ended_at.is_(None),
    )
    tied = {_other(person, row): _seen_by(person, row) for row in db.execute(query).scalars()}
    others = persons(db, tied)
    return {others[one].id_number.reveal(): relation for one, relation in tied.items()}


def dead_among(db: Session, id_numbers: Iterable[str]) -> frozenset[str]:
    """Those of whose death we know; the registry's kinship may name them still (REL-05)."""
    by_index = {blind_index("id_number", number): number for number in id_numbers}
    query = select(Person.id_number_index).where(
        Person.id_number_index.in_(by_index), Person.died_on.is_not(None)
    )
    return frozenset(by_index[index] for index in db.execute(query).scalars())


def _other(person: Person, binding: Binding) -> str:
    is_given = binding.authorizer_id == person.id
    return binding.beneficiary_id if is_given else binding.authorizer_id


def _seen_by(person: Person, binding: Binding) -> Relation:
    if binding.authorizer_id == person.id:
        return binding.relation
    return OPPOSITE.get(binding.relation, Relation.OTHER)
