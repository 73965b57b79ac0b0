"""What `cases/visits.yaml` says of visits in their order is what the program books, to the fen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from gongji.app.context import Context
from gongji.app.runtime import Moment, Runtime
from gongji.kernel.clock import SHANGHAI
from gongji.kernel.money import Money
from gongji.ops.reconcile import reconcile
from gongji.policy.loader import load_packs
from gongji.settlement.models import Settlement
from tests.independent.figures import Figures
from tests.independent.people import Bill, Human, Place
from tests.independent.split import WHOLE, Cover, Item, Line, Used
from tests.independent.world import Outcome, World
from tests.settlement.house import House
from tests.settlement.premises import at, open_runtime, stock
from tests.support.databases import SqliteDatabases

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "visits.yaml").read_text("utf-8"))["案例"]
PACKS = load_packs()
DRUG = Item("A", "drug", 1, 0, None)
PLACES = {name: Place(f"H{level}", "430105", level) for level, name in enumerate("一二三", 1)}
PLACES["药"] = Place("P", "430105", None, pooled=True)
STEP = re.compile(r"(\S+) (.)[级店] (.) (\S+) = (\S+) \+ (\S+), (\S+)")
NOON = datetime(2023, 5, 31, 12, tzinfo=SHANGHAI)


class GoneAgainError(Exception):
    """A family's transaction is undone when it has been looked at."""


@pytest.fixture(scope="module")
def runtime(sqlite_databases: SqliteDatabases) -> Iterator[Runtime]:
    with (
        sqlite_databases.fresh() as address,
        open_runtime(address, lambda: Moment(NOON, PACKS)) as opened,
    ):
        opened.run(lambda ctx: stock(ctx, [DRUG], list(PLACES.values())))
        yield opened


def fen(yuan: str) -> int:
    return Money.yuan(yuan).fen


def bill_of(step: re.Match[str], minute: int) -> Bill:
    at = datetime.fromisoformat(step[1]).replace(tzinfo=SHANGHAI) + timedelta(minutes=minute)
    line = Line(DRUG, fen(step[4]), WHOLE)
    place = PLACES[step[2]]
    return Bill("patient", "310", place, "11", "M", "2", (line,), at, step[3], prescribed=True)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["标题"])
def test_visits_follow_each_other_as_written(runtime: Runtime, case: dict[str, Any]) -> None:
    """The program in its database and the independent split both keep their own counters."""
    cover = Cover("310", case["参保"]["地区"], retired=case["参保"]["类别"] == "退休")
    made = World(Figures(), {"patient": Human("patient", {"310": cover})}, [])
    house = House(made)

    def story(ctx: Context) -> None:
        house.move_in(at(ctx, NOON, PACKS), 1)
        done: list[tuple[Outcome, Settlement]] = []
        now = NOON
        for minute, step in enumerate(case["经过"]):
            if step.startswith("撤销"):
                outcome, settlement = done[int(step.split()[1]) - 1]
                made.cancel(outcome)
                house.cancel(at(ctx, now, PACKS), settlement, f"m{minute}")
                continue
            written = STEP.fullmatch(step)
            assert written, step
            bill = bill_of(written, minute)
            now = bill.at
            settlement = house.settle(at(ctx, now, PACKS), bill, f"m{minute}")
            outcome = made.settle(bill)
            done.append((outcome, settlement))
            wanted = (fen(written[5]), fen(written[6]), fen(written[7]))
            booked = (settlement.pool_fen, settlement.cash_fen, settlement.deductible_fen)
            assert booked == wanted, step
            assert (outcome.pool.paid, outcome.paid.cash, outcome.pool.deductible) == wanted, step
            moved = {key: used for key, used in made.counters.items() if used != Used()}
            assert house.counters(ctx) == moved, step
        report = reconcile(at(ctx, now, PACKS))
        assert report.ok, report.failures
        raise GoneAgainError

    with pytest.raises(GoneAgainError):
        runtime.run(story)
