"""The list of every parameter there is: its key, its Chinese name, and how its value is read."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar, cast, overload

from gongji.policy import parsers
from gongji.policy.entries import Entry
from gongji.policy.parsers import one_of, optional, set_of, switch, whole
from gongji.policy.values import (
    DeductibleMode,
    Evidence,
    GeoScope,
    InsuredStatus,
    OptIn,
    PayablePart,
    PayOrder,
    RelationScope,
)
from gongji.vocabulary import Scene

T = TypeVar("T")

INSURANCES = {"310": "职工医保", "390": "居民医保"}
CATEGORIES = {"active": "在职", "retired": "退休"}
LEVELS = {1: "一级及以下", 2: "二级", 3: "三级"}
SUBSIDIES = {"full": "全额", "half": "半额"}


class Param(Generic[T]):
    """One parameter. As an attribute of `Rules` it answers with the value in force there and then,
    or raises PolicyNotConfigured; on the class itself it is the parameter, for `Rules.basis`.
    """

    def __init__(self, key: str, title: str, read: Callable[[object], T]) -> None:
        self.key = key
        self.title = title
        self.read = read

    @overload
    def __get__(self, rules: None, owner: type) -> Param[T]: ...
    @overload
    def __get__(self, rules: Questions, owner: type) -> T: ...
    def __get__(self, rules: Questions | None, owner: type) -> Param[T] | T:
        return self if rules is None else cast("T", rules.entry(self.key).value)


class Questions(ABC):
    """Every parameter that is asked by name alone; those with arguments are in `Rules`."""

    @abstractmethod
    def entry(self, key: str) -> Entry:
        """The row that decides `key`; raises PolicyNotConfigured."""

    relation_scope = Param("relation.scope", "可共济的亲属范围", one_of(RelationScope))

    bind_max_concurrent = Param("bind.max_concurrent", "同时绑定人数上限", whole(1, 999))
    bind_max_distinct_lifetime = Param(
        "bind.max_distinct_lifetime", "累计绑定人数上限", whole(1, 999)
    )
    bind_max_authorizers = Param(
        "bind.max_authorizers_per_beneficiary", "每名亲属同时接受的共济人数上限", whole(1, 99)
    )
    bind_geo_scope = Param("bind.geo_scope", "亲属参保地范围", one_of(GeoScope))
    bind_min_balance = Param(
        "bind.min_balance_exclusive", "绑定时个人账户余额须大于（元）", parsers.amount
    )
    bind_future_start = Param("bind.future_start", "是否可约定以后的开始日期", switch)
    bind_sms = Param("bind.sms", "短信验证码的位数、有效期、次数和间隔", parsers.sms)
    bind_consent_age = Param("bind.consent_age", "须亲属本人确认的年龄（周岁）", whole(0, 150))
    bind_evidence = Param("bind.evidence", "是否要求亲属关系材料", one_of(Evidence))
    bind_max_months = Param("bind.max_months", "共济期限上限（月）", optional(whole(1, 1200)))

    pay_order = Param("settle.pay_order", "账户支付顺序", one_of(PayOrder))
    opt_in = Param("settle.opt_in", "共济支付的提出方式", one_of(OptIn))
    payable_part = Param("settle.payable_part", "账户可支付的个人负担部分", one_of(PayablePart))
    scenes_enabled = Param("scene.enabled", "可使用共济的场景", set_of(one_of(Scene)))
    scene_inpatient = Param("scene.inpatient", "住院是否可使用共济", switch)
    status_to_bind = Param(
        "authorizer.status_to_bind", "共济人可绑定的参保状态", set_of(one_of(InsuredStatus))
    )
    status_to_pay = Param(
        "authorizer.status_to_pay", "共济人账户可支付的参保状态", set_of(one_of(InsuredStatus))
    )
    credential_accepted = Param(
        "credential.accepted", "可用的就医凭证", set_of(parsers.word_of("01", "02", "03", "04"))
    )

    treatment_pairs = Param(
        "xprov.treatment_pairs", "已互相开通跨省共济的省份", parsers.province_pairs
    )
    wallet = Param("xprov.wallet", "是否开通医保钱包", switch)

    chronic_pool_cap = Param(
        "chronic.pool_cap", "慢特病门诊统筹限额（元）", optional(parsers.amount)
    )
    chronic_extension = Param("chronic.online_extension", "慢特病待遇线上延期", parsers.extension)

    refund_apply_until = Param(
        "premium.refund.apply_until", "参保年度内申请退费的截止日", parsers.month_day
    )
    credit_active_rate = Param("credit.310.active_rate", "在职个人账户划入比例", parsers.rate)
    credit_retired_month = Param(
        "credit.310.retired_month", "退休个人账户每月划入（元）", parsers.amount
    )
    balance_interest = Param("balance.interest", "个人账户计息利率", optional(parsers.rate))


# -- keys with arguments; an argument outside the list is a bug of the caller


def _known(argument: str, among: dict[str, str]) -> str:
    assert argument in among, f"{argument!r} is none of {sorted(among)}"
    return argument


def tier_key(insurance: str, level: int) -> str:
    """Ordinary outpatient at an institution of this level; insurance is "310" or "390"."""
    return f"pool.{_known(insurance, INSURANCES)}.out.L{level}"


def deductible_cap_key(insurance: str) -> str:
    return f"pool.{_known(insurance, INSURANCES)}.ded_year_cap"


def deductible_mode_key(insurance: str) -> str:
    return f"pool.{_known(insurance, INSURANCES)}.deductible_mode"


def pool_cap_key(insurance: str, category: str) -> str:
    """The year's pool cap; residents have one for all, whatever the category."""
    if _known(insurance, INSURANCES) == "390":
        return "pool.390.year_cap"
    return f"pool.310.year_cap.{_known(category, CATEGORIES)}"


def chronic_keys(insurance: str, category: str) -> tuple[str, str]:
    """The key of this category and the plain one that holds for both; see `Rules.chronic_key`."""
    plain = f"chronic.{_known(insurance, INSURANCES)}.self_rate"
    return f"{plain}.{_known(category, CATEGORIES)}", plain


def premium_key(year: int) -> str:
    """The resident premium of an insured year."""
    return f"premium.390.{year}"


def subsidy_key(kind: str) -> str:
    """kind is "full" or "half"."""
    return f"premium.subsidy.{_known(kind, SUBSIDIES)}"


# -- the list


def _with_arguments() -> Iterator[Param[Any]]:
    for insurance, name in INSURANCES.items():
        for level, where in LEVELS.items():
            title = f"{name}普通门诊起付线（元）和统筹支付比例（{where}机构）"
            yield Param(tier_key(insurance, level), title, optional(parsers.tier))
        title = f"{name}普通门诊年度起付线累计上限（元）"
        yield Param(deductible_cap_key(insurance), title, optional(parsers.amount))
        title = f"{name}普通门诊起付线累计方式"
        yield Param(deductible_mode_key(insurance), title, one_of(DeductibleMode))
        yield Param(f"chronic.{insurance}.self_rate", f"{name}慢特病个人负担比例", parsers.rate)
        for category, who in CATEGORIES.items():
            title = f"{name}慢特病个人负担比例（{who}）"
            yield Param(chronic_keys(insurance, category)[0], title, parsers.rate)
    for category, who in CATEGORIES.items():
        title = f"职工医保普通门诊年度统筹限额（元，{who}）"
        yield Param(pool_cap_key("310", category), title, parsers.amount)
    title = "居民医保普通门诊年度统筹限额（元）"
    yield Param(pool_cap_key("390", "active"), title, parsers.amount)
    for kind, share in SUBSIDIES.items():
        yield Param(subsidy_key(kind), f"居民医保参保{share}资助的对象", parsers.subsidy)


PARAMS: dict[str, Param[Any]] = {
    param.key: param
    for param in (
        *(found for found in vars(Questions).values() if isinstance(found, Param)),
        *_with_arguments(),
    )
}
PREMIUM = re.compile(r"premium\.390\.(-?[0-9]+)")


def param_of(key: str) -> Param[Any] | None:
    """The parameter of this key; None where there is no such parameter."""
    if year := PREMIUM.fullmatch(key):
        return Param(key, f"{year[1]} 年度居民医保个人缴费（元）", parsers.premium)
    return PARAMS.get(key)
