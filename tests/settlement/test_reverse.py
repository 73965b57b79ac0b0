"""A cancellation gives back only what is still asked for, and locks in the order of events."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from gongji.app.runtime import Runtime
from tests.support.cast import Cast
from tests.support.sent import DRUG, PAYER, PHARMACY, WIFE, Line


def set_hold(cast: Cast, hold_fen: int) -> None:
    payer = cast.sign_in(PAYER)
    (binding,) = [
        row
        for row in cast.call("GET", "/family/bindings", **payer).body["items"]
        if row["relation"] == "spouse"
    ]
    address = f"/family/bindings/{binding['id']}"
    assert cast.call("PATCH", address, {"hold_fen": hold_fen}, **payer).status == 200


def held(cast: Cast) -> int:
    fen: int = cast.account(PAYER)["held_fen"]
    return fen


def test_a_hold_that_was_set_anew_is_not_revived(cast: Cast) -> None:
    cast.load(wife_fen=0, wife={"hold_fen": 20_000})
    before = cast.buy(WIFE, Line(DRUG, "150.00"))
    assert held(cast) == 5_000
    set_hold(cast, 1_000)
    since = cast.buy(WIFE, Line(DRUG, "6.00"))
    assert held(cast) == 400
    assert cast.cancel(before, PHARMACY, "2103").code == ""
    assert held(cast) == 400
    assert cast.cancel(since, PHARMACY, "2103").code == ""
    assert held(cast) == 1_000
    assert cast.account(PAYER)["balance_fen"] == 30_000
    assert cast.broken() == []


def test_other_changes_leave_the_hold_to_be_restored(cast: Cast) -> None:
    cast.load(wife_fen=0, wife={"hold_fen": 20_000})
    bought = cast.buy(WIFE, Line(DRUG, "150.00"))
    payer = cast.sign_in(PAYER)
    for row in cast.call("GET", "/family/bindings", **payer).body["items"]:
        address = f"/family/bindings/{row['id']}"
        cast.call("PATCH", address, {"limits": {"month_fen": 90_000}}, **payer)
    assert cast.cancel(bought, PHARMACY, "2103").code == ""
    assert held(cast) == 20_000


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    heard: list[str] = []

    def listen(_: Any, __: Any, statement: str, *___: Any) -> None:
        heard.append(" ".join(statement.split()))

    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield heard
    finally:
        event.remove(engine, "before_cursor_execute", listen)


def test_accounts_are_locked_before_the_settlement(cast: Cast, runtime: Runtime) -> None:
    """As an event does, which locks accounts and then marks their bills; else each waits for the
    other.
    """
    bought = cast.buy(WIFE, Line(DRUG, "150.00"))
    with statements(runtime.engine) as heard:
        assert cast.cancel(bought, PHARMACY, "2103").code == ""
    accounts = [at for at, one in enumerate(heard) if "FROM account WHERE account.id IN" in one]
    bills = [at for at, one in enumerate(heard) if "FROM settlement WHERE" in one]
    assert accounts[0] < bills[-1]
    locks = [at for at in bills if heard[at].endswith("FOR UPDATE")]
    assert locks == ([] if runtime.engine.dialect.name == "sqlite" else bills[-1:])


def test_a_bill_of_cash_alone_is_cancelled_once_too(cast: Cast) -> None:
    cast.load(wife_fen=0, payer_fen=0)
    bought = cast.buy(WIFE, Line(DRUG, "150.00"))
    assert bought.legs() == ("0.00", "0.00", "0.00", "150.00")
    assert cast.cancel(bought, PHARMACY, "2103").code == ""
    assert cast.cancel(bought, PHARMACY, "2103").code == "ALREADY_CANCELLED"
