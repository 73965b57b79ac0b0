"""The split of a bill: total = pool + own + mutual + cash, pure and exact to the fen.

The order: the lines are classified, the pool pays, then the patient's own account, the relatives'
accounts, and cash for the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongji.institutions.models import PROHIBITED
from gongji.kernel.money import ZERO, Money, total
from gongji.policy.values import PayablePart, PayOrder
from gongji.settlement.bill import Classes, Reason
from gongji.settlement.pool import PoolLeg
from gongji.vocabulary import ItemKind, ItemLevel, Relation

# -- lines


@dataclass(frozen=True, slots=True)
class Charge:
    """One charged line and what the catalogue says of its item."""

    amount: Money
    quantity: Decimal
    kind: ItemKind
    level: ItemLevel
    self_rate: Decimal
    price_cap: Money | None
    refused: bool = False


def classify(charge: Charge) -> Classes:
    """The price cap first, then the first self-pay on the rest; class C (丙) is full self-pay."""
    if charge.level is ItemLevel.CLASS_C or charge.refused or charge.kind in PROHIBITED:
        return Classes(full_self_pay=charge.amount)
    capped = charge.amount
    if charge.price_cap is not None:
        capped = min(charge.amount, charge.price_cap.share(charge.quantity))
    first_self_pay = capped.share(charge.self_rate)
    return Classes(
        in_scope=capped - first_self_pay,
        first_self_pay=first_self_pay,
        over_limit=charge.amount - capped,
    )


# -- the accounts


@dataclass(frozen=True, slots=True)
class Payer:
    """A relative's account at this instant: what blocks it, or how much it may give."""

    binding_id: str
    person_id: str
    name: str
    relation: Relation
    blocked: Reason | None
    available: Money
    cap: Money | None
    """What per-use, month and year limits leave, or None without limits."""
    held: Money = ZERO
    """The part of `available` that is held for the patient."""

    @property
    def room(self) -> Money:
        return self.available if self.cap is None else min(self.available, self.cap)

    def shortage(self) -> Reason:
        """Why this account gives no more; where cap and balance both bind, the smaller one."""
        if self.blocked:
            return self.blocked
        if self.cap is not None and self.cap <= self.available:
            return Reason.RELATIVE_CAP
        return Reason.BALANCE_SHORT if self.available else Reason.BALANCE_EMPTY


@dataclass(frozen=True, slots=True)
class Accounts:
    """Whose money may be used, in which order, and for which part of the personal share."""

    own: Money
    """What the patient's own account may give to this bill; zero where its use is not asked for."""
    payers: Sequence[Payer]
    blocked: Reason | None
    """What blocks the mutual leg for every payer, or where there is none."""
    order: PayOrder
    payable_part: PayablePart


@dataclass(frozen=True, slots=True)
class AccountShare:
    """What one relative's account pays."""

    payer: Payer
    amount: Money


@dataclass(frozen=True, slots=True)
class Split:
    """A decided bill. Every leg is at least zero and they add up to the total (PAY-09)."""

    classes: Classes
    pool: PoolLeg
    own: Money
    shares: tuple[AccountShare, ...]
    cash: Money
    reason: Reason | None

    @property
    def mutual(self) -> Money:
        return total(*(share.amount for share in self.shares))

    @property
    def amount(self) -> Money:
        return self.classes.amount


def split(classes: Classes, prohibited: Money, pool: PoolLeg, accounts: Accounts) -> Split:
    """Divides a classified bill after the pool has paid (PAY-01 to PAY-09)."""
    personal = classes.amount - pool.amount
    payable = personal - prohibited
    if accounts.payable_part is PayablePart.IN_SCOPE_ONLY:
        payable = classes.in_scope - pool.amount
    own, shares = _pay(payable, accounts)
    mutual = total(*(share.amount for share in shares))
    short = payable - own - mutual
    decided = Split(
        classes, pool, own, shares, personal - own - mutual, _reason(accounts) if short else None
    )
    assert min(pool.amount, own, mutual, decided.cash) >= ZERO, "no leg is negative"
    return decided


def _pay(payable: Money, accounts: Accounts) -> tuple[Money, tuple[AccountShare, ...]]:
    """The order is about accounts that may pay: where no relative's may, the own leg goes on."""
    open_to = not accounts.blocked and any(not payer.blocked for payer in accounts.payers)
    order = accounts.order if open_to else PayOrder.OWN_THEN_MUTUAL
    if order is PayOrder.MUTUAL_ONLY:
        return ZERO, _mutual(payable, accounts)
    if order is PayOrder.MUTUAL_THEN_OWN:
        shares = _mutual(payable, accounts)
        rest = payable - total(*(share.amount for share in shares))
        return min(accounts.own, rest), shares
    own = min(accounts.own, payable)
    return own, _mutual(payable - own, accounts)


def _mutual(wanted: Money, accounts: Accounts) -> tuple[AccountShare, ...]:
    """First bound, first used; one account after the other until the part is covered (PAY-10)."""
    shares: list[AccountShare] = []
    for payer in accounts.payers:
        amount = min(wanted, payer.room)
        if accounts.blocked or payer.blocked or not amount:
            continue
        shares.append(AccountShare(payer, amount))
        wanted -= amount
    return tuple(shares)


def _reason(accounts: Accounts) -> Reason:
    """The first reason that holds; with several payers the last one's."""
    last = accounts.payers[-1].shortage() if accounts.payers else Reason.NO_ACTIVE_RELATION
    return min(accounts.blocked or last, last, key=list(Reason).index)
