"""Accounts are locked in ascending id, in every use case that may lock two of them.

One that locked them the other way round would stand still against the others now and then, too
seldom for a race to show it: so every statement that locks accounts is read here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Connection

from gongji.app.runtime import Runtime
from gongji.credits.monthly import credit_month
from gongji.ops.jobs import expire
from gongji.premium.remind import remind
from tests.support.cast import Cast
from tests.support.sent import CHILD, HOSPITAL, NUMBERS, PAYER, PHARMACY, PHONES, WIFE, Line, sale

LOCKS_ACCOUNTS = re.compile(
    r"FROM account\b.*\bFOR (NO KEY )?UPDATE|FOR UPDATE OF account", re.DOTALL
)
ASCENDING = re.compile(r"ORDER BY account\.id(,| |$|\n)(?!DESC)")
ONE_ACCOUNT = re.compile(r"WHERE account\.(id|person_id) = \S+\s")


@pytest.fixture
def locks(runtime: Runtime) -> Iterator[dict[Any, list[str]]]:
    """The statements that lock accounts, by transaction."""
    found: dict[Any, list[str]] = defaultdict(list)

    def note(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        if LOCKS_ACCOUNTS.search(statement):
            found[connection.get_transaction()].append(statement)

    event.listen(runtime.engine, "before_cursor_execute", note)
    yield found
    event.remove(runtime.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_every_use_case_locks_accounts_in_ascending_id(
    cast: Cast, runtime: Runtime, locks: dict[Any, list[str]]
) -> None:
    everything(cast, runtime)
    assert len(locks) > 15
    for statements in locks.values():
        unordered = [one for one in statements if not ASCENDING.search(one)]
        assert [one for one in unordered if not ONE_ACCOUNT.search(one)] == []
        assert len(set(statements)) == 1, statements


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_trial_locks_nothing(cast: Cast, runtime: Runtime) -> None:
    """It waits for nobody who pays, and nobody waits for it."""
    bill, number = cast.upload(WIFE, Line(price="900.00")), cast.number_of(CHILD)
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(runtime.engine, "before_cursor_execute", note)
    tried = cast.transact("2206", {"data": bill.node}, place=HOSPITAL)
    sale_of_child = sale(number, CHILD, [Line(price="150.00")])
    sold = cast.transact("2101", sale_of_child)
    event.remove(runtime.engine, "before_cursor_execute", note)
    assert tried.code == sold.code == ""
    assert [one for one in seen if "FROM account" in one]
    assert [one for one in seen if "FOR UPDATE" in one or "FOR NO KEY UPDATE" in one] == []


def everything(cast: Cast, runtime: Runtime) -> None:
    """Bills that touch two accounts, their reversals, bindings, premiums, events and jobs."""
    cast.load(payer_fen=500_000)
    signed_in = cast.sign_in(PAYER)
    sold = [cast.buy(who, Line(price="150.00")) for who in (CHILD, WIFE, PAYER)]
    settled = cast.settle(cast.upload(WIFE, Line(price="900.00")))
    assert settled.legs()[1:3] != ("0.00", "0.00")
    for bill in sold:
        assert cast.cancel(bill, PHARMACY, "2103").code == ""
    assert cast.cancel(settled).code == ""
    bindings = cast.call("GET", "/family/bindings?role=authorizer", **signed_in).body["items"]
    child, wife = sorted((one["id"], one["relation"]) for one in bindings)
    for binding_id, _ in (child, wife):
        path = f"/family/bindings/{binding_id}"
        assert cast.call("PATCH", path, {"hold_fen": 1_000}, **signed_in).status == 200
    cast.at("2025-11-06T10:00:00+08:00")
    premium = {
        "product": "resident",
        "year": 2026,
        "include_self": False,
        "binding_ids": [one for one, relation in (child, wife) if relation == "child"],
    }
    keyed = signed_in | {"Idempotency-Key": "one"}
    paid = cast.call("POST", "/premiums/payments", premium, **keyed).body["items"][0]
    hear(cast, "JOINED_EMPLOYEE", CHILD, "2025-11-05", area="430100", monthly_base_fen=1)
    path = f"/premiums/payments/{paid['payment_id']}/refund"
    keyed = signed_in | {"Idempotency-Key": "two"}
    assert cast.call("POST", path, {"reason": "joined_employee"}, **keyed).status == 200
    for binding_id, relation in (child, wife):
        if relation == "spouse":
            path = f"/family/bindings/{binding_id}/unbind"
            assert cast.call("POST", path, **signed_in).status == 200
    bind(cast, signed_in)
    credit_month(runtime, "2025-11")
    remind(runtime)
    hear(cast, "TRANSFER_OUT", WIFE, "2025-11-06", to_area="440100")
    cast.at("2027-01-01T10:00:00+08:00")
    expire(runtime)
    hear(cast, "DEATH", PAYER, "2026-12-31")
    assert cast.broken() == []


def hear(cast: Cast, kind: str, who: str, day: str, **data: Any) -> None:
    said = {
        "event_id": f"{kind}-{day}",
        "type": kind,
        "id_number": NUMBERS[who],
        "effective_on": day,
        "data": data,
    }
    assert cast.call("POST", "/sandbox/events", said).status == 200


def bind(cast: Cast, signed_in: dict[str, str]) -> None:
    wife = {"name": WIFE, "id_number": NUMBERS[WIFE], "phone": PHONES[WIFE]}
    asked = {"beneficiary": wife, "relation": "spouse"}
    assert cast.call("POST", "/family/sms-codes", asked, **signed_in).status == 202
    sent = cast.call("GET", f"/sandbox/sms?phone={PHONES[WIFE]}").body["items"]
    code = next(one["code"] for one in sent if one["purpose"] == "bind")
    version = cast.call("GET", "/family/eligibility", **signed_in).body["commitment"]["version"]
    wanted = asked | {
        "starts_on": "2025-11-06",
        "ends_on": "2026-12-31",
        "sms_code": code,
        "commitment": {"version": version, "accepted": True},
    }
    keyed = signed_in | {"Idempotency-Key": "three"}
    assert cast.call("POST", "/family/bindings", wanted, **keyed).status == 201
