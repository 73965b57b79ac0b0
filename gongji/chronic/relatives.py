"""Extending for a bound relative (替他人申请): the relative agrees by code, then the caller sees
their qualifications and extends them (CHR-05). A code stands for the photo that the practice asks
for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from gongji.app.context import Context
from gongji.app.paging import LIMIT_MAX, PageRequest
from gongji.auth.codes import NEVER_A_CODE
from gongji.auth.phone import refuse_after_change
from gongji.chronic.problems import AgreementLapsed, RelationNotActive, RelativeWithoutPhone
from gongji.chronic.service import EXTENDED_TITLE, Held, prolong, qualifications
from gongji.commitments.letters import CHRONIC_EXTENSION_FOR_RELATIVE
from gongji.family.application import Acceptance, ByCode, Relative
from gongji.family.consent import agreed_at, issue_code, with_consent
from gongji.family.facts import BindingFacts, Caller, RegistryAnswers, read_caller
from gongji.family.models import Binding, BindingStatus
from gongji.family.queries import own_binding
from gongji.family.rules import needs_own_consent
from gongji.kernel.clock import end_of
from gongji.kernel.id_number import is_id_number
from gongji.kernel.privacy import mask_name
from gongji.kernel.wording import moment_of_year, say
from gongji.ledger.service import lock_accounts_of
from gongji.notices.models import MessageKind
from gongji.notices.service import Notification, notify
from gongji.people.access import note_access
from gongji.people.facts import person
from gongji.people.looks import (
    EXTENSION_ASKED_IN_VAIN,
    QUALIFICATION_EXTENDED,
    QUALIFICATIONS_READ,
)
from gongji.people.models import Person
from gongji.people.problems import IdInvalid
from gongji.sms_templates import SmsTemplate
from gongji.vocabulary import Relation

AGREED_FOR = timedelta(minutes=15)
"""How long a relative's code, once entered, lets the caller extend (a choice of this system)."""

LETTER = CHRONIC_EXTENSION_FOR_RELATIVE
FOR_YOU = (
    "{name}凭您的验证码，为您的{disease}门诊慢特病待遇办理了网上延期，有效期由 {before} 延长至 "
    "{valid_to}。如非您本人同意，请联系参保地医保经办机构。"
)
BY_YOU = "您已为{name}办理门诊慢特病待遇网上延期，有效期延长至 {valid_to}。"


@dataclass(frozen=True, slots=True)
class Assistance:
    """What a relative agrees to: that the caller sees their qualifications and extends them."""

    about: ClassVar[str] = "|chronic"
    beneficiary: Relative
    relation: Relation


@dataclass(frozen=True, slots=True)
class RelativesQualifications:
    """What the caller sees of a relative who agreed, and the letter that names both."""

    name: str
    agreed_until: datetime
    commitment_version: str
    commitment_text: str
    items: Sequence[Held]


def send_relatives_code(ctx: Context, binding_id: str, id_number: str) -> dict[str, int]:
    """Sends the relative a code, or does not where the number is another, and answers alike. The
    code for a young child may go to the caller, as with bindings.

    Raises NOT_FOUND for other people's bindings, RELATION_NOT_ACTIVE, ID_INVALID, CHANGED_RECENTLY,
    RELATIVE_WITHOUT_PHONE, OUTSIDE_UNAVAILABLE, SMS_TOO_SOON, TOO_MANY_REQUESTS.
    """
    binding, relative = _bound(ctx, binding_id)
    if not is_id_number(id_number):
        raise IdInvalid
    caller = read_caller(ctx, ctx.actor.id)
    refuse_after_change(ctx, caller.person)
    number = relative.id_number.reveal()
    phone = ctx.gateways.registry.registered_phone(number, relative.name)
    if phone is None and not needs_own_consent(number, caller.rules) and caller.person.phone:
        phone = caller.person.phone.reveal()
    if phone is None:
        raise RelativeWithoutPhone
    return issue_code(
        ctx,
        caller,
        Relative(relative.name, number, phone),
        binding.relation,
        about=Assistance.about,
        template=SmsTemplate.CHRONIC_CODE,
        withheld=id_number != number,
    )


def relatives_qualifications(
    ctx: Context, binding_id: str, id_number: str, sms_code: str
) -> RelativesQualifications:
    """The relative's qualifications, once they agreed; the relative finds a line in their log.

    Another number counts as a wrong code. Raises NOT_FOUND for other people's bindings,
    RELATION_NOT_ACTIVE, CHANGED_RECENTLY, and what `with_consent` raises.
    """
    binding, relative = _bound(ctx, binding_id)
    asked = _asked(binding, relative)
    code = sms_code if id_number == asked.beneficiary.id_number else NEVER_A_CODE

    def refuse_own(caller: Caller) -> None:
        _bound(ctx, binding_id)
        refuse_after_change(ctx, caller.person)

    def act(facts: BindingFacts, _: RegistryAnswers) -> RelativesQualifications:
        own, name = facts.caller.person, mask_name(relative.name)
        note_access(ctx, relative.id, QUALIFICATIONS_READ, actor=mask_name(own.name))
        return RelativesQualifications(
            name=name,
            agreed_until=ctx.now + AGREED_FOR,
            commitment_version=LETTER.version,
            commitment_text=say(LETTER.text, agent=own.name, patient=name),
            items=qualifications(ctx, relative.id, PageRequest(LIMIT_MAX)).items,
        )

    caller = read_caller(ctx, ctx.actor.id)
    return with_consent(
        ctx,
        asked,
        ByCode(code),
        caller,
        refuse_own=refuse_own,
        act=act,
        in_vain=EXTENSION_ASKED_IN_VAIN,
    )


def extend_for_relative(
    ctx: Context, binding_id: str, qualification_id: str, commitment: Acceptance
) -> Held:
    """待遇延期 of a relative who agreed a moment ago; both are told.

    Raises NOT_FOUND for other people's bindings and qualifications, RELATION_NOT_ACTIVE,
    CHANGED_RECENTLY, AGREEMENT_LAPSED, and what `prolong` raises.
    """
    binding, _ = own_binding(ctx, binding_id)
    # A binding ends under its authorizer's account lock: what is extended, was bound.
    lock_accounts_of(ctx.db, [binding.authorizer_id])
    binding, relative = _bound(ctx, binding_id)
    own = person(ctx.db, ctx.actor.id)
    refuse_after_change(ctx, own)
    agreed = agreed_at(ctx, own.id, _asked(binding, relative))
    if agreed is None or not agreed <= ctx.now < agreed + AGREED_FOR:
        raise AgreementLapsed(minutes=AGREED_FOR // timedelta(minutes=1))
    held, before = prolong(ctx, relative.id, qualification_id, LETTER, commitment, agreed_at=agreed)
    told = {"disease": held.disease, "before": before, "valid_to": held.valid_to}
    for reader, sentence, other in ((relative, FOR_YOU, own), (own, BY_YOU, relative)):
        text = say(sentence, name=mask_name(other.name), **told)
        notify(ctx, [Notification(reader.id, MessageKind.NOTICE, EXTENDED_TITLE, text)])
    note_access(ctx, relative.id, QUALIFICATION_EXTENDED, actor=mask_name(own.name))
    return held


def _bound(ctx: Context, binding_id: str) -> tuple[Binding, Person]:
    """A binding of the caller that holds today, freshly read, with the person on its other side.

    Raises NOT_FOUND, RELATION_NOT_ACTIVE.
    """
    binding, _ = own_binding(ctx, binding_id)
    status = binding.status(ctx.today)
    if status is BindingStatus.PENDING:
        raise RelationNotActive(why=say("自 {day} 起才生效", day=binding.starts_on))
    if status is BindingStatus.ENDED:
        ended_at = moment_of_year(binding.ended_at or end_of(binding.ends_on))
        raise RelationNotActive(why=say("已于 {ended_at} 终止", ended_at=ended_at))
    return binding, person(ctx.db, binding.other_side(ctx.actor.id))


def _asked(binding: Binding, relative: Person) -> Assistance:
    """Always of the number that is registered, so that a wrong one is counted against its codes."""
    beneficiary = Relative(relative.name, relative.id_number.reveal(), None)
    return Assistance(beneficiary, binding.relation)
