"""How bindings end (UNB-01 to UNB-06), whatever the reason.

A binding changes only under its authorizer's account lock; its end releases its hold at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ScalarSelect, Select, false, func, or_, select

from gongji.app.context import SYSTEM, Context
from gongji.family.models import Binding, EndReason, Side
from gongji.family.notifications import notify_expired, notify_unbound
from gongji.kernel.clock import civil_date, end_of, start_of
from gongji.kernel.db import fresh
from gongji.ledger.models import Account
from gongji.ledger.service import lock_accounts_of
from gongji.people.facts import persons

EXPIRED_AT_ONCE = 200
"""Bindings that one run of `expire_due` begins with; it locks the accounts behind them."""

SIDES = {Side.AUTHORIZER: Binding.authorizer_id, Side.BENEFICIARY: Binding.beneficiary_id}
"""The column in which the person of each side stands."""


def close(binding: Binding, account: Account, reason: EndReason, *, by: str, at: datetime) -> None:
    """Ends a live binding under its authorizer's locked account and releases its hold."""
    assert binding.ended_at is None, "a binding ends once"
    assert account.person_id == binding.authorizer_id, "the account that pays for it"
    account.held_fen -= binding.hold_fen
    binding.hold_fen = 0
    binding.ended_at, binding.end_reason, binding.ended_by = at, reason, by
    binding.ended_version = account.version
    binding.withdrawn = civil_date(at) < binding.starts_on


def close_expired(ctx: Context, accounts: Mapping[str, Account]) -> int:
    """Ends what has expired on these locked accounts (by person id), so that no place and no hold
    is kept by it (UNB-05); both sides find a message. Returns how many ended.
    """
    query = (
        select(Binding)
        .where(Binding.authorizer_id.in_(accounts), *_expired(ctx))
        .order_by(Binding.seq)
    )
    expired = ctx.db.execute(fresh(query)).scalars().all()
    for binding in expired:
        account = accounts[binding.authorizer_id]
        at = end_of(binding.ends_on)
        close(binding, account, EndReason.EXPIRED, by=SYSTEM.id, at=at)
    ctx.db.flush()
    if expired:
        people = persons(ctx.db, {one for binding in expired for one in binding.people()})
        notify_expired(ctx, expired, people)
    return len(expired)


def owners_of_expired(ctx: Context, person_ids: Collection[str]) -> Select[str]:
    """Whose accounts must be locked before expired bindings of these people can be closed."""
    side = or_(Binding.authorizer_id.in_(person_ids), Binding.beneficiary_id.in_(person_ids))
    return select(Binding.authorizer_id).where(side, *_expired(ctx))


def lock_shared_accounts(
    ctx: Context, person_id: str, also: Iterable[str] = ()
) -> dict[str, Account]:
    """Locks the person's own account and those of all who share with them, by person id,
    and closes what has expired on them. The person is locked already, so no binding is added.
    `also` names further people whose accounts are locked with these.
    """
    sharing = select(Binding.authorizer_id).where(
        Binding.beneficiary_id == person_id, Binding.ended_at.is_(None)
    )
    owners = {person_id, *also, *ctx.db.execute(sharing).scalars()}
    accounts = lock_accounts_of(ctx.db, owners)
    close_expired(ctx, accounts)
    return accounts


def end_all(
    ctx: Context,
    person_id: str,
    accounts: Mapping[str, Account],
    reason: EndReason,
    *,
    made_before: date | None = None,
    sides: Collection[Side] = tuple(Side),
) -> int:
    """Ends every live binding of a person on these sides (UNB-05), or those made before a day.

    `accounts` come from `lock_shared_accounts`. Two people are notified once, also if they are
    bound both ways. Returns how many bindings ended.
    """
    own = or_(false(), *(SIDES[side] == person_id for side in sides))
    query = select(Binding).where(own, Binding.ended_at.is_(None)).order_by(Binding.seq)
    if made_before is not None:
        query = query.where(Binding.created_at < start_of(made_before))
    bindings = ctx.db.execute(fresh(query)).scalars().all()
    people = persons(ctx.db, {one for binding in bindings for one in binding.people()})
    for binding in bindings:
        close(binding, accounts[binding.authorizer_id], reason, by=SYSTEM.id, at=ctx.now)
    for binding in {frozenset(binding.people()): binding for binding in bindings}.values():
        notify_unbound(ctx, binding, people)
    ctx.db.flush()
    return len(bindings)


def expire_due(ctx: Context) -> int:
    """Ends bindings whose last day has passed, a bounded number per call; 0 when all is done."""
    due = select(Binding.authorizer_id).where(*_expired(ctx)).order_by(Binding.ends_on)
    owners = set(ctx.db.execute(due.limit(EXPIRED_AT_ONCE)).scalars())
    return close_expired(ctx, lock_accounts_of(ctx.db, owners)) if owners else 0


def expired_hold_fen(ctx: Context) -> ScalarSelect[int]:
    """What an account still holds for bindings that expired but are not closed yet: a column for a
    query of Account.
    """
    query = select(func.coalesce(func.sum(Binding.hold_fen), 0))
    theirs = Binding.authorizer_id == Account.person_id
    return query.where(theirs, *_expired(ctx)).scalar_subquery()


def _expired(ctx: Context) -> tuple[Any, ...]:
    return Binding.ended_at.is_(None), Binding.ends_on < ctx.today
