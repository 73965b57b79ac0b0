"""What the tester's panel is shown: the entries of a bill, the clock, the news of a fixture."""

from __future__ import annotations

from typing import Any

from tests.support.cast import Answer, Cast
from tests.support.sent import CHILD, PAYER, PHARMACY, Line

NEWS = {"area": "430000", "title": "正在集中缴费", "text": "请在缴费期内办理。"}


def entries(cast: Cast, settled: Answer) -> list[tuple[str | None, int]]:
    told = cast.call("GET", f"/sandbox/ledger?settlement_id={settled.bill['setl_id']}")
    return [(line["owner"], line["amount_fen"]) for line in told.body["items"]]


def titles(cast: Cast) -> list[Any]:
    return [one["title"] for one in cast.call("GET", "/notices").body["items"]]


def test_the_entries_of_a_bill_and_of_its_cancellation_sum_to_zero(cast: Cast) -> None:
    cast.load()
    before = cast.account(PAYER)["balance_fen"]
    sold = cast.buy(CHILD, Line(price="36.50"))
    assert entries(cast, sold) == [(PAYER, -3650), (None, 3650)]
    undone = cast.cancel(sold, PHARMACY, "2103")
    assert entries(cast, undone) == [(PAYER, 3650), (None, -3650)]
    assert cast.account(PAYER)["balance_fen"] == before


def test_a_bill_paid_in_cash_has_no_entries(cast: Cast) -> None:
    cast.load()
    assert entries(cast, cast.buy(CHILD, flag="0")) == []


def test_the_clock_tells_whether_it_runs(cast: Cast) -> None:
    cast.load()
    for running in (True, False):
        cast.call("PUT", "/sandbox/clock", {"now": "2025-11-05T10:00:00+08:00", "running": running})
        assert cast.call("GET", "/sandbox/clock").body["running"] is running
    assert cast.call("GET", "/sandbox/clock").body["now"] == "2025-11-05T10:00:00+08:00"


def test_news_is_shown_until_it_ends(cast: Cast) -> None:
    cast.load(notices=[NEWS | {"to": "2025-12-01T00:00:00+08:00"}, NEWS | {"title": "长期有效"}])
    assert sorted(titles(cast)) == ["正在集中缴费", "长期有效"]
    cast.at("2025-12-01T00:00:00+08:00")
    assert titles(cast) == ["长期有效"]
