"""The account's entries (明细) as its owner reads them: when, where, how much, who used it."""

from __future__ import annotations

from collections.abc import Sequence
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
"""In the words of the partial indexes, which no parameter would match."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries are wanted; both dates are inside."""

    year: int | None = None
    since: date | None = None
    until: date | None = None
    direction: Direction | None = None
    scene: Scene | None = None


def entries(ctx: Context, wanted: Filter, page: PageRequest) -> Page[dict[str, Any]]:
    """The caller's entries, the newest first (REC-01, REC-02); none for who has no account.

    Ordered by the account's own version, in which its entries were booked and which is indexed.
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
    return Page(_views(ctx, found.items), found.next)


Conditions = list[ColumnElement[bool]]


def _bounds(ctx: Context, own: Account, wanted: Filter) -> Conditions | None:
    """Year and days as conditions, with the versions between which their entries lie, so that these
    are found by index; None where there is none.

    The conditions stay beside the versions because a clock that went back mixes years and days.
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
    """Adds the lowest and highest version of these figures; False where there are none."""
    first, last = func.min(figures.first_version), func.max(figures.last_version)
    span = ctx.db.execute(select(first, last).where(*which)).one()
    if not span[0]:
        return False
    bounds.append(Entry.version.between(*span))
    return True


def _branches(wanted: Filter) -> list[list[ColumnElement[bool] | TextClause]]:
    """The parts of an index that direction and scene ask for; one where neither does."""
    if wanted.direction is None and wanted.scene is None:
        return [[]]
    directions = list(DIRECTIONS) if wanted.direction is None else [wanted.direction]
    scenes = [None, *Scene] if wanted.scene is None else [wanted.scene]
    return [
        [DIRECTIONS[direction], Entry.scene.is_(None) if scene is None else Entry.scene == scene]
        for direction in directions
        for scene in scenes
    ]


def _views(ctx: Context, found: Sequence[Entry]) -> list[dict[str, Any]]:
    members = persons(ctx.db, {entry.member_id for entry in found if entry.member_id})
    return [_view(entry, members) for entry in found]


def _view(entry: Entry, members: dict[str, Person]) -> dict[str, Any]:
    """The id is opaque: the row's own number would tell how much is booked everywhere."""
    return {
        "id": f"{entry.transfer_id}-{entry.version}",
        "at": entry.at,
        "direction": Direction.IN if entry.amount_fen > 0 else Direction.OUT,
        "amount_fen": abs(entry.amount_fen),
        "balance_after_fen": entry.balance_after_fen,
        "kind": entry.kind,
        "scene": entry.scene,
        "place": entry.place,
        "member": _member(entry, members),
        "settlement_id": entry.settlement_id,
        "payment_id": entry.payment_id,
    }


def _member(entry: Entry, members: dict[str, Person]) -> dict[str, str | None] | None:
    """The relative who used the money, masked; None where it was the owner himself."""
    if entry.member_id is None:
        return None
    return {"name": mask_name(members[entry.member_id].name), "relation": entry.relation}
