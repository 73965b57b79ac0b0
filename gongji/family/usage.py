"""What a binding has used of its month and its year, counted from the ledger alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from gongji.ledger.models import Entry


@dataclass(frozen=True, slots=True)
class Used:
    """Refunds are taken off on the day that they undo, so a figure may shrink, never below zero."""

    month_fen: int
    year_fen: int


NOTHING = Used(0, 0)


def used(db: Session, binding_ids: Collection[str], today: date) -> dict[str, Used]:
    """By binding id; a binding that paid nothing this year is absent. One statement."""
    first, past = month_of(today)
    year_first, year_past = year_of(today)
    in_month = (Entry.counted_on >= first) & (Entry.counted_on < past)
    query = (
        select(
            Entry.binding_id,
            func.sum(case((in_month, -Entry.amount_fen), else_=0)),
            func.sum(-Entry.amount_fen),
        )
        .where(Entry.binding_id.in_(binding_ids))
        .where(Entry.counted_on >= year_first, Entry.counted_on < year_past)
        .group_by(Entry.binding_id)
    )
    return {row[0]: Used(int(row[1]), int(row[2])) for row in db.execute(query)}


def month_of(day: date) -> tuple[date, date]:
    """First day of its month, first day of the next."""
    past = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return day.replace(day=1), past


def year_of(day: date) -> tuple[date, date]:
    """First day of its year, first day of the next."""
    return date(day.year, 1, 1), date(day.year + 1, 1, 1)
