"""The pool leg (统筹支付): from the patient's own insurance, area, scene and year (PAY-01)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gongji.kernel.money import ZERO, Money
from gongji.policy.parameters import (
    DEDUCTIBLE_MODE,
    DEDUCTIBLE_YEAR_CAP,
    OUTPATIENT_TIER,
    pool_cap_param,
)
from gongji.policy.rules import Rules
from gongji.policy.values import DeductibleMode, Tier
from gongji.vocabulary import Category, InsuranceKind, Scene

NO_RATE = Decimal(0)


@dataclass(frozen=True, slots=True)
class PoolMember:
    """What the pool needs to know of the patient; `used_*` is this year's, before this bill."""

    insurance: InsuranceKind
    retired: bool
    entitled: bool
    used_deductible: Money = ZERO
    used_pool: Money = ZERO

    @property
    def category(self) -> Category:
        return Category.RETIRED if self.retired else Category.ACTIVE


@dataclass(frozen=True, slots=True)
class PoolLeg:
    """What the pool pays, what it counts against the year's limits, and the keys that decided."""

    amount: Money = ZERO
    deductible: Money = ZERO
    rate: Decimal = NO_RATE
    counted: Money = ZERO
    keys: tuple[str, ...] = ()


def pool_leg(
    in_scope: Money, scene: Scene, level: int | None, patient: PoolMember, rules: Rules
) -> PoolLeg:
    """Nothing for a suspended patient, at a pharmacy, or without a tier (POOL-08, POOL-10).

    Chronic care has no deductible, no cap, and counts nothing against the outpatient limits
    (CHR-01, CHR-06).
    """
    if not patient.entitled:
        return PoolLeg()
    if scene is Scene.CHRONIC:
        param = rules.chronic_param(patient.insurance, patient.category)
        rate = 1 - rules.value(param)
        return PoolLeg(in_scope.share(rate), ZERO, rate, ZERO, (param.key,))
    if scene is not Scene.OUTPATIENT or level is None:
        return PoolLeg()
    tier = rules.outpatient_tier(patient.insurance, level)
    if tier is None:
        return PoolLeg(keys=(OUTPATIENT_TIER.key(insurance=patient.insurance, level=level),))
    return _outpatient(in_scope, level, tier, patient, rules)


def _outpatient(
    in_scope: Money, level: int, tier: Tier, patient: PoolMember, rules: Rules
) -> PoolLeg:
    deductible = min(in_scope, due_deductible(tier, patient, rules))
    cap = rules.pool_year_cap(patient.insurance, patient.category)
    room = (cap - patient.used_pool).at_least_zero()
    amount = min((in_scope - deductible).share(tier.rate), room)
    keys = [
        OUTPATIENT_TIER.key(insurance=patient.insurance, level=level),
        pool_cap_param(patient.insurance, patient.category).key,
    ]
    if tier.deductible:
        keys.append(DEDUCTIBLE_YEAR_CAP.key(insurance=patient.insurance))
        keys.append(DEDUCTIBLE_MODE.key(insurance=patient.insurance))
    return PoolLeg(amount, deductible, tier.rate, amount, tuple(keys))


def due_deductible(tier: Tier, patient: PoolMember, rules: Rules) -> Money:
    """The deductible (起付线) of one bill, given what the year has charged (POOL-04).

    "Per visit" is taken literally as per settled bill: every charge batch of the same visit owes
    its own min(level, cap - charged this year), until the year's cap is reached.
    """
    if not tier.deductible:
        return ZERO
    if rules.deductible_mode(patient.insurance) is DeductibleMode.ANNUAL_LEVEL:
        return (tier.deductible - patient.used_deductible).at_least_zero()
    cap = rules.deductible_year_cap(patient.insurance)
    if cap is None:
        return tier.deductible
    return min(tier.deductible, (cap - patient.used_deductible).at_least_zero())


def counter_pool(kind: InsuranceKind) -> str:
    return f"{kind}_outpatient"
