"""Raising and lowering a quota by its giver (QTA-05)."""

from __future__ import annotations

from gongji.app.context import Context
from gongji.auth.phone import refuse_after_change
from gongji.family.facts import own_facts, read_caller
from gongji.family.rules import authorizer_refusal
from gongji.kernel.money import Money
from gongji.kernel.privacy import mask_name
from gongji.kernel.wording import say
from gongji.ledger.service import lock_accounts_of
from gongji.people.access import ONESELF, note_access
from gongji.people.facts import persons
from gongji.people.looks import QUOTA_MOVED, QUOTA_MOVED_FOR_YOU
from gongji.quota.facts import free_money, own_quota
from gongji.quota.held import hold_money
from gongji.quota.notifications import warn_raised
from gongji.quota.problems import QuotaBelowDrawn
from gongji.quota.rules import ended_refusal, not_open_refusal, short_refusal
from gongji.quota.views import QuotaDetails, present_quotas


def change_quota(ctx: Context, quota_id: str, amount_fen: int) -> QuotaDetails:
    """Sets all that is granted, drawn money included.

    Raises NOT_FOUND, QUOTA_ENDED, QUOTA_BELOW_DRAWN, and for more money QUOTA_NOT_OPEN,
    CHANGED_RECENTLY, what `authorizer_refusal` returns, and BALANCE_SHORT.
    """
    quota = own_quota(ctx, quota_id)
    account = lock_accounts_of(ctx.db, [quota.giver_id])[quota.giver_id]
    quota = own_quota(ctx, quota_id)
    refusal = ended_refusal(quota)
    if refusal is not None:
        raise refusal
    if amount_fen < quota.drawn_fen:
        raise QuotaBelowDrawn(drawn=Money(quota.drawn_fen), amount=Money(amount_fen))
    people = persons(ctx.db, {quota.giver_id, quota.taker_id})
    giver, taker = people[quota.giver_id], people[quota.taker_id]
    before_fen = quota.amount_fen
    if amount_fen > before_fen:
        caller, more = read_caller(ctx, giver.id), Money(amount_fen - before_fen)
        refuse_after_change(ctx, giver)
        more_refusal = (
            not_open_refusal(caller.rules)
            or authorizer_refusal(own_facts(ctx, caller), caller.rules)
            or short_refusal(more, free_money(ctx, account))
        )
        if more_refusal is not None:
            raise more_refusal
    quota.amount_fen = amount_fen
    hold_money(ctx, account, amount_fen - before_fen)
    if amount_fen != before_fen:
        facts = {"before": Money(before_fen), "after": Money(amount_fen)}
        what = say(QUOTA_MOVED, name=mask_name(taker.name), **facts)
        note_access(ctx, giver.id, what, actor=ONESELF)
        by = mask_name(giver.name)
        note_access(ctx, taker.id, say(QUOTA_MOVED_FOR_YOU, **facts), actor=by)
    if amount_fen > before_fen:
        warn_raised(ctx, quota, giver, taker)
    return present_quotas([quota], ctx.actor.id, people)[0]
