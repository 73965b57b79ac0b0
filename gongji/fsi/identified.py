"""Whom an institution has had before it today: only about them it may ask."""

from __future__ import annotations

from sqlalchemy import select

from gongji.fsi.calls import Call
from gongji.fsi.models import Identified
from gongji.kernel.clock import civil_date, start_of
from gongji.kernel.db import insert_ignoring
from gongji.kernel.problems import RequestInvalid
from gongji.people.models import Person
from gongji.settlement.models import Settlement, Visit

LATEST = 50
"""Among how many of a person's settlements one of today is looked for."""


def note_identified(call: Call, found: Person) -> None:
    """Opens the queries about this person to the institution, for this day."""
    row = {
        "institution_code": call.institution.code,
        "person_id": found.id,
        "day": call.ctx.today,
    }
    insert_ignoring(call.ctx.db, Identified, row)


def is_identified(call: Call, person_id: str) -> bool:
    """Whether this institution has had the person before it today: 1101, a visit begun today, or a
    settlement of today.
    """
    known = call.ctx.db.get(Identified, (call.institution.code, person_id, call.ctx.today))
    if known is not None:
        return True
    visit = select(Visit.id).where(
        Visit.person_id == person_id,
        Visit.institution_code == call.institution.code,
        Visit.cancelled_at.is_(None),
        Visit.begun_at >= start_of(call.ctx.today),
    )
    if call.ctx.db.execute(visit.limit(1)).first() is not None:
        return True
    latest = (
        select(Settlement.institution_code, Settlement.at)
        .where(Settlement.person_id == person_id)
        .order_by(Settlement.seq.desc())
    )
    return any(
        row.institution_code == call.institution.code and civil_date(row.at) == call.ctx.today
        for row in call.ctx.db.execute(latest.limit(LATEST))
    )


def refuse_unidentified(call: Call, person_id: str) -> None:
    """Queries about people whom the institution has not had before it are refused, unknown ones
    with the same words.
    """
    if not is_identified(call, person_id):
        title = "本机构今天没有核验过该人员的身份，请先以 1101 核验或以 2201 登记就诊"
        raise RequestInvalid.at("/data/psn_no", "unidentified", title)
