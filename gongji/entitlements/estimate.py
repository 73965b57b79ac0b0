"""What the pool (统筹) would pay now of a sum somewhere, and elsewhere instead; nothing is booked.

It is decided by the same rules as a bill: the whole sum counts as inside the policy's range, and as
the first bill of a new visit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from gongji.app.context import Context
from gongji.chronic.registrations import registered_diseases
from gongji.entitlements.problems import AreaPolicyUnknown, NotInsured
from gongji.institutions.models import Institution
from gongji.kernel.money import Money
from gongji.kernel.problems import RequestInvalid
from gongji.labels import ESTIMATE_PLACES, INSURANCE_STATES, INSURANCES, area_name
from gongji.people.facts import insurances_of
from gongji.people.rules import main_insurance
from gongji.policy.entries import Citation
from gongji.policy.problems import PolicyNotConfigured
from gongji.policy_listing.references import place_of
from gongji.settlement.benefits import outpatient
from gongji.settlement.bill import Amounts, Classes, NoPool
from gongji.settlement.calculation import calculation
from gongji.settlement.facts import Patient, load_patient
from gongji.settlement.pool import PoolCase, pool_leg
from gongji.settlement.problems import NotDesignated
from gongji.vocabulary import Benefit, InsuranceKind

ASSUMED = (
    "按一次新的就诊、全部费用都在医保政策范围内估算；先行自付、超限价和目录外的部分由您自己支付。"
    "实际金额以结算为准。"
)


class EstimatePlace(StrEnum):
    """Where a sum is spent; a pharmacy is one of the outpatient pool."""

    LEVEL_1 = "level_1"
    LEVEL_2 = "level_2"
    LEVEL_3 = "level_3"
    PRESCRIPTION = "pharmacy_prescription"
    PHARMACY = "pharmacy"
    TWO_DISEASES = "two_diseases"


CASES: Mapping[EstimatePlace, PoolCase] = {
    EstimatePlace.LEVEL_1: PoolCase(Benefit.OUTPATIENT, 1),
    EstimatePlace.LEVEL_2: PoolCase(Benefit.OUTPATIENT, 2),
    EstimatePlace.LEVEL_3: PoolCase(Benefit.OUTPATIENT, 3),
    EstimatePlace.PRESCRIPTION: PoolCase(Benefit.PRESCRIPTION),
    EstimatePlace.PHARMACY: PoolCase(Benefit.NONE, why_none=NoPool.NO_PRESCRIPTION),
}
"""By place; the two diseases need what is registered of the patient."""

INSTEAD = (EstimatePlace.LEVEL_1, EstimatePlace.PRESCRIPTION)
"""Where ordinary outpatient care may cost less: a community centre, a pharmacy on prescription."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateRequest:
    """A sum at a kind of place, or at an institution; without an insurance the one that pays."""

    amount: Money
    place: EstimatePlace | None
    institution_code: str | None
    insurance: InsuranceKind | None


@dataclass(frozen=True, slots=True)
class AskedPlace:
    """What a place is called, and which rule of the pool decides there; an institution is no
    place of the list.
    """

    title: str
    case: PoolCase
    place: EstimatePlace | None = None


@dataclass(frozen=True, slots=True)
class EstimatedLeg:
    """The sum at one place, in words, with the clauses."""

    where: AskedPlace
    amounts: Amounts
    pool_rate: Decimal
    calculation: Sequence[str]
    basis: Sequence[Citation]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What was asked, and the same sum elsewhere."""

    insurance: InsuranceKind
    chosen: EstimatedLeg
    alternatives: Sequence[EstimatedLeg]
    assumed: str
    policy_version: str
    policy_url: str


def estimate(ctx: Context, asked: EstimateRequest) -> Estimate:
    """Raises REQUEST_INVALID, NOT_INSURED, NOT_DESIGNATED, AREA_POLICY_UNKNOWN."""
    if (asked.place is None) == (asked.institution_code is None):
        title = "请选择一类机构，或者填写一家机构的编码，两者填一项"
        raise RequestInvalid.at("/place", "one_of", title)
    main = main_insurance(insurances_of(ctx.db, ctx.actor.id))
    if main is None:
        raise NotInsured
    kind = asked.insurance or main.kind
    where = place_asked(ctx, asked, kind)
    patient = load_patient(ctx, ctx.actor.id, kind, where.case.benefit, None)
    if patient is None:
        raise RequestInvalid.at("/insurance", "unknown", f"您没有参加{INSURANCES[kind]}")
    area = patient.insurance.area
    try:
        chosen = leg_at(ctx, asked.amount, where, patient)
    except PolicyNotConfigured as trouble:
        raise AreaPolicyUnknown(area=area_name(area), on=ctx.today) from trouble
    instead: list[EstimatedLeg] = []
    others = [place for place in INSTEAD if CASES[place] != where.case]
    for place in others if where.case.benefit is not Benefit.TWO_DISEASES else ():
        with suppress(PolicyNotConfigured):
            other = AskedPlace(ESTIMATE_PLACES[place], CASES[place], place)
            instead.append(leg_at(ctx, asked.amount, other, patient))
    version = ctx.policy.version
    return Estimate(kind, chosen, instead, ASSUMED, version, place_of(version))


def place_asked(ctx: Context, asked: EstimateRequest, kind: InsuranceKind) -> AskedPlace:
    """Where is asked about. Raises REQUEST_INVALID, NOT_DESIGNATED."""
    if asked.institution_code is not None:
        institution = ctx.db.get(Institution, asked.institution_code)
        if institution is None:
            raise RequestInvalid.at("/institution_code", "unknown", "没有这家定点医药机构")
        if not institution.is_open(ctx.today):
            raise NotDesignated(name=institution.name, day=ctx.today)
        return AskedPlace(institution.name, outpatient(institution, ctx.today, prescribed=True))
    assert asked.place, "a place or an institution is asked about"
    title = ESTIMATE_PLACES[asked.place]
    if asked.place is not EstimatePlace.TWO_DISEASES:
        return AskedPlace(title, CASES[asked.place], asked.place)
    if kind is not InsuranceKind.RESIDENT:
        raise RequestInvalid.at("/place", "insurance", "门诊两病待遇属于居民医保")
    diseases = registered_diseases(ctx.db, ctx.actor.id, ctx.today)
    if not diseases:
        raise RequestInvalid.at("/place", "unregistered", "您没有门诊两病登记，请先登记")
    return AskedPlace(title, PoolCase(Benefit.TWO_DISEASES, diseases=diseases), asked.place)


def leg_at(ctx: Context, amount: Money, where: AskedPlace, patient: Patient) -> EstimatedLeg:
    """The sum at one place. Raises PolicyNotConfigured."""
    insurance = patient.insurance
    rules = ctx.policy.rules(insurance.area, ctx.today)
    leg = pool_leg(amount, where.case, patient.pool_member(), rules)
    amounts = Amounts(
        total=amount,
        pool=leg.amount,
        cash=amount - leg.amount,
        classes=Classes(in_scope=amount),
        deductible=leg.deductible,
        counted_pool=leg.counted,
    )
    words = calculation(leg.how, leg.level, amounts, leg.rate)
    if not patient.is_normal:
        state = f"{INSURANCES[insurance.kind]}目前是{INSURANCE_STATES[insurance.status]}状态"
        words = (f"统筹支付：您的{state}，统筹基金不支付。",)
    elif not words:  # the area has a row for this level, which says that there is no pool
        words = (f"统筹支付：{INSURANCES[insurance.kind]}在{where.title}，统筹基金不支付。",)
    return EstimatedLeg(where, amounts, leg.rate, words, rules.basis(*leg.keys))
