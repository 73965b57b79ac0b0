"""How money is held under quotas, and how it is free again; the account is locked."""

from __future__ import annotations

from gongji.app.context import Context
from gongji.ledger.models import Account


def hold_money(ctx: Context, account: Account, delta_fen: int) -> None:
    """Moves what the account holds under quotas, before or after its balance as the amount asks:
    the balance always covers it.
    """
    account.quota_fen += delta_fen
    ctx.db.flush()
