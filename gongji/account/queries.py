"""The entries (明细) of the caller's account: when, where, how much, and who used it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from gongji.app.context import Context
from gongji.app.paging import Page, PageRequest, last_seen, newest_of, page_of
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
    values = _values(ctx, wanted)
    if values is None:
        return Page([])
    before = last_seen(page)
    if before is not None:
        values["before"] = before
    query = _composed(frozenset(values), wanted.direction)
    found = page_of(ctx.db, query, values, Entry.version, page)
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


BOUNDS: Mapping[str, ColumnElement[bool]] = {
    "account_id": Entry.account_id == bindparam("account_id"),
    "first": Entry.version >= bindparam("first"),
    "last": Entry.version <= bindparam("last"),
    "before": Entry.version < bindparam("before"),
    "year": Entry.year == bindparam("year"),
    "since": Entry.at >= bindparam("since"),
    "until": Entry.at < bindparam("until"),
    "scene": Entry.scene == bindparam("scene"),
}
"""By the names of their parameters."""


@cache
def _composed(given: frozenset[str], direction: Direction | None) -> Select[Any]:
    """The query of a page under these bounds. There are few of them, so each is composed once."""
    those = select(Entry).where(*(BOUNDS[name] for name in sorted(given)))
    if direction is None and "scene" not in given:
        return newest_of([those], Entry.version)
    # The parts of the partial indexes to read: each direction with each scene.
    directions = list(DIRECTIONS) if direction is None else [direction]
    branches = []
    for one in directions:
        part = those.where(DIRECTIONS[one])
        if "scene" in given:
            branches.append(part)
            continue
        branches += [part.where(Entry.scene == scene) for scene in Scene]
        # Ordered by the scene, which is the same in all: PostgreSQL takes NULL for no such thing,
        # and would go through the whole account instead of the index by scene.
        branches.append(part.where(Entry.scene.is_(None)).order_by(Entry.scene.desc()))
    return newest_of(branches, Entry.version)


def _values(ctx: Context, wanted: Filter) -> dict[str, object] | None:
    """The values of the bounds: the account, what is wanted, and the versions that hold it.

    The versions let the index find the entries. Years and days are still needed: where a clock
    went back, they overlap in the range. Returns None where there are no entries.
    """
    values: dict[str, object] = {}
    since, until = wanted.since, wanted.until
    if wanted.scene is not None:
        values["scene"] = wanted.scene
    if wanted.year is not None:
        values["year"] = wanted.year
    query: Select[*tuple[Any, ...]] = select(Account.id.label("account_id"))
    if since is not None or until is not None:
        if wanted.year is not None:
            since = max(since or date.min, date(wanted.year, 1, 1))
            until = min(until or date.max, date(wanted.year, 12, 31))
        days: list[ColumnElement[bool]] = []
        if since is not None:
            values["since"] = start_of(since)
            days.append(AccountDay.day >= since)
        if until is not None:
            values["until"] = end_of(until)
            days.append(AccountDay.day <= until)
        query = _with_versions(AccountDay, *days)
    elif wanted.year is not None:
        query = _with_versions(AccountYear, AccountYear.year == wanted.year)
    found = ctx.db.execute(query.where(Account.person_id == ctx.actor.id)).one_or_none()
    return values | found._asdict() if found is not None else None


def _with_versions(
    figures: type[AccountYear | AccountDay], *which: ColumnElement[bool]
) -> Select[str, int, int]:
    """Accounts with the first and the last version of these figures; none without any."""
    query = select(
        Account.id.label("account_id"),
        func.min(figures.first_version).label("first"),
        func.max(figures.last_version).label("last"),
    )
    query = query.join(figures, figures.account_id == Account.id)
    return query.where(*which).group_by(Account.id)
