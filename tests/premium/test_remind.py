"""Premium reminders: who is named, when, once."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongji.app.paging import PageRequest
from gongji.kernel.clock import Window
from gongji.notices.messages import Wanted, messages
from gongji.notices.models import MessageKind
from gongji.ops.jobs import run_job
from gongji.premium.remind import DAYS_BEFORE, OPENING, mark_of
from tests.premium.office import Office, at_once
from tests.premium.relatives import (
    FULL,
    HALF,
    NEPHEW,
    PAYER,
    RETIRED,
    SISTER,
    TWO_AUTHORIZERS,
    WIFE,
    binding,
    elsewhere,
    person,
    resident,
    row,
)

CLOSES = date(2026, 1, 31)
OPENS = date(2025, 9, 1)


def reminders(office: Office, who: str = PAYER) -> list[str]:
    """Their texts, the oldest first."""
    wanted = Wanted(MessageKind.REMINDER)
    page = office.look(lambda ctx: messages(ctx, wanted, PageRequest(100)), who)
    return [item.text for item in reversed(page.items)]


def remind(office: Office, moment: str) -> int:
    return run_job(office.at(moment).runtime, "remind")["reminded"]


def test_the_unpaid_residents_are_named_masked_in_one_message(office: Office) -> None:
    assert remind(office, "2026-01-01T09:00:00") == 2
    [text] = reminders(office)
    assert "李*英" in text
    assert "陈*雨" in text
    assert "何*苗" in text
    assert "2026 年度" in text
    assert "2026年1月31日" in text
    assert "陈*华" not in text, "his subsidy pays all of it"
    assert "陈*山" not in text, "he is insured as an employee"
    assert not any(name in text for name in (WIFE, HALF, FULL, RETIRED, NEPHEW))
    [to_sister] = reminders(office, SISTER)
    assert to_sister.startswith("您的亲属李*英还没有缴纳")


def test_who_has_paid_here_or_elsewhere_is_not_named(office: Office) -> None:
    office.load(premium_payments=[elsewhere(HALF)])
    office.pay(WIFE)
    remind(office, "2026-01-01T09:00:00")
    [text] = reminders(office)
    assert "何*苗" in text
    assert "李*英" not in text
    assert "陈*雨" not in text
    assert reminders(office, SISTER) == []


@pytest.mark.parametrize("status", ["suspended", "ended"])
def test_only_normally_insured_relatives_are_named(office: Office, status: str) -> None:
    persons = [person(PAYER), person(WIFE, resident(status=status))]
    office.load(persons=persons, bindings=[binding(PAYER, WIFE, "spouse")])
    assert remind(office, "2026-01-01T09:00:00") == 0


@pytest.mark.parametrize(
    "more",
    [{"status": "ended"}, {"starts_on": "2026-01-02"}, {"ends_on": "2025-12-31"}],
)
def test_only_relatives_bound_today_are_named(office: Office, more: dict[str, str]) -> None:
    persons = [person(PAYER), person(WIFE)]
    office.load(persons=persons, bindings=[binding(PAYER, WIFE, "spouse", **more)])
    assert remind(office, "2026-01-01T09:00:00") == 0


def test_each_mark_is_told_once_and_a_missed_day_is_made_up_for(office: Office) -> None:
    days = [
        "2025-08-31",
        "2025-09-01",
        "2025-09-02",
        "2025-12-31",
        "2026-01-03",
        "2026-01-04",
        "2026-01-24",
        "2026-01-24",
        "2026-01-30",
        "2026-01-31",
        "2026-02-01",
    ]
    told = [remind(office, f"{day}T08:00:00") // 2 for day in days]
    assert told == [0, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0]
    assert len(reminders(office)) == 4


def test_a_relative_bound_meanwhile_is_named_at_the_next_mark(office: Office) -> None:
    persons = [person(PAYER), person(WIFE), person(HALF)]
    later = binding(PAYER, HALF, "child", starts_on="2026-01-10")
    office.load(persons=persons, bindings=[binding(PAYER, WIFE, "spouse"), later])
    remind(office, "2026-01-01T09:00:00")
    remind(office, "2026-01-24T09:00:00")
    first, second = reminders(office)
    assert "陈*雨" not in first
    assert "陈*雨" in second


def test_a_window_that_is_prolonged_is_told_anew(office: Office) -> None:
    remind(office, "2026-01-30T09:00:00")
    longer = {"full": 400, "gov": 700, "window": ["2025-09-01", "2026-02-28"]}
    office.load(policy=[row("premium.390.2026", longer, since="2025-09-01"), TWO_AUTHORIZERS])
    assert remind(office, "2026-01-30T09:00:00") == 2
    assert "2026年2月28日" in reminders(office)[0]


def test_many_runs_at_once_remind_once(office: Office) -> None:
    office.at("2026-01-01T09:00:00")
    counts = at_once([lambda: run_job(office.runtime, "remind")["reminded"]] * 6)
    assert sum(counts) == 2
    assert len(reminders(office)) == 1


@given(st.dates(OPENS, CLOSES))
def test_the_mark_is_the_nearest_one_that_has_come(today: date) -> None:
    mark = mark_of(Window(OPENS, CLOSES), today)
    left = (CLOSES - today).days
    passed = [days for days in DAYS_BEFORE if left <= days]
    assert mark == (min(passed) if passed else OPENING)
