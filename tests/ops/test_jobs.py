"""Jobs may be run twice, at once, and again after a crash: what they do is done once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from gongji.app.runtime import Runtime
from gongji.credits.models import MonthlyCredit
from gongji.credits.monthly import credit_month
from gongji.kernel.clock import start_of
from gongji.ledger.models import Account
from gongji.people.models import Person
from gongji.sandbox.clock import set_clock
from gongji.sandbox.generate import people
from tests.registry_events.household import (
    BROTHER,
    CHILD,
    NAMES,
    PAYER,
    WIFE,
    Household,
    employee,
    person,
    tie,
)

CROWD = 40


@pytest.fixture
def home(app: Flask) -> Household:
    return Household(app).load()


def balances(runtime: Runtime) -> dict[str, int]:
    """By key, in fen."""
    query = select(Person.name, Account.balance_fen).join(Account, Account.person_id == Person.id)
    rows = runtime.run(lambda ctx: ctx.db.execute(query).all(), writes=False)
    keys = {name: key for key, name in NAMES.items()}
    return {keys.get(name, name): int(fen) for name, fen in rows}


def credits_per_account(runtime: Runtime) -> set[int]:
    """How many monthly credits accounts have: {1} where each has one."""
    query = select(func.count(MonthlyCredit.month)).select_from(Account)
    query = query.outerjoin(MonthlyCredit, MonthlyCredit.account_id == Account.id)
    query = query.group_by(Account.id)
    return set(runtime.run(lambda ctx: ctx.db.execute(query).scalars().all(), writes=False))


# -- credit


@pytest.mark.parametrize(
    ("insurance", "base_fen", "credited_fen"),
    [
        (employee(), 600_000, 12_000),
        (employee(category="flexible"), 1_225, 25),
        (employee(), 1_224, 24),
        (employee(), 24, 0),
        (employee(category="retired"), 600_000, 7_500),
        (employee(status="suspended"), 600_000, 0),
        (employee(status="ended"), 600_000, 0),
        (employee(area="440100"), 600_000, 0),
    ],
)
def test_what_a_month_brings(
    home: Household,
    runtime: Runtime,
    insurance: dict[str, Any],
    base_fen: int,
    credited_fen: int,
) -> None:
    home.load(persons=[person(PAYER, "M", insurance, 0, base_fen)], bindings=[])
    assert home.job("credit", month="2025-06")["credited"] == bool(credited_fen)
    assert balances(runtime) == {PAYER: credited_fen}
    assert home.broken() == []


def test_a_month_is_credited_once_and_the_next_one_again(home: Household, runtime: Runtime) -> None:
    frozen = home.sign_in(PAYER)
    home.call("POST", "/account/freeze", **frozen)
    assert home.job("credit", month="2025-05") == {"credited": 2, "skipped": 0}
    assert home.job("credit", month="2025-05") == {"credited": 0, "skipped": 0}
    assert balances(runtime) == {PAYER: 42_000, BROTHER: 20_025}
    assert home.job("credit", month="2025-06") == {"credited": 2, "skipped": 0}
    assert balances(runtime) == {PAYER: 54_000, BROTHER: 20_050}
    entries = home.call("GET", "/account/entries", **frozen).json["items"]
    shown = [(row["kind"], row["direction"], row["amount_fen"], row["place"]) for row in entries]
    assert shown == [("credit", "in", 12_000, "医保局拨入")] * 2
    assert home.broken() == []


@pytest.mark.parametrize(
    ("retired_on", "month", "credited_fen"),
    [
        ("09-18", "2025-09", 12_000),
        ("09-18", "2025-10", 7_500),
        ("09-01", "2025-09", 12_000),
        ("08-31", "2025-09", 7_500),
    ],
)
def test_retirement_changes_the_credit_from_the_following_month(
    home: Household, runtime: Runtime, retired_on: str, month: str, credited_fen: int
) -> None:
    home.at("10-20")
    home.hear("RETIRED", PAYER, retired_on)
    home.job("credit", month=month)
    assert balances(runtime)[PAYER] == 30_000 + credited_fen


@pytest.mark.parametrize("month", [None, "2025-7", "2025-13", "2025-07", "1999-01", "２０２５-01"])
def test_a_month_that_is_none_or_not_yet_is_refused(home: Household, month: str | None) -> None:
    reply = home.call("POST", "/sandbox/jobs/credit", {"month": month})
    assert (reply.status, reply.json["code"]) == (422, "REQUEST_INVALID")
    assert [error["pointer"] for error in reply.json["errors"]] == ["/month"]


def stop_at(runtime: Runtime, account_id: str) -> list[str]:
    """Lets the database refuse the credit of one account; returns what lifts that."""
    if runtime.engine.dialect.name == "sqlite":
        act = f"WHEN NEW.account_id = '{account_id}' BEGIN SELECT RAISE(ABORT, 'stopped'); END"
        acts = [f"CREATE TRIGGER stop BEFORE INSERT ON monthly_credit {act}"]
        lift = ["DROP TRIGGER stop"]
    else:
        body = (
            f"BEGIN IF NEW.account_id = '{account_id}' THEN RAISE EXCEPTION 'stopped'; END IF;"
            " RETURN NEW; END"
        )
        on_insert = "BEFORE INSERT ON monthly_credit FOR EACH ROW"
        acts = [
            f"CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
            f"CREATE TRIGGER stop {on_insert} EXECUTE FUNCTION stop()",
        ]
        lift = ["DROP TRIGGER stop ON monthly_credit", "DROP FUNCTION stop()"]
    execute(runtime, acts)
    return lift


def execute(runtime: Runtime, statements: list[str]) -> None:
    for statement in statements:
        runtime.run(lambda ctx, sql=statement: ctx.db.execute(text(sql)))  # type: ignore[misc]


def test_a_run_that_dies_is_finished_by_the_next(home: Household, runtime: Runtime) -> None:
    home.load(bindings=[])
    list(people(runtime, CROWD))
    ids = select(Account.id).order_by(Account.id)
    accounts = runtime.run(lambda ctx: ctx.db.execute(ids).scalars().all(), writes=False)
    lift = stop_at(runtime, accounts[len(accounts) // 2])
    with pytest.raises(DBAPIError, match="stopped"):
        credit_month(runtime, "2025-06", at_once=4)
    assert credits_per_account(runtime) == {0, 1}
    assert home.broken() == []
    execute(runtime, lift)
    done = len(accounts) // 2 // 4 * 4
    again = credit_month(runtime, "2025-06", at_once=4)
    assert again == {"credited": len(accounts) - done, "skipped": 0}
    assert credits_per_account(runtime) == {1}
    assert home.broken() == []


def test_runs_at_once_credit_each_account_once(home: Household, runtime: Runtime) -> None:
    list(people(runtime, CROWD))
    with ThreadPoolExecutor(4) as threads:
        runs = [threads.submit(credit_month, runtime, "2025-06", at_once=3) for _ in range(4)]
        credited = sum(run.result()["credited"] for run in runs)
    assert credits_per_account(runtime) == {1}
    assert credited == len(balances_by_account(runtime))
    assert home.broken() == []


def balances_by_account(runtime: Runtime) -> list[int]:
    query = select(Account.balance_fen)
    return list(runtime.run(lambda ctx: ctx.db.execute(query).scalars().all(), writes=False))


def test_a_credit_without_its_money_is_named(home: Household, runtime: Runtime) -> None:
    home.job("credit", month="2025-06")
    payers = "(SELECT account_id FROM entry WHERE amount_fen = 12000)"
    brothers = "(SELECT transfer_id FROM entry WHERE amount_fen = 25)"
    execute(
        runtime,
        [
            f"DELETE FROM monthly_credit WHERE transfer_id = {brothers}",
            f"UPDATE monthly_credit SET transfer_id = {brothers} WHERE account_id = {payers}",
        ],
    )
    failures = home.broken()
    assert sum("没有相应的一笔划入" in failure for failure in failures) == 1
    assert sum("不属于任何账户的任何月份" in failure for failure in failures) == 1


# -- the others


def test_expire_ends_what_is_over_and_applies_what_is_due(
    home: Household, runtime: Runtime
) -> None:
    home.load(bindings=[tie(PAYER, WIFE, "spouse", ends_on="2025-06-12", hold_fen=500)])
    home.hear("INSURANCE_SUSPENDED", CHILD, "06-13")
    assert home.job("expire") == {"events": 0, "expired": 0}
    runtime.run(lambda ctx: set_clock(ctx, start_of(date(2025, 6, 13)), running=False))
    assert home.job("expire") == {"events": 1, "expired": 1}
    assert home.job("expire") == {"events": 0, "expired": 0}
    assert home.call("GET", "/account", **home.sign_in(PAYER)).json["held_fen"] == 0
    assert home.broken() == []


def test_deliver_sends_what_is_queued(home: Household) -> None:
    home.hear("DEATH", PAYER, "06-10")
    assert home.job("deliver") == {"sent": 2, "dead": 0}
    assert home.job("deliver") == {"sent": 0, "dead": 0}


def test_clearing_needs_its_year_and_may_run_twice(home: Household) -> None:
    reply = home.call("POST", "/sandbox/jobs/clearing", {})
    assert [error["pointer"] for error in reply.json["errors"]] == ["/year"]
    home.job("clearing", year=2026)
    home.job("clearing", year=2026)


def test_an_unknown_job_is_not_found(home: Household) -> None:
    assert home.call("POST", "/sandbox/jobs/drop", {}).json["code"] == "NOT_FOUND"
