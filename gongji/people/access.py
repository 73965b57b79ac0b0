"""Who looked at whose data (F-18): written where somebody else looks, shown to the person."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from gongji.kernel.context import Context
from gongji.kernel.ids import new_id
from gongji.kernel.paging import Page, PageRequest, newest_first
from gongji.kernel.privacy import blind_index
from gongji.people.models import Access, AccessPending, Person

ONESELF = "本人账户"
"""Who acted where somebody was signed in as the person himself."""


def note_access(ctx: Context, person_id: str, what: str, *, actor: str = "") -> None:
    """Somebody else looks at this person's data now: `what` in Chinese, `actor` by his public name
    where the id of who acts would tell the person nothing. One statement.
    """
    row = {
        "id": new_id("acl"), "at": ctx.now, "person_id": person_id,
        "actor": actor or ctx.actor.id, "actor_role": ctx.actor.role, "channel": ctx.channel,
        "what": what,
    }  # fmt: skip
    ctx.db.execute(insert(Access), [row])


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
