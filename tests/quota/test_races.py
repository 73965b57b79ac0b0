"""Two at once: the account never pays more than it has, and a serial number counts once."""

from __future__ import annotations

from collections import Counter
from functools import partial

from tests.quota.province import Province, at_once
from tests.support.sent import PAYER, Line

ROUNDS = 3


def test_of_draws_at_once_no_more_is_paid_than_is_left(province: Province) -> None:
    for _ in range(ROUNDS):
        province.load()
        quota_id = province.give(10_000)
        acts = [
            partial(province.draw, quota_id, f"S{number}", 4_000, used_for="resident_premium")
            for number in range(6)
        ]
        got = Counter(done.code for done in at_once(acts))
        assert got == {"": 2, "QUOTA_SHORT": 4}
        assert province.amounts() == (22_000, 20_000)
        assert province.cast.broken() == []


def test_the_same_serial_number_at_once_draws_and_reverses_once(province: Province) -> None:
    quota_id = province.give(10_000)
    done = at_once([partial(province.draw, quota_id, "S1", 4_000)] * 6)
    assert {one.body["draw"]["id"] for one in done} == {done[0].body["draw"]["id"]}
    assert province.amounts() == (26_000, 20_000)
    done = at_once([partial(province.reverse, "R1", "S1")] * 6)
    assert [one.status for one in done] == [200] * 6
    assert province.amounts() == (30_000, 20_000)
    assert province.cast.broken() == []


def test_a_draw_and_a_purchase_of_the_giver_part_the_money(province: Province) -> None:
    for _ in range(ROUNDS):
        province.load()
        quota_id = province.give(29_000)
        buy = partial(province.cast.buy, PAYER, Line(price="500.00"), flag="1")
        draw = partial(province.draw, quota_id, "S1", 40_000)
        bought, drawn, _ = at_once([buy, draw, buy])
        assert drawn.body["draw"]["amount_fen"] == 29_000
        assert bought.body["infcode"] == 0
        assert province.amounts() == (0, 0)
        assert province.cast.broken() == []


def test_a_draw_comes_before_the_end_or_not_at_all(province: Province) -> None:
    for _ in range(ROUNDS):
        province.load()
        quota_id = province.give(10_000)
        province.cast.sign_in(PAYER)
        draw = partial(province.draw, quota_id, "S1", 10_000)
        drawn, ended, _ = at_once(
            [
                draw,
                partial(province.me, "POST", f"/quotas/{quota_id}/end"),
                partial(province.end_elsewhere, quota_id),
            ]
        )
        assert drawn.code in {"", "QUOTA_ENDED"}, drawn.body
        left_fen = 20_000 if drawn.code == "" else 30_000
        assert province.amounts() == (left_fen, left_fen)
        assert ended.code in {"", "QUOTA_ENDED"}
        assert province.cast.broken() == []
