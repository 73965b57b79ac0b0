"""What somebody can see of his family account: the first screen, his bindings, one binding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from gongji.app.context import Context
from gongji.app.paging import Page, PageRequest, newest_first
from gongji.commitments.letters import FAMILY_SHARING
from gongji.family.facts import look_at, own_facts
from gongji.family.models import Binding, BindingStatus
from gongji.family.rules import (
    Authorizer,
    allowed_relations,
    authorizer_refusals,
    concurrent_refusals,
    first,
)
from gongji.family.views import Side, other_side, own_binding, own_name, show
from gongji.kernel.problems import Problem
from gongji.notices.models import Feature
from gongji.notices.service import refuse_in_maintenance
from gongji.people.access import note_once_a_day
from gongji.people.looks import BINDING_READ
from gongji.policy.rules import Rules

SIDES = {Side.AUTHORIZER: Binding.authorizer_id, Side.BENEFICIARY: Binding.beneficiary_id}


def eligibility(ctx: Context) -> dict[str, Any]:
    """Whether the caller may bind somebody now and, if not, why; only his own state is told."""
    caller = look_at(ctx, ctx.actor.id)
    own, rules = own_facts(ctx, caller), caller.rules
    problem = first(_reasons(ctx, own, rules))
    return {
        "eligible": problem is None,
        "problem": problem.brief() if problem else None,
        "active": own.bound,
        "active_max": rules.bind_max_concurrent,
        "distinct": own.ever_bound,
        "distinct_max": rules.bind_max_distinct_lifetime,
        "relations_allowed": allowed_relations(rules),
        "geo_scope": rules.bind_geo_scope,
        "consent_age": rules.bind_consent_age,
        "commitment": FAMILY_SHARING,
    }


def _reasons(ctx: Context, own: Authorizer, rules: Rules) -> Iterator[Problem]:
    try:
        refuse_in_maintenance(ctx, Feature.BINDING, rules.area)
    except Problem as closed:
        yield closed
    yield from authorizer_refusals(own, rules)
    yield from concurrent_refusals(own, rules)


def bindings(
    ctx: Context, *, role: Side, status: BindingStatus | None, page: PageRequest
) -> Page[dict[str, Any]]:
    """共济关系查询: the caller's bindings on one side, the newest first; the others read that."""
    query = select(Binding).where(SIDES[role] == ctx.actor.id)
    if status is not None:
        query = query.where(_is(status, ctx.today))
    found = newest_first(ctx.db, query, Binding.seq, page)
    _note(ctx, found.items)
    return Page(show(ctx, found.items, ctx.actor.id), found.next)


def binding(ctx: Context, binding_id: str) -> dict[str, Any]:
    """One binding of the caller; raises NOT_FOUND for anybody else's. The other side reads that."""
    found, _ = own_binding(ctx, binding_id)
    _note(ctx, [found])
    return show(ctx, [found], ctx.actor.id)[0]


def _note(ctx: Context, seen: Sequence[Binding]) -> None:
    others = [other_side(one, ctx.actor.id) for one in seen]
    note_once_a_day(ctx, others, BINDING_READ, actor=own_name(ctx))


def _is(status: BindingStatus, today: date) -> ColumnElement[bool]:
    """The same question as `Binding.status`, put to the database."""
    live = and_(Binding.ended_at.is_(None), Binding.ends_on >= today)
    return {
        BindingStatus.ENDED: or_(Binding.ended_at.is_not(None), Binding.ends_on < today),
        BindingStatus.PENDING: and_(live, Binding.starts_on > today),
        BindingStatus.ACTIVE: and_(live, Binding.starts_on <= today),
    }[status]
