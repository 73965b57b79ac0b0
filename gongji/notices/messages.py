"""Messages (消息), each to one person: written in the transaction of the act they report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, insert, select, update

from gongji.app.context import Context
from gongji.app.paging import Page, PageRequest, newest_of
from gongji.kernel.ids import IdForm, new_id
from gongji.kernel.problems import NotFound
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
    if rows:
        ctx.db.execute(insert(Message), rows)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which messages to list: one kind, read or unread ones, or all."""

    kind: MessageKind | None = None
    unread: bool | None = None


def messages(ctx: Context, wanted: Wanted, page: PageRequest) -> Page[Message]:
    """The caller's messages, the newest first."""
    theirs = select(Message).where(Message.person_id == ctx.actor.id)
    # The parts of the index to read; a single one without a filter.
    branches = [theirs]
    if wanted.kind is not None or wanted.unread is not None:
        kinds = list(MessageKind) if wanted.kind is None else [wanted.kind]
        states = [True, False] if wanted.unread is None else [wanted.unread]
        is_unread = Message.read_at.is_(None)
        branches = [
            theirs.where(Message.kind == kind, is_unread if unread else ~is_unread)
            for kind in kinds
            for unread in states
        ]
    return newest_of(ctx.db, branches, Message.seq, page)


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
