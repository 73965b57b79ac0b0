"""Binding a relative (职工共济申请), in two phases around the relative's consent."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table

from gongji.app.context import Context
from gongji.family.application import Application, Consent, consent_record
from gongji.family.consent import with_consent
from gongji.family.facts import (
    BindingFacts,
    Caller,
    RegistryAnswers,
    history_with,
    own_facts,
    pair_of,
    read_caller,
    refuse_bindings_in_maintenance,
)
from gongji.family.models import Binding
from gongji.family.new_binding import binding_row
from gongji.family.notifications import of_bound
from gongji.family.rules import Candidate, free_slot, own_refusal, relative_refusal
from gongji.family.views import BindingDetails, details
from gongji.kernel.privacy import mask_name
from gongji.kernel.writes import Insertion, write_together
from gongji.notices.service import warning_rows
from gongji.people.access import access_rows
from gongji.people.enrolment import register
from gongji.people.looks import ASKED_IN_VAIN, BOUND

BINDINGS = cast("Table", Binding.__table__)


def bind(ctx: Context, authorizer_id: str, asked: Application, consent: Consent) -> BindingDetails:
    """The new binding as the authorizer sees it; effective at once from its first day (BIND-04).

    Online the relative agrees by code, at the counter in person. Raises MAINTENANCE, what
    `own_refusal` returns, what `with_consent` raises, then what `relative_refusal` returns.
    """

    def refuse_own(caller: Caller) -> None:
        refuse_bindings_in_maintenance(ctx, caller)
        history = history_with(ctx, caller, asked.beneficiary.id_number)
        refusal = own_refusal(asked, own_facts(ctx, caller), history, caller.rules)
        if refusal is not None:
            raise refusal

    def act(facts: BindingFacts, answers: RegistryAnswers) -> BindingDetails:
        candidate = Candidate(
            insurances=answers.person.insurances if answers.person else (),
            alive=facts.relative is None or facts.relative.died_on is None,
            pair=pair_of(ctx, facts, asked.beneficiary.id_number, answers),
            authorizers=len(facts.incoming),
        )
        refusal = relative_refusal(asked.relation, candidate, facts.caller.rules)
        if refusal is not None:
            raise refusal
        return _write_binding(ctx, facts, answers, asked, consent)

    caller = read_caller(ctx, authorizer_id)
    return with_consent(
        ctx, asked, consent, caller, refuse_own=refuse_own, act=act, in_vain=ASKED_IN_VAIN
    )


def _write_binding(
    ctx: Context,
    facts: BindingFacts,
    answers: RegistryAnswers,
    asked: Application,
    consent: Consent,
) -> BindingDetails:
    """Takes a place on either side; the unique slots decide what the locks did not see.

    A relative who is not stored here yet is registered now.
    """
    authorizer, rules = facts.caller.person, facts.caller.rules
    relative = facts.relative
    if relative is None:
        assert answers.person is not None, "a relative without an insurance was refused"
        relative = register(ctx.db, answers.person, answers.phone)
    taken = [one.slot for one in facts.caller.outgoing if not one.is_ended]
    outgoing_slot = free_slot(taken, rules.bind_max_concurrent)
    taken = [binding.beneficiary_slot for binding in facts.incoming]
    incoming_slot = free_slot(taken, rules.bind_max_authorizers)
    assert outgoing_slot is not None and incoming_slot is not None, "the rules counted the places"
    row = binding_row(
        authorizer.id,
        relative.id,
        asked.relation,
        slots=(outgoing_slot, incoming_slot),
        starts_on=asked.starts_on,
        ends_on=asked.ends_on,
        created_at=ctx.now,
        channel=ctx.channel,
        consent=consent_record(consent, asked.commitment.version, ctx.now, ctx.channel),
    )
    binding, people = Binding(**row), {one.id: one for one in (authorizer, relative)}
    write_together(
        ctx.db,
        [
            Insertion(BINDINGS, [row]),
            *warning_rows(ctx, of_bound(binding, authorizer, relative)),
            access_rows(ctx, {relative.id: BOUND}, actor=mask_name(authorizer.name)),
        ],
    )
    return details(ctx, binding, authorizer.id, people)
