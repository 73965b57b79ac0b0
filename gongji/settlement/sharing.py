"""Who may pay for whom at this instant: relations, scenes, places, freezes, limits and holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongji.app.context import Context
from gongji.family.models import BindingStatus
from gongji.institutions.models import Institution
from gongji.kernel.money import ZERO, Money
from gongji.ledger.models import Account
from gongji.notices.models import Feature, Maintenance
from gongji.notices.service import closing
from gongji.policy.values import OptIn, PayOrder
from gongji.settlement.bill import Reason
from gongji.settlement.facts import Patient, SharedBinding
from gongji.settlement.rules import Accounts, Payer
from gongji.vocabulary import AccountUse, Scene


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
    """Where and how the bill is presented; `closed` are the maintenance windows of this moment."""

    institution: Institution
    scene: Scene
    use: AccountUse
    closed: Sequence[Maintenance]


def accounts_for(
    ctx: Context,
    presented: BillContext,
    patient: Patient,
    bindings: Sequence[SharedBinding],
    funds: AvailableFunds,
) -> Accounts:
    """What the accounts may do for this bill; everything given was read under its lock."""
    requested = any(_is_requested(ctx, presented, shared) for shared in bindings)
    blocked = None if patient.is_normal else Reason.BENE_STATUS
    if closing(presented.closed, Feature.SETTLEMENT, patient.insurance.area):
        blocked = Reason.MAINTENANCE
    if not requested and presented.use is not AccountUse.FAMILY:
        blocked = Reason.NOT_REQUESTED
    account = funds.accounts.get(patient.person.id)
    may_use_own = presented.use is not AccountUse.NONE and account and not account.frozen_by
    payers = [_payer(ctx, presented, shared, funds) for shared in bindings] if requested else []
    order = PayOrder.OWN_THEN_MUTUAL
    if bindings:
        order = ctx.policy.rules(bindings[0].insurance.area, ctx.today).pay_order
    return Accounts(
        own=funds.free_for(patient.person.id) if may_use_own else ZERO,
        payers=[payer for payer in payers if payer is not None],
        blocked=blocked,
        order=order,
        payable_part=ctx.policy.rules(patient.insurance.area, ctx.today).payable_part,
    )


def _is_requested(ctx: Context, presented: BillContext, shared: SharedBinding) -> bool:
    """Requested by the institution, or always where the authorizer's area says so."""
    if presented.use is not AccountUse.OWN:
        return presented.use is AccountUse.FAMILY
    return ctx.policy.rules(shared.insurance.area, ctx.today).opt_in is OptIn.AUTO


def _payer(
    ctx: Context, presented: BillContext, shared: SharedBinding, funds: AvailableFunds
) -> Payer | None:
    """The authorizer's account with what its limits leave for this bill.

    None for a binding that was made after the accounts were locked: as if it came a moment later.
    """
    binding, authorizer = shared.binding, shared.authorizer
    account = funds.accounts.get(authorizer.id)
    if account is None and binding.status(ctx.today) is not BindingStatus.ENDED:
        return None
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
        blocked=_why_blocked(ctx, presented, shared, account),
        available=funds.free_for(authorizer.id, Money(binding.hold_fen)),
        cap=min(left) if left else None,
        held=Money(binding.hold_fen),
    )


def _why_blocked(
    ctx: Context, presented: BillContext, shared: SharedBinding, account: Account | None
) -> Reason | None:
    """The first reason why this account may not pay, in the order of `Reason`.

    Inside a province every place is open; between two both must have opened (XREG-01, XREG-03).
    """
    area = shared.insurance.area
    rules = ctx.policy.rules(area, ctx.today)
    provinces = frozenset((presented.institution.area[:2], area[:2]))
    if not _is_requested(ctx, presented, shared):
        return Reason.NOT_REQUESTED
    if closing(presented.closed, Feature.SETTLEMENT, area):
        return Reason.MAINTENANCE
    match shared.binding.status(ctx.today):
        case BindingStatus.PENDING:
            return Reason.RELATION_NOT_STARTED
        case BindingStatus.ENDED:
            return Reason.RELATION_ENDED
    if presented.scene not in rules.scenes_enabled:
        return Reason.SCENE_DISABLED
    if len(provinces) > 1 and provinces not in rules.treatment_pairs:
        return Reason.XPROV_NOT_OPEN
    if shared.insurance.status not in rules.status_to_pay:
        return Reason.AUTH_STATUS
    return Reason.ACCOUNT_FROZEN if account is None or account.frozen_by else None
