"""One-time codes: three guesses, five minutes, one use, one purpose (BIND-03)."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import select

from gongji.app.context import Context
from gongji.auth import codes
from gongji.auth.codes import Agreement
from gongji.auth.models import CodePurpose, SmsCode
from gongji.auth.problems import SmsWrong
from gongji.kernel.problems import NotFound
from gongji.notices.models import OutboxText
from gongji.sms_templates import SmsTemplate
from tests.auth.desk import PHONE, STRANGER, Desk
from tests.auth.test_pacing import RULE

SUBJECT = "psn_A|430199198203080025"


def send(ctx: Context, subject: str = SUBJECT, *, withheld: bool = False) -> None:
    codes.issue(
        ctx,
        Agreement(CodePurpose.BIND, subject, "spouse"),
        phone=PHONE,
        caller_id="psn_A",
        rule=RULE,
        template=SmsTemplate.LOGIN_CODE,
        withheld=withheld,
    )


def guess(
    ctx: Context,
    code: str,
    subject: str = SUBJECT,
    purpose: CodePurpose = CodePurpose.BIND,
    to: str = "spouse",
) -> None:
    codes.spend(ctx, Agreement(purpose, subject, to), code)


def sent_code(desk: Desk) -> str:
    """Asks for a code and reads it."""
    desk.run(send)
    code = desk.texts()[0].code
    assert code
    return code


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_right_code_is_good_once(desk: Desk) -> None:
    code = sent_code(desk)
    assert desk.refusal(guess, code) == ""
    assert desk.refusal(guess, code) == "SMS_WRONG"


def test_two_wrong_guesses_leave_a_third_that_may_be_right(desk: Desk) -> None:
    code = sent_code(desk)
    assert [desk.refusal(guess, wrong(code)) for _ in range(2)] == ["SMS_WRONG"] * 2
    assert desk.refusal(guess, code) == ""


def test_three_wrong_guesses_lock_the_code_even_for_the_right_one(desk: Desk) -> None:
    code = sent_code(desk)
    assert [desk.refusal(guess, wrong(code)) for _ in range(3)] == ["SMS_WRONG"] * 3
    assert desk.refusal(guess, code) == "SMS_LOCKED"


def test_the_last_wrong_guess_says_to_ask_for_a_new_code(desk: Desk) -> None:
    bad = wrong(sent_code(desk))
    told = []
    for _ in range(3):
        with pytest.raises(SmsWrong) as refused:
            desk.run(guess, bad)
        told.append(refused.value.brief())
    assert [("再试 2 次" in one["detail"], "再试 1 次" in one["detail"]) for one in told] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    assert "已经锁定" in told[2]["detail"]
    assert told[2]["remedy"] == "请重新获取验证码后再试。"


def test_of_two_hundred_guesses_at_once_three_are_evaluated(desk: Desk) -> None:
    bad = wrong(sent_code(desk))
    answers = Counter(desk.at_once(200, lambda: desk.refusal(guess, bad)))
    assert answers == {"SMS_WRONG": 3, "SMS_LOCKED": 197}


def test_a_code_sent_twice_at_once_is_accepted_once(desk: Desk) -> None:
    code = sent_code(desk)
    assert Counter(desk.at_once(2, lambda: desk.refusal(guess, code))) == {"": 1, "SMS_WRONG": 1}


@pytest.mark.parametrize(
    ("age_s", "answer"), [(299, ""), (300, "SMS_EXPIRED"), (301, "SMS_EXPIRED")]
)
def test_a_code_is_dead_after_five_minutes(desk: Desk, age_s: int, answer: str) -> None:
    code = sent_code(desk)
    desk.pass_s(age_s)
    assert desk.refusal(guess, code) == answer


def test_a_new_code_replaces_the_earlier_one(desk: Desk) -> None:
    first = sent_code(desk)
    desk.pass_s(60)
    second = sent_code(desk)
    assert first == second or desk.refusal(guess, first) == "SMS_WRONG"
    assert desk.refusal(guess, second) == ""


def test_a_code_is_worthless_for_another_subject_or_purpose(desk: Desk) -> None:
    code = sent_code(desk)
    assert desk.refusal(guess, code, "psn_B|430199198203080025") == "SMS_WRONG"
    assert desk.refusal(guess, code, purpose=CodePurpose.LOGIN) == "SMS_WRONG"
    assert desk.refusal(guess, code, to="child") == "SMS_WRONG"
    assert desk.refusal(guess, code) == ""


def test_guesses_are_counted_over_all_that_a_code_could_agree_with(desk: Desk) -> None:
    code = sent_code(desk)
    for to in ("child", "parent", "sibling"):
        assert desk.refusal(guess, code, to=to) == "SMS_WRONG"
    assert desk.refusal(guess, code) == "SMS_LOCKED"


def test_a_withheld_code_is_never_sent_and_locks_like_any_other(desk: Desk) -> None:
    desk.run(send, withheld=True)
    assert desk.texts() == []
    assert [desk.refusal(guess, "123456") for _ in range(4)] == ["SMS_WRONG"] * 3 + ["SMS_LOCKED"]


def test_the_right_code_stays_good_where_the_act_it_serves_is_refused(desk: Desk) -> None:
    def guess_and_fail(ctx: Context) -> None:
        guess(ctx, code)
        raise NotFound

    code = sent_code(desk)
    assert desk.refusal(guess_and_fail) == "NOT_FOUND"
    assert desk.refusal(guess, code) == ""


def test_the_database_holds_no_code_and_no_phone_in_clear(desk: Desk) -> None:
    code = sent_code(desk)
    with desk.runtime.engine.connect() as connection:
        rows = [
            *connection.execute(select(SmsCode.__table__)).all(),
            *connection.exec_driver_sql(f"SELECT content FROM {OutboxText.__tablename__}").all(),
        ]
    kept = b"".join(bytes(part) for row in rows for part in row if isinstance(part, bytes))
    assert code.encode() not in kept
    assert PHONE.encode() not in kept
    assert not any(part in (code, PHONE) for row in rows for part in row)


def test_without_any_code_every_guess_is_wrong(desk: Desk) -> None:
    assert desk.refusal(guess, "123456", f"psn_A|{STRANGER}") == "SMS_WRONG"
