"""Checks that there are no more bindings than policy allows (LIM-01, LIM-02, LIM-04)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

from sqlalchemy import func, or_, select

from gongji.app.context import Context
from gongji.family.models import Binding
from gongji.kernel.clock import civil_date
from gongji.people.models import Insurance
from gongji.policy.problems import PolicyNotConfigured
from gongji.policy.rules import Rules
from gongji.vocabulary import InsuranceKind

Limit = Callable[[Rules], int]


def too_many(ctx: Context) -> Iterator[str]:
    """One Chinese sentence for each binding or person beyond a limit."""
    areas = select(Insurance.area).where(Insurance.kind == InsuranceKind.EMPLOYEE).distinct()
    known = [area for area in ctx.db.execute(areas).scalars() if _rules(ctx, area, ctx.today)]
    if known:
        yield from _beyond_slots(ctx, known)
        yield from _beyond_lifetime(ctx, known)


def _beyond_slots(ctx: Context, areas: list[str]) -> Iterator[str]:
    """A live binding's slot stays within the limit of the day it was made, or of today."""
    least = min(_limit(ctx, area, ctx.today, _concurrent) for area in areas)
    query = (
        select(Binding, Insurance.area)
        .join(Insurance, Insurance.person_id == Binding.authorizer_id)
        .where(Insurance.kind == InsuranceKind.EMPLOYEE, Binding.ended_at.is_(None))
        .where(or_(Binding.authorizer_slot > least, Binding.beneficiary_slot > 1))
        .order_by(Binding.id)
    )
    for binding, area in ctx.db.execute(query):
        made_at = binding.created_at
        if binding.authorizer_slot > _larger_limit(ctx, area, made_at, _concurrent):
            yield f"共济关系 {binding.id} 超出共济人 {binding.authorizer_id} 同时绑定的人数上限"
        if binding.beneficiary_slot > _larger_limit(ctx, area, made_at, _authorizers):
            yield f"共济关系 {binding.id} 超出使用人 {binding.beneficiary_id} 的共济人数上限"


def _beyond_lifetime(ctx: Context, areas: list[str]) -> Iterator[str]:
    least = min(_limit(ctx, area, ctx.today, _distinct) for area in areas)
    ever = func.count(Binding.beneficiary_id.distinct())
    query = (
        select(Binding.authorizer_id, Insurance.area, ever)
        .join(Insurance, Insurance.person_id == Binding.authorizer_id)
        .where(Insurance.kind == InsuranceKind.EMPLOYEE, Binding.withdrawn.is_(False))
        .group_by(Binding.authorizer_id, Insurance.area)
        .having(ever > least)
    )
    for person_id, area, people in ctx.db.execute(query):
        if people > _limit(ctx, area, ctx.today, _distinct):
            yield f"共济人 {person_id} 累计绑定过 {people} 人，超出上限"


def _concurrent(rules: Rules) -> int:
    return rules.bind_max_concurrent


def _authorizers(rules: Rules) -> int:
    return rules.bind_max_authorizers


def _distinct(rules: Rules) -> int:
    return rules.bind_max_distinct_lifetime


def _larger_limit(ctx: Context, area: str, made_at: datetime, limit: Limit) -> int:
    return max(_limit(ctx, area, day, limit) for day in (civil_date(made_at), ctx.today))


def _limit(ctx: Context, area: str, day: date, limit: Limit) -> int:
    """The limit on that day; zero if it has no policy, so that only the other day decides."""
    rules = _rules(ctx, area, day)
    return limit(rules) if rules else 0


def _rules(ctx: Context, area: str, day: date) -> Rules | None:
    """None where that place has no policy on binding on that day."""
    rules = ctx.policy.rules(area, day)
    try:
        for limit in (_concurrent, _authorizers, _distinct):
            limit(rules)
    except PolicyNotConfigured:
        return None
    return rules
