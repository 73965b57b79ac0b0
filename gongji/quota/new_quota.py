"""The first row of a quota, and the money that is held for it from then on."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table

from gongji.app.context import Context
from gongji.family.application import Consent, consent_record
from gongji.family.facts import BindingFacts, RegistryAnswers
from gongji.kernel.ids import new_id
from gongji.kernel.privacy import mask_name
from gongji.kernel.writes import Insertion, write_together
from gongji.people.access import access_rows
from gongji.people.enrolment import register
from gongji.people.looks import QUOTA_GIVEN
from gongji.quota.held import hold_money
from gongji.quota.models import Quota
from gongji.quota.notifications import of_given
from gongji.quota.rules import QuotaApplication, taker_insurance
from gongji.quota.views import QuotaDetails, present_quotas
from gongji.vocabulary import Area

QUOTAS = cast("Table", Quota.__table__)


def write_quota(
    ctx: Context,
    facts: BindingFacts,
    answers: RegistryAnswers,
    asked: QuotaApplication,
    consent: Consent,
) -> QuotaDetails:
    """Holds the money and writes the quota. A relative not stored here yet is registered now."""
    giver, account = facts.caller.person, facts.caller.account
    insured = taker_insurance(answers.person.insurances) if answers.person else None
    assert account is not None and answers.person and insured, "otherwise it was refused"
    taker = facts.relative or register(ctx.db, answers.person, answers.phone)
    row = {
        "id": new_id("qta"),
        "giver_id": giver.id,
        "taker_id": taker.id,
        "relation": asked.relation,
        "taker_area": str(Area(insured.area).city),
        "amount_fen": asked.amount.fen,
        "drawn_fen": 0,
        "channel": ctx.channel,
        "created_at": ctx.now,
        "commitment_version": asked.commitment.version,
        "consent": consent_record(consent, asked.commitment.version, ctx.now, ctx.channel),
    }
    quota, people = Quota(**row), {one.id: one for one in (giver, taker)}
    hold_money(ctx, account, asked.amount.fen)
    write_together(
        ctx.db,
        [
            Insertion(QUOTAS, [row]),
            *of_given(ctx, quota, giver, taker),
            access_rows(ctx, {taker.id: QUOTA_GIVEN}, actor=mask_name(giver.name)),
        ],
    )
    return present_quotas([quota], giver.id, people)[0]
