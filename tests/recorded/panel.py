"""The chapters of the sandbox: its clock, its people, its jobs, and what the registry reports."""

from __future__ import annotations

from typing import Any

from tests.recorded.callers import bearer, load_demo, newest_code, read, sign_in
from tests.support.cast import Cast
from tests.support.sent import family

PAYER_PHONE, XIANGTAN_PAYER_PHONE = "19900001001", "19900001011"


def sandbox(cast: Cast) -> None:
    wrong: list[dict[str, Any]] = [
        {},
        {"name": "none"},
        {"name": "demo", "fixture": {}},
        {"fixture": {"clock": "soon"}},
        {"fixture": family(kinship=[{"of": "P99", "is": "P01", "relation": "child"}])},
    ]
    for body in wrong:
        cast.call("POST", "/sandbox/reset", body)
    load_demo(cast)
    read(
        cast,
        {},
        "/sandbox/clock",
        "/sandbox/personas",
        "/sandbox/institutions",
        "/sandbox/catalogue",
        "/sandbox/check",
        "/sandbox/sms",
        "/sandbox/sms?phone=12",
        "/sandbox/sms?phone=19900001001",
        "/sandbox/ledger",
        "/sandbox/ledger?settlement_id=x",
    )
    for clock in ({}, {"now": "soon"}, {"now": "2025-11-06T10:00:00+08:00", "running": False}):
        cast.call("PUT", "/sandbox/clock", clock)
    jobs: list[tuple[str, dict[str, Any]]] = [
        ("credit", {}),
        ("credit", {"month": "2025-13"}),
        ("credit", {"month": "2025-10"}),
        ("credit", {"month": "2025-10"}),
        ("expire", {}),
        ("clearing", {}),
        ("clearing", {"year": 2025}),
        ("remind", {}),
        ("deliver", {}),
        ("reconcile", {}),
        ("retention", {}),
        ("none", {}),
    ]
    for name, wanted in jobs:
        cast.call("POST", f"/sandbox/jobs/{name}", wanted)


EVENTS: list[dict[str, Any]] = [
    {"type": "INSURANCE_SUSPENDED", "id_number": "430399197912190012"},
    {"type": "INSURANCE_RESUMED", "id_number": "430399197912190012"},
    {"type": "TRANSFER_OUT", "id_number": "430399198108300027", "data": {"to_area": "440100"}},
    {"type": "RETIRED", "id_number": "430499197609030011"},
    {
        "type": "JOINED_EMPLOYEE",
        "id_number": "430199198409230025",
        "data": {"area": "430100", "monthly_base_fen": 500_000},
    },
    {"type": "PHONE_CHANGED", "id_number": "430499195611020067", "data": {"phone": "19900001905"}},
    {"type": "INSURANCE_ENDED", "id_number": "430199199008150029"},
    {"type": "DEATH", "id_number": "43029919530708003X"},
    {
        "type": "INSURANCE_SUSPENDED",
        "id_number": "430499197801170022",
        "effective_on": "2025-12-01",
    },
    {"type": "TRANSFER_OUT", "id_number": "430499197801170022"},
    {"type": "BIRTH", "id_number": "430499197801170022"},
    {"type": "DEATH", "id_number": "43019919840101001X"},
    {"type": "DEATH", "id_number": "430499197801170022", "effective_on": "1950-01-01"},
]


def registry_reports(cast: Cast) -> None:
    load_demo(cast)
    for number, event in enumerate(EVENTS):
        told = {"event_id": f"e{number}", "effective_on": "2025-11-05", "data": {}} | event
        cast.call("POST", "/sandbox/events", told)
    again = {"event_id": "e0", "effective_on": "2025-11-05", "data": {}}
    cast.call("POST", "/sandbox/events", again | EVENTS[0])
    cast.call("POST", "/sandbox/events", again | EVENTS[1])
    as_payer = bearer(sign_in(cast, PAYER_PHONE))
    read(cast, as_payer, "/me", "/family/bindings", "/messages", "/access-log")
    read(cast, bearer(sign_in(cast, XIANGTAN_PAYER_PHONE)), "/me", "/family/bindings", "/messages")
    cast.at("2025-12-02T10:00:00+08:00")
    cast.at("2028-01-02T10:00:00+08:00")
    later = bearer(sign_in(cast, PAYER_PHONE))
    read(cast, later, "/family/bindings?status=ended", "/messages?kind=unbound", "/account/summary")
    newest_code(cast, PAYER_PHONE)
    cast.call("GET", "/sandbox/check")
