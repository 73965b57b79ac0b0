"""Events come early, late and in any order; what counts is the day from which they hold."""

from __future__ import annotations

from itertools import permutations

import pytest

from gongji.people.models import RegistryEvent
from tests.registry_events.household import BROTHER, CHILD, PAYER, WIFE, Household
from tests.registry_events.records import Records

Story = tuple[tuple[str, str, dict[str, str]], ...]
STORY: Story = (
    ("INSURANCE_SUSPENDED", "06-02", {}),
    ("RETIRED", "06-03", {}),
    ("INSURANCE_RESUMED", "06-04", {}),
)
CHANGES: Story = (
    ("INSURANCE_ENDED", "06-02", {}),
    ("JOINED_EMPLOYEE", "06-03", {"area": "430400"}),
    ("INSURANCE_SUSPENDED", "06-04", {}),
)


@pytest.mark.parametrize(
    ("story", "outcome"),
    [
        (STORY, ("normal", "retired", "430100")),
        (CHANGES, ("suspended", "active", "430400")),
    ],
)
def test_the_order_of_arrival_does_not_matter(
    home: Household, records: Records, story: Story, outcome: tuple[str, str, str]
) -> None:
    for arrival in permutations(story):
        home.load()
        for kind, day, data in arrival:
            assert home.hear(kind, PAYER, day, **data) == "applied"
        assert records.insurances(PAYER) == {"employee": outcome}, arrival


def test_on_one_day_the_order_of_arrival_decides(home: Household, records: Records) -> None:
    home.hear("INSURANCE_RESUMED", PAYER, "06-05")
    home.hear("INSURANCE_SUSPENDED", PAYER, "06-05")
    assert records.status(PAYER) == {"suspended"}


def test_a_late_suspension_does_not_undo_the_resumption_after_it(
    home: Household, records: Records
) -> None:
    home.at("06-25")
    home.hear("INSURANCE_RESUMED", CHILD, "06-20")
    home.hear("INSURANCE_SUSPENDED", CHILD, "06-10")
    assert records.status(CHILD) == {"normal"}
    assert home.buy(CHILD).mutual == 10


def test_what_is_announced_waits_for_its_day(home: Household, records: Records) -> None:
    assert home.hear("INSURANCE_ENDED", PAYER, "06-12", event_id="E-1") == "waiting"
    home.at("06-11")
    assert (records.status(PAYER), records.ended()) == ({"normal"}, {})
    assert home.buy(WIFE).mutual == 10
    home.at("06-12")
    assert records.status(PAYER) == {"ended"}
    assert len(records.ended()) == 3
    assert home.hear("INSURANCE_ENDED", PAYER, "06-12", event_id="E-1") == "applied"
    assert set(records.flags().values()) == {None}


def test_waiting_events_are_applied_with_the_next_one_in_their_order(
    home: Household, records: Records
) -> None:
    home.hear("INSURANCE_RESUMED", PAYER, "06-14")
    home.hear("INSURANCE_SUSPENDED", PAYER, "06-12")
    home.at("06-13")
    assert records.status(PAYER) == {"suspended"}
    home.at("06-15")
    assert records.status(PAYER) == {"normal"}


def test_a_clock_set_back_forgets_nothing(home: Household, records: Records) -> None:
    home.hear("INSURANCE_SUSPENDED", PAYER, "06-10")
    home.at("06-01")
    assert home.hear("RETIRED", PAYER, "06-01") == "applied"
    assert records.status(PAYER) == {"suspended"}


def test_bills_settled_since_are_flagged_for_review(home: Household, records: Records) -> None:
    before = home.buy(PAYER)
    home.at("06-12")
    own, paid = home.buy(PAYER), home.buy(WIFE)
    others = home.buy(BROTHER)
    home.at("06-14")
    latest = home.buy(CHILD)
    home.hear("INSURANCE_SUSPENDED", PAYER, "06-12")
    assert records.flags() == {
        before.id: None,
        own.id: "INSURANCE_SUSPENDED",
        paid.id: "INSURANCE_SUSPENDED",
        others.id: None,
        latest.id: "INSURANCE_SUSPENDED",
    }
    assert home.broken() == []


def test_undone_bills_are_not_reviewed(home: Household, records: Records) -> None:
    bill = home.buy(WIFE)
    home.give_back(WIFE, bill)
    home.at("06-14")
    home.hear("DEATH", PAYER, "06-09")
    assert set(records.flags().values()) == {None}


def test_a_bill_of_the_same_day_is_no_later_bill(home: Household, records: Records) -> None:
    bill = home.buy(WIFE)
    home.hear("INSURANCE_ENDED", PAYER, "06-10")
    assert records.flags() == {bill.id: None}
    assert records.count(RegistryEvent) == 1
