"""The pool leg (统筹支付): from the patient's own insurance, area, scene and year (PAY-01)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
from gongji.settlement.bill import PoolSum
from gongji.vocabulary import Category, InsuranceKind, Scene

NO_RATE = Decimal(0)


@dataclass(frozen=True, slots=True)
class PoolUse:
    """What the patient has paid and got before this bill: deductibles (起付线) in this visit, in
    this year at each level and in all, and the pool's money of this year.
    """

    in_visit: Money = ZERO
    at_level: Mapping[int, Money] = field(default_factory=dict)
    deductible: Money = ZERO
    pool: Money = ZERO


@dataclass(frozen=True, slots=True)
class PoolMember:
    """What the pool needs to know of the patient."""

    insurance: InsuranceKind
    retired: bool
    entitled: bool
    used: PoolUse = PoolUse()

    @property
    def category(self) -> Category:
        return Category.RETIRED if self.retired else Category.ACTIVE


@dataclass(frozen=True, slots=True)
class PoolLeg:
    """What the pool pays, what it counts against the year's limits, and the keys that decided.

    `level` is that of the tier that decided and `how` what went into it, None without a tier.
    """

    amount: Money = ZERO
    deductible: Money = ZERO
    rate: Decimal = NO_RATE
    counted: Money = ZERO
    keys: tuple[str, ...] = ()
    level: int | None = None
    how: PoolSum | None = None


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
    deductible = min(in_scope, due_deductible(tier, level, patient, rules))
    cap = rules.pool_year_cap(patient.insurance, patient.category)
    used = patient.used
    room = (cap - used.pool).at_least_zero()
    amount = min((in_scope - deductible).share(tier.rate), room)
    keys = [
        OUTPATIENT_TIER.key(insurance=patient.insurance, level=level),
        pool_cap_param(patient.insurance, patient.category).key,
    ]
    if tier.deductible:
        keys.append(DEDUCTIBLE_YEAR_CAP.key(insurance=patient.insurance))
        keys.append(DEDUCTIBLE_MODE.key(insurance=patient.insurance))
    mode = rules.deductible_mode(patient.insurance) if tier.deductible else None
    how = PoolSum(
        is_annual=mode is DeductibleMode.ANNUAL_LEVEL,
        tier_deductible=tier.deductible,
        in_visit=used.in_visit,
        at_level=used.at_level.get(level, ZERO),
        level_cap=tier.deductible_year_cap,
        in_year=used.deductible,
        year_cap=rules.deductible_year_cap(patient.insurance) if tier.deductible else None,
        pool_used=used.pool,
        pool_cap=cap,
    )
    return PoolLeg(amount, deductible, tier.rate, amount, tuple(keys), level, how)


def due_deductible(tier: Tier, level: int, patient: PoolMember, rules: Rules) -> Money:
    """The deductible (起付线) that is still to pay, given what the patient has paid (POOL-04).

    All batches of a visit share one; deductibles of a year are capped at a level and over all.
    """
    if not tier.deductible:
        return ZERO
    used = patient.used
    if rules.deductible_mode(patient.insurance) is DeductibleMode.ANNUAL_LEVEL:
        return (tier.deductible - used.deductible).at_least_zero()
    left = [tier.deductible - used.in_visit]
    if tier.deductible_year_cap is not None:
        left.append(tier.deductible_year_cap - used.at_level.get(level, ZERO))
    cap = rules.deductible_year_cap(patient.insurance)
    if cap is not None:
        left.append(cap - used.deductible)
    return min(left).at_least_zero()


def counter_pool(kind: InsuranceKind) -> str:
    return f"{kind}_outpatient"
