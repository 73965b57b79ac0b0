"""The relative's consent: a code to the phone that the registry holds for them (BIND-03)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from gongji.app.context import Context
from gongji.auth import budgets, codes
from gongji.auth.budgets import Budget
from gongji.auth.codes import Agreement
from gongji.auth.models import CodePurpose
from gongji.auth.phone import refuse_after_change
from gongji.auth.problems import SmsWrong
from gongji.family.application import (
    Application,
    AsksRelative,
    ByCode,
    Consent,
    Relative,
)
from gongji.family.facts import (
    BindingFacts,
    Caller,
    RegistryAnswers,
    ask_registry,
    history_with,
    lock_binding_facts,
    read_caller,
    refuse_bindings_in_maintenance,
)
from gongji.family.problems import AlreadyBound, ConsentRequired
from gongji.family.relations import GRANDCHILDREN
from gongji.family.rules import id_number_refusal, needs_own_consent
from gongji.kernel.privacy import mask_name
from gongji.kernel.problems import Problem
from gongji.kernel.transaction import Conflict
from gongji.kernel.wording import say
from gongji.labels import RELATIONS
from gongji.people.access import note_pending
from gongji.policy.rules import Rules
from gongji.sms_templates import SmsTemplate
from gongji.vocabulary import Relation

Made = TypeVar("Made")
WARDS = frozenset({Relation.CHILD, *GRANDCHILDREN})


def send_code(ctx: Context, beneficiary: Relative, relation: Relation) -> dict[str, int]:
    """Sends a code, or does not, and answers alike: `expires_in_s`, `resend_after_s`.

    Raises ID_INVALID, SELF_BIND, MAINTENANCE, CHANGED_RECENTLY, ALREADY_BOUND, OUTSIDE_UNAVAILABLE,
    SMS_TOO_SOON, TOO_MANY_REQUESTS; none of them depends on who the relative is.
    """
    caller = read_caller(ctx, ctx.actor.id)
    # What no code could help comes first: all of it is the caller's own state.
    refuse_before_code(ctx, caller, beneficiary)
    history = history_with(ctx, caller, beneficiary.id_number)
    if history.bound_until is not None:
        raise AlreadyBound(ends_on=history.bound_until)
    about, template = Application.about, SmsTemplate.BINDING_CODE
    return issue_code(ctx, caller, beneficiary, relation, about=about, template=template)


def refuse_before_code(ctx: Context, caller: Caller, beneficiary: Relative) -> None:
    """Raises ID_INVALID, SELF_BIND, MAINTENANCE, CHANGED_RECENTLY."""
    refusal = id_number_refusal(beneficiary.id_number, caller.person.id_number.reveal())
    if refusal is not None:
        raise refusal
    refuse_bindings_in_maintenance(ctx, caller)
    refuse_after_change(ctx, caller.person)


def issue_code(
    ctx: Context,
    caller: Caller,
    beneficiary: Relative,
    relation: Relation,
    *,
    about: str,
    template: SmsTemplate,
    withheld: bool = False,
) -> dict[str, int]:
    """The same for whatever the relative is asked about; `about` as of AsksRelative. `withheld`
    where something else is known not to match.
    """
    assert beneficiary.phone, "a code goes to a phone"
    rule = caller.rules.bind_sms
    words = {"name": mask_name(caller.person.name), "relation": RELATIONS[relation]}
    codes.issue(
        ctx,
        _agreement(caller.person.id, beneficiary.id_number, relation, about),
        phone=beneficiary.phone,
        caller_id=caller.person.id,
        rule=rule,
        template=template,
        params={name: words[name] for name in words if name in template.parameters},
        withheld=not _may_receive(ctx, beneficiary, caller) or withheld,
    )
    return {"expires_in_s": rule.ttl_s, "resend_after_s": rule.resend_s}


def with_consent(
    ctx: Context,
    asked: AsksRelative,
    consent: Consent,
    caller: Caller,
    *,
    refuse_own: Callable[[Caller], None],
    act: Callable[[BindingFacts, RegistryAnswers], Made],
    in_vain: str,
) -> Made:
    """What `act` makes of the facts of both sides, once the relative agreed and they are locked.

    `refuse_own` raises what the caller's own state forbids. Until the code is known to be right
    nothing of the relative is looked up, here or in the registry; a refusal after that stands in
    the relative's access log, in the words of `in_vain`. Raises what `confirm` raises, and
    OUTSIDE_UNAVAILABLE.
    """
    authorizer, relative = caller.person, asked.beneficiary
    try:
        refuse_own(caller)
        if not agrees(ctx, consent, authorizer.id, asked):
            confirm(ctx, consent, authorizer.id, asked, caller.rules)
            raise Conflict("a code that came this moment")
        # The registry is asked before anything is locked.
        answers = ask_registry(ctx.gateways.registry, authorizer.id_number.reveal(), relative)
        facts = lock_binding_facts(ctx, authorizer.id, relative.id_number)
        refuse_own(facts.caller)
        confirm(ctx, consent, authorizer.id, asked, facts.caller.rules)
        return act(facts, answers)
    except Problem as refusal:
        if refusal.commit_on_raise:
            what, by = say(in_vain, why=refusal.title), mask_name(authorizer.name)
            note_pending(ctx, relative.id_number, what, actor=by)
        raise


def agrees(ctx: Context, consent: Consent, authorizer_id: str, asked: AsksRelative) -> bool:
    """Whether `confirm` would accept the consent; counts no attempt, so `confirm` must follow."""
    if not isinstance(consent, ByCode):
        return True
    agreement = _agreement(authorizer_id, asked.beneficiary.id_number, asked.relation, asked.about)
    return consent.sms_code is not None and codes.fits(ctx, agreement, consent.sms_code)


def agreed_at(ctx: Context, authorizer_id: str, asked: AsksRelative) -> datetime | None:
    """When the relative's newest code for this caller and purpose was entered; None if not yet."""
    agreement = _agreement(authorizer_id, asked.beneficiary.id_number, asked.relation, asked.about)
    return codes.used_at(ctx, agreement)


def confirm(
    ctx: Context, consent: Consent, authorizer_id: str, asked: AsksRelative, rules: Rules
) -> None:
    """Phase 2: uses up the relative's code; at the counter both ID cards stand for it.

    Raises CONSENT_REQUIRED, SMS_WRONG, SMS_EXPIRED, SMS_LOCKED, TOO_MANY_REQUESTS.
    """
    if not isinstance(consent, ByCode):
        return
    id_number = asked.beneficiary.id_number
    if consent.sms_code is None:
        if needs_own_consent(id_number, rules):
            age = rules.bind_consent_age
            raise ConsentRequired(basis=rules.basis(Rules.bind_consent_age), age=age)
        raise SmsWrong.without_code()
    budgets.spend(ctx, budgets.draw(Budget.BINDING, authorizer_id))
    agreement = _agreement(authorizer_id, id_number, asked.relation, asked.about)
    codes.spend(ctx, agreement, consent.sms_code)


def _may_receive(ctx: Context, relative: Relative, caller: Caller) -> bool:
    """The relative's own registered phone; for a young child also that of a parent or grandparent
    who asks. What is asked of the registry depends on the relative's age alone.
    """
    registry = ctx.gateways.registry
    if needs_own_consent(relative.id_number, caller.rules):
        registered = registry.registered_phone(relative.id_number, relative.name)
        return registered is not None and relative.phone == registered
    answers = ask_registry(registry, caller.person.id_number.reveal(), relative)
    is_ward = answers.person is not None and answers.named in WARDS
    own_phone = caller.person.phone.reveal() if caller.person.phone else None
    return relative.phone == answers.phone or (is_ward and relative.phone == own_phone)


def _agreement(authorizer_id: str, id_number: str, relation: Relation, about: str) -> Agreement:
    """A code holds for this caller, this relative, and what its text names."""
    return Agreement(CodePurpose.BIND, f"{authorizer_id}|{id_number}{about}", relation)
