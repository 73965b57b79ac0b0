"""Who may give whom a quota (QTA), and what may be drawn: pure decisions over facts and policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from gongji.commitments.letters import QUOTA
from gongji.family.application import Acceptance, Relative
from gongji.family.problems import BeneNotInsured, RelationImplausible, RelationNotAllowed
from gongji.family.relations import NEAR8, Pair, contradiction, names
from gongji.family.rules import Authorizer, authorizer_refusal, id_number_refusal
from gongji.kernel.money import Money
from gongji.kernel.ports import InsuredState
from gongji.kernel.problems import Problem
from gongji.kernel.wording import moment_of_year
from gongji.labels import RELATIONS, area_name
from gongji.ledger.models import Account
from gongji.ledger.problems import AccountFrozen, BalanceShort
from gongji.people.rules import main_insurance
from gongji.policy.rules import Rules
from gongji.quota.models import Quota, QuotaUse
from gongji.quota.problems import (
    QuotaAreaNotOpen,
    QuotaEnded,
    QuotaExists,
    QuotaGiverStatus,
    QuotaNotOpen,
    QuotaOtherArea,
    QuotaShort,
)
from gongji.vocabulary import Area, InsuranceStatus, Relation, Scene

SCENES = {
    QuotaUse.CARE: Scene.OUTPATIENT,
    QuotaUse.DRUGS: Scene.PHARMACY,
    QuotaUse.RESIDENT_PREMIUM: Scene.PREMIUM,
    QuotaUse.LTC_PREMIUM: Scene.LTC_PREMIUM,
}
"""Under which scene an entry of the account stands."""

WHOLE = frozenset({QuotaUse.RESIDENT_PREMIUM, QuotaUse.LTC_PREMIUM})
"""A premium is paid whole or not at all; of a bill the quota pays what is left of it."""


@dataclass(frozen=True, slots=True)
class QuotaApplication:
    """Whom a giver sets a quota for, as what, and how much."""

    about: ClassVar[str] = "|quota"
    beneficiary: Relative
    relation: Relation
    amount: Money
    commitment: Acceptance


def not_open_refusal(rules: Rules) -> QuotaNotOpen | None:
    """QUOTA_NOT_OPEN where no area at all is open to the giver's (QTA-01)."""
    if rules.quota_areas:
        return None
    basis = rules.basis(Rules.wallet_pairs)
    return QuotaNotOpen(basis=basis, where=area_name(rules.area) or "您的参保地")


def giver_refusal(
    asked: QuotaApplication, own: Authorizer, free: Money, given: Quota | None, rules: Rules
) -> Problem | None:
    """The request and the giver's own state, before any code is looked at (QTA-02, -03).

    `given` is the living quota for this relative, `free` the money that is held for nobody.
    """
    refusal = (
        not_open_refusal(rules)
        or QUOTA.refusal(accepted=asked.commitment.accepted, version=asked.commitment.version)
        or id_number_refusal(asked.beneficiary.id_number, own.id_number)
        or authorizer_refusal(own, rules)
    )
    if refusal is not None:
        return refusal
    if asked.relation not in NEAR8:
        basis, relation = rules.basis(Rules.wallet_pairs), RELATIONS[asked.relation]
        return RelationNotAllowed(basis=basis, allowed=names(NEAR8), relation=relation)
    if given is not None:
        return QuotaExists(left=Money(given.left_fen))
    return short_refusal(asked.amount, free)


def short_refusal(needed: Money, free: Money) -> BalanceShort | None:
    """A quota is taken from free money alone."""
    return BalanceShort(needed=needed, available=free) if needed > free else None


def taker_refusal(
    relation: Relation, insurances: Sequence[InsuredState], pair: Pair, rules: Rules
) -> Problem | None:
    """Revealed only to a caller who had the relative's code (QTA-04)."""
    insured = taker_insurance(insurances)
    if insured is None:
        return BeneNotInsured()
    if Area(insured.area).city not in rules.quota_areas:
        return QuotaAreaNotOpen(basis=rules.basis(Rules.wallet_pairs))
    why = contradiction(relation, pair)
    return RelationImplausible(relation=RELATIONS[relation], why=why) if why else None


def taker_insurance(insurances: Sequence[InsuredState]) -> InsuredState | None:
    """The living insurance that makes a person a taker, wherever it is."""
    return main_insurance([one for one in insurances if one.status == InsuranceStatus.NORMAL])


def ended_refusal(quota: Quota) -> QuotaEnded | None:
    if quota.ended_at is None:
        return None
    return QuotaEnded(ended_at=moment_of_year(quota.ended_at))


def draw_refusal(
    quota: Quota, area: str, status: InsuranceStatus | None, rules: Rules
) -> Problem | None:
    """Of an order of this area; `status` is that of the giver's employee insurance (QTA-06)."""
    refusal: Problem | None = ended_refusal(quota)
    if refusal is not None:
        return refusal
    if area != quota.taker_area:
        return QuotaOtherArea(area=area)
    if area not in rules.quota_areas:
        return QuotaNotOpen(basis=rules.basis(Rules.wallet_pairs), where="共济人的参保地")
    return None if status in rules.status_to_pay else QuotaGiverStatus()


def frozen_refusal(account: Account) -> AccountFrozen | None:
    """Whoever froze it, nothing is drawn; what was drawn still comes back."""
    return AccountFrozen() if account.frozen_by is not None else None


def drawable(asked: Money, left: Money, use: QuotaUse) -> Money | QuotaShort:
    """What is drawn of what is asked; QUOTA_SHORT for a premium that is not covered (QTA-07)."""
    if not left or (use in WHOLE and asked > left):
        return QuotaShort(needed=asked, left=left)
    return min(asked, left)
