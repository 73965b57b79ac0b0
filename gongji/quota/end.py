"""How quotas end, whatever the reason: what was not drawn is free again at once (QTA-09)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import false, or_, select

from gongji.app.context import Context
from gongji.family.models import Side
from gongji.kernel.clock import start_of
from gongji.kernel.db import fresh
from gongji.kernel.money import Money
from gongji.ledger.models import Account
from gongji.ledger.service import lock_accounts_of
from gongji.people.access import note_access, public_name
from gongji.people.facts import persons
from gongji.people.looks import QUOTA_TAKEN
from gongji.quota.facts import own_quota
from gongji.quota.held import hold_money
from gongji.quota.models import Quota, QuotaEnd
from gongji.quota.notifications import warn_ended
from gongji.quota.rules import ended_refusal
from gongji.quota.views import QuotaDetails, present_quotas

QUOTA_SIDES = {Side.AUTHORIZER: Quota.giver_id, Side.BENEFICIARY: Quota.taker_id}


def end(ctx: Context, quota_id: str) -> QuotaDetails:
    """Ends a quota that the caller gave; raises NOT_FOUND, QUOTA_ENDED."""
    quota = own_quota(ctx, quota_id)
    account = lock_accounts_of(ctx.db, [quota.giver_id])[quota.giver_id]
    quota = own_quota(ctx, quota_id)
    refusal = ended_refusal(quota)
    if refusal is not None:
        raise refusal
    close_quota(ctx, quota, account, QuotaEnd.BY_GIVER)
    note_access(ctx, quota.taker_id, QUOTA_TAKEN, actor=public_name(ctx))
    people = persons(ctx.db, {quota.giver_id, quota.taker_id})
    return present_quotas([quota], ctx.actor.id, people)[0]


def close_quota(ctx: Context, quota: Quota, account: Account, reason: QuotaEnd) -> None:
    """Ends a living quota under its giver's locked account, and tells both sides."""
    assert quota.ended_at is None, "a quota ends once"
    assert account.person_id == quota.giver_id, "the account that holds its money"
    returned = Money(quota.left_fen)
    quota.ended_at, quota.end_reason = ctx.now, reason
    hold_money(ctx, account, -returned.fen)
    warn_ended(ctx, quota, returned)


def end_quotas(
    ctx: Context,
    person_id: str,
    accounts: Mapping[str, Account],
    reason: QuotaEnd,
    *,
    made_before: date | None = None,
    sides: Collection[Side] = tuple(Side),
) -> int:
    """Ends every living quota of a person on these sides, or those made before a day.

    `accounts` are locked, by person id, with those of `givers_to`. Returns how many ended.
    """
    own = or_(false(), *(QUOTA_SIDES[side] == person_id for side in sides))
    query = select(Quota).where(own, Quota.ended_at.is_(None)).order_by(Quota.seq)
    if made_before is not None:
        query = query.where(Quota.created_at < start_of(made_before))
    quotas = ctx.db.execute(fresh(query)).scalars().all()
    for quota in quotas:
        close_quota(ctx, quota, accounts[quota.giver_id], reason)
    return len(quotas)
