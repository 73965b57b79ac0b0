"""What a quota is decided on: the giver with the free money, the relative, and the registry.

Locks are taken in one order: people by ascending id, then accounts by ascending id.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from gongji.app.context import Context
from gongji.family.facts import Caller
from gongji.family.holds import live_holds
from gongji.kernel.db import fresh
from gongji.kernel.ids import IdForm
from gongji.kernel.money import ZERO, Money
from gongji.kernel.privacy import blind_index
from gongji.kernel.problems import NotFound
from gongji.ledger.models import Account
from gongji.people.models import Person
from gongji.quota.models import Quota

QUOTA_ID = IdForm("qta")


def free_money(ctx: Context, account: Account | None) -> Money:
    """What is held for nobody."""
    if account is None:
        return ZERO
    held = live_holds(ctx, {account.person_id: account}).get(account.person_id, ZERO)
    return (Money(account.balance_fen) - held).at_least_zero()


def given_to(ctx: Context, caller: Caller, id_number: str) -> Quota | None:
    """The caller's living quota for the person with this ID number, by the caller's own rows."""
    query = (
        select(Quota)
        .join(Person, Person.id == Quota.taker_id)
        .where(
            Quota.giver_id == caller.person.id,
            Quota.ended_at.is_(None),
            Person.id_number_index == blind_index("id_number", id_number),
        )
    )
    return ctx.db.execute(fresh(query)).scalar_one_or_none()


def find_quota(db: Session, quota_id: str) -> Quota | None:
    """Freshly read; None also for what is no id."""
    if not QUOTA_ID.fits(quota_id):
        return None
    return db.execute(fresh(select(Quota).where(Quota.id == quota_id))).scalar_one_or_none()


def own_quota(ctx: Context, quota_id: str) -> Quota:
    """A quota that the caller gave, freshly read; raises NOT_FOUND."""
    found = find_quota(ctx.db, quota_id)
    if found is None or found.giver_id != ctx.actor.id:
        raise NotFound
    return found


def givers_to(ctx: Context, person_id: str) -> Collection[str]:
    """Who has a living quota for this person."""
    query = select(Quota.giver_id).where(Quota.taker_id == person_id, Quota.ended_at.is_(None))
    return ctx.db.execute(query).scalars().all()
