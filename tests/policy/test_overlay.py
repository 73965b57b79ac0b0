"""A sandbox overlay lies over the packs, in the shapes of the packs, and is judged like them."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal

import pytest

from gongji.kernel.money import Money
from gongji.policy.entries import OverlayRow, SourceKind
from gongji.policy.loader import load_packs
from gongji.policy.problems import PackError
from gongji.policy.rules import PolicyBook, Rules
from gongji.policy.values import DeductibleMode, PayablePart, RelationScope, Tier
from gongji.vocabulary import Category, InsuranceKind, InsuranceStatus, Scene

JUNE = date(2025, 6, 10)


@pytest.fixture(scope="module")
def packs() -> PolicyBook:
    return load_packs()


def row(
    key: str, value: object, area: str = "430000", since: date = date(2025, 1, 1)
) -> OverlayRow:
    return OverlayRow(area=area, key=key, value=value, since=since, basis=["test"])


def under(packs: PolicyBook, key: str, value: object, area: str = "430000") -> Rules:
    return packs.with_overlay([row(key, value)]).rules(area, JUNE)


# -- shapes


def test_values_are_shaped_as_in_the_packs(packs: PolicyBook) -> None:
    pairs = under(packs, "xprov.treatment_pairs", [["43", "44"]]).treatment_pairs
    assert frozenset({"44", "43"}) in pairs
    assert under(packs, "bind.max_authorizers_per_beneficiary", 2).bind_max_authorizers == 2
    narrow = under(packs, "settle.payable_part", "IN_SCOPE_ONLY")
    assert narrow.payable_part is PayablePart.IN_SCOPE_ONLY
    annual = under(packs, "pool.310.deductible_mode", "ANNUAL_LEVEL")
    assert annual.deductible_mode(InsuranceKind.EMPLOYEE) is DeductibleMode.ANNUAL_LEVEL
    unlimited = under(packs, "pool.310.ded_year_cap", None)
    assert unlimited.deductible_year_cap(InsuranceKind.EMPLOYEE) is None


def test_words_may_be_listed_or_joined_by_commas(packs: PolicyBook) -> None:
    listed = under(packs, "authorizer.status_to_pay", ["NORMAL", "PAUSED"])
    joined = under(packs, "authorizer.status_to_pay", "NORMAL,PAUSED")
    assert (
        listed.status_to_pay
        == joined.status_to_pay
        == {
            InsuranceStatus.NORMAL,
            InsuranceStatus.SUSPENDED,
        }
    )
    assert under(packs, "scene.enabled", "PHARMACY").scenes_enabled == {Scene.PHARMACY}


def test_json_numbers_become_exact_decimals(packs: PolicyBook) -> None:
    rules = under(packs, "pool.310.out.L2", {"ded": 150.5, "rate": 0.65})
    assert rules.outpatient_tier(InsuranceKind.EMPLOYEE, 2) == Tier(Money(15050), Decimal("0.65"))
    shown = {found.key: found.value for found in rules.listing()}
    assert shown["pool.310.out.L2"] == {"ded": "150.5", "rate": "0.65"}


def test_what_is_listed_can_be_laid_over_again(packs: PolicyBook) -> None:
    before = packs.rules("430400", JUNE).listing()
    rows = [OverlayRow(found.area, found.key, found.value, JUNE, ["test"]) for found in before]
    after = packs.with_overlay(rows).rules("430400", JUNE)
    assert [found.value for found in after.listing()] == [found.value for found in before]
    assert after.bind_sms == packs.rules("430400", JUNE).bind_sms


# -- precedence


def test_an_overlay_wins_over_a_pack_row_of_the_same_date(packs: PolicyBook) -> None:
    since = date(2024, 8, 9)
    book = packs.with_overlay([row("relation.scope", "CORE3", since=since)])
    assert book.rules("430100", since).relation_scope is RelationScope.CORE3


def test_an_overlay_begins_on_its_day_and_never_ends(packs: PolicyBook) -> None:
    since = date(2026, 1, 1)
    book = packs.with_overlay([row("relation.scope", "NEAR8", "430400", since)])
    assert book.rules("430400", date(2025, 12, 31)).relation_scope is RelationScope.CORE3
    assert book.rules("430400", since).relation_scope is RelationScope.NEAR8
    assert book.rules("430400", date(2040, 1, 1)).relation_scope is RelationScope.NEAR8


def test_a_later_pack_row_wins_over_an_earlier_overlay(packs: PolicyBook) -> None:
    book = packs.with_overlay([row("chronic.310.self_rate", "0.25", "430400")])
    rate = {
        on: book.rules("430400", date(2025, 3, on)).chronic_self_rate(
            InsuranceKind.EMPLOYEE, Category.ACTIVE
        )
        for on in (8, 9)
    }
    assert rate == {8: Decimal("0.25"), 9: Decimal("0.10")}


def test_a_narrower_pack_row_wins_over_a_wider_overlay(packs: PolicyBook) -> None:
    book = packs.with_overlay([row("relation.scope", "NEAR8", since=JUNE)])
    assert book.rules("430400", JUNE).relation_scope is RelationScope.CORE3


def test_at_one_area_the_category_comes_before_the_plain_key(packs: PolicyBook) -> None:
    book = packs.with_overlay(
        [
            row("chronic.310.self_rate.retired", "0.05", "430400"),
            row("chronic.310.self_rate", "0.18", "430000"),
        ]
    )
    hengyang, changsha = book.rules("430400", JUNE), book.rules("430100", JUNE)
    assert hengyang.chronic_self_rate(InsuranceKind.EMPLOYEE, Category.RETIRED) == Decimal("0.05")
    assert hengyang.chronic_self_rate(InsuranceKind.EMPLOYEE, Category.ACTIVE) == Decimal("0.10")
    assert changsha.chronic_self_rate(InsuranceKind.EMPLOYEE, Category.ACTIVE) == Decimal("0.20")


def test_an_overlay_can_open_a_year_or_a_province(packs: PolicyBook) -> None:
    premium = {"full": 420, "gov": 730, "window": ["2026-09-01", "2026-12-31"]}
    book = packs.with_overlay(
        [row("premium.390.2027", premium), row("settle.pay_order", "MUTUAL_ONLY", "440000")]
    )
    assert book.rules("430100", JUNE).resident_premium(2027).prices[0].full == Money(42000)
    assert book.rules("440100", JUNE).pay_order == "MUTUAL_ONLY"


# -- books


def test_the_packs_stay_as_they_are(packs: PolicyBook) -> None:
    before = packs.version
    overlaid = packs.with_overlay([row("bind.max_concurrent", 3)])
    assert overlaid.rules("430000", JUNE).bind_max_concurrent == 3
    assert packs.rules("430000", JUNE).bind_max_concurrent == 10
    assert packs.version == before


def test_a_new_overlay_takes_the_place_of_the_old(packs: PolicyBook) -> None:
    overlaid = packs.with_overlay([row("bind.max_concurrent", 3)])
    again = overlaid.with_overlay([row("bind.consent_age", 14)])
    assert again.rules("430000", JUNE).bind_max_concurrent == 10
    assert overlaid.with_overlay([]).version == packs.version


def test_the_version_tells_overlays_apart(packs: PolicyBook) -> None:
    versions = {
        packs.version,
        packs.with_overlay([row("bind.max_concurrent", 3)]).version,
        packs.with_overlay([row("bind.max_concurrent", 4)]).version,
        packs.with_overlay([row("bind.max_concurrent", 10, since=date(2022, 12, 31))]).version,
    }
    assert len(versions) == 4


def test_an_overlay_is_cited_as_such(packs: PolicyBook) -> None:
    rules = under(packs, "bind.max_concurrent", 3)
    (cited,) = rules.basis(Rules.bind_max_concurrent)
    assert (cited.source, cited.kind, cited.title) == ("test", SourceKind.DESIGN, "测试覆盖")
    assert (cited.key, cited.since) == ("bind.max_concurrent", date(2025, 1, 1))


# -- refusals


FIRST = {"name": "一档", "full": 400}
TIERED = {
    "tiers": [FIRST, {"name": "二档", "full": 650}],
    "gov": 700,
    "window": ["2026-09-01", "2026-12-31"],
}


def test_a_support_may_differ_by_tier_where_its_year_has_them(packs: PolicyBook) -> None:
    half = {"names": ["孤儿"], "rate": 0.5, "tiers": {"二档": 1}}
    rows = [row("premium.subsidy.2027.half", half), row("premium.390.2027", TIERED)]
    listed = packs.with_overlay(rows).rules("430100", JUNE).listing()
    told = {one.key: one.told for one in listed}
    assert told["premium.subsidy.2027.half"] == (
        "孤儿：个人缴纳标准的 50%；选二档的，个人缴纳标准的 100%"
    )
    with pytest.raises(PackError, match=r"^overlay:1: 2027 年度的缴费没有这个档次：二档$"):
        packs.with_overlay(rows[:1])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("bind.maximum", 10),
        ("pool.310.out.L4", {"ded": 0, "rate": "0.7"}),
        ("bind.max_concurrent", "10"),
        ("bind.max_concurrent", True),
        ("bind.max_concurrent", 0),
        ("bind.max_concurrent", None),
        ("bind.future_start", "yes"),
        ("bind.min_balance_exclusive", -1),
        ("bind.min_balance_exclusive", "0.001"),
        ("bind.min_balance_exclusive", 1e300),
        ("bind.min_balance_exclusive", math.nan),
        ("bind.sms", {"len": 6, "ttl_s": 300, "max_tries": 3}),
        ("bind.sms", [6, 300, 3, 60]),
        ("relation.scope", "EVERYBODY"),
        ("relation.scope", ["NEAR8"]),
        ("scene.enabled", []),
        ("scene.enabled", ["PHARMACY", "PHARMACY"]),
        ("scene.enabled", [["PHARMACY"]]),
        ("credential.accepted", ["01", "99"]),
        ("xprov.treatment_pairs", [["43"]]),
        ("xprov.treatment_pairs", [["43", "43"]]),
        ("xprov.treatment_pairs", [["43", 44]]),
        ("xprov.treatment_pairs", "43,44"),
        ("pool.310.out.L1", {"ded": 0, "rate": "1.2"}),
        ("pool.310.out.L1", {"ded": 0, "rate": "0.7", "cap": 1}),
        ("pool.310.out.L1", "0.7"),
        ("chronic.310.self_rate", math.inf),
        ("premium.390.2027", {"full": 400, "gov": 700, "window": ["2026-09-01"]}),
        ("premium.390.2027", {"full": 400, "gov": 700, "window": ["2026-12-01", "2026-09-01"]}),
        ("premium.390.2027", {"full": 400, "gov": 700, "window": ["2026-09-31", "2026-12-31"]}),
        ("premium.refund.apply_until", "02-29"),
        ("premium.refund.apply_until", "6-30"),
        ("premium.390.2027", TIERED | {"full": 400}),
        ("premium.390.2027", {"gov": 700, "window": ["2026-09-01", "2026-12-31"]}),
        ("premium.390.2027", TIERED | {"tiers": []}),
        ("premium.390.2027", TIERED | {"tiers": {"name": "一档", "full": 400}}),
        ("premium.390.2027", TIERED | {"tiers": [FIRST]}),
        ("premium.390.2027", TIERED | {"tiers": [FIRST, FIRST]}),
        ("premium.390.2027", TIERED | {"tiers": [FIRST, {"name": "二档"}]}),
        ("premium.390.2027", TIERED | {"tiers": [FIRST, {"name": "二档 ", "full": 500}]}),
        ("premium.390.2027", TIERED | {"tiers": [FIRST, {"name": "档" * 21, "full": 500}]}),
        ("premium.390.2027", TIERED | {"tiers": [FIRST, {"name": "二档", "full": -1}]}),
        ("premium.subsidy.2026.half", {"names": ["孤儿"], "rate": 0, "tiers": {"一档": 0.5}}),
        ("premium.subsidy.2026.half", {"names": ["孤儿"], "rate": 0, "tiers": ["一档"]}),
        ("premium.subsidy.2027.full", {"names": [1], "rate": 0}),
        ("premium.subsidy.full", {"names": ["孤儿"], "rate": 0}),
    ],
)
def test_a_bad_value_is_refused_with_the_number_of_its_row(
    packs: PolicyBook, key: str, value: object
) -> None:
    with pytest.raises(PackError, match=r"^overlay:2: ") as refused:
        packs.with_overlay([row("bind.max_concurrent", 3), row(key, value)])
    assert refused.value.line == 2


def test_a_row_twice_without_basis_or_nowhere_is_refused(packs: PolicyBook) -> None:
    good = row("bind.max_concurrent", 3)
    nameless = OverlayRow("430000", "bind.max_concurrent", 3, JUNE, basis=[])
    for rows in ([good, good], [nameless], [row("bind.max_concurrent", 3, area="43")]):
        with pytest.raises(PackError):
            packs.with_overlay(rows)
