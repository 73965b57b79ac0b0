"""When a premium may be paid, how much of it, and when it is given back: pure decisions.

Every refusal is returned, not raised.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gongji.auth.problems import ChangedRecently
from gongji.kernel.clock import Window
from gongji.kernel.money import Money
from gongji.kernel.problems import Problem
from gongji.kernel.wording import opening, say
from gongji.ledger.problems import AccountFrozen
from gongji.people.problems import AuthNoAccount, AuthNotEmployee, AuthStatus
from gongji.policy.entries import Citation
from gongji.policy.rules import Rules
from gongji.policy.values import PremiumPrice, SubsidyRule
from gongji.policy.wording import premium_tiers
from gongji.premium.models import ProductKind, RefundReason
from gongji.premium.problems import (
    BenefitStarted,
    NoTiers,
    ReasonNotShown,
    RefundAfterClearing,
    RefundLate,
    TierMissing,
    TierUnknown,
    WindowClosed,
)
from gongji.settlement.problems import SceneDisabled
from gongji.vocabulary import InsuranceStatus, Scene, Subsidy

SCENES = {
    ProductKind.RESIDENT: Scene.PREMIUM,
    ProductKind.INCLUSIVE: Scene.COMMERCIAL_INS,
}
WHY_NOT = {
    RefundReason.DUPLICATE: "没有查到该参保人本年度在其他渠道的缴费记录",
    RefundReason.JOINED_EMPLOYEE: "登记信息未显示该参保人在 {starts_on} 之前参加职工医保",
    RefundReason.DEATH: "登记信息未显示该参保人在 {starts_on} 之前死亡",
    RefundReason.CANCELLED: "居民医保缴费后，自愿停保不是可以退费的理由",
}
NOT_INCLUSIVE = "普惠型商业补充保险仅在销售期内退保或重复缴费时退费"


@dataclass(frozen=True, slots=True)
class Help:
    """What a subsidised person still pays of a premium, and its sources (PREM-05)."""

    rule: SubsidyRule
    basis: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A product of one insured year in one area; `window` is when it is paid or sold (PREM-02,
    INS-02). Of several `prices` the payer chooses one by its tier (C-36).
    """

    product: str
    kind: ProductKind
    year: int
    name: str
    prices: tuple[PremiumPrice, ...]
    window: Window
    late: Money | None
    helps: Mapping[Subsidy, Help]
    basis: tuple[Citation, ...]

    def granted(self, subsidy: Subsidy) -> Subsidy:
        """The subsidy as far as this product knows it; commercial insurance knows none."""
        return subsidy if subsidy in self.helps else Subsidy.NONE

    def chosen(self, tier: str | None) -> PremiumPrice | Problem:
        """The price of this tier, or the only one without any; TIER_MISSING, TIER_UNKNOWN or
        NO_TIERS.
        """
        for price in self.prices:
            if price.tier == tier:
                return price
        if self.prices[0].tier is None:
            full = self.prices[0].full
            return NoTiers(year=self.year, name=self.name, tier=tier, full=full)
        tiers = premium_tiers(self.prices)
        if tier is None:
            return TierMissing(year=self.year, name=self.name, tiers=tiers)
        return TierUnknown(year=self.year, name=self.name, tier=tier, tiers=tiers)

    def due(self, price: PremiumPrice, subsidy: Subsidy) -> Money:
        """After the subsidy, half-up to the fen (PREM-05)."""
        helped = self.helps.get(subsidy)
        return helped.rule.left(price) if helped else price.full

    def cited(self, subsidy: Subsidy) -> tuple[Citation, ...]:
        helped = self.helps.get(subsidy)
        return (*self.basis, *(helped.basis if helped else ()))


def window_refusal(offer: Offer, today: date) -> WindowClosed | None:
    """WINDOW_CLOSED before the first and after the last day of the window (PREM-02, INS-02)."""
    if offer.window.covers(today):
        return None
    instead = "不能购买"
    if offer.kind is ProductKind.RESIDENT:
        instead = "期外不能使用个人账户代缴，须到税务渠道（湘税社保）办理"
        if offer.late:
            # As notices of the premium print it: 1100 rather than ¥1,100.00.
            instead += f"，逾期缴费的标准为 {str(offer.late).removesuffix('.00')} 元"
    return WindowClosed(
        year=offer.year,
        name=offer.name,
        opens_on=offer.window.opens_on,
        closes_on=offer.window.closes_on,
        today=today,
        instead=instead,
        basis=offer.basis,
    )


# -- the payer


@dataclass(frozen=True, slots=True)
class PayerState:
    """`status` is that of the employee insurance in Hunan, if there is one. `closed_until` is set
    while a new phone closes payments.
    """

    status: InsuranceStatus | None
    has_account: bool
    frozen: bool
    closed_until: datetime | None


def payer_refusal(payer: PayerState, kind: ProductKind, rules: Rules) -> Problem | None:
    """AUTH_NOT_EMPLOYEE, AUTH_NO_ACCOUNT, AUTH_STATUS, SCENE_DISABLED, ACCOUNT_FROZEN,
    CHANGED_RECENTLY: the first that applies.
    """
    if payer.status is None:
        return AuthNotEmployee()
    if not payer.has_account:
        return AuthNoAccount()
    if payer.status not in rules.status_to_pay:
        return AuthStatus()
    if SCENES[kind] not in rules.scenes_enabled:
        return SceneDisabled()
    if payer.frozen:
        return AccountFrozen()
    if payer.closed_until is not None:
        return ChangedRecently(opens_at=opening(payer.closed_until))
    return None


# -- refunds


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """`shown` are the reasons that the registry or a second payment shows.

    `until` is the last day to apply; `cleared_on` the day on which the year's clearing started.
    """

    kind: ProductKind
    year: int
    name: str
    until: date
    shown: frozenset[RefundReason]
    cleared_on: date | None

    def proves(self, reason: RefundReason) -> bool:
        """Commercial insurance may be cancelled, and is not refunded by registry events."""
        if self.kind is ProductKind.RESIDENT:
            return reason in self.shown
        if reason is RefundReason.CANCELLED:
            return True
        return reason is RefundReason.DUPLICATE and reason in self.shown


def refund_refusal(facts: RefundFacts, reason: RefundReason, today: date) -> Problem | None:
    """BENEFIT_STARTED, REFUND_REASON, REFUND_LATE, REFUND_AFTER_CLEARING: the first that applies
    (PREM-06 to PREM-09, INS-02).
    """
    starts_on = date(facts.year, 1, 1)
    is_resident = facts.kind is ProductKind.RESIDENT
    if is_resident and reason is RefundReason.CANCELLED and today >= starts_on:
        return BenefitStarted(year=facts.year, starts_on=starts_on)
    if not facts.proves(reason):
        is_known = is_resident or reason is RefundReason.DUPLICATE
        why = say(WHY_NOT[reason], starts_on=starts_on) if is_known else NOT_INCLUSIVE
        return ReasonNotShown(why=why)
    if today > facts.until:
        return RefundLate(year=facts.year, name=facts.name, until=facts.until, today=today)
    if is_resident and facts.cleared_on is not None:
        return RefundAfterClearing(year=facts.year, started_on=facts.cleared_on)
    return None
