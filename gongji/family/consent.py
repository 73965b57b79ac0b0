"""The relative's consent: a code to the phone the registry holds for him (BIND-03, C-11, T-01)."""

from __future__ import annotations

from gongji.auth import codes
from gongji.auth.models import CodePurpose
from gongji.auth.problems import SmsWrong
from gongji.family.application import ByCode, Consent, Relative
from gongji.family.models import Relation
from gongji.family.problems import ConsentRequired
from gongji.family.registry import Told, ask
from gongji.family.relations import GRANDCHILDREN
from gongji.family.rules import needs_own_consent
from gongji.family.standing import rules_for
from gongji.family.texts import asking
from gongji.kernel.context import Context
from gongji.notices.models import Feature
from gongji.notices.service import refuse_in_maintenance
from gongji.people.id_number import is_id_number
from gongji.people.models import Person
from gongji.people.problems import IdInvalid
from gongji.people.service import insurances_of, person
from gongji.policy.rules import Rules

WARDS = frozenset({Relation.CHILD, *GRANDCHILDREN})


def send_code(ctx: Context, beneficiary: Relative, relation: Relation) -> dict[str, int]:
    """Sends a code, or does not, and answers alike: `expires_in_s`, `resend_after_s`.

    Raises ID_INVALID, OUTSIDE_UNAVAILABLE, MAINTENANCE, SMS_TOO_SOON, TOO_MANY_REQUESTS; none of
    them depends on who the relative is.
    """
    if not is_id_number(beneficiary.id_number):
        raise IdInvalid
    assert beneficiary.phone, "a code goes to a phone"
    caller = person(ctx.db, ctx.actor.id)
    told = ask(ctx.gateways.registry, caller.id_number.reveal(), beneficiary)
    rules = rules_for(ctx, insurances_of(ctx.db, caller.id))
    refuse_in_maintenance(ctx, Feature.BINDING, rules.area)
    rule = rules.bind_sms
    codes.issue(
        ctx,
        purpose=CodePurpose.BIND,
        subject=_subject(caller.id, beneficiary.id_number),
        phone=beneficiary.phone,
        caller_id=caller.id,
        rule=rule,
        say=asking(caller, relation, rule),
        withheld=not _may_receive(beneficiary, caller, told, rules),
    )
    return {"expires_in_s": rule.ttl_s, "resend_after_s": rule.resend_s}


def confirm(
    ctx: Context, consent: Consent, authorizer_id: str, id_number: str, rules: Rules
) -> None:
    """Phase 2: uses the relative's code up; at the counter both ID cards stand for it.

    Raises CONSENT_REQUIRED, SMS_WRONG, SMS_EXPIRED, SMS_LOCKED.
    """
    if not isinstance(consent, ByCode):
        return
    if consent.sms_code is None:
        if needs_own_consent(id_number, rules):
            age = rules.bind_consent_age
            raise ConsentRequired(basis=rules.basis(Rules.bind_consent_age), age=age)
        raise SmsWrong.without_code()
    subject = _subject(authorizer_id, id_number)
    codes.spend(ctx, purpose=CodePurpose.BIND, subject=subject, code=consent.sms_code)


def _may_receive(relative: Relative, caller: Person, told: Told, rules: Rules) -> bool:
    """His own registered phone; for a young child also that of a parent or grandparent who asks."""
    if told.phone is not None and relative.phone == told.phone:
        return True
    is_ward = told.person is not None and told.named in WARDS
    own_phone = caller.phone.reveal() if caller.phone else None
    young = not needs_own_consent(relative.id_number, rules)
    return is_ward and young and relative.phone == own_phone


def _subject(authorizer_id: str, id_number: str) -> str:
    """A code holds for this caller and this relative alone (T-05)."""
    return f"{authorizer_id}|{id_number}"
