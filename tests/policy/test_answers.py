"""Every question about Hunan has its typed answer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gongji.kernel.money import ZERO, Money
from gongji.policy.loader import load_packs
from gongji.policy.rules import PolicyBook, Rules
from gongji.policy.values import (
    DeductibleMode,
    ExtensionRule,
    MonthDay,
    OptIn,
    PayablePart,
    PayOrder,
    PremiumPrice,
    PremiumRule,
    SmsRule,
    Tier,
)
from gongji.vocabulary import Category, InsuranceKind, InsuranceStatus, Scene, Subsidy

JUNE = date(2025, 6, 10)


@pytest.fixture(scope="module")
def book() -> PolicyBook:
    return load_packs()


@pytest.fixture
def hunan(book: PolicyBook) -> Rules:
    return book.rules("430000", JUNE)


def test_binding_is_asked_by_name(hunan: Rules) -> None:
    assert hunan.bind_max_concurrent == 10
    assert hunan.bind_max_distinct_lifetime == 20
    assert hunan.bind_max_authorizers == 1
    assert hunan.bind_min_balance == ZERO
    assert hunan.bind_future_start is True
    assert hunan.bind_sms == SmsRule(length=6, ttl_s=300, max_tries=3, resend_s=60)
    assert hunan.bind_consent_age == 16
    assert hunan.bind_max_months is None


def test_settling_is_asked_by_name(hunan: Rules) -> None:
    assert hunan.pay_order is PayOrder.OWN_THEN_MUTUAL
    assert hunan.opt_in is OptIn.PER_SETTLEMENT
    assert hunan.payable_part is PayablePart.ALL_PERSONAL
    assert hunan.scenes_enabled == set(Scene) - {Scene.INPATIENT, Scene.LTC_PREMIUM}
    assert hunan.status_to_bind == hunan.status_to_pay == {InsuranceStatus.NORMAL}
    assert hunan.credential_accepted == {"01", "02", "03", "04"}
    assert hunan.treatment_pairs == frozenset()


def test_accounts_and_premiums_are_asked_by_name(hunan: Rules) -> None:
    assert hunan.credit_active_rate == Decimal("0.02")
    assert hunan.credit_retired_month == Money(7500)
    assert hunan.refund_apply_until == MonthDay(6, 30)
    assert hunan.refund_apply_until.in_year(2026) == date(2026, 6, 30)
    helped = hunan.subsidies(2025)
    assert helped[Subsidy.FULL].own_share == 0
    assert helped[Subsidy.HALF].own_share == Decimal("0.5")
    assert "低保对象" in helped[Subsidy.HALF].names
    assert Subsidy.NEWBORN not in helped


def test_an_employee_has_a_tier_at_each_level(hunan: Rules) -> None:
    assert hunan.outpatient_tier(InsuranceKind.EMPLOYEE, 1) == Tier(ZERO, Decimal("0.70"))
    sixty = Decimal("0.60")
    second, third = (hunan.outpatient_tier(InsuranceKind.EMPLOYEE, level) for level in (2, 3))
    assert second == Tier(Money(5_000), sixty, deductible_year_cap=Money(20_000))
    assert third == Tier(Money(10_000), sixty, deductible_year_cap=Money(30_000))


def test_a_resident_has_a_pool_at_the_lowest_level_only(hunan: Rules) -> None:
    assert hunan.outpatient_tier(InsuranceKind.RESIDENT, 1) == Tier(ZERO, Decimal("0.70"))
    assert hunan.outpatient_tier(InsuranceKind.RESIDENT, 2) is None
    assert hunan.outpatient_tier(InsuranceKind.RESIDENT, 3) is None


def test_deductibles_and_caps_of_a_year(hunan: Rules) -> None:
    assert hunan.deductible_year_cap(InsuranceKind.EMPLOYEE) == Money(30000)
    assert hunan.deductible_year_cap(InsuranceKind.RESIDENT) is None
    assert hunan.deductible_mode(InsuranceKind.EMPLOYEE) is DeductibleMode.PER_VISIT_CAPPED
    assert hunan.deductible_mode(InsuranceKind.RESIDENT) is DeductibleMode.PER_VISIT_CAPPED
    assert hunan.pool_year_cap(InsuranceKind.EMPLOYEE, Category.ACTIVE) == Money(150000)
    assert hunan.pool_year_cap(InsuranceKind.EMPLOYEE, Category.RETIRED) == Money(200000)


@pytest.mark.parametrize(
    ("areas", "cap_yuan"),
    [
        ("430100", 560),
        ("430200 430400 430500 430900 431000 431200 431300", 420),
        ("430300 430600 431100", 400),
        ("430700 430800 433100", 350),
    ],
)
def test_the_resident_cap_of_each_prefecture(book: PolicyBook, areas: str, cap_yuan: int) -> None:
    for area in areas.split():
        for category in (Category.ACTIVE, Category.RETIRED):
            cap = book.rules(area, JUNE).pool_year_cap(InsuranceKind.RESIDENT, category)
            assert cap == Money.yuan(cap_yuan)


@pytest.mark.parametrize(
    ("area", "on", "who", "rate", "key"),
    [
        ("430400", "2025-03-08", "310 active", "0.20", "chronic.310.self_rate"),
        ("430400", "2025-03-09", "310 active", "0.10", "chronic.310.self_rate"),
        ("430405", "2025-03-08", "310 retired", "0.20", "chronic.310.self_rate"),
        ("430405", "2025-03-09", "310 retired", "0.10", "chronic.310.self_rate"),
        ("430400", "2025-03-09", "390 active", "0.30", "chronic.390.self_rate"),
        ("430100", "2025-03-09", "310 active", "0.20", "chronic.310.self_rate.active"),
        ("430100", "2025-03-09", "310 retired", "0.15", "chronic.310.self_rate.retired"),
        ("430100", "2025-03-09", "390 retired", "0.30", "chronic.390.self_rate"),
    ],
)
def test_the_chronic_share_and_the_key_that_decides_it(
    area: str, on: str, who: str, rate: str, key: str
) -> None:
    code, word = who.split()
    kinds = {"310": InsuranceKind.EMPLOYEE, "390": InsuranceKind.RESIDENT}
    insurance, category = kinds[code], Category(word)
    rules = load_packs().rules(area, date.fromisoformat(on))
    assert rules.chronic_self_rate(insurance, category) == Decimal(rate)
    assert rules.chronic_param(insurance, category).key == key


def test_the_list_leaves_out_what_a_narrower_row_replaces(book: PolicyBook) -> None:
    keys = [found.key for found in book.rules("430400", JUNE).listing()]
    assert [key for key in keys if key.startswith("chronic.310")] == ["chronic.310.self_rate"]


def test_chronic_care_is_extended_online(hunan: Rules) -> None:
    assert hunan.chronic_extension == ExtensionRule(
        from_on=date(2024, 3, 1),
        count=31,
        first_day=10,
        last_day=29,
        months=frozenset({3, 6, 9, 12}),
        years=1,
    )


def test_the_premium_of_a_year(book: PolicyBook) -> None:
    november = book.rules("430200", date(2025, 11, 5))
    assert november.resident_premium(2025) == PremiumRule(
        prices=(PremiumPrice(None, Money(40000)),),
        government=Money(67000),
        opens_on=date(2024, 9, 1),
        closes_on=date(2024, 12, 31),
        late=Money(107000),
        late_wait_months=3,
    )
    assert november.resident_premium(2026) == PremiumRule(
        prices=(PremiumPrice(None, Money(40000)),),
        government=Money(70000),
        opens_on=date(2025, 9, 1),
        closes_on=date(2026, 1, 31),
        late=Money(110000),
        late_wait_months=3,
    )
