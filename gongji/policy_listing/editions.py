"""Keeps each policy version that decides something, whole and for ever, and shows it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast
from weakref import WeakSet

from sqlalchemy import Table, event, func, select
from sqlalchemy.orm import Session

from gongji.app.context import Context
from gongji.kernel.problems import NotFound
from gongji.kernel.writes import Insertion
from gongji.policy.editions import Edition, ListedRow
from gongji.policy.rules import PolicyBook
from gongji.policy_listing.models import KeptEdition

EDITIONS = cast("Table", KeptEdition.__table__)

_kept: WeakSet[PolicyBook] = WeakSet()
"""The books of this process that are known to be kept, so that no bill asks or writes again."""


class EditionNotKept(NotFound, says_more=True):
    title = "没有保存这一版政策全文"
    detail = "系统中没有版本为“{version}”的政策全文：版本号有误，或者结算时还没有保存全文的做法。"
    remedy = "请核对结算单上的政策版本；每笔结算所依据的条款仍列在结算单上。"


@dataclass(frozen=True, slots=True)
class Days:
    """From the first day on which it decided to the day on which the next one did; None is open."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class EditionListing:
    """`number` counts the editions in the order of their first use; None before that."""

    version: str
    number: int | None
    days: Days
    rows: Sequence[ListedRow]


def edition_rows(ctx: Context) -> list[Insertion]:
    """What keeps the policy of this act, to be written with what it decides.

    Empty once this process knows that it is kept, which it does when the transaction has committed.
    """
    book = ctx.policy
    if book in _kept:
        return []
    undone: list[Session] = []
    event.listen(ctx.db, "after_rollback", undone.append)

    @event.listens_for(ctx.db, "after_commit")
    def note(_session: Session) -> None:
        if not undone:
            _kept.add(book)

    row = {"version": book.version, "first_used_on": ctx.today, "edition": book.edition}
    return [Insertion(EDITIONS, [row], once=True)]


def listing(ctx: Context, version: str) -> EditionListing:
    """The edition as it was kept, or the one in force, by its version in any case of letters.

    Raises NOT_FOUND.
    """
    version = version.lower()
    rows, kept = kept_edition(ctx, version).rows, ctx.db.get(KeptEdition, version)
    if kept is None:
        return EditionListing(version, None, Days(None, None), rows)
    until_it = select(func.count()).select_from(EDITIONS).where(EDITIONS.c.seq <= kept.seq)
    later = select(EDITIONS.c.first_used_on).where(EDITIONS.c.seq > kept.seq)
    number = ctx.db.execute(until_it).scalar_one()
    last = ctx.db.execute(later.order_by(EDITIONS.c.seq).limit(1)).scalar_one_or_none()
    return EditionListing(version, number, Days(kept.first_used_on, last), rows)


def kept_edition(ctx: Context, version: str) -> Edition:
    """The same without its days; raises NOT_FOUND."""
    kept = ctx.db.get(KeptEdition, version)
    if kept is not None:
        return kept.edition
    if version == ctx.policy.version:
        return ctx.policy.edition
    raise EditionNotKept(version=version)
