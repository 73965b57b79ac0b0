"""Somebody with two basic insurances: an event is about one of them, and touches nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from gongji.people.models import RegistryEvent
from gongji.vocabulary import InsuranceKind
from tests.registry_events.household import (
    BROTHER,
    CHILD,
    PAYER,
    RESIDENT,
    WIFE,
    Household,
    employee,
    person,
    tie,
)
from tests.registry_events.records import Records

NORMAL = ("normal", None, "430200"), ("normal", "active", "430100")
SHARES, USES = "P01-P02", "P04-P01"
ABROAD = {"to_area": "440100"}


@pytest.fixture
def both(home: Household) -> Household:
    """The payer is an employee and a resident; he shares with his wife, his brother with him."""
    payer = person(PAYER, "M", employee(), 30_000)
    payer["insurances"] = [*payer["insurances"], RESIDENT]
    others = [
        person(WIFE, "F", RESIDENT),
        person(CHILD, "M", RESIDENT),
        person(BROTHER, "M", employee(), 30_000),
    ]
    ties = [tie(PAYER, WIFE, "spouse"), tie(BROTHER, PAYER, "sibling")]
    return home.load(persons=[payer, *others], bindings=ties)


def states(records: Records) -> dict[str, str]:
    return {kind.value: state[0] for kind, state in records.insurances(PAYER).items()}


@pytest.mark.parametrize(
    ("kind", "insurance", "after"),
    [
        ("INSURANCE_SUSPENDED", "employee", {"employee": "suspended", "resident": "normal"}),
        ("INSURANCE_SUSPENDED", "resident", {"employee": "normal", "resident": "suspended"}),
        ("INSURANCE_ENDED", "employee", {"employee": "ended", "resident": "normal"}),
        ("INSURANCE_ENDED", "resident", {"employee": "normal", "resident": "ended"}),
    ],
)
def test_an_event_changes_the_insurance_that_it_names(
    both: Household, records: Records, kind: str, insurance: str, after: dict[str, str]
) -> None:
    both.hear(kind, PAYER, "06-10", insurance=insurance)
    assert states(records) == after
    both.hear("INSURANCE_RESUMED", PAYER, "06-10", insurance=insurance)
    ended = kind == "INSURANCE_ENDED"
    assert states(records) == (after if ended else dict.fromkeys(after, "normal"))


@pytest.mark.parametrize(
    ("kind", "insurance", "ended", "moved_fen"),
    [
        ("INSURANCE_ENDED", "employee", {SHARES}, 0),
        ("INSURANCE_ENDED", "resident", set(), 0),
        ("TRANSFER_OUT", "employee", {SHARES}, 30_000),
        ("TRANSFER_OUT", "resident", set(), 0),
    ],
)
def test_he_shares_as_an_employee_and_uses_as_anyone_insured(
    both: Household, records: Records, *, kind: str, insurance: str, ended: set[str], moved_fen: int
) -> None:
    data: dict[str, Any] = {"insurance": insurance} | (ABROAD if kind == "TRANSFER_OUT" else {})
    both.hear(kind, PAYER, "06-10", **data)
    assert set(records.ended()) == ended
    assert records.account(PAYER).balance_fen == 30_000 - moved_fen
    assert both.buy(WIFE).mutual == (0 if ended else 10)
    both.hear("INSURANCE_ENDED", PAYER, "06-10", event_id="last")
    assert set(records.ended()) == {SHARES, USES}
    assert both.broken() == []


@pytest.mark.parametrize(
    ("kind", "data", "code"),
    [
        ("INSURANCE_SUSPENDED", {}, "required"), ("INSURANCE_RESUMED", {}, "required"),
        ("INSURANCE_ENDED", {"insurance": None}, "required"), ("TRANSFER_OUT", ABROAD, "required"),
        ("INSURANCE_ENDED", {"insurance": "both"}, "choice"),
        ("RETIRED", {"insurance": "resident"}, "choice"),
        ("JOINED_EMPLOYEE", {"insurance": "resident"}, "choice"),
    ],
)  # fmt: skip
def test_an_event_that_does_not_say_which_is_refused(
    both: Household, records: Records, kind: str, data: dict[str, Any], code: str
) -> None:
    reply = both.tell(kind, PAYER, "06-10", **data)
    assert (reply.status, reply.json["code"]) == (422, "REQUEST_INVALID")
    assert [(one["pointer"], one["code"]) for one in reply.json["errors"]] == [
        ("/data/insurance", code)
    ]
    assert records.count(RegistryEvent) == 0


def test_what_only_employees_do_needs_no_name(both: Household, records: Records) -> None:
    assert both.hear("RETIRED", PAYER, "06-10") == "applied"
    assert records.insurances(PAYER)[InsuranceKind.EMPLOYEE][1] == "retired"


@pytest.mark.parametrize(
    ("kind", "data"),
    [("INSURANCE_ENDED", {"insurance": "employee"}), ("RETIRED", {})],
)
def test_an_insurance_that_he_never_had_is_none(
    home: Household, kind: str, data: dict[str, str]
) -> None:
    reply = home.tell(kind, WIFE, "06-10", **data)
    assert [one["pointer"] for one in reply.json["errors"]] == ["/data/insurance"]
    assert home.hear("JOINED_EMPLOYEE", WIFE, "06-08") == "applied"
    assert home.hear(kind, WIFE, "06-10", event_id="again", **data) == "applied"


def test_the_only_one_is_meant_where_none_is_named(home: Household, records: Records) -> None:
    """After she joined as an employee, only that insurance of hers is open."""
    home.hear("JOINED_EMPLOYEE", WIFE, "06-05")
    home.hear("INSURANCE_SUSPENDED", WIFE, "06-10")
    assert records.status(WIFE) == {"ended", "suspended"}


def test_bills_of_the_other_insurance_need_no_review(both: Household, records: Records) -> None:
    both.at("06-12")
    bill = both.buy(PAYER)
    both.hear("INSURANCE_SUSPENDED", PAYER, "06-11", insurance="resident")
    assert records.flags() == {bill.id: None}
    both.hear("INSURANCE_SUSPENDED", PAYER, "06-11", insurance="employee", event_id="other")
    assert records.flags() == {bill.id: "INSURANCE_SUSPENDED"}


def test_a_fixture_names_the_event_that_does_not_say_which(home: Household) -> None:
    payer = person(PAYER, "M", employee(), 30_000)
    payer["insurances"] = [*payer["insurances"], RESIDENT]
    event = {
        "event_id": "e",
        "type": "INSURANCE_ENDED",
        "id_number": payer["id_number"],
        "effective_on": "2025-06-01",
    }
    fixture = {"clock": "2025-06-10T10:00:00+08:00", "persons": [payer], "events": [event]}
    reply = home.call("POST", "/sandbox/reset", {"fixture": fixture})
    assert [one["pointer"] for one in reply.json["errors"]] == ["/fixture/events/0/data/insurance"]


# -- money that was there


@pytest.mark.parametrize(("spent", "moved_fen"), [("0", 30_000), ("100.00", 30_000)])
def test_a_late_transfer_takes_what_was_there_before_he_joined_again(
    home: Household, records: Records, spent: str, moved_fen: int
) -> None:
    home.at("06-20")
    home.hear("JOINED_EMPLOYEE", PAYER, "06-15", monthly_base_fen=1_000_000)
    assert home.job("credit", month="2025-06")["credited"] >= 1
    if spent != "0":
        home.buy(PAYER, spent)
    before_fen = records.account(PAYER).balance_fen
    home.hear("TRANSFER_OUT", PAYER, "06-10", **ABROAD)
    left_fen = before_fen - records.account(PAYER).balance_fen
    assert left_fen == min(moved_fen, before_fen)
    assert records.status(PAYER) == {"normal"}
    assert home.broken() == []
