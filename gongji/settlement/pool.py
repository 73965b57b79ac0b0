"""The pool leg (统筹支付): from the patient's own insurance, area, scene and year (PAY-01)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from gongji.chronic.limits import quarter_limit, quarter_of
from gongji.chronic.models import Qualification
from gongji.kernel.money import ZERO, Money
from gongji.policy.parameters import (
    CHRONIC_LIMITS,
    DEDUCTIBLE_MODE,
    DEDUCTIBLE_YEAR_CAP,
    DUAL_POOL_CAP,
    DUAL_RATE,
    OUTPATIENT_TIER,
    PHARMACY_TIER,
    PlainParameters,
    pool_cap_param,
)
from gongji.policy.rules import Rules
from gongji.policy.values import DeductibleMode, Tier
from gongji.settlement.bill import NoPool, PoolSum
from gongji.vocabulary import Benefit, Category, InsuranceKind, TwoDiseases

NO_RATE = Decimal(0)
FIRST_LEVEL = 1


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

    `level` is that of the tier that decided, None without one; `how` is what went into it, or why
    there is no pool.
    """

    amount: Money = ZERO
    deductible: Money = ZERO
    rate: Decimal = NO_RATE
    counted: Money = ZERO
    keys: tuple[str, ...] = ()
    level: int | None = None
    how: PoolSum | NoPool | None = None


@dataclass(frozen=True, slots=True)
class PoolCase:
    """Which rule decides, the level of an ordinary bill, which of the two diseases (两病) the
    patient is registered for, and why there may be no pool at all.

    `disease` is that of a chronic bill, and `qualifications` are all that the patient has, where
    the area has limits by disease.
    """

    benefit: Benefit
    level: int | None = None
    diseases: frozenset[TwoDiseases] = frozenset()
    why_none: NoPool | None = None
    disease: str | None = None
    qualifications: Sequence[Qualification] = ()


def pool_leg(in_scope: Money, case: PoolCase, patient: PoolMember, rules: Rules) -> PoolLeg:
    """Nothing for a suspended patient, for a purchase without prescription, or without a tier
    (POOL-08, POOL-10).
    """
    if not patient.entitled:
        return PoolLeg()
    if case.benefit is Benefit.CHRONIC:
        return chronic_leg(in_scope, case, patient, rules)
    if case.benefit is Benefit.DUAL:  # paid on its own, and counted against nothing (POOL-11)
        rate = rules.dual_rate(patient.insurance)
        keys = DUAL_RATE.key(insurance=patient.insurance), DUAL_POOL_CAP.key
        return PoolLeg(in_scope.share(rate), ZERO, rate, ZERO, keys, how=_alone(Benefit.DUAL))
    if case.benefit is Benefit.TWO_DISEASES:
        return _two_diseases(in_scope, case, patient.used.pool, rules)
    if case.benefit is Benefit.PRESCRIPTION:  # with the benefits of a place of the first level
        param, level = PHARMACY_TIER.of(insurance=patient.insurance), FIRST_LEVEL
        if not rules.is_set(param) or (tier := rules.value(param)) is None:
            return PoolLeg(how=NoPool.AREA_NOT_OPEN)
        return _outpatient(in_scope, case.benefit, (param.key, level, tier), patient, rules)
    if case.benefit is Benefit.NONE or case.level is None:
        return PoolLeg(how=case.why_none)
    param = OUTPATIENT_TIER.of(insurance=patient.insurance, level=case.level)
    if (tier := rules.value(param)) is None:
        return PoolLeg(keys=(param.key,))
    return _outpatient(in_scope, case.benefit, (param.key, case.level, tier), patient, rules)


def chronic_leg(in_scope: Money, case: PoolCase, patient: PoolMember, rules: Rules) -> PoolLeg:
    """No deductible, no cap of the year, and nothing against the outpatient limits (CHR-06); where
    the area has a limit for the disease, that of the quarter (CHR-07).
    """
    share = rules.chronic_param(patient.insurance, patient.category)
    rate = 1 - rules.value(share)
    amount, limits = in_scope.share(rate), rules.chronic_limits(patient.insurance)
    if limits is None or case.disease not in limits.diseases:
        return PoolLeg(amount, ZERO, rate, ZERO, (share.key,), how=_alone(Benefit.CHRONIC))
    limit = quarter_limit(rules.on, case.qualifications, limits)
    assert limit, "the disease of the bill is listed and held on its day"
    used = patient.used.pool
    amount = min(amount, limit.left(used))
    how = replace(_alone(Benefit.CHRONIC, used, limit.amount), month_limits=limit.months)
    keys = share.key, CHRONIC_LIMITS.key(insurance=patient.insurance)
    return PoolLeg(amount, ZERO, rate, amount, keys, how=how)


def _two_diseases(in_scope: Money, case: PoolCase, used: Money, rules: Rules) -> PoolLeg:
    """No deductible, and a cap of its own by what the patient is registered for (POOL-09)."""
    rule = rules.two_diseases
    cap = rule.year_cap(case.diseases)
    amount = min(in_scope.share(rule.rate), (cap - used).at_least_zero())
    how = _alone(Benefit.TWO_DISEASES, used, cap)
    return PoolLeg(amount, ZERO, rule.rate, amount, (PlainParameters.two_diseases.key,), how=how)


def _alone(benefit: Benefit, used: Money = ZERO, cap: Money | None = None) -> PoolSum:
    """What goes into a leg without deductible."""
    return PoolSum(
        is_annual=False,
        tier_deductible=ZERO,
        in_visit=ZERO,
        at_level=ZERO,
        level_cap=None,
        in_year=ZERO,
        year_cap=None,
        pool_used=used,
        pool_cap=cap,
        benefit=benefit,
    )


def _outpatient(
    in_scope: Money,
    benefit: Benefit,
    decided: tuple[str, int, Tier],
    patient: PoolMember,
    rules: Rules,
) -> PoolLeg:
    """`decided` are the key of the tier, the level at which it counts, and the tier."""
    key, level, tier = decided
    deductible = min(in_scope, due_deductible(tier, level, patient, rules))
    cap = rules.pool_year_cap(patient.insurance, patient.category)
    used = patient.used
    room = (cap - used.pool).at_least_zero()
    amount = min((in_scope - deductible).share(tier.rate), room)
    keys = [key, pool_cap_param(patient.insurance, patient.category).key]
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
        benefit=benefit,
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


def counter_of(benefit: Benefit | None, day: date) -> str:
    """The end of the name of the counter, which begins with the kind of insurance: that of the
    year, or for chronic care of the quarter in which the day lies.
    """
    if benefit is Benefit.CHRONIC:
        return f"_chronic_q{quarter_of(day)}"
    return "_two_diseases" if benefit is Benefit.TWO_DISEASES else "_outpatient"


def counter_pool(kind: InsuranceKind, benefit: Benefit | None, day: date) -> str:
    """The counter that a bill of that day counts against."""
    return f"{kind}{counter_of(benefit, day)}"
