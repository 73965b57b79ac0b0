"""Changes of a running binding by its authorizer: last day, limits (F-01), hold (F-14)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongji.family.end import close_expired, refuse_ended
from gongji.family.models import Binding
from gongji.family.problems import DateOrder, DatePast
from gongji.family.rules import first, term_refusals
from gongji.family.standing import rules_for
from gongji.family.views import Side, own_binding, show
from gongji.kernel.context import Context
from gongji.kernel.money import Money
from gongji.kernel.problems import Forbidden
from gongji.ledger.models import Account
from gongji.ledger.problems import BalanceShort
from gongji.ledger.service import lock_accounts_of
from gongji.people.service import insurances_of


def change(
    ctx: Context,
    binding_id: str,
    *,
    ends_on: date | None = None,
    limits: Mapping[str, int | None] | None = None,
    hold_fen: int | None = None,
) -> dict[str, Any]:
    """What is not named stays; a limit of None is removed.

    Raises NOT_FOUND, FORBIDDEN for the relative, ALREADY_ENDED, DATE_PAST, DATE_ORDER,
    REQUEST_INVALID for a longer term than the place allows, BALANCE_SHORT.
    """
    binding, side = own_binding(ctx, binding_id)
    if side is not Side.AUTHORIZER:
        raise Forbidden
    accounts = lock_accounts_of(ctx.db, [binding.authorizer_id])
    binding, _ = own_binding(ctx, binding_id)
    refuse_ended(ctx, binding)
    close_expired(ctx, accounts)
    if ends_on is not None:
        _move_end(ctx, binding, ends_on)
    for name, limit_fen in (limits or {}).items():
        setattr(binding, name, limit_fen)
    if hold_fen is not None:
        _hold(binding, accounts[binding.authorizer_id], hold_fen)
    ctx.db.flush()
    return show(ctx, [binding], ctx.actor.id)[0]


def _move_end(ctx: Context, binding: Binding, ends_on: date) -> None:
    if ends_on < ctx.today:
        raise DatePast(what="终止日期", day=ends_on, today=ctx.today)
    if ends_on < binding.starts_on:
        raise DateOrder(starts_on=binding.starts_on, ends_on=ends_on)
    rules = rules_for(ctx, insurances_of(ctx.db, binding.authorizer_id))
    too_long = first(term_refusals(min(binding.starts_on, ctx.today), ends_on, rules))
    if too_long is not None:
        raise too_long
    binding.ends_on = ends_on


def _hold(binding: Binding, account: Account, hold_fen: int) -> None:
    """A hold is taken from everybody else, so it cannot be more than nobody else holds."""
    available_fen = account.balance_fen - account.held_fen + binding.hold_fen
    if hold_fen > max(available_fen, binding.hold_fen):
        raise BalanceShort(needed=Money(hold_fen), available=Money(available_fen))
    account.held_fen += hold_fen - binding.hold_fen
    binding.hold_fen = hold_fen
    binding.hold_set_version = account.version
