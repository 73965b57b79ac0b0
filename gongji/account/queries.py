"""The entries (明细) of the caller's account: when, where, how much, and who used it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from gongji.app.context import Context
from gongji.app.paging import Page, PageRequest, newest_of
from gongji.kernel.clock import end_of, start_of
from gongji.kernel.privacy import mask_name
from gongji.ledger.figures import AccountDay, AccountYear
from gongji.ledger.models import COMES_IN, GOES_OUT, Account, Entry, EntryKind
from gongji.people.facts import persons
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


@dataclass(frozen=True, slots=True)
class EntryMember:
    """The relative who used the money; the name is masked."""

    name: str
    relation: str | None


@dataclass(frozen=True, slots=True)
class EntryDetails:
    """One entry as its owner sees it; `member` is None for the owner's own use."""

    id: str
    at: datetime
    direction: Direction
    amount_fen: int
    balance_after_fen: int
    kind: EntryKind
    scene: str | None
    place: str | None
    member: EntryMember | None
    settlement_id: str | None
    payment_id: str | None


def entries(ctx: Context, wanted: Filter, page: PageRequest) -> Page[EntryDetails]:
    """The caller's entries, the newest first (REC-01, REC-02); none without an account.

    Ordered by the version of the account, which is indexed and follows the order of booking.
    """
    those = _conditions(ctx, wanted)
    if those is None:
        return Page([])
    # The parts of the index to read; a single one without a filter.
    branches = [select(Entry).where(*those)]
    if wanted.direction is not None or wanted.scene is not None:
        directions = list(DIRECTIONS) if wanted.direction is None else [wanted.direction]
        scenes = [None, *Scene] if wanted.scene is None else [wanted.scene]
        branches = [
            branches[0].where(DIRECTIONS[direction], Entry.scene == scene)
            if scene is not None
            # Ordered by the scene, which is the same in all: PostgreSQL takes NULL for no such
            # thing, and would go through the whole account instead of the index by scene.
            else branches[0]
            .where(DIRECTIONS[direction], Entry.scene.is_(None))
            .order_by(Entry.scene.desc())
            for direction in directions
            for scene in scenes
        ]
    found = newest_of(ctx.db, branches, Entry.version, page)
    members = persons(ctx.db, {entry.member_id for entry in found.items if entry.member_id})
    listed = []
    for entry in found.items:
        assert entry.balance_after_fen is not None, "entries of an account carry its balance"
        member = members.get(entry.member_id or "")
        listed.append(
            EntryDetails(
                # The number of the row would reveal how much is booked in all accounts.
                id=f"{entry.transfer_id}-{entry.version}",
                at=entry.at,
                direction=Direction.IN if entry.amount_fen > 0 else Direction.OUT,
                amount_fen=abs(entry.amount_fen),
                balance_after_fen=entry.balance_after_fen,
                kind=entry.kind,
                scene=entry.scene,
                place=entry.place,
                member=EntryMember(mask_name(member.name), entry.relation) if member else None,
                settlement_id=entry.settlement_id,
                payment_id=entry.payment_id,
            )
        )
    return Page(listed, found.next)


Conditions = list[ColumnElement[bool]]


def _conditions(ctx: Context, wanted: Filter) -> Conditions | None:
    """Conditions for the account, the year, the days, and the range of versions that holds them.

    The versions let the index find the entries. The conditions are still needed: where a clock
    went back, years and days overlap in the range. Returns None where there are no entries.
    """
    those: Conditions = []
    since, until = wanted.since, wanted.until
    if wanted.year is not None:
        those.append(Entry.year == wanted.year)
    query: Select[*tuple[Any, ...]] = select(Account.id)
    if since is not None or until is not None:
        if wanted.year is not None:
            since = max(since or date.min, date(wanted.year, 1, 1))
            until = min(until or date.max, date(wanted.year, 12, 31))
        days: Conditions = []
        if since is not None:
            those.append(Entry.at >= start_of(since))
            days.append(AccountDay.day >= since)
        if until is not None:
            those.append(Entry.at < end_of(until))
            days.append(AccountDay.day <= until)
        query = _with_versions(AccountDay, *days)
    elif wanted.year is not None:
        query = _with_versions(AccountYear, AccountYear.year == wanted.year)
    found = ctx.db.execute(query.where(Account.person_id == ctx.actor.id)).one_or_none()
    if found is None:
        return None
    account_id, *versions = found
    those.append(Entry.account_id == account_id)
    if versions:
        those.append(Entry.version.between(*versions))
    return those


def _with_versions(
    figures: type[AccountYear | AccountDay], *which: ColumnElement[bool]
) -> Select[str, int, int]:
    """Accounts with the first and the last version of these figures; none without any."""
    first, last = func.min(figures.first_version), func.max(figures.last_version)
    query = select(Account.id, first, last).join(figures, figures.account_id == Account.id)
    return query.where(*which).group_by(Account.id)
