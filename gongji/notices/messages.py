"""Messages (消息), each to one person: written in the transaction of the act they report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, bindparam, func, select, update

from gongji.app.context import Context
from gongji.app.paging import Page, PageRequest, last_seen, newest_of, page_of
from gongji.kernel.ids import IdForm, new_id
from gongji.kernel.problems import NotFound
from gongji.kernel.writes import Insertion, write_together
from gongji.notices.models import Message, MessageKind

MESSAGE_ID = IdForm("msg")


@dataclass(frozen=True, slots=True)
class Notification:
    """A message to one person, in Chinese; names of others are masked already."""

    person_id: str
    kind: MessageKind
    title: str
    text: str


def notify(ctx: Context, notifications: Iterable[Notification]) -> None:
    """Writes the messages in the transaction of the act, in one statement. The caller leaves out
    people who have died.
    """
    write_together(ctx.db, [message_rows(ctx, notifications)])


def message_rows(ctx: Context, notifications: Iterable[Notification]) -> Insertion:
    """The same, to be written together with other rows of the act."""
    rows = [
        {
            "id": new_id("msg"),
            "person_id": one.person_id,
            "kind": one.kind,
            "at": ctx.now,
            "title": one.title,
            "text": one.text,
        }
        for one in notifications
    ]
    return Insertion(cast("Table", Message.__table__), rows)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which messages to list: one kind, read or unread ones, or all."""

    kind: MessageKind | None = None
    unread: bool | None = None


def messages(ctx: Context, wanted: Wanted, page: PageRequest) -> Page[Message]:
    """The caller's messages, the newest first."""
    values: dict[str, object] = {"person_id": ctx.actor.id}
    if wanted.kind is not None:
        values["kind"] = wanted.kind
    before = last_seen(page)
    if before is not None:
        values["before"] = before
    query = _composed(frozenset(values), wanted.unread)
    return page_of(ctx.db, query, values, Message.seq, page)


BOUNDS: Mapping[str, ColumnElement[bool]] = {
    "person_id": Message.person_id == bindparam("person_id"),
    "kind": Message.kind == bindparam("kind"),
    "before": Message.seq < bindparam("before"),
}
"""By the names of their parameters."""


@cache
def _composed(given: frozenset[str], unread: bool | None) -> Select[Any]:
    """The query of a page under these bounds, composed once."""
    theirs = select(Message).where(*(BOUNDS[name] for name in sorted(given)))
    if unread is None and "kind" not in given:
        return newest_of([theirs], Message.seq)
    # The parts of the partial indexes to read: each state with each kind.
    is_unread = Message.read_at.is_(None)
    states = [is_unread, ~is_unread] if unread is None else [is_unread if unread else ~is_unread]
    kinds = [None] if "kind" in given else list(MessageKind)
    branches = [
        theirs.where(state) if kind is None else theirs.where(state, Message.kind == kind)
        for state in states
        for kind in kinds
    ]
    return newest_of(branches, Message.seq)


def read(ctx: Context, message_id: str) -> Message:
    """Marks a message of the caller as read; the first time counts. Raises NOT_FOUND."""
    if not MESSAGE_ID.fits(message_id):
        raise NotFound
    marked = (
        update(Message)
        .where(Message.id == message_id, Message.person_id == ctx.actor.id)
        .values(read_at=func.coalesce(Message.read_at, ctx.now))
        .returning(Message)
    )
    found = ctx.db.execute(marked).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found
