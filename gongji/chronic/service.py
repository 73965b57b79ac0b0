"""Qualifications for chronic care (慢特病待遇资格), and extending one's own online."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from gongji.app.context import Context
from gongji.app.paging import Page, PageRequest, newest_first
from gongji.chronic.models import Extension, Qualification
from gongji.chronic.rules import Entitlement, extended, refusal, window_of
from gongji.commitments.letters import CHRONIC_EXTENSION, Letter
from gongji.family.application import Acceptance
from gongji.kernel.clock import Window
from gongji.kernel.db import locked
from gongji.kernel.ids import IdForm, new_id
from gongji.kernel.problems import NotFound, Problem
from gongji.kernel.wording import say
from gongji.notices.models import MessageKind
from gongji.notices.service import Notification, notify
from gongji.people.facts import insurances_of
from gongji.people.rules import main_insurance
from gongji.policy.problems import PolicyNotConfigured
from gongji.policy.values import ExtensionRule
from gongji.vocabulary import PROVINCE

QUALIFICATION_ID = IdForm("chr")
EXTENDED_TITLE = "待遇延期已办理"
EXTENDED = "您的{disease}门诊慢特病待遇已办理网上延期，有效期由 {before} 延长至 {valid_to}。"


@dataclass(frozen=True, slots=True)
class Held:
    """A qualification as its owner sees it; `window` is None where policy opens none for it.

    `problem` says why it cannot be extended today.
    """

    id: str
    disease: str
    code: str
    approved_on: date | None
    begins_on: date | None
    valid_to: date
    online: bool
    window: Window | None
    problem: dict[str, str] | None


def qualifications(ctx: Context, person_id: str, page: PageRequest) -> Page[Held]:
    """A person's qualifications, the newest first; what has lapsed is among them (CHR-08)."""
    query = select(Qualification).where(Qualification.person_id == person_id)
    found = newest_first(ctx.db, query, Qualification.seq, page)
    rule: ExtensionRule | Problem
    try:
        rule = _extension_rule(ctx, person_id)
    except PolicyNotConfigured as unknown:
        rule = unknown
    return found.map(lambda row: _held(row, rule, ctx.today))


def extend(ctx: Context, qualification_id: str, *, accepted: bool) -> Held:
    """待遇延期 by the patient, who is notified (CHR-04, CHR-05).

    Raises COMMITMENT_REQUIRED, and what `prolong` raises.
    """
    letter = CHRONIC_EXTENSION
    commitment = Acceptance(letter.version, accepted)
    held, before = prolong(ctx, ctx.actor.id, qualification_id, letter, commitment)
    text = say(EXTENDED, disease=held.disease, before=before, valid_to=held.valid_to)
    notify(ctx, [Notification(ctx.actor.id, MessageKind.NOTICE, EXTENDED_TITLE, text)])
    return held


def prolong(
    ctx: Context,
    patient_id: str,
    qualification_id: str,
    letter: Letter,
    commitment: Acceptance,
    *,
    agreed_at: datetime | None = None,
) -> tuple[Held, date]:
    """The patient's qualification, extended once at the old standard by the rule of their insured
    area, and its last day before. The caller gives the commitment of `letter`; who is not the
    patient has their consent since `agreed_at`.

    Raises NOT_FOUND for other people's, COMMITMENT_REQUIRED, POLICY_NOT_CONFIGURED,
    EXTENSION_NOT_ONLINE, EXTENSION_NOT_OPEN.
    """
    query = select(Qualification).where(
        Qualification.id == qualification_id, Qualification.person_id == patient_id
    )
    row: Qualification | None = None
    if QUALIFICATION_ID.fits(qualification_id):
        row = ctx.db.execute(locked(query)).scalar_one_or_none()
    if row is None:
        raise NotFound
    refused = letter.refusal(accepted=commitment.accepted, version=commitment.version)
    if refused is not None:
        raise refused
    rule = _extension_rule(ctx, patient_id)
    problem = refusal(_entitlement(row), rule, ctx.today)
    if problem is not None:
        raise problem
    before, row.valid_to = row.valid_to, extended(row.valid_to, rule)
    ctx.db.add(
        Extension(
            id=new_id("ext"),
            person_id=patient_id,
            qualification_id=row.id,
            valid_before=before,
            valid_to=row.valid_to,
            commitment_version=letter.version,
            at=ctx.now,
            channel=ctx.channel,
            acted_by=ctx.actor.id if agreed_at else None,
            agreed_at=agreed_at,
        )
    )
    ctx.db.flush()
    return _held(row, rule, ctx.today), before


def _extension_rule(ctx: Context, person_id: str) -> ExtensionRule:
    """As the person's insured area has it; raises POLICY_NOT_CONFIGURED."""
    insured = main_insurance(insurances_of(ctx.db, person_id))
    return ctx.policy.rules(insured.area if insured else PROVINCE, ctx.today).chronic_extension


def _entitlement(row: Qualification) -> Entitlement:
    return Entitlement(row.disease, row.code, row.valid_to, row.online)


def _held(row: Qualification, rule: ExtensionRule | Problem, today: date) -> Held:
    """Without a rule the policy's problem stands in place of a window."""
    window: Window | None = None
    problem: Problem | None
    if isinstance(rule, Problem):
        problem = rule
    else:
        window = window_of(row.valid_to, rule) if row.online else None
        problem = refusal(_entitlement(row), rule, today)
    return Held(
        id=row.id,
        disease=row.disease,
        code=row.code,
        approved_on=row.approved_on,
        begins_on=row.begins_on,
        valid_to=row.valid_to,
        online=row.online,
        window=window,
        problem=problem.brief() if problem is not None else None,
    )
