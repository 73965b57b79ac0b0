"""The account's entries (明细) as its owner reads them: when, where, how much, who used it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, select

from gongji.kernel.clock import end_of, start_of
from gongji.kernel.context import Context
from gongji.kernel.paging import Page, PageRequest, newest_first
from gongji.kernel.privacy import mask_name
from gongji.kernel.strict import read_whole
from gongji.ledger.models import Account, Entry
from gongji.ledger.service import account_of
from gongji.people.models import Person
from gongji.people.service import persons
from gongji.policy.values import Scene

VERSION_MAX = 2**63 - 1


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


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
    query = select(Entry).where(*_conditions(own, wanted))
    found = newest_first(ctx.db, query, Entry.version, page, parse=_version)
    return Page(_views(ctx, found.items), found.next)


def _version(text: str) -> int:
    """Raises ValueError for what no account ever counted to."""
    return read_whole(text, 0, VERSION_MAX)


def _conditions(own: Account, wanted: Filter) -> list[ColumnElement[bool]]:
    conditions = [Entry.account_id == own.id]
    if wanted.year is not None:
        conditions.append(Entry.year == wanted.year)
    if wanted.since is not None:
        conditions.append(Entry.at >= start_of(wanted.since))
    if wanted.until is not None:
        conditions.append(Entry.at < end_of(wanted.until))
    if wanted.direction is not None:
        is_in = wanted.direction is Direction.IN
        conditions.append(Entry.amount_fen > 0 if is_in else Entry.amount_fen < 0)
    if wanted.scene is not None:
        conditions.append(Entry.scene == wanted.scene)
    return conditions


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
