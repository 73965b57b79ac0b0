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
from gongji.policy.rules import Rules
from gongji.policy.values import OptIn, PayOrder
from gongji.settlement.facts import Patient, Tie
from gongji.settlement.rules import Accounts, Payer, Reason
from gongji.vocabulary import Scene

NO_ACCOUNT, OWN_ACCOUNT, FAMILY_ACCOUNT = "0", "1", "2"
"""`acct_used_flag`."""


@dataclass(frozen=True, slots=True)
class Purse:
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
class Occasion:
    """Where and how the bill is presented."""

    institution: Institution
    scene: Scene
    flag: str
    windows: Sequence[Maintenance]


def accounts_for(
    ctx: Context,
    occasion: Occasion,
    patient: Patient,
    ties: Sequence[Tie],
    purse: Purse,
) -> Accounts:
    """What the accounts may do for this bill; everything given was read under its lock."""
    first = ctx.policy.rules(ties[0].insurance.area, ctx.today) if ties else None
    asked = any(_is_asked(ctx, occasion, tie) for tie in ties)
    blocked = _blocked(occasion, patient, asked)
    payers = [_payer(ctx, occasion, tie, purse) for tie in ties] if asked else []
    return Accounts(
        own=_own(occasion, patient.person.id, purse),
        payers=[payer for payer in payers if payer is not None],
        blocked=blocked,
        order=first.pay_order if first else PayOrder.OWN_THEN_MUTUAL,
        payable_part=ctx.policy.rules(patient.insurance.area, ctx.today).payable_part,
    )


def _own(occasion: Occasion, person_id: str, purse: Purse) -> Money:
    """The patient's own free money; nothing from a frozen account."""
    account = purse.accounts.get(person_id)
    if occasion.flag == NO_ACCOUNT or account is None or account.frozen_by:
        return ZERO
    return purse.free_for(person_id)


def _is_asked(ctx: Context, occasion: Occasion, tie: Tie) -> bool:
    """Asked for by the institution, or at once where the authorizer's area says so."""
    if occasion.flag != OWN_ACCOUNT:
        return occasion.flag == FAMILY_ACCOUNT
    return ctx.policy.rules(tie.insurance.area, ctx.today).opt_in is OptIn.AUTO


def _blocked(occasion: Occasion, patient: Patient, asked: bool) -> Reason | None:
    """The reasons that do not depend on a payer, in their order."""
    if not asked and occasion.flag != FAMILY_ACCOUNT:
        return Reason.NOT_REQUESTED
    if closing(occasion.windows, Feature.SETTLEMENT, patient.insurance.area):
        return Reason.MAINTENANCE
    return None if patient.is_normal else Reason.BENE_STATUS


def _payer(ctx: Context, occasion: Occasion, tie: Tie, purse: Purse) -> Payer | None:
    account = purse.accounts.get(tie.authorizer.id)
    if account is None and tie.binding.status(ctx.today) is not BindingStatus.ENDED:
        return None  # bound after the accounts were locked: as if it came a moment later
    return Payer(
        binding_id=tie.binding.id,
        person_id=tie.authorizer.id,
        name=tie.authorizer.name,
        relation=tie.binding.relation,
        blocked=_why_not(ctx, occasion, tie, account),
        available=purse.free_for(tie.authorizer.id, Money(tie.binding.hold_fen)),
        cap=_cap(tie),
    )


def _why_not(ctx: Context, occasion: Occasion, tie: Tie, account: Account | None) -> Reason | None:
    """The first reason why this account may not pay, in the order in which reasons are told."""
    rules = ctx.policy.rules(tie.insurance.area, ctx.today)
    if not _is_asked(ctx, occasion, tie):
        return Reason.NOT_REQUESTED
    if closing(occasion.windows, Feature.SETTLEMENT, tie.insurance.area):
        return Reason.MAINTENANCE
    match tie.binding.status(ctx.today):
        case BindingStatus.PENDING:
            return Reason.RELATION_NOT_STARTED
        case BindingStatus.ENDED:
            return Reason.RELATION_ENDED
    if occasion.scene not in rules.scenes_enabled:
        return Reason.SCENE_DISABLED
    if not _place_is_open(occasion.institution.area, tie.insurance.area, rules):
        return Reason.XPROV_NOT_OPEN
    if tie.insurance.status not in rules.status_to_pay:
        return Reason.AUTH_STATUS
    return Reason.ACCOUNT_FROZEN if account is None or account.frozen_by else None


def _place_is_open(place: str, insured: str, rules: Rules) -> bool:
    """Inside the province always; outside it only between provinces that opened (XREG-01, -03)."""
    provinces = frozenset((place[:2], insured[:2]))
    return len(provinces) == 1 or provinces in rules.treatment_pairs


def _cap(tie: Tie) -> Money | None:
    """What the authorizer's limits leave for this bill."""
    limits = (
        (tie.binding.per_use_fen, ZERO),
        (tie.binding.month_fen, tie.used_month),
        (tie.binding.year_fen, tie.used_year),
    )
    left = [(Money(fen) - used).at_least_zero() for fen, used in limits if fen is not None]
    return min(left) if left else None
