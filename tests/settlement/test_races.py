"""Many at once against the served program: every fen is spent once, and nobody sees an error."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import pytest
from sqlalchemy import delete, select

from gongji.app.runtime import Runtime
from gongji.settlement.models import ChargeBatch, Visit
from tests.support.cast import Answer, Bill, Cast
from tests.support.sent import CHILD, CLINIC, DRUG, PAYER, WIFE, Line, sale

Result = TypeVar("Result")
AT_ONCE = 20


def at_once(works: Sequence[Callable[[], Result]]) -> list[Result]:
    with ThreadPoolExecutor(min(len(works), AT_ONCE)) as threads:
        return [done.result() for done in [threads.submit(work) for work in works]]


Timed = tuple[float, float, Answer]


def timed(act: Callable[[], Answer]) -> Timed:
    asked = time.monotonic()
    answer = act()
    return asked, time.monotonic(), answer


def test_one_message_sent_twenty_times_books_once_and_is_answered_alike(stage: Cast) -> None:
    bill = stage.load().upload(WIFE, Line(DRUG, "600.00"))
    answers = at_once([lambda: stage.settle(bill, msgid="THE-SAME")] * 20)
    assert {answer.code for answer in answers} == {""}
    assert all(answer.body["output"] == answers[0].body["output"] for answer in answers)
    assert stage.account(PAYER)["balance_fen"] == 30_000 - 26_000
    assert stage.account(WIFE)["balance_fen"] == 0
    assert stage.broken() == []


def test_fifty_bills_of_ten_on_three_hundred_give_exactly_thirty_payments(stage: Cast) -> None:
    stage.load(payer_fen=30_000)
    content = sale(stage.number_of(CHILD), CHILD, [Line(DRUG, "10.00")])
    answers = at_once([lambda: stage.transact("2102", content)] * 50)
    assert Counter((answer.legs()[2], answer.reason) for answer in answers) == {
        ("10.00", None): 30,
        ("0.00", "BALANCE_EMPTY"): 20,
    }
    assert stage.account(PAYER)["balance_fen"] == 0
    assert stage.broken() == []


def test_different_messages_settle_one_batch_once(stage: Cast) -> None:
    bill = stage.load().upload(CHILD, Line(DRUG, "10.00"), place=CLINIC)
    answers = at_once([lambda: stage.settle(bill)] * 10)
    assert Counter(answer.code for answer in answers) == {"": 1, "ALREADY_SETTLED": 9}
    assert stage.broken() == []


def test_a_bill_is_cancelled_once(stage: Cast) -> None:
    settled = stage.load().settle(stage.upload(WIFE, Line(DRUG, "600.00")))
    answers = at_once([lambda: stage.cancel(settled)] * 10)
    assert Counter(answer.code for answer in answers) == {"": 1, "ALREADY_CANCELLED": 9}
    assert stage.account(PAYER)["balance_fen"] == 30_000
    assert stage.account(WIFE)["balance_fen"] == 10_000
    assert stage.broken() == []


def test_a_batch_is_settled_or_withdrawn_never_both(stage: Cast) -> None:
    stage.load(payer_fen=1_000_000)
    bills = [stage.upload(CHILD, Line(DRUG, "10.00"), place=CLINIC) for _ in range(8)]

    def withdraw(bill: Bill) -> Answer:
        named = {name: bill.node[name] for name in ("mdtrt_id", "psn_no", "chrg_bchno")}
        return stage.transact("2205", {"data": named}, place=CLINIC)

    acts = [partial(act, bill) for bill in bills for act in (stage.settle, withdraw)]
    codes = [answer.code for answer in at_once(acts)]
    pairs = list(zip(codes[::2], codes[1::2], strict=True))
    assert set(pairs) <= {("", "ALREADY_SETTLED"), ("LINES_MISSING", "")}
    assert stage.broken() == []


def test_after_the_unbinding_is_answered_no_relative_pays_any_more(stage: Cast) -> None:
    """Before it was asked for all of them pay; while it is on its way either may happen."""
    stage.load(payer_fen=1_000_000)
    payer = stage.sign_in(PAYER)
    bindings = stage.call("GET", "/family/bindings", **payer).body["items"]
    (binding,) = [row for row in bindings if row["relation"] == "child"]
    content = sale(stage.number_of(CHILD), CHILD, [Line(DRUG, "10.00")])

    def buy() -> Timed:
        return timed(lambda: stage.transact("2102", content))

    def unbind() -> Timed:
        return timed(
            lambda: stage.call("POST", f"/family/bindings/{binding['id']}/unbind", **payer)
        )

    rounds = at_once([*[buy] * 12, unbind, *[buy] * 28])
    sent, answered, unbound = rounds.pop(12)
    assert unbound.status == 200
    for asked, told, bought in rounds:
        assert bought.reason in (None, "NO_ACTIVE_RELATION")
        if told < sent:
            assert bought.reason is None
        if asked > answered:
            assert bought.reason == "NO_ACTIVE_RELATION"
    paid = sum(bought.legs()[2] == "10.00" for _, _, bought in rounds)
    assert stage.account(PAYER)["balance_fen"] == 1_000_000 - 1_000 * paid
    assert stage.transact("2102", content).reason == "NO_ACTIVE_RELATION"
    assert stage.broken() == []


def test_a_bill_that_waits_for_a_withdrawal_finds_no_lines(cast: Cast, runtime: Runtime) -> None:
    """The withdrawal holds the visit when the settlement comes, and is done before it goes on."""
    bill = cast.upload(CHILD, Line(DRUG, "10.00"), place=CLINIC)
    with ThreadPoolExecutor(1) as threads:
        with runtime.engine.begin() as withdrawal:
            withdrawal.execute(select(Visit.id).with_for_update())
            withdrawal.execute(delete(ChargeBatch))
            settling = threads.submit(cast.settle, bill)
            with pytest.raises(TimeoutError):
                settling.result(timeout=0.5)
        assert settling.result().code == "LINES_MISSING"
    assert cast.broken() == []
