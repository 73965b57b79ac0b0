"""Who may bind whom (ELIG, BENE, REL, LIM, BIND): pure decisions over facts and policy.

Every refusal is returned, not raised. The checks of one function stand in the order in which they
answer: the first that fails is the answer.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gongji.auth.problems import ChangedRecently
from gongji.commitments.letters import FAMILY_SHARING
from gongji.family.application import Application
from gongji.family.models import Binding, BindingStatus
from gongji.family.problems import (
    AlreadyBound,
    AlreadyEnded,
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
from gongji.family.relations import ALLOWED, GEO_NAMES, Pair, contradiction, names
from gongji.kernel.clock import end_of
from gongji.kernel.id_number import age_on, born_on, is_id_number
from gongji.kernel.money import Money
from gongji.kernel.ports import InsuredState
from gongji.kernel.problems import FieldError, Problem, RequestInvalid
from gongji.kernel.wording import moment_of_year, opening, say
from gongji.labels import RELATIONS
from gongji.ledger.problems import AccountFrozen, AuthZeroBalance
from gongji.people.problems import AuthNoAccount, AuthNotEmployee, AuthStatus, IdInvalid
from gongji.people.rules import main_insurance
from gongji.policy.rules import Rules
from gongji.policy.values import GeoScope
from gongji.vocabulary import PROVINCE, Area, InsuranceStatus, Relation

LIMITS = {"per_use_fen": "单次", "month_fen": "每月", "year_fen": "每年"}
"""From the narrowest to the widest, and what they are called."""


@dataclass(frozen=True, slots=True)
class Authorizer:
    """The authorizer's own state.

    `status` is that of the employee insurance in Hunan, if there is one. `bound_count` counts the
    relatives who hold a place now, `ever_bound_count` the different relatives of a lifetime.
    `closed_until` is set while a new phone closes binding.
    """

    id_number: str
    status: InsuranceStatus | None
    has_account: bool
    frozen: bool
    balance: Money
    bound_count: int
    ever_bound_count: int
    closed_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class History:
    """Until when the two are bound now, and whether they ever were."""

    bound_until: date | None
    ever_bound: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """The relative as the registry and live bindings describe them (BENE-02)."""

    insurances: tuple[InsuredState, ...]
    alive: bool
    pair: Pair
    authorizers: int


def own_refusal(
    asked: Application, own: Authorizer, history: History, rules: Rules
) -> Problem | None:
    """Phase 1: the request and the authorizer's own state, before any code is looked at."""
    refusal = (
        term_refusal(asked.starts_on, asked.ends_on, rules)
        or FAMILY_SHARING.refusal(
            accepted=asked.commitment.accepted, version=asked.commitment.version
        )
        or id_number_refusal(asked.beneficiary.id_number, own.id_number)
        or authorizer_refusal(own, rules)
    )
    if refusal is not None:
        return refusal
    allowed = allowed_relations(rules)
    if asked.relation not in allowed:
        basis, relation = rules.basis(Rules.relation_scope), RELATIONS[asked.relation]
        return RelationNotAllowed(basis=basis, allowed=names(allowed), relation=relation)
    if asked.starts_on < rules.on:
        return DatePast(what="起始日期", day=asked.starts_on, today=rules.on)
    if asked.ends_on < asked.starts_on:
        return DateOrder(starts_on=asked.starts_on, ends_on=asked.ends_on)
    if history.bound_until is not None:
        return AlreadyBound(ends_on=history.bound_until)
    most = rules.bind_max_distinct_lifetime
    crowded = concurrent_refusal(own, rules)
    if crowded is None and not history.ever_bound and own.ever_bound_count >= most:
        basis = rules.basis(Rules.bind_max_distinct_lifetime)
        return LimitLifetime(basis=basis, count=own.ever_bound_count, most=most)
    return crowded


def id_number_refusal(id_number: str, own_id_number: str) -> Problem | None:
    if not is_id_number(id_number):
        return IdInvalid()
    return SelfBind() if id_number == own_id_number else None


def term_refusal(starts_on: date, ends_on: date, rules: Rules) -> Problem | None:
    """What the area does not offer at all: an announced start, a longer term."""
    if starts_on > rules.on and not rules.bind_future_start:
        return RequestInvalid.at("/starts_on", "future_start", "参保地要求起始日期为当天")
    months = rules.bind_max_months
    if months is not None and ends_on >= months_later(starts_on, months):
        return RequestInvalid.at("/ends_on", "too_long", f"参保地规定期限最长 {months} 个月")
    return None


def months_later(day: date, months: int) -> date:
    """The same day so many months on; if that month is shorter, the first of the next."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    days = monthrange(year, month + 1)[1]
    return date(year, month + 1, 1) + timedelta(days=min(day.day - 1, days))


def authorizer_refusal(own: Authorizer, rules: Rules) -> Problem | None:
    """ELIG-01 to ELIG-06: also the answer of the first screen."""
    if own.status is None or own.status is InsuranceStatus.ENDED:
        return AuthNotEmployee()
    if not own.has_account:
        return AuthNoAccount()
    if own.status not in rules.status_to_bind:
        return AuthStatus(basis=rules.basis(Rules.status_to_bind))
    if own.frozen:
        return AccountFrozen()
    if own.closed_until is not None:
        return ChangedRecently(opens_at=opening(own.closed_until))
    if own.balance <= rules.bind_min_balance:
        basis = rules.basis(Rules.bind_min_balance)
        return AuthZeroBalance(basis=basis, balance=own.balance, minimum=rules.bind_min_balance)
    return None


def concurrent_refusal(own: Authorizer, rules: Rules) -> Problem | None:
    """LIM-01; announced bindings take a place too (LIM-06)."""
    most = rules.bind_max_concurrent
    if own.bound_count < most:
        return None
    basis = rules.basis(Rules.bind_max_concurrent)
    return LimitConcurrent(basis=basis, count=own.bound_count, most=most)


def allowed_relations(rules: Rules) -> tuple[Relation, ...]:
    return ALLOWED[rules.relation_scope]


def needs_own_consent(id_number: str, rules: Rules) -> bool:
    """From the age of consent on, relatives agree for themselves."""
    return age_on(born_on(id_number), rules.on) >= rules.bind_consent_age


def relative_refusal(relation: Relation, candidate: Candidate, rules: Rules) -> Problem | None:
    """Phase 3: revealed only to a caller who had the relative's code, or at the counter."""
    normal = [one for one in candidate.insurances if one.status == InsuranceStatus.NORMAL]
    insured = main_insurance(normal) if candidate.alive else None
    if insured is None:
        return BeneNotInsured()
    basis = rules.basis(Rules.bind_geo_scope)
    if Area(insured.area).province != PROVINCE:
        return BeneOutOfProvince(basis=basis)
    if (
        rules.bind_geo_scope is GeoScope.SAME_CITY
        and Area(insured.area).city != Area(rules.area).city
    ):
        return BeneOutOfCity(basis=basis, scope=GEO_NAMES[rules.bind_geo_scope])
    why = contradiction(relation, candidate.pair)
    if why is not None:
        return RelationImplausible(relation=RELATIONS[relation], why=why)
    most = rules.bind_max_authorizers
    if candidate.authorizers >= most:
        return BeneHasAuthorizer(basis=rules.basis(Rules.bind_max_authorizers), most=most)
    return None


def free_slot(taken: Sequence[int], most: int) -> int | None:
    """The smallest place from 1 to `most` that is not taken."""
    return next((slot for slot in range(1, most + 1) if slot not in taken), None)


# -- a binding that exists


def ended_refusal(binding: Binding, today: date) -> AlreadyEnded | None:
    """ALREADY_ENDED: an ended binding never changes."""
    if binding.status(today) is not BindingStatus.ENDED:
        return None
    ended_at = binding.ended_at or end_of(binding.ends_on)
    return AlreadyEnded(ended_at=moment_of_year(ended_at))


def limits_refusal(
    after: Mapping[str, int | None], named: Mapping[str, int | None]
) -> RequestInvalid | None:
    """REQUEST_INVALID where a limit is above a wider one: one use, month, year.

    It points to the field that the request named; of two named fields to the narrower limit.
    """
    known = [(name, fen) for name in LIMITS if (fen := after[name]) is not None]
    errors = [
        FieldError(
            f"/limits/{narrow if narrow in named else wide}",
            "order",
            say("{narrow}限额不能高于{wide}限额", narrow=LIMITS[narrow], wide=LIMITS[wide]),
        )
        for place, (narrow, narrow_fen) in enumerate(known)
        for wide, wide_fen in known[place + 1 :]
        if narrow_fen > wide_fen
    ]
    return RequestInvalid.of(errors) if errors else None


def is_higher_limit(new_fen: int | None, old_fen: int | None) -> bool:
    """None is no limit at all."""
    return old_fen is not None and (new_fen is None or new_fen > old_fen)
