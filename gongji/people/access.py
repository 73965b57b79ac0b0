"""Who looked at whose data: written where somebody else looks, shown to the person."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from gongji.app.context import Context
from gongji.app.paging import Page, PageRequest, newest_first
from gongji.kernel.ids import new_id
from gongji.kernel.privacy import blind_index, mask_name
from gongji.people.facts import person
from gongji.people.models import Access, AccessPending, Person

ONESELF = "本人账户"
"""Who acted where somebody was signed in as the person himself."""


def public_name(ctx: Context) -> str:
    """The caller as other people read them in an access log: masked."""
    return mask_name(person(ctx.db, ctx.actor.id).name)


def note_access(ctx: Context, person_id: str, what: str, *, actor: str = "") -> None:
    """Somebody else looks at this person's data now: `what` in Chinese, `actor` by his public name
    where the id of who acts would tell the person nothing. One statement.
    """
    note_each(ctx, {person_id: what}, actor=actor)


def note_each(ctx: Context, told: Mapping[str, str], *, actor: str = "") -> None:
    """The same of several people, by id what each is told; one statement, none for nobody."""
    rows = [_row(ctx, new_id("acl"), person_id, told[person_id], actor) for person_id in told]
    if rows:
        ctx.db.execute(insert(Access), rows)


def note_once_a_day(ctx: Context, person_ids: Iterable[str], what: str, *, actor: str) -> None:
    """That the caller looks at these people's data, as he may do many times a day: one line each.

    The day's line has an id of its own: of two looks at once PostgreSQL keeps one, and SQLite,
    whose guard of the log refuses a known id, has one writer at a time.
    """
    dialect = postgresql if ctx.db.get_bind().dialect.name == "postgresql" else sqlite
    ids = {_id_of_day(ctx, person_id, what): person_id for person_id in person_ids}
    known = set(ctx.db.execute(select(Access.id).where(Access.id.in_(ids))).scalars())
    rows = [_row(ctx, one, ids[one], what, actor) for one in sorted(ids.keys() - known)]
    if rows:
        once = dialect.insert(Access).on_conflict_do_nothing(index_elements=[Access.id])
        ctx.db.execute(once, rows)


def _id_of_day(ctx: Context, person_id: str, what: str) -> str:
    facts = f"{ctx.actor.id}|{person_id}|{what}|{ctx.today}"
    return f"acl_{hashlib.blake2b(facts.encode(), digest_size=13).hexdigest().upper()}"


def _row(ctx: Context, row_id: str, person_id: str, what: str, actor: str) -> dict[str, Any]:
    return {
        "id": row_id,
        "at": ctx.now,
        "person_id": person_id,
        "actor": actor or ctx.actor.id,
        "actor_role": ctx.actor.role,
        "channel": ctx.channel,
        "what": what,
    }


def note_pending(ctx: Context, id_number: str, what: str, *, actor: str) -> None:
    """The same about whoever has this ID number, without a look at whether we know him."""
    row = {
        "id": new_id("acl"),
        "at": ctx.now,
        "id_number_index": blind_index("id_number", id_number),
        "actor": actor,
        "actor_role": ctx.actor.role,
        "channel": ctx.channel,
        "what": what,
    }
    ctx.db.execute(insert(AccessPending), [row])


def access_log(ctx: Context, page: PageRequest) -> Page[Access]:
    """Who looked at the caller's data, the latest first. Writes: takes in what was pending."""
    _take_in_pending(ctx)
    query = select(Access).where(Access.person_id == ctx.actor.id)
    return newest_first(ctx.db, query, Access.seq, page)


def _take_in_pending(ctx: Context) -> None:
    own = select(Person.id_number_index).where(Person.id == ctx.actor.id).scalar_subquery()
    moving = delete(AccessPending).where(AccessPending.id_number_index == own)
    columns = [getattr(AccessPending, name) for name in SAME]
    moved = ctx.db.execute(
        moving.returning(*columns), execution_options={"synchronize_session": False}
    ).all()
    if moved:
        oldest_first = sorted(moved, key=lambda row: row.id)
        rows = [row._asdict() | {"person_id": ctx.actor.id} for row in oldest_first]
        ctx.db.execute(insert(Access), rows)


SAME = ("id", "at", "actor", "actor_role", "channel", "what")
