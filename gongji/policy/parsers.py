"""Parses the plain value of a row into a typed value; ValueError says what is wrong with it."""

from __future__ import annotations

import re
import reprlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from gongji.area_names import PROVINCES
from gongji.kernel.money import Money
from gongji.kernel.strict import read_day
from gongji.policy.values import (
    PREMIUM_TIER_MAX,
    ChronicLimits,
    DiseaseLimit,
    ExtensionRule,
    MonthDay,
    PremiumPrice,
    PremiumRule,
    SmsRule,
    SubsidyRule,
    Tier,
    TwoDiseasesRule,
)
from gongji.vocabulary import Area

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

AMOUNT = re.compile(r"[0-9]{1,8}(\.[0-9]{1,2})?")
RATE = re.compile(r"0(\.[0-9]{1,6})?|1(\.0{1,6})?")
MONTH_DAY = re.compile(r"[0-9]{2}-[0-9]{2}")
LEAP_FREE_YEAR = 2001


class WrongValue(ValueError):
    """A value that does not fit its parameter."""

    def __init__(self, wanted: str, raw: object) -> None:
        super().__init__(f"expected {wanted}, found {reprlib.repr(raw)}")


# -- single figures


def switch(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise WrongValue("true or false", raw)
    return raw


def whole(least: int, most: int) -> Callable[[object], int]:
    """A whole number between the two, both inside."""

    def read(raw: object) -> int:
        if isinstance(raw, bool) or not isinstance(raw, int) or not least <= raw <= most:
            raise WrongValue(f"a whole number from {least} to {most}", raw)
        return raw

    return read


def amount(raw: object) -> Money:
    """Yuan, not negative, at most two decimals."""
    if isinstance(raw, bool) or not AMOUNT.fullmatch(str(raw)):
        raise WrongValue("an amount in yuan", raw)
    return Money.yuan(str(raw))


def rate(raw: object) -> Decimal:
    """A share from 0 to 1."""
    if isinstance(raw, bool) or not RATE.fullmatch(str(raw)):
        raise WrongValue("a share from 0 to 1", raw)
    return Decimal(str(raw))


def text(raw: object) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise WrongValue("words", raw)
    return raw


def day(raw: object) -> date:
    """A civil date, written YYYY-MM-DD."""
    if type(raw) is date:
        return raw
    if not isinstance(raw, str):
        raise WrongValue("a date YYYY-MM-DD", raw)
    try:
        return read_day(raw)
    except ValueError as problem:
        raise WrongValue("a date YYYY-MM-DD", raw) from problem


def month_day(raw: object) -> MonthDay:
    """A day of every year, written MM-DD; 29 February is none."""
    if not isinstance(raw, str) or not MONTH_DAY.fullmatch(raw):
        raise WrongValue("a day of the year MM-DD", raw)
    found = read_day(f"{LEAP_FREE_YEAR}-{raw}")
    return MonthDay(found.month, found.day)


# -- choices and collections


def one_of(kind: type[E]) -> Callable[[object], E]:
    """One word of an enumeration."""

    def read(raw: object) -> E:
        for member in kind:
            if raw == member.value:
                return member
        raise WrongValue(f"one of {', '.join(kind)}", raw)

    return read


def word_of(*words: str) -> Callable[[object], str]:
    """One of a few fixed words."""

    def read(raw: object) -> str:
        if not isinstance(raw, str) or raw not in words:
            raise WrongValue(f"one of {', '.join(words)}", raw)
        return raw

    return read


def named(among: Mapping[str, T]) -> Callable[[object], T]:
    """One of a few fixed words, read as the value that it stands for."""

    def read(raw: object) -> T:
        if not isinstance(raw, str) or raw not in among:
            raise WrongValue(f"one of {', '.join(among)}", raw)
        return among[raw]

    return read


def only(value: str | bool) -> Callable[[object], None]:
    """The one value that the code follows; `none` may be written as null."""

    def read(raw: object) -> None:
        accepted = (value, None) if value == "none" else (value,)
        if not any(type(raw) is type(one) and raw == one for one in accepted):
            raise WrongValue(f"{value!r}, the only value that is implemented", raw)

    return read


def optional(read: Callable[[object], T]) -> Callable[[object], T | None]:
    """`none` says that there is no such limit, which differs from an unknown limit."""
    return lambda raw: None if raw is None or raw == "none" else read(raw)


def items(raw: object) -> Sequence[object]:
    if not isinstance(raw, list):
        raise WrongValue("a list", raw)
    return raw


def set_of(read: Callable[[object], T]) -> Callable[[object], frozenset[T]]:
    """A list without repeats, at least one; words may also stand joined by commas."""

    def read_set(raw: object) -> frozenset[T]:
        listed = raw.split(",") if isinstance(raw, str) else items(raw)
        found = frozenset(map(read, listed))
        if not found or len(found) != len(listed):
            raise WrongValue("a list without repeats", raw)
        return found

    return read_set


def _province(raw: object) -> str:
    if not isinstance(raw, str) or raw not in PROVINCES:
        raise WrongValue("a two-digit province code", raw)
    return raw


def province_pairs(raw: object) -> frozenset[frozenset[str]]:
    """Pairs of provinces open to each other, e.g. `[["43", "44"]]`; may be empty."""
    found = set()
    for listed in items(raw):
        here, there = pair(_province, listed)
        if here == there:
            raise WrongValue("two provinces", listed)
        found.add(frozenset((here, there)))
    return frozenset(found)


def wallet_pairs(raw: object) -> frozenset[frozenset[str]]:
    """`false`, or the pairs of pooling areas open to each other: `[["430100", "440100"]]`."""
    if raw is False:
        return frozenset()
    found = set()
    for listed in items(raw):
        here, there = pair(prefecture, listed)
        if here == there:
            raise WrongValue("two pooling areas", listed)
        found.add(frozenset((here, there)))
    return frozenset(found)


def prefecture(raw: object) -> str:
    """The six digits of a pooling area that is a prefecture."""
    if not isinstance(raw, str) or not Area(raw).is_valid or Area(raw).city != raw:
        raise WrongValue("the six digits of a prefecture", raw)
    return raw


# -- records


def record(raw: object, needed: str, more: str = "") -> Mapping[str, object]:
    """A mapping with exactly the needed fields and perhaps some of the others."""
    if not isinstance(raw, dict):
        raise WrongValue(f"the fields {needed}", raw)
    for name in needed.split():
        if name not in raw:
            raise ValueError(f"field {name} is missing")
    for name in raw:
        if name not in f"{needed} {more}".split():
            raise ValueError(f"unknown field {name!r}")
    return raw


def pair(read: Callable[[object], T], raw: object) -> tuple[T, T]:
    """Exactly two values, in their order."""
    match items(raw):
        case [first, second]:
            return read(first), read(second)
    raise WrongValue("two values", raw)


def tier(raw: object) -> Tier:
    """`ded` is the deductible of a visit, `ded_year` the most of them in one year at this level."""
    fields = record(raw, "ded rate", "ded_year")
    return Tier(
        deductible=amount(fields["ded"]),
        rate=rate(fields["rate"]),
        deductible_year_cap=optional(amount)(fields.get("ded_year")),
    )


def two_diseases(raw: object) -> TwoDiseasesRule:
    fields = record(raw, "hypertension diabetes both rate")
    return TwoDiseasesRule(
        hypertension=amount(fields["hypertension"]),
        diabetes=amount(fields["diabetes"]),
        both=amount(fields["both"]),
        rate=rate(fields["rate"]),
    )


def chronic_limits(raw: object) -> ChronicLimits:
    """`diseases` maps a code to the disease's name and its limit of a month."""
    fields = record(raw, "diseases second")
    if not isinstance(fields["diseases"], dict) or not fields["diseases"]:
        raise WrongValue("diseases by their codes", fields["diseases"])
    rows = {text(code): record(row, "name month") for code, row in fields["diseases"].items()}
    return ChronicLimits(
        diseases=MappingProxyType(
            {
                code: DiseaseLimit(text(row["name"]), amount(row["month"]))
                for code, row in rows.items()
            }
        ),
        second=amount(fields["second"]),
    )


def sms(raw: object) -> SmsRule:
    fields = record(raw, "len ttl_s max_tries resend_s")
    return SmsRule(
        length=whole(4, 8)(fields["len"]),
        ttl_s=whole(1, 86400)(fields["ttl_s"]),
        max_tries=whole(1, 100)(fields["max_tries"]),
        resend_s=whole(0, 86400)(fields["resend_s"]),
    )


def extension(raw: object) -> ExtensionRule:
    fields = record(raw, "from count days months years")
    first_day, last_day = pair(whole(1, 31), fields["days"])
    if first_day > last_day:
        raise ValueError(f"the days end before they begin: {fields['days']!r}")
    return ExtensionRule(
        from_on=day(fields["from"]),
        count=whole(1, 999)(fields["count"]),
        first_day=first_day,
        last_day=last_day,
        months=set_of(whole(1, 12))(fields["months"]),
        years=whole(1, 99)(fields["years"]),
    )


def premium_tier(raw: object) -> str:
    name = text(raw)
    if name != name.strip() or len(name) > PREMIUM_TIER_MAX:
        raise ValueError(f"档次名称应在 {PREMIUM_TIER_MAX} 个字以内，前后没有空格：{name!r}")
    return name


def premium_prices(fields: Mapping[str, object]) -> tuple[PremiumPrice, ...]:
    """`full` is the one price of a year; `tiers` are its price tiers, each with name and price."""
    if ("full" in fields) is ("tiers" in fields):
        raise ValueError("缴费标准应写一个 full，或者写 tiers 列出各档，二者只能写一种")
    if "full" in fields:
        return (PremiumPrice(None, amount(fields["full"])),)
    rows = [record(row, "name full") for row in items(fields["tiers"])]
    found = tuple(PremiumPrice(premium_tier(row["name"]), amount(row["full"])) for row in rows)
    if len({price.tier for price in found}) != len(found):
        raise ValueError("同一个档次写了两次")
    if len(found) <= 1:
        raise ValueError("分档的至少有两档；只有一个标准的应写 full")
    return found


def premium(raw: object) -> PremiumRule:
    """Exactly one of `full` and `tiers` is written."""
    fields = record(raw, "gov window", "full tiers late late_wait_months")
    opens_on, closes_on = pair(day, fields["window"])
    if opens_on > closes_on:
        raise ValueError(f"the window closes before it opens: {opens_on} to {closes_on}")
    return PremiumRule(
        prices=premium_prices(fields),
        government=amount(fields["gov"]),
        opens_on=opens_on,
        closes_on=closes_on,
        late=optional(amount)(fields.get("late")),
        late_wait_months=optional(whole(0, 60))(fields.get("late_wait_months")),
    )


def subsidy(raw: object) -> SubsidyRule:
    """`rate` is the share of any price, `tiers` the shares of price tiers that have another one."""
    fields = record(raw, "names rate", "tiers")
    tiers = fields.get("tiers", {})
    if not isinstance(tiers, dict):
        raise WrongValue("shares by price tier", tiers)
    return SubsidyRule(
        names=tuple(map(text, items(fields["names"]))),
        own_share=rate(fields["rate"]),
        tiers=MappingProxyType({premium_tier(name): rate(one) for name, one in tiers.items()}),
    )
