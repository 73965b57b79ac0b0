"""Death is terminal, a late end spares what came after it, and each pair hears of it once."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from gongji.ledger.models import Account
from gongji.people.models import Insurance
from tests.registry_events.household import BROTHER, CHILD, PAYER, WIFE, Household, tie
from tests.registry_events.records import Records

AFTERLIFE: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("DEATH", "06-08", {}),
    ("JOINED_EMPLOYEE", "06-09", {"monthly_base_fen": 500_000}),
    ("INSURANCE_RESUMED", "06-10", {}),
)


@pytest.mark.parametrize("who", [PAYER, WIFE])
def test_nothing_that_is_dated_after_a_death_brings_an_insurance_back(
    home: Household, records: Records, who: str
) -> None:
    for arrival in permutations(AFTERLIFE):
        home.load()
        for kind, day, data in arrival:
            assert home.hear(kind, who, day, **data) == "applied"
        assert records.status(who) == {"ended"}, arrival
    living = {PAYER: 1, WIFE: 2}[who]
    assert home.job("credit", month="2025-06")["credited"] == living
    assert home.broken() == []


@pytest.mark.parametrize(("joined", "insurances"), [("06-07", 5), ("06-09", 4)])
def test_for_the_dead_no_account_is_opened(
    home: Household, records: Records, joined: str, insurances: int
) -> None:
    """A joining before the death is history, and is kept as such: ended."""
    home.hear("DEATH", CHILD, "06-08")
    home.hear("JOINED_EMPLOYEE", CHILD, joined, monthly_base_fen=500_000)
    assert records.status(CHILD) == {"ended"}
    assert records.count(Account) == 2
    assert records.count(Insurance) == insurances
    assert home.job("credit", month="2025-06")["credited"] == 2


Late = tuple[str, dict[str, Any]]

PAIRS = [(PAYER, WIFE, "spouse"), (PAYER, CHILD, "child"), (BROTHER, PAYER, "sibling")]
ALL = {"P01-P02", "P01-P03", "P04-P01"}


@pytest.mark.parametrize(("made_on", "ended"), [("2025-06-04", ALL), ("2025-06-05", set())])
@pytest.mark.parametrize("late", [("INSURANCE_ENDED", {}), ("TRANSFER_OUT", {"to_area": "440100"})])
def test_an_end_that_comes_late_spares_what_the_later_insurance_made(
    home: Household, records: Records, late: Late, made_on: str, ended: set[str]
) -> None:
    home.load(bindings=[tie(*pair, starts_on=made_on) for pair in PAIRS])
    home.hear("JOINED_EMPLOYEE", PAYER, "06-05")
    home.hear(late[0], PAYER, "06-01", **late[1])
    assert records.status(PAYER) == {"normal"}
    assert set(records.ended()) == ended
    assert home.broken() == []


def test_on_the_day_of_the_joining_the_end_that_arrives_later_ends_all(
    home: Household, records: Records
) -> None:
    home.load(bindings=[tie(*pair, starts_on="2025-06-05") for pair in PAIRS])
    home.hear("JOINED_EMPLOYEE", PAYER, "06-05")
    home.hear("INSURANCE_ENDED", PAYER, "06-05")
    assert records.status(PAYER) == {"ended"}
    assert set(records.ended()) == ALL


def test_an_end_and_the_joining_after_it_are_taken_in_together(
    home: Household, records: Records
) -> None:
    """Both wait for their days, and are taken in together long after them."""
    home.hear("INSURANCE_ENDED", WIFE, "06-12")
    home.hear("JOINED_EMPLOYEE", WIFE, "06-14")
    home.at("06-20")
    assert records.ended() == {"P01-P02": "insurance_ended"}
    assert "normal" in records.status(WIFE)


@pytest.mark.parametrize("kind", ["DEATH", "INSURANCE_ENDED"])
def test_a_couple_bound_both_ways_is_told_once(
    home: Household, records: Records, kind: str
) -> None:
    home.load(bindings=[tie(PAYER, BROTHER, "sibling"), tie(BROTHER, PAYER, "sibling")])
    home.hear(kind, PAYER, "06-10")
    assert len(records.ended()) == 2
    assert len(home.texts(BROTHER)) == 1
    assert len(home.texts(PAYER)) == (0 if kind == "DEATH" else 1)
