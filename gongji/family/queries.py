"""What a person can see of family sharing: the first screen, their bindings, one binding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from gongji.app.context import Context
from gongji.app.paging import Page, PageRequest, newest_first
from gongji.commitments.letters import FAMILY_SHARING, Letter
from gongji.family.end import SIDES
from gongji.family.facts import own_facts, read_caller, refuse_bindings_in_maintenance
from gongji.family.models import Binding, BindingStatus, Side
from gongji.family.rules import allowed_relations, authorizer_refusal, concurrent_refusal
from gongji.family.views import BindingDetails, present
from gongji.kernel.db import fresh
from gongji.kernel.ids import IdForm
from gongji.kernel.problems import NotFound, Problem
from gongji.notices.problems import UnderMaintenance
from gongji.people.access import look_once_a_day
from gongji.people.looks import BINDING_READ
from gongji.policy.values import GeoScope
from gongji.vocabulary import Relation

BINDING_ID = IdForm("bnd")


@dataclass(frozen=True, slots=True)
class AuthorizerEligibility:
    """Whether the caller may bind a relative now and, if not, why; with the places in use."""

    eligible: bool
    problem: dict[str, str] | None
    active: int
    active_max: int
    distinct: int
    distinct_max: int
    relations_allowed: Sequence[Relation]
    geo_scope: GeoScope
    consent_age: int
    commitment: Letter


def eligibility(ctx: Context) -> AuthorizerEligibility:
    """The first screen; it shows the caller's own state alone."""
    caller = read_caller(ctx, ctx.actor.id)
    own, rules = own_facts(ctx, caller), caller.rules
    problem: Problem | None = None
    try:
        refuse_bindings_in_maintenance(ctx, caller)
    except UnderMaintenance as closed:
        problem = closed
    problem = problem or authorizer_refusal(own, rules) or concurrent_refusal(own, rules)
    return AuthorizerEligibility(
        eligible=problem is None,
        problem=problem.brief() if problem else None,
        active=own.bound_count,
        active_max=rules.bind_max_concurrent,
        distinct=own.ever_bound_count,
        distinct_max=rules.bind_max_distinct_lifetime,
        relations_allowed=allowed_relations(rules),
        geo_scope=rules.bind_geo_scope,
        consent_age=rules.bind_consent_age,
        commitment=FAMILY_SHARING,
    )


def bindings(
    ctx: Context, *, role: Side, status: BindingStatus | None, page: PageRequest
) -> Page[BindingDetails]:
    """共济关系查询: the caller's bindings on one side, the newest first.

    The other sides find a line in their access logs. `status` is what `Binding.status` says, put to
    the database.
    """
    query = select(Binding).where(SIDES[role] == ctx.actor.id)
    live = and_(Binding.ended_at.is_(None), Binding.ends_on >= ctx.today)
    conditions = {
        BindingStatus.ENDED: or_(Binding.ended_at.is_not(None), Binding.ends_on < ctx.today),
        BindingStatus.PENDING: and_(live, Binding.starts_on > ctx.today),
        BindingStatus.ACTIVE: and_(live, Binding.starts_on <= ctx.today),
    }
    if status is not None:
        query = query.where(conditions[status])
    found = newest_first(ctx.db, query, Binding.seq, page)
    return Page(_present_and_note(ctx, found.items), found.next)


def binding(ctx: Context, binding_id: str) -> BindingDetails:
    """One binding of the caller; the other side finds a line in their access log.

    Raises NOT_FOUND for other people's.
    """
    found, _ = own_binding(ctx, binding_id)
    return _present_and_note(ctx, [found])[0]


def own_binding(ctx: Context, binding_id: str) -> tuple[Binding, Side]:
    """A binding of the caller, freshly read, and their side of it; raises NOT_FOUND."""
    if not BINDING_ID.fits(binding_id):
        raise NotFound
    query = select(Binding).where(Binding.id == binding_id)
    found = ctx.db.execute(fresh(query)).scalar_one_or_none()
    side = found.side_of(ctx.actor.id) if found else None
    if found is None or side is None:
        raise NotFound
    return found, side


def _present_and_note(ctx: Context, found: Sequence[Binding]) -> list[BindingDetails]:
    if not found:
        return []
    people = look_once_a_day(ctx, {one.other_side(ctx.actor.id) for one in found}, BINDING_READ)
    return present(ctx, found, ctx.actor.id, people)
