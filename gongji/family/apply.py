"""职工共济申请: binds a relative, once everything of http-api.md §4 speaks for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gongji.family.application import Application, Consent, record
from gongji.family.consent import confirm
from gongji.family.models import Binding
from gongji.family.plausibility import Pair
from gongji.family.registry import Told, ask
from gongji.family.rules import Candidate, first, free_slot, own_refusals, relative_refusals
from gongji.family.standing import Ground, dead_among, facts_of, live_family, lock_ground
from gongji.family.texts import tell_bound
from gongji.family.views import show
from gongji.kernel.context import Context
from gongji.kernel.ids import new_id
from gongji.kernel.problems import OutsideUnavailable, Problem
from gongji.notices.models import Feature
from gongji.notices.service import refuse_in_maintenance
from gongji.people.id_number import is_id_number
from gongji.people.models import Person
from gongji.people.service import person, register


def bind(ctx: Context, authorizer_id: str, asked: Application, consent: Consent) -> dict[str, Any]:
    """The new binding as the authorizer sees it; effective at once from its first day (BIND-04).

    Online the relative agrees by code, at the counter in person. Raises the codes of http-api.md §4
    in their order. What concerns the relative is told only after his code was used up.
    """
    told = _ask(ctx, authorizer_id, asked)
    ground = lock_ground(ctx, authorizer_id, asked.beneficiary.id_number)
    refuse_in_maintenance(ctx, Feature.BINDING, ground.rules.area)
    own, history = facts_of(ctx, ground)
    _refuse(own_refusals(asked, own, history, ground.rules))
    confirm(ctx, consent, authorizer_id, asked.beneficiary.id_number, ground.rules)
    if isinstance(told, OutsideUnavailable):
        raise told
    assert told is not None, "an ID number that passed phase 1 was asked about"
    _refuse(relative_refusals(asked.relation, _candidate(ctx, ground, asked, told), ground.rules))
    binding = _write(ctx, ground, _met(ctx, ground, told), asked, consent)
    return show(ctx, [binding], authorizer_id)[0]


def _refuse(problems: Iterable[Problem]) -> None:
    problem = first(problems)
    if problem is not None:
        raise problem


def _ask(ctx: Context, authorizer_id: str, asked: Application) -> Told | OutsideUnavailable | None:
    """Asked before anything is locked; silence matters only to who gets as far as the answer."""
    if not is_id_number(asked.beneficiary.id_number):
        return None
    own_number = person(ctx.db, authorizer_id).id_number.reveal()
    try:
        return ask(ctx.gateways.registry, own_number, asked.beneficiary)
    except OutsideUnavailable as silence:
        return silence


def _candidate(ctx: Context, ground: Ground, asked: Application, told: Told) -> Candidate:
    own_family = live_family(ctx.db, ground.authorizer) | told.callers_family
    his_family = live_family(ctx.db, ground.relative) | told.relatives_family
    pair = Pair(
        authorizer=ground.authorizer.id_number.reveal(),
        relative=asked.beneficiary.id_number,
        named=told.named,
        authorizers_family=own_family,
        relatives_family=his_family,
        dead=dead_among(ctx.db, own_family | his_family),
    )
    return Candidate(
        insurances=told.person.insurances if told.person else (),
        alive=ground.relative is None or ground.relative.died_on is None,
        pair=pair,
        authorizers=len(ground.taken),
    )


def _met(ctx: Context, ground: Ground, told: Told) -> Person:
    """Our copy of the relative, made now where this is the first time that we hear of him."""
    if ground.relative is not None:
        return ground.relative
    assert told.person is not None, "nobody binds a person whom the registry does not know"
    return register(ctx.db, told.person, told.phone)


def _write(
    ctx: Context, ground: Ground, relative: Person, asked: Application, consent: Consent
) -> Binding:
    """Takes a place on either side; the unique slots decide whatever the locks did not see."""
    rules, version = ground.rules, asked.commitment.version
    own_slot = free_slot([row.authorizer_slot for row in ground.given], rules.bind_max_concurrent)
    place = free_slot([row.beneficiary_slot for row in ground.taken], rules.bind_max_authorizers)
    assert own_slot is not None and place is not None, "the rules have counted the places"
    binding = Binding(
        id=new_id("bnd"),
        authorizer_id=ground.authorizer.id,
        beneficiary_id=relative.id,
        authorizer_slot=own_slot,
        beneficiary_slot=place,
        relation=asked.relation,
        starts_on=asked.starts_on,
        ends_on=asked.ends_on,
        channel=ctx.channel,
        created_at=ctx.now,
        commitment_version=version,
        consent=record(consent, version, ctx.now, ctx.channel),
        hold_fen=0,
    )
    ctx.db.add(binding)
    ctx.db.flush()
    tell_bound(ctx, binding, ground.authorizer, relative)
    return binding
