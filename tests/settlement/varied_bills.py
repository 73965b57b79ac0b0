"""Bills of every benefit that the pool pays, one after the other."""

from __future__ import annotations

import random
from datetime import date, timedelta

from tests.settlement.test_registered_benefits import load
from tests.support.cast import Cast
from tests.support.sent import CHILD, CLINIC, DRUG, HOSPITAL, PAYER, WIFE, Line

BEGINS = date(2025, 11, 20)


def settle_varied(cast: Cast, seed: int, bills: int) -> None:
    """Settles so many for a family, over the turn of a year; one in four is cancelled later."""
    load(cast, f"{BEGINS}T08:00:00+08:00", wife_fen=9_000)
    chance = random.Random(seed)  # noqa: S311  (a choice of bills)
    day, settled = BEGINS, []
    for _ in range(bills):
        if moved := chance.choice((0, 1, 3)):
            day += timedelta(days=moved)
            cast.at(f"{day}T10:00:00+08:00")
        begun, lines = f"{day} 07:30:00", [Line(DRUG, str(chance.randint(20, 900)))]
        who = chance.choice((PAYER, WIFE, CHILD))
        kind = "11"
        if who is CHILD and chance.random() < 0.4:
            kind = "9901"
        elif who is WIFE and day.year > BEGINS.year and chance.random() < 0.3:
            kind = "18"
        elif chance.random() < 0.2:
            assert cast.buy(who, *lines, begun=begun).code == ""
            continue
        place = chance.choice((CLINIC, HOSPITAL))
        bill = cast.upload(who, *lines, place=place, flag="1", med_type=kind, begun=begun)
        answer = cast.settle(bill)
        assert answer.code == "", answer.body
        settled.append((answer, place))
        if chance.random() < 0.25:
            assert cast.cancel(*settled.pop(chance.randrange(len(settled)))).code == ""
