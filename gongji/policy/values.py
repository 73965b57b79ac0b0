"""The types of parameter values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from gongji.kernel.money import ZERO, Money
from gongji.vocabulary import TwoDiseases


class RelationScope(StrEnum):
    """Which relatives may be bound (REL-01, REL-02)."""

    CORE3 = "CORE3"
    NEAR8 = "NEAR8"


class GeoScope(StrEnum):
    """Where the relative must be insured, seen from the authorizer's area (XREG-01, XREG-02)."""

    SAME_CITY = "SAME_CITY"
    SAME_PROVINCE = "SAME_PROVINCE"


class PayOrder(StrEnum):
    """In which order the accounts pay (PAY-02)."""

    OWN_THEN_MUTUAL = "OWN_THEN_MUTUAL"
    MUTUAL_THEN_OWN = "MUTUAL_THEN_OWN"
    MUTUAL_ONLY = "MUTUAL_ONLY"


class OptIn(StrEnum):
    """Whether the family account must be asked for each time (PAY-04)."""

    PER_SETTLEMENT = "PER_SETTLEMENT"
    AUTO = "AUTO"


class PayablePart(StrEnum):
    """What part of the personal share an account may pay (PAY-07).

    IN_CATALOGUE: what the catalogue covers, its first self-pay included; neither what it leaves to
    the patient in full (丙) nor what is above a price cap. IN_SCOPE_ONLY: nor the first self-pay.
    """

    ALL_PERSONAL = "ALL_PERSONAL"
    IN_CATALOGUE = "IN_CATALOGUE"
    IN_SCOPE_ONLY = "IN_SCOPE_ONLY"


class DeductibleMode(StrEnum):
    """How a deductible (起付线) meets the caps of a year (POOL-04).

    PER_VISIT_CAPPED: once for each visit, however many batches it has, until the year's caps.
    ANNUAL_LEVEL: once for each year, up to the highest level that was visited.
    """

    PER_VISIT_CAPPED = "PER_VISIT_CAPPED"
    ANNUAL_LEVEL = "ANNUAL_LEVEL"


@dataclass(frozen=True, slots=True)
class SmsRule:
    """Codes by SMS: digits, life, wrong guesses that lock one, pause between two (BIND-03)."""

    length: int
    ttl_s: int
    max_tries: int
    resend_s: int


@dataclass(frozen=True, slots=True)
class Tier:
    """One level of institution: the deductible and the pool's share above it (POOL-01 to -03).

    `deductible_year_cap` is the most that deductibles at this level take in one year; None leaves
    that to the cap over all levels.
    """

    deductible: Money
    rate: Decimal
    deductible_year_cap: Money | None = None


@dataclass(frozen=True, slots=True)
class TwoDiseasesRule:
    """The drugs of hypertension and diabetes (门诊两病, POOL-09): the pool's share, and the most
    that it pays in one year to who is registered for one of them or for both.
    """

    hypertension: Money
    diabetes: Money
    both: Money
    rate: Decimal

    def year_cap(self, registered: Collection[TwoDiseases]) -> Money:
        """Of at least one disease."""
        if len(registered) > 1:
            return self.both
        is_diabetes = TwoDiseases.DIABETES in registered
        return self.diabetes if is_diabetes else self.hypertension


@dataclass(frozen=True, slots=True)
class DiseaseLimit:
    """A chronic disease and the most that the pool pays for it in one month."""

    name: str
    month: Money


@dataclass(frozen=True, slots=True)
class ChronicLimits:
    """What the pool pays at most for chronic diseases, by code (CHR-07).

    `second` is what a second disease adds to a month. A disease that is not listed has no limit.
    """

    diseases: Mapping[str, DiseaseLimit]
    second: Money

    def month(self, codes: Collection[str]) -> Money:
        """The limit of a month in which these diseases are held: the highest one, and more for a
        second; zero where none of them is listed.
        """
        listed = [self.diseases[code].month for code in codes if code in self.diseases]
        return max(listed, default=ZERO) + (self.second if len(listed) > 1 else ZERO)


@dataclass(frozen=True, slots=True)
class ExtensionRule:
    """Online extension of a chronic qualification (待遇延期), CHR-04 and CHR-05.

    `first_day` to `last_day` of each of `months`, for `years`, open since `from_on`;
    `count` diseases may be extended online.
    """

    from_on: date
    count: int
    first_day: int
    last_day: int
    months: frozenset[int]
    years: int


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of every year."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        return date(year, self.month, self.day)


PREMIUM_TIER_MAX = 20
"""Characters of the name of a price tier."""


@dataclass(frozen=True, slots=True)
class PremiumPrice:
    """What a resident pays for a year without support. `tier` names the price tier (缴费档次); None
    where the year has one price for all.
    """

    tier: str | None
    full: Money


@dataclass(frozen=True, slots=True)
class PremiumRule:
    """The resident premium of one insured year; both window days are inside (PREM-02).

    `prices` has one price without a tier, or several tiers in their order, from which the payer
    chooses (C-36). `late` and `late_wait_months` are what paying after the window costs, None where
    unknown.
    """

    prices: tuple[PremiumPrice, ...]
    government: Money
    opens_on: date
    closes_on: date
    late: Money | None
    late_wait_months: int | None


@dataclass(frozen=True, slots=True)
class SubsidyRule:
    """The people who get help with the premium, and the share that they still pay (PREM-05).

    `tiers` has the price tiers for which the share is another one.
    """

    names: tuple[str, ...]
    own_share: Decimal
    tiers: Mapping[str, Decimal] = field(default_factory=lambda: MappingProxyType({}))

    def left(self, price: PremiumPrice) -> Money:
        """What is still to be paid of a price, half-up to the fen."""
        share = self.own_share if price.tier is None else self.tiers.get(price.tier, self.own_share)
        return price.full.share(share)
