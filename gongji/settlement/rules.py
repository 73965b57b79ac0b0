"""The rules of a bill, exact to the fen: total = pool + own + mutual + cash.

The lines are classed by the catalogue, the pool pays (`settlement.pool`), then the patient's own
account, the accounts of the relatives who may, and cash for the rest. Nothing is read here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gongji.family.models import Binding, BindingStatus, EndReason
from gongji.institutions.models import Institution
from gongji.kernel.clock import civil_date
from gongji.kernel.money import ZERO, Money, total
from gongji.ledger.models import Account
from gongji.notices.models import Feature, Maintenance
from gongji.notices.service import closing
from gongji.people.models import Insurance, Person
from gongji.policy.rules import PolicyBook, Rules
from gongji.policy.values import OptIn, PayablePart, PayOrder
from gongji.settlement.bill import Classes, Reason
from gongji.settlement.pool import PoolLeg
from gongji.vocabulary import (
    AccountUse,
    Area,
    InsuranceStatus,
    Relation,
    Scene,
)

# -- who may pay


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
class SharedBinding:
    """A binding of the patient with its authorizer, and what it has used this month and year."""

    binding: Binding
    authorizer: Person
    insurance: Insurance
    used_month: Money
    used_year: Money


def relevant(bindings: Sequence[SharedBinding], today: date) -> Sequence[SharedBinding]:
    """The active ones; without any, the pending ones; without any, the last one if it expired."""
    for status in (BindingStatus.ACTIVE, BindingStatus.PENDING):
        chosen = [shared for shared in bindings if shared.binding.status(today) is status]
        if chosen:
            return chosen

    def ended_on(shared: SharedBinding) -> tuple[date, int]:
        binding = shared.binding
        ended = binding.ends_on
        if binding.ended_at is not None and binding.end_reason is not EndReason.EXPIRED:
            ended = min(civil_date(binding.ended_at), ended)
        return ended, binding.seq

    last = max(bindings, key=ended_on, default=None)
    if last is None or last.binding.reason(today) is not EndReason.EXPIRED:
        return []
    return [last]


@dataclass(frozen=True, slots=True)
class AvailableFunds:
    """The locked accounts by person id, and what each holds for relatives."""

    accounts: Mapping[str, Account]
    holds: Mapping[str, Money]

    def free_for(self, person_id: str, own_hold: Money = ZERO) -> Money:
        """Balance less what is held for others: a hold is taken from everybody else."""
        account = self.accounts.get(person_id)
        if account is None:
            return ZERO
        held = self.holds.get(person_id, ZERO) - own_hold
        return (Money(account.balance_fen) - held).at_least_zero()


@dataclass(frozen=True, slots=True)
class BillContext:
    """Where, when and how the bill is presented, and under which policy.

    `closed` are the maintenance windows of this moment.
    """

    institution: Institution
    scene: Scene
    use: AccountUse
    closed: Sequence[Maintenance]
    policy: PolicyBook
    today: date

    def rules(self, insurance: Insurance) -> Rules:
        """The rules of the insured area on the day of the bill."""
        return self.policy.rules(insurance.area, self.today)

    def is_closed(self, insurance: Insurance) -> bool:
        return closing(self.closed, Feature.SETTLEMENT, insurance.area) is not None

    def requests(self, shared: SharedBinding) -> bool:
        """Whether the account is asked for: by the institution, or always where the authorizer's
        area says so.
        """
        if self.use is not AccountUse.OWN:
            return self.use is AccountUse.FAMILY
        return self.rules(shared.insurance).opt_in is OptIn.AUTO


def accounts_for(
    presented: BillContext,
    person_id: str,
    insurance: Insurance,
    bindings: Sequence[SharedBinding],
    funds: AvailableFunds,
) -> Accounts:
    """What the accounts may do for the bill of this patient, whose insurance it goes to.

    Everything given was read under its lock. An account without a row is that of a binding made
    after the accounts were locked: it takes part as if it came a moment later.
    """
    requested = any(presented.requests(shared) for shared in bindings)
    blocked = None if insurance.status is InsuranceStatus.NORMAL else Reason.BENE_STATUS
    if presented.is_closed(insurance):
        blocked = Reason.MAINTENANCE
    if not requested and presented.use is not AccountUse.FAMILY:
        blocked = Reason.NOT_REQUESTED
    account = funds.accounts.get(person_id)
    may_use_own = presented.use is not AccountUse.NONE and account and not account.frozen_by
    known = [
        shared
        for shared in bindings
        if shared.authorizer.id in funds.accounts
        or shared.binding.status(presented.today) is BindingStatus.ENDED
    ]
    order = presented.rules(bindings[0].insurance).pay_order if bindings else None
    rules = presented.rules(insurance)
    return Accounts(
        own=funds.free_for(person_id) if may_use_own else ZERO,
        payers=[payer_of(presented, shared, funds) for shared in known] if requested else [],
        blocked=blocked,
        order=order or PayOrder.OWN_THEN_MUTUAL,
        payable_part=rules.value(rules.payable_param(presented.scene)),
    )


def payer_of(presented: BillContext, shared: SharedBinding, funds: AvailableFunds) -> Payer:
    """The authorizer's account with what its limits leave for this bill."""
    binding, authorizer = shared.binding, shared.authorizer
    limits = (
        (binding.per_use_fen, ZERO),
        (binding.month_fen, shared.used_month),
        (binding.year_fen, shared.used_year),
    )
    left = [(Money(fen) - used).at_least_zero() for fen, used in limits if fen is not None]
    return Payer(
        binding_id=binding.id,
        person_id=authorizer.id,
        name=authorizer.name,
        relation=binding.relation,
        blocked=why_blocked(presented, shared, funds.accounts.get(authorizer.id)),
        available=funds.free_for(authorizer.id, Money(binding.hold_fen)),
        cap=min(left) if left else None,
        held=Money(binding.hold_fen),
    )


def why_blocked(
    presented: BillContext, shared: SharedBinding, account: Account | None
) -> Reason | None:
    """The first reason why this account may not pay, in the order of `Reason`.

    Inside a province every place is open; between two both must have opened (XREG-01, XREG-03).
    """
    insurance = shared.insurance
    rules = presented.rules(insurance)
    provinces = frozenset(
        Area(area).province[:2] for area in (presented.institution.area, insurance.area)
    )
    if not presented.requests(shared):
        return Reason.NOT_REQUESTED
    if presented.is_closed(insurance):
        return Reason.MAINTENANCE
    match shared.binding.status(presented.today):
        case BindingStatus.PENDING:
            return Reason.RELATION_NOT_STARTED
        case BindingStatus.ENDED:
            return Reason.RELATION_ENDED
    if presented.scene not in rules.scenes_enabled:
        return Reason.SCENE_DISABLED
    if len(provinces) > 1 and provinces not in rules.treatment_pairs:
        return Reason.XPROV_NOT_OPEN
    if insurance.status not in rules.status_to_pay:
        return Reason.AUTH_STATUS
    return Reason.ACCOUNT_FROZEN if account is None or account.frozen_by else None


# -- the split


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
    if accounts.payable_part is PayablePart.IN_CATALOGUE:
        payable = classes.in_scope + classes.first_self_pay - pool.amount
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
