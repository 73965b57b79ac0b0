"""What `cases/chronic_limits.yaml` says of bills in their order is what the program books."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
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
from gongji.settlement.calculation import calculation
from gongji.settlement.models import Settlement
from gongji.settlement.store import amounts_of
from tests.independent.figures import Figures
from tests.independent.people import Bill, Human, Place
from tests.independent.split import WHOLE, Cover, Item, Line, Used
from tests.independent.world import Outcome, World
from tests.settlement.house import House
from tests.settlement.premises import at, open_runtime, stock
from tests.settlement.translation import book_of
from tests.support.databases import SqliteDatabases

CASES = yaml.safe_load(
    (Path(__file__).parent / "cases" / "chronic_limits.yaml").read_text("utf-8")
)["案例"]
PACKS = load_packs()
SINCE = date(2025, 7, 1)
LIMITS = Figures(
    (
        (
            "430000",
            "chronic.310.limits",
            {"M03900": 300_00, "M01600": 400_00, "second": 100_00},
            SINCE,
        ),
        (
            "430000",
            "chronic.390.limits",
            {"M03900": 200_00, "M01600": 250_00, "second": 100_00},
            SINCE,
        ),
    )
)
DISEASES = {"高血压": "M03900", "糖尿病": "M01600", "冠心病": "M04600"}
DRUG = Item("A", "drug", 1, 0, None)
PLACE = Place("H1", "430105", 1, chronic=True)
STEP = re.compile(r"(\S+) (\S+) (\S+) = (\S+) \+ (\S+)")
NOON = datetime(2025, 6, 30, 12, tzinfo=SHANGHAI)


class GoneAgainError(Exception):
    """A family's transaction is undone when it has been looked at."""


@pytest.fixture(scope="module")
def runtime(sqlite_databases: SqliteDatabases) -> Iterator[Runtime]:
    with (
        sqlite_databases.fresh() as address,
        open_runtime(address, lambda: Moment(NOON, PACKS)) as opened,
    ):
        opened.run(lambda ctx: stock(ctx, [DRUG], [PLACE]))
        yield opened


def fen(yuan: str) -> int:
    return Money.yuan(yuan).fen


def world_of(case: dict[str, Any]) -> World:
    insured = case.get("参保", {"地区": "430100", "类别": "在职"})
    kind = "390" if insured["类别"] == "居民" else "310"
    cover = Cover(kind, insured["地区"], retired=insured["类别"] == "退休")
    held = case.get("病种", {"高血压": {}})
    patient = Human(
        "patient",
        {kind: cover},
        chronic={DISEASES[one]: row.get("有效至", date(2026, 12, 31)) for one, row in held.items()},
        approved={DISEASES[one]: row["审批"] for one, row in held.items() if "审批" in row},
    )
    figures = Figures() if case.get("限额") == "无" else LIMITS
    return World(figures, {"patient": patient}, [])


def bill_of(made: World, step: re.Match[str], minute: int) -> Bill:
    moment = datetime.fromisoformat(step[1]).replace(tzinfo=SHANGHAI) + timedelta(minutes=minute)
    (kind,) = made.people["patient"].covers
    med_type, disease = ("11", "M") if step[2] == "普通" else ("14", DISEASES[step[2]])
    line = Line(DRUG, fen(step[3]), WHOLE)
    return Bill("patient", kind, PLACE, med_type, disease, "2", (line,), moment)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["标题"])
def test_a_quarter_goes_as_written(runtime: Runtime, case: dict[str, Any]) -> None:
    """The program in its database and the independent split both keep their own counters."""
    made = world_of(case)
    policy = book_of(PACKS, made.figures)
    house = House(made)

    def story(ctx: Context) -> None:
        house.move_in(at(ctx, NOON, policy), 1)
        done: list[tuple[Outcome, Settlement]] = []
        now = NOON
        for minute, step in enumerate(case["经过"]):
            if step.startswith("撤销"):
                outcome, settlement = done[int(step.split()[1]) - 1]
                made.cancel(outcome)
                house.cancel(at(ctx, now, policy), settlement, f"m{minute}")
                continue
            written = STEP.fullmatch(step)
            assert written, step
            bill = bill_of(made, written, minute)
            now = bill.at
            settlement = house.settle(at(ctx, now, policy), bill, f"m{minute}")
            outcome = made.settle(bill)
            done.append((outcome, settlement))
            wanted = fen(written[4]), fen(written[5])
            assert (settlement.pool_fen, settlement.cash_fen) == wanted, step
            assert (outcome.pool.paid, outcome.paid.cash) == wanted, step
            moved = {key: used for key, used in made.counters.items() if used != Used()}
            assert house.counters(ctx) == moved, step
        last = done[-1][1]
        told = calculation(last.pool_sum, last.tier_level, amounts_of(last), last.pool_rate)
        assert case.get("说明", "") in "".join(told)
        report = reconcile(at(ctx, now, policy))
        assert report.ok, report.failures
        raise GoneAgainError

    with pytest.raises(GoneAgainError):
        runtime.run(story)
