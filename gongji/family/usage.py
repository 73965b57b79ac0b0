"""What a binding has used of its month and its year, by the ledger's running figures."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from gongji.ledger.figures import BindingMonth


@dataclass(frozen=True, slots=True)
class Used:
    """Refunds are taken off on the day that they undo, so a figure may shrink, never below zero."""

    month_fen: int
    year_fen: int


NOTHING = Used(0, 0)


def used(db: Session, binding_ids: Collection[str], today: date) -> dict[str, Used]:
    """By binding id; a binding that paid nothing this year is absent. One statement."""
    first, _ = month_of(today)
    year_first, year_past = year_of(today)
    this_month = case((BindingMonth.month == first, BindingMonth.used_fen), else_=0)
    query = (
        select(BindingMonth.binding_id, func.sum(this_month), func.sum(BindingMonth.used_fen))
        .where(BindingMonth.binding_id.in_(binding_ids))
        .where(BindingMonth.month >= year_first, BindingMonth.month < year_past)
        .group_by(BindingMonth.binding_id)
    )
    return {row[0]: Used(int(row[1]), int(row[2])) for row in db.execute(query)}


def month_of(day: date) -> tuple[date, date]:
    """First day of its month, first day of the next."""
    past = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return day.replace(day=1), past


def year_of(day: date) -> tuple[date, date]:
    """First day of its year, first day of the next."""
    return date(day.year, 1, 1), date(day.year + 1, 1, 1)
