"""Who looked at whose data (F-18): written where somebody else looks, shown to the person."""

from __future__ import annotations

from sqlalchemy import insert, select

from gongji.kernel.context import Context
from gongji.kernel.ids import new_id
from gongji.kernel.paging import Page, PageRequest, newest_first
from gongji.people.models import Access


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


def access_log(ctx: Context, page: PageRequest) -> Page[Access]:
    """Who looked at the caller's data, the latest first."""
    query = select(Access).where(Access.person_id == ctx.actor.id)
    return newest_first(ctx.db, query, Access.seq, page)
