"""Issuing documents with a number of their own, and confirming them to anybody who has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from gongji.app.context import Context
from gongji.documents.models import DocumentKind, Verification
from gongji.documents.verification_numbers import new_number, printed, read_number
from gongji.kernel.privacy import mask_name
from gongji.kernel.problems import NotFound
from gongji.kernel.wording import say
from gongji.people.access import ONESELF, note_access
from gongji.people.facts import person
from gongji.people.looks import PAPER_MADE, PAPER_VERIFIED

TITLES = {
    DocumentKind.STATEMENT: "个人账户年度对账单",
    DocumentKind.SETTLEMENT: "医疗费用结算单",
    DocumentKind.PREMIUM: "个人账户代缴凭证",
}
SOMEBODY = "持有验证编号的人（未登录）"


@dataclass(frozen=True, slots=True)
class Issue:
    """What a document is about; `totals` in fen."""

    kind: DocumentKind
    subject: str
    from_on: date
    until_on: date
    totals: dict[str, int]


def issue(ctx: Context, wanted: Issue) -> Verification:
    """The number of a document of the caller; an unchanged one keeps the number it has.

    The access log says that it was made: a paper is shown to others.
    """
    note_access(ctx, ctx.actor.id, say(PAPER_MADE, title=TITLES[wanted.kind]), actor=ONESELF)
    query = select(Verification).where(
        Verification.person_id == ctx.actor.id,
        Verification.kind == wanted.kind,
        Verification.subject == wanted.subject,
        Verification.from_on == wanted.from_on,
        Verification.until_on == wanted.until_on,
    )
    for row in ctx.db.execute(query).scalars():
        if row.totals == wanted.totals:
            return row
    row = Verification(
        number=new_number(),
        kind=wanted.kind,
        person_id=ctx.actor.id,
        subject=wanted.subject,
        from_on=wanted.from_on,
        until_on=wanted.until_on,
        totals=wanted.totals,
        issued_at=ctx.now,
    )
    ctx.db.add(row)
    ctx.db.flush()
    return row


@dataclass(frozen=True, slots=True)
class Period:
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a document says of itself; the owner's name is masked, `totals` are in fen."""

    number: str
    kind: DocumentKind
    title: str
    name: str
    period: Period
    issued_at: datetime
    totals: Mapping[str, int]


def verify(ctx: Context, number: str) -> Confirmation:
    """What a document says of itself, to anybody; the person sees that it was asked for.

    Raises NOT_FOUND for a number that was never given.
    """
    known = read_number(number)
    row = ctx.db.get(Verification, known) if known else None
    if row is None:
        raise NotFound
    what = say(PAPER_VERIFIED, title=TITLES[row.kind])
    note_access(ctx, row.person_id, what, actor=SOMEBODY)
    return Confirmation(
        number=printed(row.number),
        kind=row.kind,
        title=TITLES[row.kind],
        name=mask_name(person(ctx.db, row.person_id).name),
        period=Period(row.from_on, row.until_on),
        issued_at=row.issued_at,
        totals=row.totals,
    )
