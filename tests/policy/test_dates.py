"""What changed on a day, per prefecture, insurance and category, on the day before and on it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongji.policy.loader import load_packs
from gongji.policy.problems import PolicyNotConfigured
from gongji.policy.rules import Rules
from gongji.policy.values import GeoScope, RelationScope
from gongji.vocabulary import Category, InsuranceKind
from tests.independent.figures import AREAS

BOOK = load_packs()
DAY = timedelta(days=1)
EMPLOYEE, RESIDENT = InsuranceKind.EMPLOYEE, InsuranceKind.RESIDENT
ACTIVE, RETIRED = Category.ACTIVE, Category.RETIRED
HENGYANG, XIANGTAN = "430400", "430300"

EVERY_AREA = pytest.mark.parametrize("area", AREAS)


def rate(area: str, on: date, insurance: InsuranceKind, category: Category) -> str | None:
    """The patient's share in chronic care; None where no row says it."""
    try:
        return f"{BOOK.rules(area, on).chronic_self_rate(insurance, category):.2f}"
    except PolicyNotConfigured:
        return None


def basis(area: str, on: date, insurance: InsuranceKind, category: Category) -> list[str]:
    rules = BOOK.rules(area, on)
    return [cited.source for cited in rules.basis(rules.chronic_param(insurance, category))]


@EVERY_AREA
@pytest.mark.parametrize(("category", "share"), [(ACTIVE, "0.20"), (RETIRED, "0.15")])
def test_employees_share_in_chronic_care_begins_in_2023(
    area: str, category: Category, share: str
) -> None:
    first = date(2023, 1, 1)
    before, on = (rate(area, day, EMPLOYEE, category) for day in (first - DAY, first))
    assert (before, on) == (("0.20", "0.20") if area == HENGYANG else (None, share))
    source = "seedH" if area == HENGYANG else "N03"
    assert basis(area, first, EMPLOYEE, category) == [source]


@EVERY_AREA
@pytest.mark.parametrize(("category", "share"), [(ACTIVE, "0.20"), (RETIRED, "0.15")])
def test_hengyang_alone_halves_it_on_9_march_2025(
    area: str, category: Category, share: str
) -> None:
    first = date(2025, 3, 9)
    before, on = (rate(area, day, EMPLOYEE, category) for day in (first - DAY, first))
    assert (before, on) == (("0.20", "0.10") if area == HENGYANG else (share, share))


@EVERY_AREA
def test_residents_share_has_a_document_since_september_2023(area: str) -> None:
    first = date(2023, 9, 1)
    for category in (ACTIVE, RETIRED):
        for day, source in ((first - DAY, "F33"), (first, "N04")):
            assert rate(area, day, RESIDENT, category) == "0.30"
            assert basis(area, day, RESIDENT, category) == [source]


@EVERY_AREA
def test_near_relatives_of_the_whole_province_since_9_january_2026(area: str) -> None:
    first = date(2026, 1, 9)
    before, on = BOOK.rules(area, first - DAY), BOOK.rules(area, first)
    narrow = area in (HENGYANG, XIANGTAN)
    assert before.relation_scope is (RelationScope.CORE3 if narrow else RelationScope.NEAR8)
    city = area == XIANGTAN
    assert before.bind_geo_scope is (GeoScope.SAME_CITY if city else GeoScope.SAME_PROVINCE)
    assert (on.relation_scope, on.bind_geo_scope) == (RelationScope.NEAR8, GeoScope.SAME_PROVINCE)
    if narrow:
        cited = on.basis(Rules.relation_scope, Rules.bind_geo_scope)
        assert [one.source for one in cited] == ["N07", "N08", "N07", "N08"]


@EVERY_AREA
def test_no_wallet_and_no_premium_of_long_term_care_anywhere(area: str) -> None:
    for day, source in ((date(2026, 1, 8), "design"), (date(2026, 1, 9), "N08")):
        rules = BOOK.rules(area, day)
        assert rules.entry("xprov.wallet").shown is False
        assert [cited.source for cited in rules.basis("xprov.wallet")] == [source]
        assert "LTC_PREMIUM" not in rules.scenes_enabled


@EVERY_AREA
def test_the_premium_of_2025_tells_what_late_payment_costs(area: str) -> None:
    premium = BOOK.rules(area, date(2024, 9, 1)).resident_premium(2025)
    assert (premium.late, premium.late_wait_months) == (
        premium.prices[0].full + premium.government,
        3,
    )
    assert premium.late is not None
    assert premium.late.fen == 1070_00
    with pytest.raises(PolicyNotConfigured):
        BOOK.rules(area, date(2024, 8, 31)).resident_premium(2025)


CITED = {
    "pool.390.out.L1": [("N05", "press")],
    "pool.310.year_cap.active": [("F22", "press")],
    "pool.310.year_cap.retired": [("F22", "press"), ("F23", "press")],
    "pool.390.year_cap": [("F21", "press")],
    "chronic.online_extension": [("seedH", "seed"), ("N13", "press")],
    "premium.390.2026": [("N09", "official")],
    "bind.consent_age": [("design", "design"), ("F53", "press"), ("F54", "press")],
}
"""No page that speaks of something else, and a choice of ours is called one."""


@pytest.mark.parametrize("key", CITED)
def test_what_a_row_cites_says_what_the_row_says(key: str) -> None:
    rules = BOOK.rules("430100", date(2026, 11, 30))
    assert [(one.source, one.kind.value) for one in rules.basis(key)] == CITED[key]
