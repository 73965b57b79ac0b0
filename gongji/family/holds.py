"""Money of an account that is set aside for one relative: how it shrinks and comes back.

Every change happens under the lock of the account.
"""

from __future__ import annotations

from sqlalchemy import select, update

from gongji.app.context import Context
from gongji.family.models import Binding
from gongji.kernel.db import fresh
from gongji.ledger.models import Account, Entry


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
    """Gives back what the transfer `spent_by` took, where the binding lives and its authorizer has
    not set the hold anew since: that was a decision on what is left.
    """
    query = select(Binding).where(Binding.id == binding_id)
    binding = ctx.db.execute(fresh(query)).scalar_one()
    if binding.ended_at is None and not _is_set_since(ctx, binding, account, spent_by):
        move_hold(ctx, account, binding_id, hold_fen)


def _is_set_since(ctx: Context, binding: Binding, account: Account, spent_by: str) -> bool:
    """By the versions of the account: time may go back."""
    if binding.hold_set_version is None:
        return False
    spent = select(Entry.version).where(
        Entry.transfer_id == spent_by, Entry.account_id == account.id
    )
    version = ctx.db.execute(spent).scalar_one()
    assert version is not None, "an account counts its entries"
    return binding.hold_set_version >= version
