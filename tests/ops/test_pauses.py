"""A worker that slept makes up for every month, in order, whatever happened meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

import pytest
from flask import Flask
from sqlalchemy import select

from gongji.app.runtime import Runtime
from gongji.credits.models import MonthlyCredit
from gongji.kernel.clock import SHANGHAI
from gongji.ledger.models import Account, Entry
from gongji.ops.jobs import run_job
from gongji.ops.reconcile import reconcile
from gongji.ops.worker import Worker
from gongji.people.models import Person
from gongji.sandbox.clock import set_clock
from tests.registry_events.household import NAMES, PAYER, Household

BEFORE = date(2025, 6, 10)


@pytest.fixture
def home(app: Flask) -> Household:
    return Household(app).load()


class Mortal:
    """Does jobs, and dies once in each of these months: before its credit, or after it was given
    and before anybody was told.
    """

    def __init__(self, *dies_in: str) -> None:
        self.dies_in, self.months = list(dies_in), list[str]()

    def __call__(self, runtime: Runtime, name: str, **wanted: object) -> dict[str, int]:
        month = str(wanted.get("month"))
        if name != "credit" or month not in self.dies_in:
            return run_job(runtime, name, **wanted)
        self.months.append(month)
        self.dies_in.remove(month)
        if month in self.dies_in:
            raise RuntimeError("ended before its work")
        run_job(runtime, name, **wanted)
        raise RuntimeError("ended after its work")


@pytest.fixture
def mortal() -> Mortal:
    return Mortal("2025-07", "2025-07")


@pytest.fixture
def worker(home: Household, runtime: Runtime, mortal: Mortal) -> Iterator[Worker]:
    """A leader that has done everything of the tenth of June."""
    assert home.broken() == []
    made = Worker(runtime, mortal)
    wake(runtime, BEFORE)
    made.take_lead()
    made.do_due()
    yield made
    made.stand_down()


def wake(runtime: Runtime, day: date) -> None:
    noon = datetime.combine(day, time(12), SHANGHAI)
    runtime.run(lambda ctx: set_clock(ctx, noon, running=False))


def given_to(runtime: Runtime, who: str) -> list[tuple[str, int]]:
    """Month and fen of each monthly credit, in the order in which they were booked."""
    query = (
        select(MonthlyCredit.month, Entry.amount_fen)
        .join(Account, Account.id == MonthlyCredit.account_id)
        .join(Person, Person.id == Account.person_id)
        .join(Entry, Entry.transfer_id == MonthlyCredit.transfer_id)
        .where(Person.name == NAMES[who], Entry.account_id == Account.id)
        .order_by(Entry.version)
    )
    return runtime.run(lambda ctx: [(month, fen) for month, fen in ctx.db.execute(query)])


MONTHS = [f"{2025 + number // 12}-{number % 12 + 1:02}" for number in range(5, 20)]


@pytest.mark.parametrize(
    ("wakes", "months"),
    [(date(2025, 7, 20), MONTHS[:2]), (date(2026, 8, 10), MONTHS)],
    ids=["40 days", "14 months"],
)
def test_every_month_of_a_pause_is_credited_once_and_in_order(
    runtime: Runtime, worker: Worker, mortal: Mortal, wakes: date, months: Sequence[str]
) -> None:
    """Twice it dies in the second month; nothing later is given before that month is. The months
    before the installation are never given.
    """
    assert given_to(runtime, PAYER) == [(MONTHS[0], 12_000)]
    wake(runtime, wakes)
    worker.do_due()
    assert given_to(runtime, PAYER) == [(MONTHS[0], 12_000)]
    for _ in range(3):
        worker.do_due()
    assert given_to(runtime, PAYER) == [(month, 12_000) for month in months]
    assert mortal.months == ["2025-07", "2025-07"]
    assert runtime.run(reconcile, writes=False).failures == []


def test_an_event_of_the_pause_does_not_reach_back(
    home: Household, runtime: Runtime, worker: Worker
) -> None:
    """Retired on 18 August, suspended from 15 October on."""
    home.hear("RETIRED", PAYER, "08-18")
    home.hear("INSURANCE_SUSPENDED", PAYER, "10-15")
    wake(runtime, date(2025, 12, 20))
    for _ in range(3):
        worker.do_due()
    assert given_to(runtime, PAYER) == [
        ("2025-06", 12_000),
        ("2025-07", 12_000),
        ("2025-08", 12_000),
        ("2025-09", 7_500),
        ("2025-10", 7_500),
    ]
    assert home.broken() == []
