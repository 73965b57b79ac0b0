"""How the pool leg (统筹支付) of a bill came about, in words: which clause, and which counter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from gongji.kernel.money import Money
from gongji.kernel.wording import percent, say
from gongji.policy.parameters import LEVELS
from gongji.settlement.bill import Amounts, NoPool, PoolSum
from gongji.vocabulary import Benefit

PLACES: Mapping[Benefit, str] = {
    Benefit.PRESCRIPTION: "门诊统筹药店",
    Benefit.DUAL: "双通道药品",
    Benefit.TWO_DISEASES: "门诊两病用药",
    Benefit.CHRONIC: "慢特病门诊",
}
"""Where a bill is no bill of a place with a level."""

NO_POOL: Mapping[NoPool, str] = {
    NoPool.SERVICE_NOT_OPEN: "统筹支付：本机构没有开通门诊统筹，统筹基金不支付。",
    NoPool.NO_PRESCRIPTION: (
        "统筹支付：药店凭定点医疗机构的处方购药，统筹基金才支付；本次费用没有处方或不全在处方内。"
    ),
    NoPool.AREA_NOT_OPEN: "统筹支付：当地尚未查到开通文件，药店凭处方购药统筹基金暂不支付。",
}


def calculation(
    told: PoolSum | NoPool | None, level: int | None, amounts: Amounts, rate: Decimal
) -> Sequence[str]:
    """Sentences for the patient; none where nothing is to be told, or for a reversal."""
    if told is None or amounts.total.fen < 0:
        return ()
    if isinstance(told, NoPool):
        return (NO_POOL[told],)
    place = PLACES.get(told.benefit) or f"{LEVELS[level or 1].name}机构"
    return (
        deductible_told(told, place, amounts.deductible),
        *share_told(told, amounts, rate),
    )


def deductible_told(told: PoolSum, place: str, due: Money) -> str:
    """What is due, and each figure that it was compared with."""
    if not told.tier_deductible:
        return f"起付线：{place}不设起付线。"
    if told.is_annual:
        sentence = "起付线：{place}全年 {tier}，本年此前已付 {in_year}，本次付 {due}。"
        return say(sentence, place=place, tier=told.tier_deductible, in_year=told.in_year, due=due)
    visit = "{place}每次就诊 {tier}，本次就诊此前已付 {paid}"
    parts = [say(visit, place=place, tier=told.tier_deductible, paid=told.in_visit)]
    if told.level_cap is not None:
        level = "本年在{place}此前已付 {paid}，全年最多 {cap}"
        parts.append(say(level, place=place, paid=told.at_level, cap=told.level_cap))
    if told.year_cap is not None:
        year = "本年在各级机构此前共付 {paid}，全年最多 {cap}"
        parts.append(say(year, paid=told.in_year, cap=told.year_cap))
    return say("起付线：{parts}。本次付 {due}。", parts="；".join(parts), due=due)


def share_told(told: PoolSum, amounts: Amounts, rate: Decimal) -> Sequence[str]:
    """The product, and the year's cap where it leaves less."""
    due = amounts.deductible
    counted = (amounts.classes.in_scope - due).share(rate)
    whole = say(
        "统筹支付：（{in_scope} − {due}）× {share} ＝ {counted}。",
        in_scope=amounts.classes.in_scope,
        due=due,
        share=percent(rate),
        counted=counted,
    )
    if told.benefit is Benefit.DUAL:
        return whole, "双通道单行支付不占用普通门诊的年度限额。"
    if told.month_limits:
        months = " ＋ ".join(say("{month}", month=month) for month in told.month_limits)
        if len(told.month_limits) > 1:
            months = say("{months} ＝ {cap}", months=months, cap=told.pool_cap)
        limit = "慢特病限额：本季度到本月为止 {months}，此前已用 {used}，本次支付 {pool}。"
        return whole, say(limit, months=months, used=told.pool_used, pool=amounts.pool)
    if amounts.pool == counted or told.pool_cap is None:
        return (whole,)
    capped = "本年{what}限额 {cap}，此前已用 {used}，本次只能支付 {pool}。"
    what = "门诊两病" if told.benefit is Benefit.TWO_DISEASES else "统筹"
    return whole, say(capped, what=what, cap=told.pool_cap, used=told.pool_used, pool=amounts.pool)
