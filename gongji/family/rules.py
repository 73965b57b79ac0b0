"""Who may bind whom (ELIG, BENE, REL, LIM, BIND): pure decisions over facts and policy.

The checks stand in their published order; the first that fails answers.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gongji.auth.problems import ChangedRecently
from gongji.commitments.letters import FAMILY_SHARING
from gongji.family.application import Application
from gongji.family.plausibility import Pair, contradiction
from gongji.family.problems import (
    AlreadyBound,
    BeneHasAuthorizer,
    BeneNotInsured,
    BeneOutOfCity,
    BeneOutOfProvince,
    DateOrder,
    DatePast,
    LimitConcurrent,
    LimitLifetime,
    RelationImplausible,
    RelationNotAllowed,
    SelfBind,
)
from gongji.family.relations import ALLOWED, GEO_NAMES, names
from gongji.kernel.id_number import age_on, born_on, is_id_number
from gongji.kernel.money import Money
from gongji.kernel.ports import InsuredState
from gongji.kernel.problems import Problem, RequestInvalid
from gongji.kernel.wording import opening
from gongji.labels import RELATIONS
from gongji.ledger.problems import AccountFrozen, AuthZeroBalance
from gongji.people.problems import AuthNoAccount, AuthNotEmployee, AuthStatus, IdInvalid
from gongji.people.rules import main_insurance
from gongji.policy.rules import Rules
from gongji.policy.values import GeoScope
from gongji.vocabulary import HUNAN, InsuranceStatus, Relation


@dataclass(frozen=True, slots=True)
class Authorizer:
    """The authorizer's own state. `status` is that of his Hunan employee insurance, if any;
    `closed_until` is set while a new phone keeps him from binding.
    """

    id_number: str
    status: InsuranceStatus | None
    has_account: bool
    frozen: bool
    balance: Money
    bound: int
    ever_bound: int
    closed_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What these two had before: until when they are bound now, whether they ever were."""

    bound_until: date | None
    ever: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """The relative: what the registry says, and whether a place is free."""

    insurances: tuple[InsuredState, ...]
    alive: bool
    pair: Pair
    authorizers: int


def first(problems: Iterable[Problem]) -> Problem | None:
    return next(iter(problems), None)


# -- phase 1: the request and the caller's own state


def own_refusals(
    asked: Application, own: Authorizer, history: History, rules: Rules
) -> Iterator[Problem]:
    """Phase 1, before any code is looked at."""
    yield from _of_the_request(asked, own, rules)
    yield from authorizer_refusals(own, rules)
    yield from _of_the_relation(asked, rules)
    yield from _of_places(own, history, rules)


def _of_the_request(asked: Application, own: Authorizer, rules: Rules) -> Iterator[Problem]:
    yield from term_refusals(asked.starts_on, asked.ends_on, rules)
    commitment = FAMILY_SHARING.refusal(
        accepted=asked.commitment.accepted, version=asked.commitment.version
    )
    if commitment is not None:
        yield commitment
    if not is_id_number(asked.beneficiary.id_number):
        yield IdInvalid()
    if asked.beneficiary.id_number == own.id_number:
        yield SelfBind()


def term_refusals(starts_on: date, ends_on: date, rules: Rules) -> Iterator[Problem]:
    """What the place does not offer at all: an announced start, a longer term."""
    if starts_on > rules.on and not rules.bind_future_start:
        yield RequestInvalid.at("/starts_on", "future_start", "参保地要求起始日期为当天")
    months = rules.bind_max_months
    if months is not None and ends_on >= months_later(starts_on, months):
        yield RequestInvalid.at("/ends_on", "too_long", f"参保地规定期限最长 {months} 个月")


def months_later(day: date, months: int) -> date:
    """The same day so many months on; where that month is shorter, the first of the next."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    days = monthrange(year, month + 1)[1]
    return date(year, month + 1, 1) + timedelta(days=min(day.day - 1, days))


def authorizer_refusals(own: Authorizer, rules: Rules) -> Iterator[Problem]:
    """ELIG-01 to ELIG-06: also the first screen's answer."""
    if own.status is None or own.status is InsuranceStatus.ENDED:
        yield AuthNotEmployee()
        return
    if not own.has_account:
        yield AuthNoAccount()
    if own.status not in rules.status_to_bind:
        yield AuthStatus(basis=rules.basis(Rules.status_to_bind))
    if own.frozen:
        yield AccountFrozen()
    if own.closed_until is not None:
        yield ChangedRecently(opens_at=opening(own.closed_until))
    if own.balance <= rules.bind_min_balance:
        basis = rules.basis(Rules.bind_min_balance)
        yield AuthZeroBalance(basis=basis, balance=own.balance, minimum=rules.bind_min_balance)


def _of_the_relation(asked: Application, rules: Rules) -> Iterator[Problem]:
    allowed = allowed_relations(rules)
    if asked.relation not in allowed:
        basis, relation = rules.basis(Rules.relation_scope), RELATIONS[asked.relation]
        yield RelationNotAllowed(basis=basis, allowed=names(allowed), relation=relation)
    if asked.starts_on < rules.on:
        yield DatePast(what="起始日期", day=asked.starts_on, today=rules.on)
    if asked.ends_on < asked.starts_on:
        yield DateOrder(starts_on=asked.starts_on, ends_on=asked.ends_on)


def _of_places(own: Authorizer, history: History, rules: Rules) -> Iterator[Problem]:
    if history.bound_until is not None:
        yield AlreadyBound(ends_on=history.bound_until)
    yield from concurrent_refusals(own, rules)
    most = rules.bind_max_distinct_lifetime
    if not history.ever and own.ever_bound >= most:
        basis = rules.basis(Rules.bind_max_distinct_lifetime)
        yield LimitLifetime(basis=basis, count=own.ever_bound, most=most)


def concurrent_refusals(own: Authorizer, rules: Rules) -> Iterator[Problem]:
    """LIM-01; announced bindings take a place too (LIM-06)."""
    most = rules.bind_max_concurrent
    if own.bound >= most:
        basis = rules.basis(Rules.bind_max_concurrent)
        yield LimitConcurrent(basis=basis, count=own.bound, most=most)


def allowed_relations(rules: Rules) -> tuple[Relation, ...]:
    return ALLOWED[rules.relation_scope]


def needs_own_consent(id_number: str, rules: Rules) -> bool:
    """From the consent age on the relative himself agrees."""
    return age_on(born_on(id_number), rules.on) >= rules.bind_consent_age


# -- phase 3: what concerns the relative


def relative_refusals(relation: Relation, candidate: Candidate, rules: Rules) -> Iterator[Problem]:
    """Phase 3, told only to somebody who had the relative's code, or at the counter."""
    yield from _of_insurance(candidate, rules)
    why = contradiction(relation, candidate.pair)
    if why is not None:
        yield RelationImplausible(relation=RELATIONS[relation], why=why)
    most = rules.bind_max_authorizers
    if candidate.authorizers >= most:
        yield BeneHasAuthorizer(basis=rules.basis(Rules.bind_max_authorizers), most=most)


def _of_insurance(candidate: Candidate, rules: Rules) -> Iterator[Problem]:
    normal = [one for one in candidate.insurances if one.status == InsuranceStatus.NORMAL]
    insured = main_insurance(normal) if candidate.alive else None
    if insured is None:
        yield BeneNotInsured()
        return
    basis = rules.basis(Rules.bind_geo_scope)
    if not insured.area.startswith(HUNAN):
        yield BeneOutOfProvince(basis=basis)
    if rules.bind_geo_scope is GeoScope.SAME_CITY and insured.area[:4] != rules.area[:4]:
        yield BeneOutOfCity(basis=basis, scope=GEO_NAMES[rules.bind_geo_scope])


def free_slot(taken: Sequence[int], most: int) -> int | None:
    """The smallest place from 1 to `most` that nobody holds."""
    return next((slot for slot in range(1, most + 1) if slot not in taken), None)
