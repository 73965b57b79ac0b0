"""What a person can see of quotas: the first screen, those given, their draws, those received."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from gongji.app.context import Context
from gongji.app.paging import Page, PageRequest, newest_first
from gongji.commitments.letters import QUOTA, Letter
from gongji.family.facts import own_facts, read_caller, refuse_bindings_in_maintenance
from gongji.family.relations import NEAR8
from gongji.family.rules import authorizer_refusal
from gongji.kernel.money import Money
from gongji.kernel.ports import QuotaFromElsewhere
from gongji.kernel.problems import Problem
from gongji.notices.problems import UnderMaintenance
from gongji.people.access import look_once_a_day
from gongji.people.facts import person
from gongji.people.looks import QUOTA_READ
from gongji.quota.facts import free_money, own_quota
from gongji.quota.models import Quota, QuotaDraw, QuotaStatus
from gongji.quota.rules import not_open_refusal
from gongji.quota.views import QuotaDetails, present_quotas
from gongji.vocabulary import Relation


@dataclass(frozen=True, slots=True)
class QuotaEligibility:
    """Whether quotas are open in the caller's area, and whether the caller may give one now."""

    is_open: bool
    eligible: bool
    problem: dict[str, str] | None
    areas: Sequence[str]
    free: Money
    relations_allowed: Sequence[Relation]
    consent_age: int
    commitment: Letter


def quota_eligibility(ctx: Context) -> QuotaEligibility:
    """The first screen; it shows the caller's own state alone."""
    caller = read_caller(ctx, ctx.actor.id)
    rules = caller.rules
    closed = not_open_refusal(rules)
    problem: Problem | None = closed
    if closed is None:
        try:
            refuse_bindings_in_maintenance(ctx, caller)
        except UnderMaintenance as stopped:
            problem = stopped
    problem = problem or authorizer_refusal(own_facts(ctx, caller), rules)
    return QuotaEligibility(
        is_open=closed is None,
        eligible=problem is None,
        problem=problem.brief() if problem else None,
        areas=rules.quota_areas,
        free=free_money(ctx, caller.account),
        relations_allowed=NEAR8,
        consent_age=rules.bind_consent_age,
        commitment=QUOTA,
    )


def quotas(ctx: Context, status: QuotaStatus | None, page: PageRequest) -> Page[QuotaDetails]:
    """What the caller gave, the newest first; the relatives find a line in their access logs."""
    query = select(Quota).where(Quota.giver_id == ctx.actor.id)
    if status is not None:
        is_live = Quota.ended_at.is_(None)
        query = query.where(is_live if status is QuotaStatus.LIVE else ~is_live)
    found = newest_first(ctx.db, query, Quota.seq, page)
    if not found.items:
        return Page([])
    people = look_once_a_day(ctx, {one.taker_id for one in found.items}, QUOTA_READ)
    return Page(present_quotas(found.items, ctx.actor.id, people), found.next)


def quota(ctx: Context, quota_id: str) -> QuotaDetails:
    """One that the caller gave; raises NOT_FOUND."""
    found = own_quota(ctx, quota_id)
    people = look_once_a_day(ctx, {found.taker_id}, QUOTA_READ)
    return present_quotas([found], ctx.actor.id, people)[0]


def draws_of(ctx: Context, quota_id: str, page: PageRequest) -> Page[QuotaDraw]:
    """What was drawn on a quota that the caller gave, the newest first; raises NOT_FOUND."""
    found = own_quota(ctx, quota_id)
    query = select(QuotaDraw).where(QuotaDraw.quota_id == found.id)
    return newest_first(ctx.db, query, QuotaDraw.seq, page)


def received(ctx: Context) -> Sequence[QuotaFromElsewhere]:
    """What the national platform says that the caller was given; raises OUTSIDE_UNAVAILABLE."""
    own = person(ctx.db, ctx.actor.id)
    return ctx.gateways.quotas.quotas_given_to(own.id_number.reveal())
