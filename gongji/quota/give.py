"""Giving a quota (设定共济额度), in two phases around the relative's consent, as a binding."""

from __future__ import annotations

from gongji.app.context import Context
from gongji.family.application import ByCode, Consent, Relative
from gongji.family.consent import agrees, confirm, issue_code, refuse_before_code
from gongji.family.facts import (
    Caller,
    ask_registry,
    lock_binding_facts,
    own_facts,
    pair_of,
    read_caller,
    refuse_bindings_in_maintenance,
)
from gongji.kernel.money import Money
from gongji.kernel.privacy import mask_name
from gongji.kernel.problems import Problem
from gongji.kernel.transaction import Conflict
from gongji.kernel.wording import say
from gongji.people.access import note_pending
from gongji.people.looks import QUOTA_ASKED_IN_VAIN
from gongji.quota.facts import free_money, given_to
from gongji.quota.new_quota import write_quota
from gongji.quota.problems import QuotaExists
from gongji.quota.rules import (
    QuotaApplication,
    giver_refusal,
    not_open_refusal,
    taker_refusal,
)
from gongji.quota.views import QuotaDetails
from gongji.sms_templates import SmsTemplate
from gongji.vocabulary import Relation


def send_quota_code(ctx: Context, beneficiary: Relative, relation: Relation) -> dict[str, int]:
    """Sends the relative a code, or does not, and answers alike.

    Raises QUOTA_NOT_OPEN, ID_INVALID, SELF_BIND, MAINTENANCE, CHANGED_RECENTLY, QUOTA_EXISTS,
    OUTSIDE_UNAVAILABLE, SMS_TOO_SOON, TOO_MANY_REQUESTS; none depends on who the relative is.
    """
    caller = read_caller(ctx, ctx.actor.id)
    refusal = not_open_refusal(caller.rules)
    if refusal is not None:
        raise refusal
    refuse_before_code(ctx, caller, beneficiary)
    given = given_to(ctx, caller, beneficiary.id_number)
    if given is not None:
        raise QuotaExists(left=Money(given.left_fen))
    about, template = QuotaApplication.about, SmsTemplate.QUOTA_CODE
    return issue_code(ctx, caller, beneficiary, relation, about=about, template=template)


def give(ctx: Context, asked: QuotaApplication, sms_code: str | None) -> QuotaDetails:
    """The caller's new quota; its money is held from now on.

    Raises MAINTENANCE, what `giver_refusal` returns, what `confirm` raises, OUTSIDE_UNAVAILABLE,
    then what `taker_refusal` returns. A refusal after the relative's code was right stands in the
    relative's access log.
    """
    caller, consent = read_caller(ctx, ctx.actor.id), ByCode(sms_code)
    try:
        return _give(ctx, caller, asked, consent)
    except Problem as refusal:
        if refusal.commit_on_raise:
            what = say(QUOTA_ASKED_IN_VAIN, why=refusal.title)
            by = mask_name(caller.person.name)
            note_pending(ctx, asked.beneficiary.id_number, what, actor=by)
        raise


def _give(ctx: Context, caller: Caller, asked: QuotaApplication, consent: Consent) -> QuotaDetails:
    _refuse_giver(ctx, caller, asked)
    if not agrees(ctx, consent, caller.person.id, asked):
        confirm(ctx, consent, caller.person.id, asked, caller.rules)
        raise Conflict("a code that came this moment")
    # The registry is asked before anything is locked.
    id_number = caller.person.id_number.reveal()
    answers = ask_registry(ctx.gateways.registry, id_number, asked.beneficiary)
    facts = lock_binding_facts(ctx, caller.person.id, asked.beneficiary.id_number)
    _refuse_giver(ctx, facts.caller, asked)
    confirm(ctx, consent, caller.person.id, asked, facts.caller.rules)
    insurances = answers.person.insurances if answers.person else ()
    is_dead = facts.relative is not None and facts.relative.died_on is not None
    pair = pair_of(ctx, facts, asked.beneficiary.id_number, answers)
    refusal = taker_refusal(asked.relation, () if is_dead else insurances, pair, facts.caller.rules)
    if refusal is not None:
        raise refusal
    return write_quota(ctx, facts, answers, asked, consent)


def _refuse_giver(ctx: Context, caller: Caller, asked: QuotaApplication) -> None:
    refuse_bindings_in_maintenance(ctx, caller)
    given = given_to(ctx, caller, asked.beneficiary.id_number)
    free = free_money(ctx, caller.account)
    refusal = giver_refusal(asked, own_facts(ctx, caller), free, given, caller.rules)
    if refusal is not None:
        raise refusal
