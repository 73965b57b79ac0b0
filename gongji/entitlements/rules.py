"""What has been used of each limit and what is left: pure decisions over counters and policy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from gongji.chronic.limits import quarter_limit
from gongji.entitlements.facts import Covered
from gongji.kernel.clock import Window
from gongji.kernel.money import ZERO, Money
from gongji.kernel.wording import percent, say
from gongji.labels import METERS
from gongji.policy.editions import ListedRow
from gongji.policy.parameter import Param
from gongji.policy.parameters import (
    CHRONIC_LIMITS,
    DEDUCTIBLE_MODE,
    DEDUCTIBLE_YEAR_CAP,
    DUAL_POOL_CAP,
    DUAL_RATE,
    LEVELS,
    OUTPATIENT_TIER,
    PlainParameters,
    pool_cap_param,
)
from gongji.policy.problems import PolicyNotConfigured
from gongji.policy.rules import Rules
from gongji.policy.values import DeductibleMode
from gongji.settlement.pool import due_deductible
from gongji.vocabulary import Benefit


class MeterKind(StrEnum):
    """What a meter measures; those without a limit only say what holds."""

    DEDUCTIBLE = "deductible"
    DEDUCTIBLE_LEVEL_1 = "deductible_level_1"
    DEDUCTIBLE_LEVEL_2 = "deductible_level_2"
    DEDUCTIBLE_LEVEL_3 = "deductible_level_3"
    POOL = "pool"
    TWO_DISEASES = "two_diseases"
    CHRONIC = "chronic"
    DUAL = "dual"


AT_LEVEL = {
    1: MeterKind.DEDUCTIBLE_LEVEL_1,
    2: MeterKind.DEDUCTIBLE_LEVEL_2,
    3: MeterKind.DEDUCTIBLE_LEVEL_3,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """What was used of one limit in its period, what is left, and the clauses that say so.

    `used` is None where nothing is counted, `limit` and `left` where there is no limit. `left` may
    be less than what the limit leaves, where another limit leaves less.
    """

    kind: MeterKind
    told: str
    period: Window
    used: Money | None = None
    limit: Money | None = None
    left: Money | None = None
    clauses: Sequence[ListedRow]

    @property
    def title(self) -> str:
        return METERS[self.kind]


def meters(covered: Covered, rules: Rules) -> list[Meter]:
    """Every meter of one insurance; one whose clause no row decides is left out."""
    found: list[Meter] = []
    for read in READERS:
        with suppress(PolicyNotConfigured):
            found += read(covered, rules)
    return found


def year_of_meters(day: date) -> Window:
    return Window(date(day.year, 1, 1), date(day.year, 12, 31))


def clauses(rules: Rules, *params: Param[Any]) -> list[ListedRow]:
    """The rows that decide these parameters."""
    return [ListedRow.of(rules.entry(param.key)) for param in params]


def deductibles(covered: Covered, rules: Rules) -> list[Meter]:
    """The deductibles of the year over all levels and at each, as the next bill meets them
    (POOL-04).
    """
    kind, member = covered.insurance.kind, covered.patient.pool_member()
    used, period = member.used, year_of_meters(covered.day)
    params = {level: OUTPATIENT_TIER.of(insurance=kind, level=level) for level in LEVELS}
    tiers = {level: tier for level, param in params.items() if (tier := rules.value(param))}
    owing = {level: tier for level, tier in tiers.items() if tier.deductible}
    if not owing:
        told = "普通门诊不设起付线，统筹基金从第一元起按比例支付。"
        rows = clauses(rules, *(params[level] for level in tiers))
        return [Meter(kind=MeterKind.DEDUCTIBLE, told=told, period=period, clauses=rows)]
    cap_param = DEDUCTIBLE_YEAR_CAP.of(insurance=kind)
    mode_param = DEDUCTIBLE_MODE.of(insurance=kind)
    is_annual = rules.value(mode_param) is DeductibleMode.ANNUAL_LEVEL
    highest = max(tier.deductible for tier in owing.values())
    cap = highest if is_annual else rules.value(cap_param)
    left = None if cap is None else (cap - used.deductible).at_least_zero()
    counter = covered.counter(Benefit.OUTPATIENT)
    opening = Money(counter.opening_deductible_fen) if counter else ZERO
    parts = ["普通门诊在各级机构付的起付线合并计算"]
    if opening:
        parts.append(say("其中 {opening} 是转入本系统以前累计的，不分机构级别", opening=opening))
    if left is not None:
        parts.append("全年已经付满，不再付起付线" if not left else "付满以后不再付起付线")
    found = [
        Meter(
            kind=MeterKind.DEDUCTIBLE,
            told="；".join(parts) + "。",
            period=period,
            used=used.deductible,
            limit=cap,
            left=left,
            clauses=clauses(rules, cap_param, mode_param),
        )
    ]
    for level, tier in owing.items():
        paid, limit = used.at_level.get(level, ZERO), tier.deductible_year_cap
        if is_annual:
            paid, limit = min(used.deductible, tier.deductible), tier.deductible
        sentence = "全年共 {tier}，下次就诊还要付 {due}。"
        if not is_annual:
            sentence = "每次就诊 {tier}，下次就诊还要付 {due}。"
        rest = [left] if left is not None and not is_annual else []
        rest += [(limit - paid).at_least_zero()] if limit is not None else []
        found.append(
            Meter(
                kind=AT_LEVEL[level],
                told=say(
                    sentence,
                    tier=tier.deductible,
                    due=due_deductible(tier, level, member, rules),
                ),
                period=period,
                used=paid,
                limit=limit,
                left=min(rest, default=None),
                clauses=clauses(rules, params[level]),
            )
        )
    return found


def pool(covered: Covered, rules: Rules) -> list[Meter]:
    """The pool's money for ordinary outpatient care, of the cap of the year (POOL-05)."""
    member, counter = covered.patient.pool_member(), covered.counter(Benefit.OUTPATIENT)
    param = pool_cap_param(member.insurance, member.category)
    cap = rules.value(param)
    told = "普通门诊由统筹基金支付的金额，全年最多支付到限额为止。"
    if counter and counter.opening_paid_fen:
        sentence = "{told}其中 {opening} 是转入本系统以前累计的。"
        told = say(sentence, told=told, opening=Money(counter.opening_paid_fen))
    return [
        Meter(
            kind=MeterKind.POOL,
            told=told,
            period=year_of_meters(covered.day),
            used=member.used.pool,
            limit=cap,
            left=(cap - member.used.pool).at_least_zero(),
            clauses=clauses(rules, param),
        )
    ]


def two_diseases(covered: Covered, rules: Rules) -> list[Meter]:
    """For who is registered for at least one of the two (POOL-09)."""
    if not covered.diseases:
        return []
    rule, counter = rules.two_diseases, covered.counter(Benefit.TWO_DISEASES)
    cap, used = rule.year_cap(covered.diseases), Money(counter.paid_fen if counter else 0)
    return [
        Meter(
            kind=MeterKind.TWO_DISEASES,
            told=say(
                "不设起付线，由统筹基金支付 {share}，不占用普通门诊的年度限额。",
                share=percent(rule.rate),
            ),
            period=year_of_meters(covered.day),
            used=used,
            limit=cap,
            left=(cap - used).at_least_zero(),
            clauses=clauses(rules, PlainParameters.two_diseases),
        )
    ]


def chronic(covered: Covered, rules: Rules) -> list[Meter]:
    """What holds for who has a qualification, and the quarter's limit of the listed diseases
    (CHR-01, CHR-06, CHR-07).
    """
    day, held = covered.day, covered.qualifications
    if not any(one.holds_within(day, day) for one in held):
        return []
    member = covered.patient.pool_member()
    share = rules.chronic_param(member.insurance, member.category)
    sentence = "不设起付线，由统筹基金支付 {share}，不占用普通门诊的年度限额。"
    told = say(sentence, share=percent(1 - rules.value(share)))
    limits = rules.chronic_limits(member.insurance)
    limit = quarter_limit(day, held, limits) if limits else None
    if limit is None:
        rows, year = clauses(rules, share), year_of_meters(day)
        return [Meter(kind=MeterKind.CHRONIC, told=told, period=year, clauses=rows)]
    counter = covered.counter(Benefit.CHRONIC)
    used = Money(counter.paid_fen if counter else 0)
    more = "本月限额 {month}，本季度到本月为止共 {amount}；没有用完的到季度末清零。"
    return [
        Meter(
            kind=MeterKind.CHRONIC,
            told=told + say(more, month=limit.month, amount=limit.amount),
            period=limit.quarter,
            used=used,
            limit=limit.amount,
            left=limit.left(used),
            clauses=clauses(rules, share, CHRONIC_LIMITS.of(insurance=member.insurance)),
        )
    ]


def dual(covered: Covered, rules: Rules) -> list[Meter]:
    """What holds for drugs of both channels, which are counted against nothing (POOL-11)."""
    rate = DUAL_RATE.of(insurance=covered.insurance.kind)
    told = "备案以后由统筹基金支付 {share}，不设起付线，没有年度限额，也不占用普通门诊的年度限额。"
    return [
        Meter(
            kind=MeterKind.DUAL,
            told=say(told, share=percent(rules.value(rate))),
            period=year_of_meters(covered.day),
            clauses=clauses(rules, rate, DUAL_POOL_CAP),
        )
    ]


READERS: tuple[Callable[[Covered, Rules], list[Meter]], ...] = (
    deductibles,
    pool,
    two_diseases,
    chronic,
    dual,
)
