"""Events that arrive while people pay: before a bill or after it, never half of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from gongji.people.models import RegistryEvent
from tests.registry_events.household import BROTHER, CHILD, PAYER, WIFE, Bill, Household
from tests.registry_events.records import Records

BUYERS = (WIFE, CHILD, PAYER) * 4


def at_once(works: Sequence[Callable[[], Any]]) -> list[Any]:
    with ThreadPoolExecutor(len(works)) as threads:
        return [done.result() for done in [threads.submit(work) for work in works]]


def buying(home: Household, who: str) -> Callable[[], Bill]:
    return lambda: home.buy(who)


@pytest.mark.parametrize(
    ("kind", "data", "left"),
    [
        ("DEATH", {}, None),
        ("TRANSFER_OUT", {"to_area": "440100"}, 0),
        ("INSURANCE_SUSPENDED", {}, None),
    ],
)
def test_each_bill_sees_all_of_an_event_or_nothing(
    home: Household, records: Records, kind: str, data: dict[str, str], left: int | None
) -> None:
    works: list[Callable[[], Any]] = [buying(home, who) for who in BUYERS]
    works.insert(6, lambda: home.hear(kind, PAYER, "06-10", **data))
    done = at_once(works)
    bills = [bill for bill in done if isinstance(bill, Bill)]
    mine = [bill for bill, who in zip(bills, BUYERS, strict=True) if who == PAYER]
    theirs = [bill for bill in bills if bill not in mine]
    assert all(bill.mutual == (0 if bill.reason else 10) for bill in theirs)
    assert all(bill.own + bill.mutual in (0, 10) for bill in mine)
    spent = 100 * (sum(bill.mutual for bill in theirs) + sum(bill.own for bill in mine))
    account = records.account(PAYER)
    assert account.balance_fen == (30_000 - spent if left is None else left)
    assert home.buy(WIFE).mutual == 0
    assert home.broken() == []


def test_the_same_event_sent_ten_times_at_once_is_one(home: Household, records: Records) -> None:
    heard = at_once([lambda: home.hear("DEATH", PAYER, "06-10")] * 10)
    assert heard == ["applied"] * 10
    assert records.count(RegistryEvent) == 1
    assert len(home.texts(WIFE)) == 1


def test_a_whole_family_is_reported_at_once(home: Household, records: Records) -> None:
    works: list[Callable[[], Any]] = [
        lambda who=who, day=day: home.hear(  # type: ignore[misc]
            "INSURANCE_ENDED", who, f"06-{day:02d}", event_id=f"{who}-{day}"
        )
        for who in (PAYER, WIFE, CHILD, BROTHER)
        for day in (8, 9, 10)
    ]
    assert at_once(works) == ["applied"] * 12
    assert len(records.ended()) == 3
    assert [records.status(who) for who in (PAYER, WIFE, CHILD, BROTHER)] == [{"ended"}] * 4
    assert home.broken() == []
