"""The value of each parameter as a sentence for a citizen, without codes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from gongji.area_names import PROVINCES
from gongji.kernel.money import Money
from gongji.kernel.wording import percent, say
from gongji.labels import CREDENTIALS, INSURANCE_STATES, RELATIONS, SCENES, area_name
from gongji.policy.values import (
    ChronicLimits,
    DeductibleMode,
    ExtensionRule,
    GeoScope,
    MonthDay,
    OptIn,
    PayablePart,
    PayOrder,
    PremiumPrice,
    PremiumRule,
    RelationScope,
    SmsRule,
    SubsidyRule,
    Tier,
    TwoDiseasesRule,
)
from gongji.vocabulary import InsuranceStatus, Relation, Scene

T = TypeVar("T")

MINUTE_S = 60


# -- ways to say a value


def always(sentence: str) -> Callable[[object], str]:
    """The sentence of a parameter that has one value."""
    return lambda _value: sentence


def filled(sentence: str, none: str = "") -> Callable[[object], str]:
    """A sentence around one figure, and what no figure means."""
    return lambda value: none if value is None else say(sentence, value=value)


def filled_percent(sentence: str) -> Callable[[Decimal], str]:
    """A sentence around a share."""
    return lambda value: say(sentence, value=percent(value))


def listed(sentence: str, words: Mapping[str, str]) -> Callable[[Collection[str]], str]:
    """A sentence around some of the words, in their own order."""
    return lambda value: say(
        sentence, value="、".join(word for code, word in words.items() if code in value)
    )


# -- who may share


def relation_scope(value: RelationScope) -> str:
    core = [Relation.SPOUSE, Relation.PARENT, Relation.CHILD]
    if value is RelationScope.NEAR8:
        core = [one for one in Relation if one not in (Relation.PARENT_IN_LAW, Relation.OTHER)]
    return say("共济人的{relatives}可以使用", relatives="、".join(RELATIONS[one] for one in core))


def geo_scope(value: GeoScope) -> str:
    return {
        GeoScope.SAME_CITY: "亲属须与共济人在同一市州参加基本医保",
        GeoScope.SAME_PROVINCE: "亲属在湖南省内参加基本医保即可，不要求与共济人同一市州",
    }[value]


def min_balance(value: Money) -> str:
    if not value:
        return "办理时共济人的个人账户里要有余额"
    return say("办理时共济人的个人账户余额须多于 {value}", value=value)


def future_start(value: bool) -> str:
    return "可以约定从以后的某一天开始" if value else "只能从办理当天开始"


def sms(value: SmsRule) -> str:
    return say(
        "验证码为 {length} 位数字，{life}内有效，输错 {tries} 次作废；{pause}后可以再发一次",
        length=value.length,
        life=duration(value.ttl_s),
        tries=value.max_tries,
        pause=duration(value.resend_s),
    )


def duration(seconds: int) -> str:
    """5 分钟 for whole minutes, otherwise in seconds."""
    minutes, rest = divmod(seconds, MINUTE_S)
    return say("{n} 秒", n=seconds) if rest or not minutes else say("{n} 分钟", n=minutes)


def states(value: Collection[InsuranceStatus]) -> str:
    return listed("共济人的职工医保须为：{value}", INSURANCE_STATES)(value)


# -- how accounts pay


def pay_order(value: PayOrder) -> str:
    return {
        PayOrder.OWN_THEN_MUTUAL: "先用患者本人的个人账户，不够的再用共济人的账户，最后由现金支付",
        PayOrder.MUTUAL_THEN_OWN: "先用共济人的账户，不够的再用患者本人的个人账户，最后由现金支付",
        PayOrder.MUTUAL_ONLY: "只用共济人的账户，不够的由现金支付",
    }[value]


def opt_in(value: OptIn) -> str:
    return {
        OptIn.PER_SETTLEMENT: "每次结算时告诉收费员要用家庭共济，不说则不用",
        OptIn.AUTO: "结算时自动使用家庭共济",
    }[value]


def payable_part(value: PayablePart) -> str:
    return {
        PayablePart.ALL_PERSONAL: "统筹支付以后由个人负担的费用都可以付，包括先行自付和自费的部分",
        PayablePart.IN_CATALOGUE: "只能付政策范围内由个人负担的部分，包括先行自付；"
        "丙类和超过限价的部分由现金支付",
        PayablePart.IN_SCOPE_ONLY: "只能付政策范围内由个人负担的部分；"
        "先行自付、自费和超过限价的部分由现金支付",
    }[value]


def scenes(value: Collection[Scene]) -> str:
    return listed("可以用于：{value}", SCENES)(value)


def credentials(value: Collection[str]) -> str:
    return listed("就医时可以出示：{value}", CREDENTIALS)(value)


# -- what the pool pays


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


def deductible_mode(value: DeductibleMode) -> str:
    return {
        DeductibleMode.PER_VISIT_CAPPED: "按次计算，同一次就诊分批收费只付一次，累计到全年上限为止",
        DeductibleMode.ANNUAL_LEVEL: "按年计算，一年内付满所到最高级别机构的起付线为止",
    }[value]


def two_diseases(value: TwoDiseasesRule) -> str:
    return say(
        "不设起付线，由统筹基金支付 {share}；全年最多：高血压 {hypertension}，糖尿病 {diabetes}，"
        "两种都有 {both}",
        share=percent(value.rate),
        hypertension=value.hypertension,
        diabetes=value.diabetes,
        both=value.both,
    )


def chronic_limits(value: ChronicLimits) -> str:
    """A month's rest is there until its quarter ends (C-33)."""
    diseases = [
        say("{name} {month}", name=one.name, month=one.month) for one in value.diseases.values()
    ]
    return say(
        "统筹基金每月最多支付：{diseases}；有第二个病种的，每月加 {second}。"
        "当月没有用完的，本季度以后的月份可以接着用，季度末清零",
        diseases="，".join(diseases),
        second=value.second,
    )


def extension(value: ExtensionRule) -> str:
    return say(
        "{from_on}起，{count} 个病种可以在网上延期；在 {months} 月的 {first} 日至 {last} 日办理，"
        "每次延长 {years} 年",
        from_on=value.from_on,
        count=value.count,
        months="、".join(map(str, sorted(value.months))),
        first=value.first_day,
        last=value.last_day,
        years=value.years,
    )


# -- premiums


def premium(value: PremiumRule) -> str:
    told = say(
        "个人缴费{prices}，财政补助 {government}；集中缴费期为{opens_on}至{closes_on}",
        prices=premium_prices(value),
        government=value.government,
        opens_on=value.opens_on,
        closes_on=value.closes_on,
    )
    if value.late is not None:
        told += say("；逾期补缴 {late}", late=value.late)
    if value.late_wait_months is not None:
        told += say("，补缴后等待 {months} 个月才享受待遇", months=value.late_wait_months)
    return told


def premium_prices(value: PremiumRule) -> str:
    """The price, or the tiers from which the payer chooses, each with its own."""
    if value.prices[0].tier is None:
        return say(" {full}", full=value.prices[0].full)
    return "分档，由缴费人自选：" + premium_tiers(value.prices)


def premium_tiers(prices: Sequence[PremiumPrice]) -> str:
    """Each tier with its price: 一档 ¥400.00、二档 ¥600.00."""
    return "、".join(say("{tier} {full}", tier=one.tier, full=one.full) for one in prices)


def subsidy(value: SubsidyRule) -> str:
    tiers = "".join(f"；选{tier}的，{own_share(share)}" for tier, share in value.tiers.items())
    return "、".join(value.names) + f"：{own_share(value.own_share)}{tiers}"


def own_share(share: Decimal) -> str:
    return say("个人缴纳标准的 {share}", share=percent(share)) if share else "个人不缴费"


def refund_until(value: MonthDay) -> str:
    return say("最迟在参保当年的 {month} 月 {day} 日申请", month=value.month, day=value.day)


# -- other provinces


def province_pairs(value: Collection[Collection[str]]) -> str:
    return pairs(value, PROVINCES.__getitem__)


def wallet_pairs(value: Collection[Collection[str]]) -> str:
    return pairs(value, area_name)


def pairs(value: Collection[Collection[str]], name: Callable[[str], str]) -> str:
    if not value:
        return "尚未开通"
    told = ("与".join(map(name, pair)) for pair in sorted(map(sorted, value)))
    return "；".join(told) + "已互相开通"
