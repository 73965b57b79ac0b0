"""How bindings end (UNB-01 to UNB-06): unbound by either side, or their last day passed.

A binding changes only under its authorizer's account lock; its end releases its hold at once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select

from gongji.app.context import SYSTEM, Context
from gongji.family.models import Binding, BindingStatus, EndReason
from gongji.family.notifications import tell_expired, tell_unbound
from gongji.family.problems import AlreadyEnded
from gongji.family.views import Side, other_side, own_binding, own_name, show
from gongji.kernel.clock import civil_date, end_of, start_of
from gongji.kernel.db import fresh
from gongji.kernel.wording import moment_of_year
from gongji.ledger.models import Account
from gongji.ledger.service import lock_accounts_of
from gongji.people.access import note_access
from gongji.people.facts import persons
from gongji.people.looks import UNBOUND

EXPIRED_AT_ONCE = 200
"""Bindings that one run of `expire_due` begins with; it locks the accounts behind them."""

BY_SIDE = {
    Side.AUTHORIZER: EndReason.UNBOUND_BY_AUTHORIZER,
    Side.BENEFICIARY: EndReason.UNBOUND_BY_BENEFICIARY,
}


def unbind(ctx: Context, binding_id: str) -> dict[str, Any]:
    """解绑 by either side, at once (UNB-02); raises NOT_FOUND, ALREADY_ENDED."""
    binding, side = own_binding(ctx, binding_id)
    account = lock_accounts_of(ctx.db, [binding.authorizer_id])[binding.authorizer_id]
    binding, _ = own_binding(ctx, binding_id)
    refuse_ended(ctx, binding)
    close(binding, account, BY_SIDE[side], by=ctx.actor.id, at=ctx.now)
    ctx.db.flush()
    people = persons(ctx.db, (binding.authorizer_id, binding.beneficiary_id))
    tell_unbound(ctx, binding, people[binding.authorizer_id], people[binding.beneficiary_id])
    note_access(ctx, other_side(binding, ctx.actor.id), UNBOUND, actor=own_name(ctx))
    return show(ctx, [binding], ctx.actor.id)[0]


def refuse_ended(ctx: Context, binding: Binding) -> None:
    """Raises ALREADY_ENDED for a binding that nobody can change any more."""
    if binding.status(ctx.today) is BindingStatus.ENDED:
        ended_at = binding.ended_at or end_of(binding.ends_on)
        raise AlreadyEnded(ended_at=moment_of_year(ended_at))


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
        people = persons(ctx.db, {one for row in expired for one in _both(row)})
        tell_expired(ctx, expired, people)
    return len(expired)


def owners_of_expired(ctx: Context, person_ids: Collection[str]) -> set[str]:
    """Whose accounts must be locked before expired bindings of these people can be closed."""
    side = or_(Binding.authorizer_id.in_(person_ids), Binding.beneficiary_id.in_(person_ids))
    query = select(Binding.authorizer_id).where(side, *_expired(ctx))
    return set(ctx.db.execute(query).scalars())


def lock_tied_accounts(ctx: Context, person_id: str) -> dict[str, Account]:
    """His own account and those of everybody who shares with him, by person id, locked; what has
    expired on them is closed. The person is locked already, so that no binding is added.
    """
    sharing = select(Binding.authorizer_id).where(
        Binding.beneficiary_id == person_id, Binding.ended_at.is_(None)
    )
    owners = {person_id, *ctx.db.execute(sharing).scalars()}
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

    `accounts` come from `lock_tied_accounts`. Tells each two people once, also where they are
    bound both ways. Returns how many bindings ended.
    """
    live = Binding.ended_at.is_(None)
    query = select(Binding).where(_on(sides, person_id), live).order_by(Binding.seq)
    if made_before is not None:
        query = query.where(Binding.created_at < start_of(made_before))
    bindings = ctx.db.execute(fresh(query)).scalars().all()
    people = persons(ctx.db, {one for row in bindings for one in _both(row)})
    for binding in bindings:
        close(binding, accounts[binding.authorizer_id], reason, by=SYSTEM.id, at=ctx.now)
    for binding in {frozenset(_both(binding)): binding for binding in bindings}.values():
        tell_unbound(ctx, binding, *(people[one] for one in _both(binding)))
    ctx.db.flush()
    return len(bindings)


def _on(sides: Collection[Side], person_id: str) -> ColumnElement[bool]:
    columns = {Side.AUTHORIZER: Binding.authorizer_id, Side.BENEFICIARY: Binding.beneficiary_id}
    return or_(false(), *(columns[side] == person_id for side in sides))


def _both(binding: Binding) -> tuple[str, str]:
    return binding.authorizer_id, binding.beneficiary_id


def expire_due(ctx: Context) -> int:
    """Ends bindings whose last day has passed, a bounded number per call; 0 when all is done."""
    due = select(Binding.authorizer_id).where(*_expired(ctx)).order_by(Binding.ends_on)
    owners = set(ctx.db.execute(due.limit(EXPIRED_AT_ONCE)).scalars())
    return close_expired(ctx, lock_accounts_of(ctx.db, owners)) if owners else 0


def expired_hold_fen(ctx: Context, authorizer_id: str) -> int:
    """What the account still holds for bindings that expired but are not closed yet."""
    query = select(func.coalesce(func.sum(Binding.hold_fen), 0))
    query = query.where(Binding.authorizer_id == authorizer_id, *_expired(ctx))
    return int(ctx.db.execute(query).scalar_one())


def _expired(ctx: Context) -> tuple[Any, ...]:
    return Binding.ended_at.is_(None), Binding.ends_on < ctx.today
