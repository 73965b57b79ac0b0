"""Rules are those of one place and one day, the most specific row first, and never a guess."""

from __future__ import annotations

from datetime import date

import pytest

from gongji.policy.loader import load_packs
from gongji.policy.parameters import OUTPATIENT_TIER
from gongji.policy.problems import PolicyNotConfigured
from gongji.policy.rules import PolicyBook, Rules
from gongji.policy.values import GeoScope, RelationScope
from gongji.vocabulary import Area, Category, InsuranceKind

JUNE = date(2025, 6, 10)


@pytest.fixture(scope="module")
def book() -> PolicyBook:
    return load_packs()


# -- where


@pytest.mark.parametrize(
    ("area", "chain"),
    [
        ("430103", ("430103", "430100", "430000", "100000")),
        ("430100", ("430100", "430000", "100000")),
        ("439900", ("439900", "430000", "100000")),
        ("433124", ("433124", "433100", "430000", "100000")),
        ("440100", ("440100", "440000", "100000")),
        ("100000", ("100000",)),
        ("43", ()),
        ("４３０１００", ()),
        ("", ()),
    ],
)
def test_an_area_asks_itself_then_prefecture_province_nation(
    area: str, chain: tuple[str, ...]
) -> None:
    assert Area(area).chain() == chain


def test_a_district_has_the_rules_of_its_prefecture(book: PolicyBook) -> None:
    assert book.rules("430405", JUNE).relation_scope is RelationScope.CORE3
    assert book.rules("430203", JUNE).relation_scope is RelationScope.NEAR8


def test_provincial_staff_have_the_rules_of_the_province(book: PolicyBook) -> None:
    assert book.rules("439900", JUNE).relation_scope is RelationScope.NEAR8


def test_xiangtan_binds_within_the_city_only(book: PolicyBook) -> None:
    assert book.rules("430300", JUNE).bind_geo_scope is GeoScope.SAME_CITY
    assert book.rules("430100", JUNE).bind_geo_scope is GeoScope.SAME_PROVINCE


def test_before_its_own_row_a_prefecture_has_that_of_the_province(book: PolicyBook) -> None:
    assert book.rules("430300", date(2024, 12, 31)).relation_scope is RelationScope.NEAR8
    assert book.rules("430300", date(2025, 1, 1)).relation_scope is RelationScope.CORE3


def test_the_circle_widens_on_9_august_2024(book: PolicyBook) -> None:
    assert book.rules("430100", date(2024, 8, 8)).relation_scope is RelationScope.CORE3
    assert book.rules("430100", date(2024, 8, 9)).relation_scope is RelationScope.NEAR8


# -- where nothing is known


@pytest.mark.parametrize("year", [2027, 2024, 0, -1, 12345])
def test_a_premium_that_is_not_published_is_refused(book: PolicyBook, year: int) -> None:
    with pytest.raises(PolicyNotConfigured):
        book.rules("430100", date(2026, 10, 8)).resident_premium(year)


def test_the_refusal_names_parameter_place_and_day(book: PolicyBook) -> None:
    with pytest.raises(PolicyNotConfigured) as refused:
        book.rules("430100", date(2026, 10, 8)).resident_premium(2027)
    sentence = refused.value.sentence()
    assert "2027 年度居民医保缴费" in sentence
    assert "长沙市" in sentence
    assert "2026年10月8日" in sentence
    assert "430100" not in sentence
    assert "premium" not in sentence
    assert (refused.value.code, refused.value.status) == ("POLICY_NOT_CONFIGURED", 422)


def test_another_province_is_not_guessed(book: PolicyBook) -> None:
    rules = book.rules("440100", JUNE)
    with pytest.raises(PolicyNotConfigured, match="POLICY_NOT_CONFIGURED"):
        _ = rules.pay_order
    with pytest.raises(PolicyNotConfigured):
        rules.outpatient_tier(InsuranceKind.EMPLOYEE, 1)
    with pytest.raises(PolicyNotConfigured):
        rules.chronic_self_rate(InsuranceKind.EMPLOYEE, Category.ACTIVE)
    assert rules.listing() == []


def test_the_day_before_everything_is_not_guessed(book: PolicyBook) -> None:
    with pytest.raises(PolicyNotConfigured):
        _ = book.rules("430000", date(2022, 12, 30)).relation_scope


# -- on whose word


def test_the_basis_names_the_rows_that_decide_there_and_then(book: PolicyBook) -> None:
    rules = book.rules("430400", date(2025, 3, 9))
    tier = OUTPATIENT_TIER.of(insurance=InsuranceKind.EMPLOYEE, level=2)
    chronic = rules.chronic_param(InsuranceKind.EMPLOYEE, Category.ACTIVE)
    basis = rules.basis(Rules.pay_order, tier, chronic, tier.key)
    assert [(cited.key, cited.source, cited.since, cited.rule) for cited in basis] == [
        ("settle.pay_order", "seedH", date(2022, 12, 31), "PAY-02"),
        ("pool.310.out.L2", "seedH", date(2022, 12, 31), "C-23"),
        ("chronic.310.self_rate", "seedH", date(2025, 3, 9), "CHR-01"),
    ]
    assert basis[0].kind == "seed"
    assert basis[0].title.startswith("衡阳市")


def test_the_same_question_is_answered_by_the_same_rules(book: PolicyBook) -> None:
    assert book.rules("430100", JUNE) is book.rules("430100", JUNE)
    assert book.rules("430100", JUNE) is not book.rules("430200", JUNE)


def test_the_version_is_that_of_the_content(book: PolicyBook) -> None:
    assert len(book.version) == 12
    assert int(book.version, 16) >= 0
    assert load_packs().version == book.version


def test_what_held_before_is_told_as_it_was_there(book: PolicyBook) -> None:
    """In 湘潭 a city's row came between two that were like the province's."""

    def before(area: str, on: date) -> list[tuple[date, object, str]]:
        rows = book.earlier(area, on)
        return [(row.since, row.value, row.area) for row in rows if row.key == "relation.scope"]

    of_province = [(date(2024, 8, 9), "NEAR8", "430000"), (date(2022, 12, 31), "CORE3", "430000")]
    of_city = [(date(2025, 1, 1), "CORE3", "430300"), *of_province]
    assert before("430300", date(2026, 1, 9)) == of_city
    assert before("430300", date(2026, 1, 8)) == of_province
    assert before("430100", date(2026, 1, 9)) == of_province[1:]
    assert before("430100", date(2024, 8, 8)) == []
