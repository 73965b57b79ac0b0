"""The caller's qualifications for chronic care (慢特病待遇资格), and extending them online."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from gongji.app.context import Context
from gongji.app.paging import Page, PageRequest, newest_first
from gongji.chronic.models import Extension, Qualification
from gongji.chronic.rules import Entitlement, extended, refusal, window_of
from gongji.commitments.letters import CHRONIC_EXTENSION
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


def qualifications(ctx: Context, page: PageRequest) -> Page[Held]:
    """The caller's qualifications, the newest first; what has lapsed is among them (CHR-08)."""
    query = select(Qualification).where(Qualification.person_id == ctx.actor.id)
    found = newest_first(ctx.db, query, Qualification.seq, page)
    rule: ExtensionRule | Problem
    try:
        rule = _extension_rule(ctx)
    except PolicyNotConfigured as unknown:
        rule = unknown
    return found.map(lambda row: _held(row, rule, ctx.today))


def extend(ctx: Context, qualification_id: str, *, accepted: bool) -> Held:
    """待遇延期 by the patient, at the old standard; the patient is notified (CHR-04, CHR-05).

    Raises NOT_FOUND for other people's, COMMITMENT_REQUIRED, POLICY_NOT_CONFIGURED,
    EXTENSION_NOT_ONLINE, EXTENSION_NOT_OPEN.
    """
    query = select(Qualification).where(
        Qualification.id == qualification_id, Qualification.person_id == ctx.actor.id
    )
    row: Qualification | None = None
    if QUALIFICATION_ID.fits(qualification_id):
        row = ctx.db.execute(locked(query)).scalar_one_or_none()
    if row is None:
        raise NotFound
    commitment = CHRONIC_EXTENSION.refusal(accepted=accepted, version=CHRONIC_EXTENSION.version)
    if commitment is not None:
        raise commitment
    rule = _extension_rule(ctx)
    problem = refusal(_entitlement(row), rule, ctx.today)
    if problem is not None:
        raise problem
    before, row.valid_to = row.valid_to, extended(row.valid_to, rule)
    ctx.db.add(
        Extension(
            id=new_id("ext"),
            person_id=row.person_id,
            qualification_id=row.id,
            valid_before=before,
            valid_to=row.valid_to,
            commitment_version=CHRONIC_EXTENSION.version,
            at=ctx.now,
            channel=ctx.channel,
        )
    )
    ctx.db.flush()
    text = say(EXTENDED, disease=row.disease, before=before, valid_to=row.valid_to)
    notify(ctx, [Notification(row.person_id, MessageKind.NOTICE, "待遇延期已办理", text)])
    return _held(row, rule, ctx.today)


def _extension_rule(ctx: Context) -> ExtensionRule:
    """As the caller's insured area has it; raises POLICY_NOT_CONFIGURED."""
    insured = main_insurance(insurances_of(ctx.db, ctx.actor.id))
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
