"""The caller's personal account: its balance, the years of its money, and freezing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from gongji.app.context import Context
from gongji.family.end import expired_hold_fen
from gongji.ledger.models import Account, FrozenBy
from gongji.ledger.problems import AccountFrozen
from gongji.ledger.service import lock_accounts_of
from gongji.ledger.years import current_fen, sums_of_year
from gongji.people.access import ONESELF, note_access
from gongji.people.facts import insurances_of
from gongji.people.looks import FROZEN, UNFROZEN
from gongji.people.problems import AuthNoAccount
from gongji.people.rules import employee_insurance, main_insurance


@dataclass(frozen=True, slots=True)
class AccountState:
    """The balance is `prior_years_fen` + `current_year_fen`, and also available + held."""

    balance_fen: int
    available_fen: int
    held_fen: int
    prior_years_fen: int
    current_year_fen: int
    frozen: bool
    area: str | None
    has_account: bool


def account(ctx: Context) -> AccountState:
    """The caller's account; zeros for people whose insurance has none."""
    return _state(ctx)


def freeze(ctx: Context) -> AccountState:
    """Stops every debit but no credit; may be repeated. Raises AUTH_NO_ACCOUNT."""
    own = _lock_own(ctx)
    if own.frozen_by is None:
        own.frozen_by = FrozenBy.OWNER
        note_access(ctx, ctx.actor.id, FROZEN, actor=ONESELF)
    ctx.db.flush()
    return _state(ctx)


def unfreeze(ctx: Context) -> AccountState:
    """Lifts the owner's own freeze. Raises AUTH_NO_ACCOUNT, ACCOUNT_FROZEN for any other freeze."""
    own = _lock_own(ctx)
    if own.frozen_by not in (None, FrozenBy.OWNER):
        raise AccountFrozen
    if own.frozen_by is not None:
        own.frozen_by = None
        note_access(ctx, ctx.actor.id, UNFROZEN, actor=ONESELF)
    ctx.db.flush()
    return _state(ctx)


def _lock_own(ctx: Context) -> Account:
    own = lock_accounts_of(ctx.db, [ctx.actor.id]).get(ctx.actor.id)
    if own is None:
        raise AuthNoAccount
    return own


def _state(ctx: Context) -> AccountState:
    query = select(Account, expired_hold_fen(ctx)).where(Account.person_id == ctx.actor.id)
    found = ctx.db.execute(query).one_or_none()
    insurances = insurances_of(ctx.db, ctx.actor.id)
    insured = employee_insurance(insurances) or main_insurance(insurances)
    area = insured.area if insured else None
    if found is None:
        return AccountState(0, 0, 0, 0, 0, frozen=False, area=area, has_account=False)
    own: Account = found[0]
    held_fen = own.held_fen - int(found[1]) + own.quota_fen
    year = ctx.today.year
    this_year_fen = current_fen(sums_of_year(ctx.db, [own], year)[own.id], own.balance_fen)
    return AccountState(
        balance_fen=own.balance_fen,
        available_fen=own.balance_fen - held_fen,
        held_fen=held_fen,
        prior_years_fen=own.balance_fen - this_year_fen,
        current_year_fen=this_year_fen,
        frozen=own.frozen_by is not None,
        area=area,
        has_account=True,
    )
