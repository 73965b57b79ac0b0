"""Giving a quota (设定共济额度), in two phases around the relative's consent, as a binding."""

from __future__ import annotations

from gongji.app.context import Context
from gongji.family.application import ByCode, Relative
from gongji.family.consent import issue_code, refuse_before_code, with_consent
from gongji.family.facts import (
    BindingFacts,
    Caller,
    RegistryAnswers,
    own_facts,
    pair_of,
    read_caller,
    refuse_bindings_in_maintenance,
)
from gongji.kernel.money import Money
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

    Raises MAINTENANCE, what `giver_refusal` returns, what `with_consent` raises, then what
    `taker_refusal` returns.
    """
    consent = ByCode(sms_code)

    def refuse_own(caller: Caller) -> None:
        refuse_bindings_in_maintenance(ctx, caller)
        given = given_to(ctx, caller, asked.beneficiary.id_number)
        free = free_money(ctx, caller.account)
        refusal = giver_refusal(asked, own_facts(ctx, caller), free, given, caller.rules)
        if refusal is not None:
            raise refusal

    def act(facts: BindingFacts, answers: RegistryAnswers) -> QuotaDetails:
        is_dead = facts.relative is not None and facts.relative.died_on is not None
        insurances = answers.person.insurances if answers.person and not is_dead else ()
        pair = pair_of(ctx, facts, asked.beneficiary.id_number, answers)
        refusal = taker_refusal(asked.relation, insurances, pair, facts.caller.rules)
        if refusal is not None:
            raise refusal
        return write_quota(ctx, facts, answers, asked, consent)

    caller = read_caller(ctx, ctx.actor.id)
    return with_consent(
        ctx, asked, consent, caller, refuse_own=refuse_own, act=act, in_vain=QUOTA_ASKED_IN_VAIN
    )
