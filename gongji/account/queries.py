"""The entries (明细) of the caller's account: when, where, how much, and who used it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, TextClause, func, select

from gongji.app.context import Context
from gongji.app.paging import Page, PageRequest, newest_of
from gongji.kernel.clock import end_of, start_of
from gongji.kernel.privacy import mask_name
from gongji.ledger.figures import AccountDay, AccountYear
from gongji.ledger.models import COMES_IN, GOES_OUT, Account, Entry
from gongji.ledger.service import account_of
from gongji.people.facts import persons
from gongji.people.models import Person
from gongji.vocabulary import Scene


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


DIRECTIONS = {
    Direction.IN: COMES_IN,
    Direction.OUT: GOES_OUT,
}
"""The literal conditions of the partial indexes; bound parameters would not match these."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries to list; both dates are included."""

    year: int | None = None
    since: date | None = None
    until: date | None = None
    direction: Direction | None = None
    scene: Scene | None = None


def entries(ctx: Context, wanted: Filter, page: PageRequest) -> Page[dict[str, Any]]:
    """The caller's entries, the newest first (REC-01, REC-02); none without an account.

    Ordered by the version of the account, which is indexed and follows the order of booking.
    """
    own = account_of(ctx.db, ctx.actor.id)
    if own is None:
        return Page([])
    bounds = _bounds(ctx, own, wanted)
    if bounds is None:
        return Page([])
    branches = [
        select(Entry).where(Entry.account_id == own.id, *bounds, *branch)
        for branch in _branches(wanted)
    ]
    found = newest_of(ctx.db, branches, Entry.version, page)
    members = persons(ctx.db, {entry.member_id for entry in found.items if entry.member_id})
    return Page([_entry_as_json(entry, members) for entry in found.items], found.next)


Conditions = list[ColumnElement[bool]]


def _bounds(ctx: Context, own: Account, wanted: Filter) -> Conditions | None:
    """Conditions for the year and the days, and for the range of versions that holds their entries.

    The versions let the index find the entries. The conditions are still needed: where a clock
    went back, years and days overlap in the range. Returns None where there are no entries.
    """
    bounds: Conditions = []
    if wanted.year is not None:
        bounds.append(Entry.year == wanted.year)
        year = AccountYear.account_id == own.id, AccountYear.year == wanted.year
        if not _between(ctx, bounds, AccountYear, *year):
            return None
    days: Conditions = []
    if wanted.since is not None:
        bounds.append(Entry.at >= start_of(wanted.since))
        days.append(AccountDay.day >= wanted.since)
    if wanted.until is not None:
        bounds.append(Entry.at < end_of(wanted.until))
        days.append(AccountDay.day <= wanted.until)
    if days and not _between(ctx, bounds, AccountDay, AccountDay.account_id == own.id, *days):
        return None
    return bounds


def _between(
    ctx: Context,
    bounds: Conditions,
    figures: type[AccountYear | AccountDay],
    *which: ColumnElement[bool],
) -> bool:
    """Adds the range of versions of these figures; returns False where there are none."""
    first, last = func.min(figures.first_version), func.max(figures.last_version)
    span = ctx.db.execute(select(first, last).where(*which)).one()
    if not span[0]:
        return False
    bounds.append(Entry.version.between(*span))
    return True


def _branches(wanted: Filter) -> list[list[ColumnElement[bool] | TextClause]]:
    """The conditions of each part of the index to read; a single empty one without a filter."""
    if wanted.direction is None and wanted.scene is None:
        return [[]]
    directions = list(DIRECTIONS) if wanted.direction is None else [wanted.direction]
    scenes = [None, *Scene] if wanted.scene is None else [wanted.scene]
    return [
        [DIRECTIONS[direction], Entry.scene.is_(None) if scene is None else Entry.scene == scene]
        for direction in directions
        for scene in scenes
    ]


def _entry_as_json(entry: Entry, members: dict[str, Person]) -> dict[str, Any]:
    """`member` is the relative who used the money, masked; None for the owner.

    The id is opaque: the number of the row would reveal how much is booked in all accounts.
    """
    member = None
    if entry.member_id is not None:
        name = mask_name(members[entry.member_id].name)
        member = {"name": name, "relation": entry.relation}
    return {
        "id": f"{entry.transfer_id}-{entry.version}",
        "at": entry.at,
        "direction": Direction.IN if entry.amount_fen > 0 else Direction.OUT,
        "amount_fen": abs(entry.amount_fen),
        "balance_after_fen": entry.balance_after_fen,
        "kind": entry.kind,
        "scene": entry.scene,
        "place": entry.place,
        "member": member,
        "settlement_id": entry.settlement_id,
        "payment_id": entry.payment_id,
    }
