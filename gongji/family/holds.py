"""Money of an account that is set aside for one relative (F-14): how it shrinks and comes back.

Every change happens under the lock of the account.
"""

from __future__ import annotations

from sqlalchemy import update

from gongji.family.models import Binding
from gongji.kernel.context import Context
from gongji.ledger.models import Account

PREFIX = len("hld_")


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
    ctx: Context, account: Account, binding_id: str, hold_fen: int, used_by: str
) -> None:
    """Gives back what the bill or payment `used_by` took, where the binding lives and its
    authorizer has not set the hold anew since: he has then decided on what is left.
    """
    binding = ctx.db.get_one(Binding, binding_id, populate_existing=True)
    if binding.ended_at is None and not _is_set_since(binding, used_by):
        move_hold(ctx, account, binding_id, hold_fen)


def _is_set_since(binding: Binding, used_by: str) -> bool:
    """By the sequence of ids, behind their prefixes: time may go back."""
    mark = binding.hold_set_mark
    return mark is not None and mark[PREFIX:] > used_by[PREFIX:]
