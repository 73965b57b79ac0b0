"""What the national platform asks of us for the relative's place of insurance: to draw on a quota,
to reverse a draw, to look, and to end the relation on the relative's side.

A serial number of the platform is used once: sent again with the same content it gets the first
answer, with another content it is refused. Everything is decided under the lock of the giver's
account.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from gongji.app.context import Context
from gongji.family.facts import employee_in_hunan, rules_for
from gongji.kernel.db import fresh
from gongji.kernel.ids import new_id
from gongji.kernel.money import Money
from gongji.kernel.privacy import mask_name
from gongji.kernel.problems import Problem
from gongji.kernel.wording import moment_of_year, say
from gongji.labels import area_name
from gongji.ledger.books import Book, BookKind
from gongji.ledger.models import Account, EntryKind, TransferKind
from gongji.ledger.service import (
    Posting,
    TransferDetails,
    book,
    lock_accounts_of,
    reverse,
)
from gongji.people.access import note_access
from gongji.people.facts import insurances_of, person
from gongji.people.looks import QUOTA_DRAWN
from gongji.quota.end import close_quota
from gongji.quota.facts import find_quota
from gongji.quota.held import hold_money
from gongji.quota.models import Quota, QuotaDraw, QuotaEnd, QuotaUse
from gongji.quota.notifications import notify_drawn, notify_reversed
from gongji.quota.problems import (
    QuotaDrawReversed,
    QuotaDrawUnknown,
    QuotaSerialReused,
    QuotaUnknown,
)
from gongji.quota.rules import (
    SCENES,
    draw_refusal,
    drawable,
    ended_refusal,
    frozen_refusal,
)

PLATFORM = "国家医保信息平台"


@dataclass(frozen=True, slots=True)
class DrawOrder:
    """What the place of insurance `area` of this person draws, for what, and where it was spent."""

    serial_number: str
    quota_id: str
    id_number: str
    area: str
    used_for: QuotaUse
    amount: Money
    place: str

    def is_that_of(self, drawn: QuotaDraw) -> bool:
        """Whether this order, sent before, made this draw."""
        return (self.quota_id, self.area, self.used_for, self.amount.fen, self.place) == (
            drawn.quota_id,
            drawn.area,
            drawn.used_for,
            drawn.asked_fen,
            drawn.place,
        )


@dataclass(frozen=True, slots=True)
class DrawReceipt:
    """A draw, and what is left of its quota."""

    draw: QuotaDraw
    left_fen: int


def draw(ctx: Context, asked: DrawOrder) -> DrawReceipt:
    """Takes the money from the giver's account and from the quota; of a bill what is left (QTA-06).

    Raises QUOTA_SERIAL_REUSED, QUOTA_UNKNOWN, QUOTA_ENDED, QUOTA_OTHER_AREA, QUOTA_NOT_OPEN,
    QUOTA_GIVER_STATUS, ACCOUNT_FROZEN, QUOTA_SHORT.
    """
    quota, account = _locked_quota(ctx, asked.quota_id, asked.id_number)
    known = _draw_of(ctx, asked.serial_number)
    if known is not None:
        if not asked.is_that_of(known):
            raise QuotaSerialReused(serial_number=asked.serial_number)
        return DrawReceipt(known, quota.left_fen)
    insurances = insurances_of(ctx.db, quota.giver_id)
    employee, rules = employee_in_hunan(insurances), rules_for(ctx, insurances)
    refusal = draw_refusal(
        quota, asked.area, employee.status if employee else None, rules
    ) or frozen_refusal(account)
    if refusal is not None:
        raise refusal
    amount = drawable(asked.amount, Money(quota.left_fen), asked.used_for)
    if isinstance(amount, Problem):
        raise amount
    quota.drawn_fen += amount.fen
    hold_money(ctx, account, -amount.fen)
    there = Book(BookKind.PLATFORM, asked.area)
    taken = Posting(
        account, -amount, EntryKind.QUOTA_SPEND, member_id=quota.taker_id, relation=quota.relation
    )
    details = TransferDetails(
        TransferKind.QUOTA_DRAW, ctx.today, SCENES[asked.used_for], _place(asked.area, asked.place)
    )
    drawn = QuotaDraw(
        id=new_id("qdr"),
        quota_id=quota.id,
        serial_number=asked.serial_number,
        area=asked.area,
        used_for=asked.used_for,
        place=asked.place,
        asked_fen=asked.amount.fen,
        amount_fen=amount.fen,
        drawn_at=ctx.now,
        counted_on=ctx.today,
        transfer_id=book(ctx, details, [taken, Posting(there, amount)]),
    )
    ctx.db.add(drawn)
    ctx.db.flush()
    what = say(QUOTA_DRAWN, name=mask_name(person(ctx.db, quota.taker_id).name))
    note_access(ctx, quota.giver_id, what, actor=PLATFORM)
    notify_drawn(ctx, quota, drawn, account)
    return DrawReceipt(drawn, quota.left_fen)


def reverse_draw(ctx: Context, serial_number: str, of_serial_number: str) -> DrawReceipt:
    """Gives back a draw, whole and once: to the quota if it lives, else to the account (QTA-08).

    Raises QUOTA_SERIAL_REUSED, QUOTA_DRAW_UNKNOWN, QUOTA_DRAW_REVERSED.
    """
    drawn = _draw_of(ctx, of_serial_number)
    if drawn is None:
        raise QuotaDrawUnknown(serial_number=of_serial_number)
    quota, account = _locked_quota(ctx, drawn.quota_id)
    used = select(QuotaDraw).where(QuotaDraw.reversal_serial_number == serial_number)
    known = ctx.db.execute(fresh(used)).scalar_one_or_none()
    if known is not None:
        if known.id != drawn.id:
            raise QuotaSerialReused(serial_number=serial_number)
        return DrawReceipt(known, quota.left_fen)
    drawn = _draw_of(ctx, of_serial_number)
    assert drawn is not None, "a draw stays"
    if drawn.reversed_at is not None:
        at = moment_of_year(drawn.reversed_at)
        raise QuotaDrawReversed(serial_number=of_serial_number, reversed_at=at)
    details = TransferDetails(
        TransferKind.QUOTA_REVERSAL,
        drawn.counted_on,
        SCENES[drawn.used_for],
        _place(drawn.area, drawn.place),
    )
    drawn.reversal_transfer_id = reverse(ctx, drawn.transfer_id, details, [account])
    drawn.reversal_serial_number, drawn.reversed_at = serial_number, ctx.now
    quota.drawn_fen -= drawn.amount_fen
    if quota.ended_at is None:
        hold_money(ctx, account, drawn.amount_fen)
    ctx.db.flush()
    notify_reversed(ctx, quota, drawn, account)
    return DrawReceipt(drawn, quota.left_fen)


def query_draw(ctx: Context, serial_number: str) -> DrawReceipt:
    """The draw under this serial number; raises QUOTA_DRAW_UNKNOWN."""
    drawn = _draw_of(ctx, serial_number)
    if drawn is None:
        raise QuotaDrawUnknown(serial_number=serial_number)
    return DrawReceipt(drawn, ctx.db.get_one(Quota, drawn.quota_id).left_fen)


def end_by_taker(ctx: Context, quota_id: str, id_number: str) -> Quota:
    """Ends the relation on the relative's side; raises QUOTA_UNKNOWN, QUOTA_ENDED."""
    quota, account = _locked_quota(ctx, quota_id, id_number)
    refusal = ended_refusal(quota)
    if refusal is not None:
        raise refusal
    close_quota(ctx, quota, account, QuotaEnd.BY_TAKER)
    return quota


def _locked_quota(
    ctx: Context, quota_id: str, id_number: str | None = None
) -> tuple[Quota, Account]:
    """The quota under its giver's locked account; QUOTA_UNKNOWN where the person is another."""
    seen = find_quota(ctx.db, quota_id)
    if seen is None:
        raise QuotaUnknown
    if id_number is not None and person(ctx.db, seen.taker_id).id_number.reveal() != id_number:
        raise QuotaUnknown
    account = lock_accounts_of(ctx.db, [seen.giver_id])[seen.giver_id]
    quota = find_quota(ctx.db, quota_id)
    assert quota is not None, "a quota is never deleted"
    return quota, account


def _draw_of(ctx: Context, serial_number: str) -> QuotaDraw | None:
    query = select(QuotaDraw).where(QuotaDraw.serial_number == serial_number)
    return ctx.db.execute(fresh(query)).scalar_one_or_none()


def _place(area: str, place: str) -> str:
    """As the giver reads it in the entries: 广东省 · 某医院,"""
    return f"{area_name(area)} · {place}"
