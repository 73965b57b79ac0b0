"""What each event of the registry does, once, whoever hears of it."""

from __future__ import annotations

from typing import Any

import pytest

from gongji.app.runtime import Runtime
from gongji.ledger.models import Entry, EntryKind
from gongji.people.models import RegistryEvent
from gongji.vocabulary import InsuranceKind
from tests.registry_events.household import (
    BROTHER,
    CHILD,
    NAMES,
    NUMBERS,
    PAYER,
    RESIDENT,
    WIFE,
    Household,
    employee,
    person,
    tie,
)
from tests.registry_events.records import Records

MINE = {"P01-P02": "transfer_out", "P01-P03": "transfer_out", "P04-P01": "transfer_out"}


def test_death_freezes_the_account_and_ends_bindings_both_ways(
    home: Household, records: Records
) -> None:
    session = home.sign_in(PAYER)
    assert home.hear("DEATH", PAYER, "06-08") == "applied"
    assert records.ended() == dict.fromkeys(MINE, "death")
    account = records.account(PAYER)
    assert (account.frozen_by, account.balance_fen, account.held_fen) == (
        "death",
        30_000,
        0,
    )
    assert str(records.person(PAYER).died_on) == "2025-06-08"
    assert home.call("POST", "/account/unfreeze", **session).json["code"] == "TOKEN_INVALID"
    assert [len(home.texts(who)) for who in (WIFE, BROTHER, PAYER)] == [1, 1, 0]
    assert home.buy(WIFE).reason == "NO_ACTIVE_RELATION"
    assert home.broken() == []


def test_a_repeated_event_changes_nothing_and_answers_alike(
    home: Household, records: Records
) -> None:
    first = home.tell("DEATH", PAYER, "06-08", event_id="E-1")
    again = home.tell("DEATH", PAYER, "06-08", event_id="E-1")
    other = home.tell("INSURANCE_ENDED", BROTHER, "06-09", event_id="E-1")
    assert first.data == again.data == other.data
    assert first.json == {"event_id": "E-1", "status": "applied"}
    assert records.count(RegistryEvent) == 1
    assert records.status(BROTHER) == {"normal"}
    assert len(home.texts(WIFE)) == 1


def test_who_moves_away_takes_the_whole_balance_along(home: Household, records: Records) -> None:
    home.hear("TRANSFER_OUT", PAYER, "06-10", to_area="440100")
    assert records.ended() == MINE
    account = records.account(PAYER)
    assert (account.balance_fen, account.held_fen) == (0, 0)
    assert records.status(PAYER) == {"ended"}
    entries = home.call("GET", "/account/entries", **home.sign_in(PAYER)).json["items"]
    assert [(row["kind"], row["direction"], row["amount_fen"]) for row in entries] == [
        (EntryKind.CORRECTION, "out", 30_000)
    ]
    assert records.count(Entry) == 2
    assert home.broken() == []


def test_an_empty_account_moves_without_an_entry(home: Household, records: Records) -> None:
    home.load(persons=[person(PAYER, "M", employee(), 0)], bindings=[])
    home.hear("TRANSFER_OUT", PAYER, "06-10", to_area="440100")
    assert records.count(Entry) == 0
    assert home.broken() == []


def test_a_suspension_keeps_bindings_and_stops_both_sides(
    home: Household, records: Records
) -> None:
    home.hear("INSURANCE_SUSPENDED", PAYER, "06-10")
    assert home.buy(WIFE).reason == "AUTH_STATUS"
    assert home.buy(PAYER, "400.00").reason == "BENE_STATUS"
    home.hear("INSURANCE_RESUMED", PAYER, "06-10")
    assert home.buy(CHILD).mutual == 10
    assert records.ended() == {}


def test_the_end_of_an_insurance_ends_bindings_both_ways(home: Household, records: Records) -> None:
    home.hear("INSURANCE_ENDED", PAYER, "06-10")
    assert records.ended() == dict.fromkeys(MINE, "insurance_ended")
    assert records.status(PAYER) == {"ended"}
    home.hear("INSURANCE_RESUMED", PAYER, "06-10")
    assert records.status(PAYER) == {"ended"}


def test_who_becomes_an_employee_gets_an_account_and_keeps_his_bindings(
    home: Household, records: Records
) -> None:
    home.hear("JOINED_EMPLOYEE", WIFE, "06-10", monthly_base_fen=500_000)
    assert records.insurances(WIFE) == {
        "resident": ("ended", None, "430200"),
        "employee": ("normal", "active", "430200"),
    }
    account = records.account(WIFE)
    assert (account.balance_fen, account.opening_fen) == (0, 0)
    assert records.ended() == {}
    assert home.job("credit", month="2025-06")["credited"] == 3
    account = records.account(WIFE)
    assert account.balance_fen == 10_000
    assert home.broken() == []


def test_an_employee_again_keeps_his_account(home: Household, records: Records) -> None:
    home.hear("INSURANCE_ENDED", PAYER, "06-01")
    home.hear("JOINED_EMPLOYEE", PAYER, "06-05", area="430400")
    assert records.insurances(PAYER) == {"employee": ("normal", "active", "430400")}
    account = records.account(PAYER)
    assert account.balance_fen == 30_000


def test_the_sandbox_registry_says_the_same(home: Household, runtime: Runtime) -> None:
    home.hear("INSURANCE_SUSPENDED", WIFE, "06-10")
    home.hear("JOINED_EMPLOYEE", CHILD, "06-12")
    home.at("06-12")
    registry = runtime.gateways.registry
    wife = registry.insured_state(NUMBERS[WIFE], NAMES[WIFE])
    child = registry.insured_state(NUMBERS[CHILD], NAMES[CHILD])
    assert wife
    assert [one.status for one in wife.insurances] == ["suspended"]
    assert child
    assert {(one.kind, one.status) for one in child.insurances} == {
        ("resident", "ended"),
        ("employee", "normal"),
    }


@pytest.mark.parametrize(
    ("event", "pointer"),
    [
        ({"kind": "BORN"}, "/type"),
        ({"event_id": "x" * 65}, "/event_id"),
        ({"event_id": "两"}, "/event_id"),
        ({"day": "06-31"}, "/effective_on"),
        ({"kind": "TRANSFER_OUT"}, "/data/to_area"),
        ({"kind": "TRANSFER_OUT", "to_area": "长沙"}, "/data/to_area"),
        ({"kind": "JOINED_EMPLOYEE", "monthly_base_fen": -1}, "/data/monthly_base_fen"),
        ({"kind": "JOINED_EMPLOYEE", "monthly_base_fen": 1.5}, "/data/monthly_base_fen"),
    ],
)
def test_what_cannot_be_understood_is_refused_and_leaves_nothing(
    home: Household, records: Records, event: dict[str, Any], pointer: str
) -> None:
    reply = home.tell(**({"kind": "DEATH", "who": PAYER, "day": "06-10"} | event))
    assert (reply.status, reply.json["code"]) == (422, "REQUEST_INVALID")
    assert [error["pointer"] for error in reply.json["errors"]] == [pointer]
    assert records.count(RegistryEvent) == 0


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"id_number": "430199199001010031"}, "/id_number"),
        ({"id_number": "430199199001010032"}, "/id_number"),
        ({"effective_on": "1970-01-01"}, "/effective_on"),
        ({"effective_on": "2199-01-01"}, "/effective_on"),
        ({"data": []}, "/data"),
    ],
)
def test_strangers_and_impossible_days_are_refused(
    home: Household, change: dict[str, Any], pointer: str
) -> None:
    event = {
        "event_id": "E",
        "type": "RETIRED",
        "id_number": NUMBERS[PAYER],
        "effective_on": "2025-06-10",
        "data": {"note": [0.5, "\ud800"]},
    }
    reply = home.call("POST", "/sandbox/events", event | change)
    assert [error["pointer"] for error in reply.json["errors"]] == [pointer]
    assert home.call("POST", "/sandbox/events", event).status == 200


def test_a_fixture_brings_events_that_are_past_and_to_come(
    home: Household, records: Records
) -> None:
    events = [
        _listed("later", "RETIRED", PAYER, "2025-07-01"),
        _listed("second", "INSURANCE_RESUMED", WIFE, "2025-06-02"),
        _listed("first", "INSURANCE_SUSPENDED", WIFE, "2025-06-01"),
    ]
    home.load(events=events)
    assert records.status(WIFE) == {"normal"}
    assert records.insurances(PAYER)[InsuranceKind.EMPLOYEE][1] == "active"
    home.at("07-01")
    assert records.insurances(PAYER)[InsuranceKind.EMPLOYEE][1] == "retired"


def test_a_fixture_with_an_impossible_event_is_refused(home: Household) -> None:
    stranger = _listed("a", "DEATH", PAYER, "2025-06-01") | {"id_number": "430199199001010031"}
    bad = [
        stranger,
        _listed("b", "TRANSFER_OUT", PAYER, "2025-06-01"),
        _listed("b", "DEATH", WIFE, "1970-01-01"),
    ]
    from_household = {"persons": [person(PAYER, "M", employee(), 0), person(WIFE, "F", RESIDENT)]}
    fixture = {"clock": "2025-06-10T10:00:00+08:00", "events": bad} | from_household
    reply = home.call("POST", "/sandbox/reset", {"fixture": fixture})
    assert {error["pointer"] for error in reply.json["errors"]} == {
        "/fixture/events/0/id_number",
        "/fixture/events/1/data/to_area",
        "/fixture/events/2/event_id",
        "/fixture/events/2/effective_on",
    }


def _listed(event_id: str, kind: str, who: str, day: str) -> dict[str, Any]:
    return {
        "event_id": event_id,
        "type": kind,
        "id_number": NUMBERS[who],
        "effective_on": day,
    }


def test_an_expired_binding_stays_expired(home: Household, records: Records) -> None:
    home.load(bindings=[tie(PAYER, WIFE, "spouse", ends_on="2025-06-12", hold_fen=100)])
    home.hear("DEATH", PAYER, "06-14")
    home.at("06-14")
    assert records.ended() == {"P01-P02": "expired"}
    assert home.texts(WIFE) == []
    assert home.broken() == []
