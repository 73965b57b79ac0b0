"""One's own personal account: what is in it, from which year, and stopping its debits (F-12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select

from gongji.family.end import expired_hold_fen
from gongji.kernel.context import Context
from gongji.ledger.models import Account, Entry, EntryKind, FrozenBy
from gongji.ledger.problems import AccountFrozen
from gongji.ledger.service import account_of, lock_accounts_of
from gongji.people.problems import AuthNoAccount
from gongji.people.service import employee_insurance, insurances_of, main_insurance


@dataclass(frozen=True, slots=True)
class AccountState:
    """`prior_years_fen` and `current_year_fen` make the balance, so do available and held."""

    balance_fen: int
    available_fen: int
    held_fen: int
    prior_years_fen: int
    current_year_fen: int
    frozen: bool
    area: str | None
    has_account: bool


@dataclass(frozen=True, slots=True)
class Year:
    """One year of an account: what it began with, and what went out and came back since."""

    opening_fen: int
    out_fen: int
    refunded_fen: int


def account(ctx: Context) -> AccountState:
    """The caller's account; zeros for people whose insurance has none."""
    return _state(ctx, account_of(ctx.db, ctx.actor.id))


def freeze(ctx: Context) -> AccountState:
    """Stops every debit and no credit; twice is fine. Raises AUTH_NO_ACCOUNT."""
    own = _lock_own(ctx)
    own.frozen_by = own.frozen_by or FrozenBy.OWNER
    ctx.db.flush()
    return _state(ctx, own)


def unfreeze(ctx: Context) -> AccountState:
    """Lifts the owner's own freeze; raises AUTH_NO_ACCOUNT, ACCOUNT_FROZEN for anybody else's."""
    own = _lock_own(ctx)
    if own.frozen_by not in (None, FrozenBy.OWNER):
        raise AccountFrozen
    own.frozen_by = None
    ctx.db.flush()
    return _state(ctx, own)


def prior_years_fen(year: Year, balance_fen: int) -> int:
    """How much of a balance is money of earlier years: the oldest is spent first, and a refund
    gives back what was spent last.
    """
    spent_fen = max(0, year.out_fen - year.refunded_fen)
    return min(max(0, year.opening_fen - spent_fen), balance_fen)


def _lock_own(ctx: Context) -> Account:
    own = lock_accounts_of(ctx.db, [ctx.actor.id]).get(ctx.actor.id)
    if own is None:
        raise AuthNoAccount
    return own


def _state(ctx: Context, own: Account | None) -> AccountState:
    insurances = insurances_of(ctx.db, ctx.actor.id)
    insured = employee_insurance(insurances) or main_insurance(insurances)
    area = insured.area if insured else None
    if own is None:
        return AccountState(0, 0, 0, 0, 0, frozen=False, area=area, has_account=False)
    held_fen = own.held_fen - expired_hold_fen(ctx, own.person_id)
    prior_fen = prior_years_fen(_year(ctx, own, ctx.today), own.balance_fen)
    return AccountState(
        balance_fen=own.balance_fen,
        available_fen=own.balance_fen - held_fen,
        held_fen=held_fen,
        prior_years_fen=prior_fen,
        current_year_fen=own.balance_fen - prior_fen,
        frozen=own.frozen_by is not None,
        area=area,
        has_account=True,
    )


def _year(ctx: Context, own: Account, today: date) -> Year:
    """From the entries up to the year of `today`, in one statement."""
    amount, this_year = Entry.amount_fen, Entry.year == today.year
    query = select(
        func.coalesce(func.sum(case((Entry.year < today.year, amount), else_=0)), 0),
        func.coalesce(func.sum(case((this_year & (amount < 0), -amount), else_=0)), 0),
        func.coalesce(
            func.sum(case((this_year & (Entry.kind == EntryKind.REFUND), amount), else_=0)), 0
        ),
    ).where(Entry.account_id == own.id, Entry.year <= today.year)
    before, out, refunded = ctx.db.execute(query).one()
    return Year(own.opening_fen + int(before), int(out), int(refunded))
