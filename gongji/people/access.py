"""The access log: who looked at whose data; written at each look, shown to the person."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import cast

from sqlalchemy import Table, and_, delete, insert, select
from sqlalchemy.sql.base import ExecutableOption

from gongji.app.context import Context
from gongji.app.paging import Page, PageRequest, newest_first
from gongji.kernel.db import fresh, insert_on
from gongji.kernel.ids import new_id
from gongji.kernel.privacy import blind_index, mask_name
from gongji.kernel.writes import Insertion, write_together
from gongji.people.facts import person
from gongji.people.models import Access, AccessPending, Person

ONESELF = "本人账户"
"""The actor of everything that was done while signed in as the person."""


def public_name(ctx: Context) -> str:
    """The caller as other people read them in an access log: masked."""
    return mask_name(person(ctx.db, ctx.actor.id).name)


def note_access(ctx: Context, person_id: str, what: str, *, actor: str = "") -> None:
    """Notes that the caller looks at this person's data, in one statement.

    `what` is Chinese; `actor` is a public name, if the caller's id would mean nothing to them.
    """
    note_each(ctx, {person_id: what}, actor=actor)


def note_each(ctx: Context, sentences: Mapping[str, str], *, actor: str = "") -> None:
    """Notes a look at several people: by id, what each reads. One statement, or none."""
    write_together(ctx.db, [access_rows(ctx, sentences, actor=actor)])


def access_rows(ctx: Context, sentences: Mapping[str, str], *, actor: str = "") -> Insertion:
    """The same, to be written together with other rows of the act."""
    rows = [_access_row(ctx, new_id("acl"), one, what, actor) for one, what in sentences.items()]
    return Insertion(cast("Table", Access.__table__), rows)


def look_once_a_day(
    ctx: Context, person_ids: Collection[str], what: str, *options: ExecutableOption
) -> dict[str, Person]:
    """These people and the caller by id, freshly read with these options, in one statement.

    Each but the caller finds a line in their access log, one for each caller, sentence and day,
    which names the caller as other people read them.

    The day's line has an id of its own: of two looks at once PostgreSQL keeps one, and SQLite,
    whose guard of the log refuses a known id, has one writer at a time.
    """
    lines = {}
    for one in person_ids:
        facts = f"{ctx.actor.id}|{one}|{what}|{ctx.today}"
        digest = hashlib.blake2b(facts.encode(), digest_size=13).hexdigest().upper()
        lines[f"acl_{digest}"] = one
    query = (
        select(Person, Access.id)
        .outerjoin(Access, and_(Access.person_id == Person.id, Access.id.in_(lines)))
        .where(Person.id.in_({*person_ids, ctx.actor.id}))
        .options(*options)
    )
    found = ctx.db.execute(fresh(query)).unique().all()
    people = {person.id: person for person, _ in found}
    actor = mask_name(people[ctx.actor.id].name)
    missing = sorted(lines.keys() - {line for _, line in found})
    rows = [_access_row(ctx, line, lines[line], what, actor) for line in missing]
    if rows:
        once = insert_on(ctx.db, Access).on_conflict_do_nothing(index_elements=[Access.id])
        ctx.db.execute(once, rows)
    return people


def _access_row(
    ctx: Context, row_id: str, person_id: str, what: str, actor: str
) -> Mapping[str, object]:
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
    """Notes a look at the person with this ID number, who may not be stored here."""
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
    """Who looked at the caller's data, the latest first. Writes: pending lines move in first."""
    own = select(Person.id_number_index).where(Person.id == ctx.actor.id).scalar_subquery()
    moving = delete(AccessPending).where(AccessPending.id_number_index == own)
    columns = [getattr(AccessPending, name) for name in MOVED_COLUMNS]
    moved = ctx.db.execute(
        moving.returning(*columns), execution_options={"synchronize_session": False}
    ).all()
    if moved:
        oldest_first = sorted(moved, key=lambda row: row.id)
        rows = [row._asdict() | {"person_id": ctx.actor.id} for row in oldest_first]
        ctx.db.execute(insert(Access), rows)
    query = select(Access).where(Access.person_id == ctx.actor.id)
    return newest_first(ctx.db, query, Access.seq, page)


MOVED_COLUMNS = ("id", "at", "actor", "actor_role", "channel", "what")
