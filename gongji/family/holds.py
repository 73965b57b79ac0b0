"""Money of an account that is set aside for one relative: how it shrinks and comes back.

A quota (共济额度) sets money aside too; its sum stands on the account, see gongji.quota.

Every change happens under the lock of the account.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select, update

from gongji.app.context import Context
from gongji.family.models import Binding
from gongji.kernel.db import fresh
from gongji.kernel.money import ZERO, Money
from gongji.ledger.models import Account, Entry


def live_holds(ctx: Context, accounts: Mapping[str, Account]) -> Mapping[str, Money]:
    """What each account holds for relatives: under quotas, and under bindings that run or will run.

    Bindings are asked for only where an account holds anything under them; a passed end date
    releases a hold by itself.
    """
    quotas = {
        person_id: Money(account.quota_fen)
        for person_id, account in accounts.items()
        if account.quota_fen
    }
    holders = [person_id for person_id, account in accounts.items() if account.held_fen]
    if not holders:
        return quotas
    query = (
        select(Binding.authorizer_id, func.sum(Binding.hold_fen))
        .where(
            Binding.authorizer_id.in_(holders),
            Binding.ended_at.is_(None),
            Binding.ends_on >= ctx.today,
        )
        .group_by(Binding.authorizer_id)
    )
    held = {person_id: Money(int(fen)) for person_id, fen in ctx.db.execute(query)}
    return quotas | {
        person_id: quotas.get(person_id, ZERO) + amount for person_id, amount in held.items()
    }


def move_hold(ctx: Context, account: Account, binding_id: str, delta_fen: int) -> None:
    """Moves a binding's hold and its account's sum of holds together; the account is locked."""
    ctx.db.execute(
        update(Binding)
        .where(Binding.id == binding_id)
        .values(hold_fen=Binding.hold_fen + delta_fen)
        .execution_options(synchronize_session=False)
    )
    ctx.db.execute(
        update(Account)
        .where(Account.id == account.id)
        .values(held_fen=Account.held_fen + delta_fen)
        .execution_options(synchronize_session=False)
    )


def restore_hold(
    ctx: Context, account: Account, binding_id: str, hold_fen: int, spent_by: str
) -> None:
    """Gives back what the transfer `spent_by` took, if the binding lives and its authorizer has not
    set the hold since: that was a decision on what is left.
    """
    query = select(Binding).where(Binding.id == binding_id)
    binding = ctx.db.execute(fresh(query)).scalar_one()
    if binding.ended_at is not None:
        return
    if binding.hold_set_version is not None:
        # Versions of the account say which came first: clocks go back.
        spent = select(Entry.version).where(
            Entry.transfer_id == spent_by, Entry.account_id == account.id
        )
        version = ctx.db.execute(spent).scalar_one()
        assert version is not None, "an account counts its entries"
        if binding.hold_set_version >= version:
            return
    move_hold(ctx, account, binding_id, hold_fen)
