"""When a premium may be paid, how much of it, and when it is given back: pure decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gongji.kernel.clock import Window
from gongji.kernel.money import Money
from gongji.kernel.problems import Problem
from gongji.kernel.wording import say
from gongji.policy.entries import Citation
from gongji.premium.models import ProductKind, RefundReason
from gongji.premium.problems import (
    BenefitStarted,
    ReasonNotShown,
    RefundAfterClearing,
    RefundLate,
    WindowClosed,
)
from gongji.vocabulary import Scene, Subsidy

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
    """What a subsidised person still pays of the full premium, and who says so (PREM-05)."""

    own_share: Decimal
    basis: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A product of one insured year at one place; `window` is when it is paid or sold (PREM-02,
    INS-02).
    """

    product: str
    kind: ProductKind
    year: int
    name: str
    full: Money
    window: Window
    late: Money | None
    helps: Mapping[Subsidy, Help]
    basis: tuple[Citation, ...]

    def granted(self, subsidy: Subsidy) -> Subsidy:
        """The subsidy as far as this product knows it; commercial insurance knows none."""
        return subsidy if subsidy in self.helps else Subsidy.NONE

    def due(self, subsidy: Subsidy) -> Money:
        """After the subsidy, half-up to the fen (PREM-05)."""
        return self.full.share(self._help(subsidy).own_share)

    def cited(self, subsidy: Subsidy) -> tuple[Citation, ...]:
        return (*self.basis, *self._help(subsidy).basis)

    def _help(self, subsidy: Subsidy) -> Help:
        return self.helps.get(subsidy, Help(Decimal(1)))


def window_refusal(offer: Offer, today: date) -> WindowClosed | None:
    """WINDOW_CLOSED before the first and after the last day of the window (PREM-02, INS-02)."""
    if offer.window.covers(today):
        return None
    return WindowClosed(
        year=offer.year,
        name=offer.name,
        opens_on=offer.window.opens_on,
        closes_on=offer.window.closes_on,
        today=today,
        instead=_instead(offer),
        basis=offer.basis,
    )


def _instead(offer: Offer) -> str:
    if offer.kind is ProductKind.INCLUSIVE:
        return "不能购买"
    late = f"，逾期缴费的标准为 {_standard(offer.late)} 元" if offer.late else ""
    return f"期外不能使用个人账户代缴，须到税务渠道（湘税社保）办理{late}"


def _standard(amount: Money) -> str:
    """As notices of the premium print it: 1100 rather than ¥1,100.00."""
    return str(amount).removesuffix(".00")


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


def refund_refusal(facts: RefundFacts, reason: RefundReason, today: date) -> Problem | None:
    """The first that fails of BENEFIT_STARTED, REFUND_REASON, REFUND_LATE, REFUND_AFTER_CLEARING
    (PREM-06 to PREM-09, INS-02).
    """
    starts_on = date(facts.year, 1, 1)
    is_resident = facts.kind is ProductKind.RESIDENT
    if is_resident and reason is RefundReason.CANCELLED and today >= starts_on:
        return BenefitStarted(year=facts.year, starts_on=starts_on)
    if not _holds(facts, reason):
        return ReasonNotShown(why=_why_not(facts, reason, starts_on))
    if today > facts.until:
        return RefundLate(year=facts.year, name=facts.name, until=facts.until, today=today)
    if is_resident and facts.cleared_on is not None:
        return RefundAfterClearing(year=facts.year, started_on=facts.cleared_on)
    return None


def _holds(facts: RefundFacts, reason: RefundReason) -> bool:
    """Commercial insurance may be cancelled, and is not refunded for what the registry shows."""
    if facts.kind is ProductKind.RESIDENT:
        return reason in facts.shown
    is_shown = reason is RefundReason.DUPLICATE and reason in facts.shown
    return is_shown or reason is RefundReason.CANCELLED


def _why_not(facts: RefundFacts, reason: RefundReason, starts_on: date) -> str:
    if facts.kind is ProductKind.INCLUSIVE and reason is not RefundReason.DUPLICATE:
        return NOT_INCLUSIVE
    return say(WHY_NOT[reason], starts_on=starts_on)
