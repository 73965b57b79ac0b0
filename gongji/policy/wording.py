"""Values of parameters as sentences, where their shape does not speak for itself."""

from __future__ import annotations

from gongji.kernel.wording import percent, say
from gongji.policy.values import DeductibleMode, Tier, TwoDiseasesRule


def tier(value: Tier | None) -> str:
    if value is None:
        return "统筹基金不支付"
    share, capped = percent(value.rate), value.deductible_year_cap
    if not value.deductible:
        return f"不设起付线，政策范围内费用由统筹基金支付 {share}"
    year = "" if capped is None else say("，本级机构全年累计不超过 {cap}", cap=capped)
    return say(
        "每次就诊起付线 {deductible}{year}；超过起付线的部分由统筹基金支付 {share}",
        deductible=value.deductible,
        year=year,
        share=share,
    )


def two_diseases(value: TwoDiseasesRule) -> str:
    return say(
        "不设起付线，由统筹基金支付 {share}；全年最多：高血压 {hypertension}，糖尿病 {diabetes}，"
        "两种都有 {both}",
        share=percent(value.rate),
        hypertension=value.hypertension,
        diabetes=value.diabetes,
        both=value.both,
    )


def wallet_pairs(value: frozenset[frozenset[str]]) -> str:
    if not value:
        return "尚未开通"
    return "；".join(sorted(" 与 ".join(sorted(pair)) for pair in value)) + " 互相开通"


def deductible_mode(value: DeductibleMode) -> str:
    return {
        DeductibleMode.PER_VISIT_CAPPED: "按次计算，同一次就诊分批收费只付一次，累计到全年上限为止",
        DeductibleMode.ANNUAL_LEVEL: "按年计算，一年内付满所到最高级别机构的起付线为止",
    }[value]
