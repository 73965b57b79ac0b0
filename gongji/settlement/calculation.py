"""How the pool leg (统筹支付) of a bill came about, in words: which clause, and which counter."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from gongji.kernel.money import Money
from gongji.kernel.wording import percent, say
from gongji.policy.parameters import LEVELS
from gongji.settlement.bill import Amounts, PoolSum


def calculation(
    told: PoolSum | None, level: int | None, amounts: Amounts, rate: Decimal
) -> Sequence[str]:
    """Sentences for the patient; none where no tier decided, or for a reversal."""
    if told is None or level is None or amounts.total.fen < 0:
        return ()
    return (
        deductible_told(told, LEVELS[level].name, amounts.deductible),
        *share_told(told, amounts, rate),
    )


def deductible_told(told: PoolSum, place: str, due: Money) -> str:
    """What is due, and each figure that it was compared with."""
    if not told.tier_deductible:
        return f"起付线：{place}机构不设起付线。"
    if told.is_annual:
        sentence = "起付线：{place}机构全年 {tier}，本年此前已付 {in_year}，本次付 {due}。"
        return say(sentence, place=place, tier=told.tier_deductible, in_year=told.in_year, due=due)
    visit = "{place}机构每次就诊 {tier}，本次就诊此前已付 {paid}"
    parts = [say(visit, place=place, tier=told.tier_deductible, paid=told.in_visit)]
    if told.level_cap is not None:
        level = "本年在{place}机构此前已付 {paid}，全年最多 {cap}"
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
    if amounts.pool == counted:
        return (whole,)
    capped = "本年统筹限额 {cap}，此前已用 {used}，本次只能支付 {pool}。"
    return whole, say(capped, cap=told.pool_cap, used=told.pool_used, pool=amounts.pool)
