"""The list of all parameters: key, Chinese name, and the parser of the value."""

from __future__ import annotations

import re
from itertools import chain
from typing import Any

from gongji.kernel.money import Money
from gongji.policy import parsers, wording
from gongji.policy.parameter import ArgumentValue, KeyedParam, Param, ParameterValues
from gongji.policy.parsers import one_of, only, optional, set_of, switch, whole
from gongji.policy.values import (
    DeductibleMode,
    GeoScope,
    OptIn,
    PayablePart,
    PayOrder,
    PremiumRule,
    RelationScope,
    SubsidyRule,
)
from gongji.vocabulary import Category, InsuranceKind, InsuranceStatus, Scene, Subsidy

ADMISSIBLE = {"NORMAL": InsuranceStatus.NORMAL, "PAUSED": InsuranceStatus.SUSPENDED}
"""States of an authorizer's insurance that can be admitted, by their words in a pack."""


class PlainParameters(ParameterValues):
    """Every parameter that is asked by name alone; `Rules` asks those with arguments."""

    relation_scope = Param(
        "relation.scope", "可共济的亲属", one_of(RelationScope), wording.relation_scope
    )

    bind_max_concurrent = Param(
        "bind.max_concurrent",
        "同时共济的人数上限",
        whole(1, 999),
        wording.filled("每名共济人同时最多 {value} 名使用人"),
    )
    bind_max_distinct_lifetime = Param(
        "bind.max_distinct_lifetime",
        "累计共济的人数上限",
        whole(1, 999),
        wording.filled("每名共济人累计最多 {value} 名不同的使用人，解绑后也不减少"),
    )
    bind_max_authorizers = Param(
        "bind.max_authorizers_per_beneficiary",
        "使用人可以有几名共济人",
        whole(1, 99),
        wording.filled("每名使用人同时最多 {value} 名共济人"),
    )
    bind_geo_scope = Param("bind.geo_scope", "使用人的参保地", one_of(GeoScope), wording.geo_scope)
    bind_min_balance = Param(
        "bind.min_balance_exclusive", "办理时的账户余额", parsers.amount, wording.min_balance
    )
    bind_future_start = Param("bind.future_start", "共济的开始日期", switch, wording.future_start)
    bind_sms = Param("bind.sms", "短信验证码", parsers.sms, wording.sms)
    bind_consent_age = Param(
        "bind.consent_age",
        "使用人本人的同意",
        whole(0, 150),
        wording.filled("年满 {value} 周岁的使用人，要由本人手机上的验证码确认同意"),
    )
    bind_max_months = Param(
        "bind.max_months",
        "共济的期限",
        optional(whole(1, 1200)),
        wording.filled("最长 {value} 个月", none="由共济人自己约定，没有最长期限"),
    )

    pay_order = Param("settle.pay_order", "账户支付的顺序", one_of(PayOrder), wording.pay_order)
    opt_in = Param("settle.opt_in", "怎样提出用家庭共济", one_of(OptIn), wording.opt_in)
    payable_part = Param(
        "settle.payable_part", "账户可以付哪些费用", one_of(PayablePart), wording.payable_part
    )
    chronic_payable_part = Param(
        "settle.payable_part.chronic",
        "慢特病费用中账户可以付哪些",
        one_of(PayablePart),
        wording.payable_part,
    )
    scenes_enabled = Param(
        "scene.enabled", "家庭共济可以用在哪里", set_of(one_of(Scene)), wording.scenes
    )
    status_to_bind = Param(
        "authorizer.status_to_bind",
        "办理时共济人的参保状态",
        set_of(parsers.named(ADMISSIBLE)),
        wording.states,
    )
    status_to_pay = Param(
        "authorizer.status_to_pay",
        "支付时共济人的参保状态",
        set_of(parsers.named(ADMISSIBLE)),
        wording.states,
    )
    credential_accepted = Param(
        "credential.accepted",
        "可以出示的就医凭证",
        set_of(parsers.word_of("01", "02", "03", "04")),
        wording.credentials,
    )

    treatment_pairs = Param(
        "xprov.treatment_pairs",
        "已互相开通跨省共济的省份",
        parsers.province_pairs,
        wording.province_pairs,
    )

    two_diseases = Param(
        "pool.390.two_diseases",
        "居民医保门诊两病（高血压、糖尿病）用药",
        parsers.two_diseases,
        wording.two_diseases,
    )

    wallet_pairs = Param(
        "xprov.wallet",
        "已互相开通共济额度（医保钱包）的地方",
        parsers.wallet_pairs,
        wording.wallet_pairs,
    )

    chronic_extension = Param(
        "chronic.online_extension", "慢特病待遇网上延期", parsers.extension, wording.extension
    )

    refund_apply_until = Param(
        "premium.refund.apply_until",
        "居民医保费申请退费的截止日",
        parsers.month_day,
        wording.refund_until,
    )
    credit_active_rate = Param(
        "credit.310.active_rate",
        "在职职工个人账户的划入",
        parsers.rate,
        wording.filled_percent("每月按本人缴费基数的 {value} 划入"),
    )
    credit_retired_month = Param(
        "credit.310.retired_month",
        "退休人员个人账户的划入",
        parsers.amount,
        wording.filled("每月划入 {value}"),
    )


# -- parameters with arguments

INSURANCES = {
    InsuranceKind.EMPLOYEE: ArgumentValue("310", "职工医保"),
    InsuranceKind.RESIDENT: ArgumentValue("390", "居民医保"),
}
CATEGORIES = {
    Category.ACTIVE: ArgumentValue("active", "在职"),
    Category.RETIRED: ArgumentValue("retired", "退休"),
}
LEVELS = {
    1: ArgumentValue("1", "一级及以下"),
    2: ArgumentValue("2", "二级"),
    3: ArgumentValue("3", "三级"),
}
SUBSIDIES = {
    Subsidy.FULL: ArgumentValue("full", "全额"),
    Subsidy.HALF: ArgumentValue("half", "半额"),
    Subsidy.NEWBORN: ArgumentValue("newborn", "新生儿"),
}

OUTPATIENT_TIER = KeyedParam(
    "pool.{insurance}.out.L{level}",
    "{insurance}普通门诊的起付线和统筹支付比例（{level}机构）",
    optional(parsers.tier),
    wording.tier,
    insurance=INSURANCES,
    level=LEVELS,
)
PHARMACY_TIER = KeyedParam(
    "pool.{insurance}.out.PH",
    "{insurance}在门诊统筹药店凭处方购药的起付线和统筹支付比例",
    optional(parsers.tier),
    wording.tier,
    insurance=INSURANCES,
)
DEDUCTIBLE_YEAR_CAP = KeyedParam(
    "pool.{insurance}.ded_year_cap",
    "{insurance}普通门诊起付线的全年上限",
    optional(parsers.amount),
    wording.filled("各级机构合计全年最多付 {value} 起付线", none="没有各级机构合计的全年上限"),
    insurance=INSURANCES,
)
DEDUCTIBLE_MODE = KeyedParam(
    "pool.{insurance}.deductible_mode",
    "{insurance}普通门诊起付线怎样计算",
    one_of(DeductibleMode),
    wording.deductible_mode,
    insurance=INSURANCES,
)
POOL_CAP = "统筹基金全年最多支付 {value}"
EMPLOYEE_POOL_CAP = KeyedParam(
    "pool.310.year_cap.{category}",
    "职工医保普通门诊统筹的全年限额（{category}）",
    parsers.amount,
    wording.filled(POOL_CAP),
    category=CATEGORIES,
)
RESIDENT_POOL_CAP = Param(
    "pool.390.year_cap",
    "居民医保普通门诊统筹的全年限额",
    parsers.amount,
    wording.filled(POOL_CAP),
)
CHRONIC_SHARE = "政策范围内费用个人负担 {value}，其余由统筹基金支付"
CHRONIC_SELF_RATE = KeyedParam(
    "chronic.{insurance}.self_rate",
    "{insurance}门诊慢特病的个人负担",
    parsers.rate,
    wording.filled_percent(CHRONIC_SHARE),
    insurance=INSURANCES,
)
CHRONIC_SELF_RATE_OF_CATEGORY = KeyedParam(
    "chronic.{insurance}.self_rate.{category}",
    "{insurance}门诊慢特病的个人负担（{category}）",
    parsers.rate,
    wording.filled_percent(CHRONIC_SHARE),
    insurance=INSURANCES,
    category=CATEGORIES,
)
CHRONIC_LIMITS = KeyedParam(
    "chronic.{insurance}.limits",
    "{insurance}门诊慢特病各病种的月限额",
    parsers.chronic_limits,
    wording.chronic_limits,
    insurance=INSURANCES,
)
DUAL_RATE = KeyedParam(
    "dual.{insurance}.rate",
    "{insurance}双通道药品的统筹支付比例",
    parsers.rate,
    wording.filled_percent("不设起付线，单独由统筹基金支付 {value}"),
    insurance=INSURANCES,
)
PREMIUM = re.compile(r"premium\.390\.(0|-?[1-9][0-9]*)")
SUBSIDY = re.compile(rf"premium\.subsidy\.([1-9][0-9]*)\.({'|'.join(SUBSIDIES)})")


def premium_param(year: int) -> Param[PremiumRule]:
    """The resident premium of an insured year: the one argument that is no list."""
    title = f"{year} 年度居民医保缴费"
    return Param(f"premium.390.{year}", title, parsers.premium, wording.premium)


def subsidy_param(year: int, subsidy: Subsidy) -> Param[SubsidyRule]:
    """Who has this support with the premium of an insured year: no year inherits another's."""
    kind = SUBSIDIES[subsidy]
    title = f"{year} 年度居民医保参保{kind.name}资助"
    key = f"premium.subsidy.{year}.{kind.code}"
    return Param(key, title, parsers.subsidy, wording.subsidy)


def pool_cap_param(insurance: InsuranceKind, category: Category) -> Param[Money]:
    """The year's pool cap; residents have one for all, whatever the category."""
    if insurance is InsuranceKind.RESIDENT:
        return RESIDENT_POOL_CAP
    return EMPLOYEE_POOL_CAP.of(category=category)


# -- parameters that are published, but that only one value can have

DUAL_POOL_CAP = Param(
    "dual.pool_cap",
    "双通道药品的全年限额",
    only("none"),
    wording.always("没有全年限额，也不计入普通门诊的限额"),
)
FIXED: tuple[Param[None], ...] = (
    # No step of an application takes evidence of kinship.
    Param(
        "bind.evidence",
        "亲属关系材料",
        only("NONE"),
        wording.always("不用提交证明材料，由共济人承诺亲属关系属实"),
    ),
    # The gateway settles no inpatient bill.
    Param("scene.inpatient", "住院费用", only(False), wording.always("住院费用不能用家庭共济")),
    # The chronic pool has counters of quarters, for the limits by disease, and none over all.
    Param(
        "chronic.pool_cap",
        "门诊慢特病统筹的全年限额",
        only("none"),
        wording.always("没有规定各病种合计的全年限额"),
    ),
    # A qualification counts from the month after its approval.
    Param(
        "chronic.begins",
        "门诊慢特病待遇的开始",
        only("NEXT_MONTH"),
        wording.always("从审批通过的次月一日起享受"),
    ),
    # Drugs of both channels are paid on their own and counted against nothing.
    DUAL_POOL_CAP,
    # No job books interest.
    Param("balance.interest", "个人账户的利息", only("none"), wording.always("余额不计利息")),
)
"""Listed with their sources like all others. A pack or fixture that sets another value is refused
when it is loaded, because no code would follow it.
"""


# -- the list

PLAIN: dict[str, Param[Any]] = {
    name: found for name, found in vars(PlainParameters).items() if isinstance(found, Param)
}
KEYED: tuple[KeyedParam[Any], ...] = (
    OUTPATIENT_TIER,
    PHARMACY_TIER,
    DEDUCTIBLE_YEAR_CAP,
    DEDUCTIBLE_MODE,
    EMPLOYEE_POOL_CAP,
    CHRONIC_SELF_RATE,
    CHRONIC_SELF_RATE_OF_CATEGORY,
    CHRONIC_LIMITS,
    DUAL_RATE,
)
PARAMS: dict[str, Param[Any]] = {
    param.key: param
    for param in (*PLAIN.values(), *chain.from_iterable(KEYED), RESIDENT_POOL_CAP, *FIXED)
}

PLACES = {key: place for place, key in enumerate(PARAMS)}


def place_of(key: str) -> tuple[int, int, int]:
    """Where a parameter stands among the others: as they are listed here, after the premiums, of
    which the latest comes first, each with its supports.
    """
    if year := PREMIUM.fullmatch(key):
        return -1, -int(year[1]), 0
    if support := SUBSIDY.fullmatch(key):
        return -1, -int(support[1]), 1 + list(SUBSIDIES).index(Subsidy(support[2]))
    return PLACES[key], 0, 0


def param_of(key: str) -> Param[Any] | None:
    """The parameter of this key; None where there is no such parameter."""
    if year := PREMIUM.fullmatch(key):
        return premium_param(int(year[1]))
    if support := SUBSIDY.fullmatch(key):
        return subsidy_param(int(support[1]), Subsidy(support[2]))
    return PARAMS.get(key)
