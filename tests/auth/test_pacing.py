"""Codes are not asked for too often (BIND-08)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongji.app.context import Context
from gongji.auth import codes
from gongji.auth.budgets import DAY_S, HOUR_S, LIMITS, Budget, Limit, wait_s
from gongji.auth.codes import Agreement
from gongji.auth.models import CodePurpose
from gongji.kernel.problems import Problem
from gongji.policy.values import SmsRule
from gongji.sms_templates import SmsTemplate
from tests.auth.desk import NOON, PHONE, Desk

PER_PHONE, PER_CALLER = LIMITS[Budget.PHONE], LIMITS[Budget.CALLER]
RULE = SmsRule(length=6, ttl_s=300, max_tries=3, resend_s=60)


def ask(ctx: Context, phone: str = PHONE, caller_id: str = "", *, withheld: bool = False) -> None:
    codes.issue(
        ctx,
        Agreement(CodePurpose.BIND, f"{caller_id}|{phone}"),
        phone=phone,
        caller_id=caller_id,
        rule=RULE,
        template=SmsTemplate.LOGIN_CODE,
        withheld=withheld,
    )


def phone_no(number: int) -> str:
    return f"199{number:08d}"


@pytest.mark.parametrize(
    ("ages_s", "limits", "wait"),
    [
        ([], PER_PHONE, 0),
        ([0], [Limit(1, 60)], 60),
        ([59], [Limit(1, 60)], 1),
        ([60], [Limit(1, 60)], 0),
        ([3600], [Limit(1, 60)], 0),
        ([60, 120, 180, 240], PER_PHONE, 0),
        ([60, 120, 180, 240, 300], PER_PHONE, HOUR_S - 300),
        ([60, 120, 180, 240, HOUR_S], PER_PHONE, 0),
        ([HOUR_S * hour for hour in range(2, 12)], PER_PHONE, DAY_S - 11 * HOUR_S),
        ([1] * 10, PER_CALLER, 59),
        ([1] * 9 + [60], PER_CALLER, 0),
        ([100 * n for n in range(1, 13)], PER_CALLER, HOUR_S - 1200),
        ([HOUR_S * n for n in range(2, 22)], PER_CALLER, DAY_S - 21 * HOUR_S),
    ],
)
def test_the_wait_lasts_until_every_limit_is_kept(
    ages_s: list[int], limits: Sequence[Limit], wait: int
) -> None:
    acts = [NOON - timedelta(seconds=age_s) for age_s in ages_s]
    assert wait_s(acts, NOON, limits) == wait


@given(st.lists(st.integers(0, DAY_S - 1), max_size=25))
def test_after_the_wait_it_is_allowed_and_not_a_second_before(ages_s: list[int]) -> None:
    acts = [NOON - timedelta(seconds=age_s) for age_s in sorted(ages_s)]
    wait = wait_s(acts, NOON, PER_PHONE)
    assert wait_s(acts, NOON + timedelta(seconds=wait), PER_PHONE) == 0
    assert not wait or wait_s(acts, NOON + timedelta(seconds=wait - 1), PER_PHONE) == 1


def test_one_phone_gets_the_next_code_exactly_sixty_seconds_later(desk: Desk) -> None:
    assert desk.refusal(ask) == ""
    desk.pass_s(59)
    assert desk.refusal(ask) == "SMS_TOO_SOON"
    desk.pass_s(1)
    assert desk.refusal(ask) == ""


def test_a_refusal_says_when_to_come_back(desk: Desk) -> None:
    desk.run(ask)
    desk.pass_s(20)
    with pytest.raises(Problem) as refused:
        desk.run(ask)
    assert refused.value.retry_after_s == 40
    assert "40 秒" in refused.value.sentence()


def test_the_sixth_code_of_an_hour_waits_for_the_first_to_be_an_hour_old(desk: Desk) -> None:
    for _ in range(5):
        desk.run(ask)
        desk.pass_s(60)
    assert desk.refusal(ask) == "TOO_MANY_REQUESTS"
    desk.pass_s(HOUR_S - 300)
    assert desk.refusal(ask) == ""


def test_one_phone_gets_ten_codes_in_a_day(desk: Desk) -> None:
    for _ in range(10):
        desk.run(ask)
        desk.pass_s(HOUR_S)
    assert desk.refusal(ask) == "TOO_MANY_REQUESTS"
    desk.pass_s(14 * HOUR_S)
    assert desk.refusal(ask) == ""


def test_a_caller_is_stopped_at_the_eleventh_code_of_a_minute_sent_or_not(desk: Desk) -> None:
    for number in range(10):
        desk.run(ask, phone_no(number), "psn_A", withheld=number % 2 == 0)
    assert desk.refusal(ask, phone_no(10), "psn_A") == "TOO_MANY_REQUESTS"
    assert desk.refusal(ask, phone_no(10), "psn_B") == ""


def test_a_caller_gets_twelve_codes_in_an_hour(desk: Desk) -> None:
    for number in range(12):
        desk.run(ask, phone_no(number), "psn_A")
        desk.pass_s(60)
    assert desk.refusal(ask, phone_no(12), "psn_A") == "TOO_MANY_REQUESTS"


def test_a_caller_gets_twenty_codes_in_a_day(desk: Desk) -> None:
    for number in range(20):
        desk.run(ask, phone_no(number), "psn_A")
        desk.pass_s(HOUR_S)
    assert desk.refusal(ask, phone_no(20), "psn_A") == "TOO_MANY_REQUESTS"


def test_codes_ahead_of_a_clock_that_went_back_do_not_count(desk: Desk) -> None:
    desk.run(ask)
    desk.pass_s(-600)
    assert desk.refusal(ask) == ""


def test_of_many_requests_at_once_for_one_phone_one_gets_a_code(desk: Desk) -> None:
    answers = desk.at_once(20, lambda: desk.refusal(ask))
    assert sorted(answers) == ["", *["SMS_TOO_SOON"] * 19]


def test_of_many_requests_at_once_of_one_caller_ten_get_a_code(desk: Desk) -> None:
    numbers = iter(range(30))
    answers = desk.at_once(30, lambda: desk.refusal(ask, phone_no(next(numbers)), "psn_A"))
    assert (answers.count(""), answers.count("TOO_MANY_REQUESTS")) == (10, 20)
