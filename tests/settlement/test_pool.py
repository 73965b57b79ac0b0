"""What the pool (统筹) pays of what is in scope: tiers, deductibles, caps, rounding."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gongji.kernel.money import Money
from gongji.policy.entries import OverlayRow
from gongji.policy.loader import load_packs
from gongji.policy.rules import Rules
from gongji.settlement.pool import PoolCase, PoolMember, PoolUse, pool_leg
from gongji.vocabulary import Benefit, Category, InsuranceKind

EMPLOYEE, RESIDENT = InsuranceKind.EMPLOYEE, InsuranceKind.RESIDENT
DAY = date(2025, 6, 10)
PACKS = load_packs()
CHANGSHA, HENGYANG = "430100", "430400"
ACTIVE, RETIRED = PoolMember(EMPLOYEE, False, True), PoolMember(EMPLOYEE, True, True)
NEIGHBOUR = PoolMember(RESIDENT, False, True)


def insured(who: PoolMember, **used: int) -> PoolMember:
    return PoolMember(
        who.insurance,
        who.retired,
        who.entitled,
        PoolUse(
            in_visit=Money(used.get("in_visit", 0)),
            at_level={level: Money(used.get(f"level_{level}", 0)) for level in (1, 2, 3)},
            deductible=Money(used.get("deductible", 0)),
            pool=Money(used.get("pool", 0)),
        ),
    )


def rules(area: str = CHANGSHA, **changed: Any) -> Rules:
    """The packs of that area, with rows laid over them (`__` stands for a dot)."""
    rows = [
        OverlayRow(area, key.replace("__", "."), value, date(2025, 1, 1), ("test",))
        for key, value in changed.items()
    ]
    return PACKS.with_overlay(rows).rules(area, DAY)


# in scope, level, patient -> what the pool pays, the deductible; in Hengyang, whose tiers stayed
OUTPATIENT: list[tuple[int, int | None, PoolMember, int, int]] = [
    (100_00, 1, ACTIVE, 70_00, 0),
    (600_00, 2, ACTIVE, 240_00, 200_00),
    (600_00, 3, ACTIVE, 180_00, 300_00),
    (199_99, 2, ACTIVE, 0, 199_99),  # the deductible is what is there
    (200_01, 2, ACTIVE, 1, 200_00),  # 0.6 fen, half-up
    (200_00, 2, ACTIVE, 0, 200_00),
    (600_00, 2, insured(ACTIVE, deductible=200_00), 300_00, 100_00),  # the year's 300.00
    (600_00, 2, insured(ACTIVE, deductible=300_00), 360_00, 0),
    (600_00, 2, insured(ACTIVE, pool=1_400_00), 100_00, 200_00),  # the cap of 1,500.00
    (600_00, 2, insured(ACTIVE, pool=1_500_00), 0, 200_00),
    (600_00, 2, insured(RETIRED, pool=1_800_00), 200_00, 200_00),  # 2,000.00 when retired
    (100_00, 1, NEIGHBOUR, 70_00, 0),
    (100_00, 2, NEIGHBOUR, 0, 0),  # residents have no pool above level 1 (POOL-08)
    (100_00, 3, NEIGHBOUR, 0, 0),
    (100_00, None, ACTIVE, 0, 0),
    (100_00, 1, PoolMember(EMPLOYEE, False, False), 0, 0),  # suspended
    (15, 1, ACTIVE, 11, 0),  # 10.5 fen
    (12, 1, ACTIVE, 8, 0),  # 8.4 fen
]


@pytest.mark.parametrize(("in_scope", "level", "patient", "pays", "deductible"), OUTPATIENT)
def test_outpatient(
    in_scope: int, level: int | None, patient: PoolMember, pays: int, deductible: int
) -> None:
    leg = pool_leg(Money(in_scope), PoolCase(Benefit.OUTPATIENT, level), patient, rules(HENGYANG))
    assert (leg.amount.fen, leg.deductible.fen, leg.counted.fen) == (pays, deductible, pays)


# level, what was used -> the deductible of 500.00 elsewhere in the province
DUE: list[tuple[int, dict[str, int], int]] = [
    (1, {}, 0),
    (2, {}, 50_00),
    (3, {}, 100_00),
    (3, {"in_visit": 60_00, "level_3": 60_00, "deductible": 60_00}, 40_00),
    (3, {"in_visit": 99_99, "level_3": 99_99, "deductible": 99_99}, 1),
    (3, {"in_visit": 300_00, "level_3": 300_00, "deductible": 300_00}, 0),  # more than one owes
    (2, {"level_2": 199_99, "deductible": 199_99}, 1),
    (2, {"level_2": 200_00, "deductible": 200_00}, 0),
    (3, {"level_2": 200_00, "deductible": 200_00}, 100_00),
    (3, {"level_2": 200_00, "deductible": 299_99}, 1),
    (2, {"level_3": 300_00, "deductible": 300_00}, 0),
    (2, {"deductible": 260_00}, 40_00),  # paid elsewhere, at no known level
]


@pytest.mark.parametrize(("level", "used", "deductible"), DUE)
def test_a_visit_owes_what_it_the_level_and_the_year_leave(
    level: int, used: dict[str, int], deductible: int
) -> None:
    patient = insured(ACTIVE, **used)
    leg = pool_leg(Money(500_00), PoolCase(Benefit.OUTPATIENT, level), patient, rules())
    assert (leg.deductible.fen, leg.level) == (deductible, level)


@pytest.mark.parametrize(
    ("used", "level", "deductible"),
    [(0, 2, 200_00), (150_00, 2, 50_00), (200_00, 2, 0), (200_00, 3, 100_00), (300_00, 3, 0)],
)
def test_annual_level_charges_the_difference_to_what_the_year_has_charged(
    used: int, level: int, deductible: int
) -> None:
    annual = rules(HENGYANG, pool__310__deductible_mode="ANNUAL_LEVEL")
    patient = insured(ACTIVE, deductible=used)
    leg = pool_leg(Money(600_00), PoolCase(Benefit.OUTPATIENT, level), patient, annual)
    assert leg.deductible.fen == deductible


def test_without_a_years_cap_every_visit_is_charged() -> None:
    uncapped = rules(HENGYANG, pool__310__ded_year_cap="none")
    patient = insured(ACTIVE, deductible=900_00)
    leg = pool_leg(Money(600_00), PoolCase(Benefit.OUTPATIENT, 2), patient, uncapped)
    assert leg.deductible.fen == 200_00


def test_a_pharmacy_has_no_pool() -> None:
    leg = pool_leg(Money(600_00), PoolCase(Benefit.NONE), ACTIVE, rules())
    assert (leg.amount.fen, leg.deductible.fen, leg.counted.fen) == (0, 0, 0)


def test_chronic_care_has_neither_deductible_nor_cap_and_counts_against_nothing() -> None:
    patient = insured(ACTIVE, deductible=0, pool=1_500_00)
    leg = pool_leg(Money(100_00), PoolCase(Benefit.CHRONIC, 3), patient, rules())
    assert (leg.amount.fen, leg.deductible.fen, leg.counted.fen) == (80_00, 0, 0)
    assert leg.rate == Decimal("0.80")


def test_every_leg_names_the_rows_that_decided_it() -> None:
    leg = pool_leg(Money(600_00), PoolCase(Benefit.OUTPATIENT, 2), ACTIVE, rules())
    assert leg.keys == (
        "pool.310.out.L2",
        "pool.310.year_cap.active",
        "pool.310.ded_year_cap",
        "pool.310.deductible_mode",
    )
    cited = {row.key for row in rules().basis(*leg.keys)}
    assert cited == set(leg.keys)


def test_hengyang_has_a_cap_of_its_own_for_residents() -> None:
    """The cap follows the patient's area, not the institution's."""
    caps = {
        area: rules(area).pool_year_cap(RESIDENT, Category.ACTIVE) for area in (CHANGSHA, HENGYANG)
    }
    for area, cap in caps.items():
        leg = pool_leg(Money(9_000_00), PoolCase(Benefit.OUTPATIENT, 1), NEIGHBOUR, rules(area))
        assert leg.amount == cap
    assert caps[CHANGSHA] != caps[HENGYANG]
