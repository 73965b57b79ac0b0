"""职工共济申请: binds a relative, once every check of rules.py passes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gongji.app.context import Context
from gongji.family.application import Application, Consent, record
from gongji.family.consent import agrees, confirm
from gongji.family.facts import (
    Caller,
    Ground,
    dead_among,
    history_with,
    live_family,
    lock_ground,
    look_at,
    own_facts,
)
from gongji.family.models import Binding
from gongji.family.new_binding import binding_row
from gongji.family.notifications import tell_bound
from gongji.family.plausibility import Pair
from gongji.family.registry import Told, ask
from gongji.family.rules import Candidate, first, free_slot, own_refusals, relative_refusals
from gongji.family.views import show
from gongji.kernel.privacy import mask_name
from gongji.kernel.problems import Problem
from gongji.kernel.transaction import Conflict
from gongji.kernel.wording import say
from gongji.notices.models import Feature
from gongji.notices.service import refuse_in_maintenance
from gongji.people.access import note_access, note_pending
from gongji.people.enrolment import register
from gongji.people.looks import ASKED_IN_VAIN, BOUND
from gongji.people.models import Person


def bind(ctx: Context, authorizer_id: str, asked: Application, consent: Consent) -> dict[str, Any]:
    """The new binding as the authorizer sees it; effective at once from its first day (BIND-04).

    Online the relative agrees by code, at the counter in person. Raises the codes of rules.py
    in their order. Until his code is known to be right nothing of the relative is looked up, here
    or in the registry; that he was asked in vain, he reads in his access log.
    """
    caller = look_at(ctx, authorizer_id)
    try:
        return _bind(ctx, caller, asked, consent)
    except Problem as refusal:
        if refusal.commit_on_raise:
            what = say(ASKED_IN_VAIN, why=refusal.title())
            by = mask_name(caller.person.name)
            note_pending(ctx, asked.beneficiary.id_number, what, actor=by)
        raise


def _bind(ctx: Context, caller: Caller, asked: Application, consent: Consent) -> dict[str, Any]:
    _pass_phase_one(ctx, caller, asked)
    if not agrees(ctx, consent, caller.person.id, asked):
        confirm(ctx, consent, caller.person.id, asked, caller.rules)
        raise Conflict("a code that came this moment")
    told = ask(
        ctx.gateways.registry, caller.person.id_number.reveal(), asked.beneficiary
    )  # nothing is locked yet
    ground = lock_ground(ctx, caller.person.id, asked.beneficiary.id_number)
    _pass_phase_one(ctx, ground.caller, asked)
    rules = ground.caller.rules
    confirm(ctx, consent, caller.person.id, asked, rules)
    _refuse(relative_refusals(asked.relation, _candidate(ctx, ground, asked, told), rules))
    binding = _write(ctx, ground, _met(ctx, ground, told), asked, consent)
    return show(ctx, [binding], caller.person.id)[0]


def _pass_phase_one(ctx: Context, caller: Caller, asked: Application) -> None:
    refuse_in_maintenance(ctx, Feature.BINDING, caller.rules.area)
    history = history_with(ctx, caller, asked.beneficiary.id_number)
    _refuse(own_refusals(asked, own_facts(ctx, caller), history, caller.rules))


def _refuse(problems: Iterable[Problem]) -> None:
    problem = first(problems)
    if problem is not None:
        raise problem


def _candidate(ctx: Context, ground: Ground, asked: Application, told: Told) -> Candidate:
    own_family = live_family(ctx.db, ground.caller.person) | told.callers_family
    his_family = live_family(ctx.db, ground.relative) | told.relatives_family
    pair = Pair(
        authorizer=ground.caller.person.id_number.reveal(),
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
    rules, version = ground.caller.rules, asked.commitment.version
    given = [one.slot for one in ground.caller.given if not one.is_ended]
    own_slot = free_slot(given, rules.bind_max_concurrent)
    place = free_slot([row.beneficiary_slot for row in ground.taken], rules.bind_max_authorizers)
    assert own_slot is not None and place is not None, "the rules have counted the places"
    row = binding_row(
        ground.caller.person.id,
        relative.id,
        asked.relation,
        slots=(own_slot, place),
        starts_on=asked.starts_on,
        ends_on=asked.ends_on,
        created_at=ctx.now,
        channel=ctx.channel,
        consent=record(consent, version, ctx.now, ctx.channel),
    )
    binding = Binding(**row)
    ctx.db.add(binding)
    ctx.db.flush()
    tell_bound(ctx, binding, ground.caller.person, relative)
    note_access(ctx, relative.id, BOUND, actor=mask_name(ground.caller.person.name))
    return binding
