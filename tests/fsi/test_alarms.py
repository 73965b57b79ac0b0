"""Operators are told of refused calls and of trials that settle nothing; nobody is locked out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gongji.auth.budgets import LIMITS, Budget
from gongji.fsi.key_watch import MESSAGES_MAX
from tests.fsi.gateway import CALL, who
from tests.fsi.test_misses import Warnings, warnings
from tests.fsi.test_served import csb
from tests.imports.desk import command
from tests.support.cast import Cast
from tests.support.sent import CHILD, CLINIC, PHARMACY, WIFE, Line, sale
from tests.support.serving import environment

__all__ = ["warnings"]

REFUSALS = LIMITS[Budget.REFUSED_CALLS][0].most
TRIALS = LIMITS[Budget.TRIALS][0].most
Record = Callable[[str], list[str]]


@pytest.fixture
def record(database_url: str, tmp_path: Path) -> Record:
    """The alarms in an institution's record."""

    def read(code: str) -> list[str]:
        shown = command(environment(database_url, tmp_path), "institution", "show", code).output
        return [line.split("alarm ")[1] for line in shown.splitlines() if " alarm " in line]

    return read


def sent(cast: Cast, headers: dict[str, str]) -> str:
    answer = cast.send("POST", CALL, who(), headers)
    return str(answer.body["err_msg"])


def test_many_wrong_signatures_are_told_once_and_the_right_one_goes_on(
    cast: Cast, warnings: Warnings, record: Record
) -> None:
    listed = cast.call("GET", "/sandbox/institutions").body["items"]
    key = next(row for row in listed if row["code"] == PHARMACY)
    wrong, right = csb(key["access_key"], "a guess"), csb(key["access_key"], key["secret"])
    for _ in range(REFUSALS - 1):
        assert sent(cast, wrong) == "401 签名不一致!"
    assert (warnings.told, record(PHARMACY)) == ([], [])
    for _ in range(30):
        assert sent(cast, wrong) == "401 签名不一致!"
    seen = {"refused": REFUSALS, "address": "127.0.0.1", "last": "签名不一致!"}
    assert warnings.told == [{"event": "institution.refused", "institution": PHARMACY} | seen]
    assert record(PHARMACY) == [f"refused: refused={REFUSALS}, address=127.0.0.1, last=签名不一致!"]
    assert sent(cast, right) == "", "no stranger locks an institution out"
    assert record(CLINIC) == []


def test_keys_of_nobody_are_told_too(cast: Cast, warnings: Warnings) -> None:
    for number in range(REFUSALS + 5):
        assert sent(cast, csb(f"AK-{number}", "x")) == "401 非法用户!"
    assert [one["institution"] for one in warnings.told] == [""]


def test_headers_that_serve_for_many_messages_are_told(
    cast: Cast, warnings: Warnings, record: Record
) -> None:
    """Signed once, an hour of sales; a retry of one message is none of them."""
    listed = cast.call("GET", "/sandbox/institutions").body["items"]
    key = next(row for row in listed if row["code"] == PHARMACY)

    def send(count: int, headers: dict[str, str], first: int = 0) -> None:
        for number in range(first, first + count):
            body = who(msgid=f"M-{number}")
            assert cast.send("POST", CALL, body, headers).code == ""

    copied = csb(key["access_key"], key["secret"])
    for number in range(MESSAGES_MAX + 5):
        send(1, csb(key["access_key"], key["secret"], _api_version=str(number)), number)
        send(1, copied)
    send(MESSAGES_MAX, copied)
    assert warnings.told == []
    send(5, copied, MESSAGES_MAX)
    told = {"institution": PHARMACY, "messages": MESSAGES_MAX}
    assert warnings.told == [{"event": "institution.copied"} | told]
    assert record(PHARMACY) == [f"copied: messages={MESSAGES_MAX}"]


def tried(cast: Cast, who: str = WIFE) -> None:
    content = sale(cast.number_of(who), who, [Line()])
    assert cast.transact("2101", content).code == ""


def test_trials_that_tell_a_relatives_balance_and_settle_nothing_are_told(
    cast: Cast, warnings: Warnings, record: Record
) -> None:
    for _ in range(TRIALS - 1):
        tried(cast)
    for _ in range(TRIALS - 1):
        tried(cast, CHILD)
    assert warnings.told == []
    for _ in range(5):
        tried(cast)
    assert warnings.told == [
        {"event": "institution.trials", "institution": PHARMACY, "trials": TRIALS}
    ]
    assert record(PHARMACY) == [f"trials: trials={TRIALS}"]


def test_trials_before_a_sale_are_usual(cast: Cast, warnings: Warnings) -> None:
    tried(cast)
    cast.buy(WIFE)
    for _ in range(2 * TRIALS):
        tried(cast)
    assert warnings.told == []
    cast.at("2025-06-10T12:00:00+08:00")
    for _ in range(TRIALS):
        tried(cast)
    assert [one["event"] for one in warnings.told] == ["institution.trials"]
