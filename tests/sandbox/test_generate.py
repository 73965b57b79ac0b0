"""The invented crowd: right numbers, possible families, sound books, and never in production."""

from __future__ import annotations

import subprocess
from datetime import date
from itertools import pairwise
from pathlib import Path

from sqlalchemy import func, select

from gongji.app.runtime import Runtime
from gongji.bootstrap import create_app
from gongji.config import read_settings
from gongji.family.relations import Pair, contradiction
from gongji.institutions.models import Institution
from gongji.kernel.id_number import age_on, born_on, is_id_number, sex_of
from gongji.ledger.models import Account
from gongji.ops.reconcile import reconcile
from gongji.people.models import Person
from gongji.sandbox import generate
from gongji.sandbox.invent import CITIES, family
from gongji.sandbox.reset import load_demo_if_empty, reset
from tests.support.serving import GONGJI, environment, in_production

TODAY = date(2025, 11, 5)
NUMBERS = (*range(300), *range(70_000, 70_100), *range(24_999_000, 24_999_100))


def test_numbers_are_right_and_nobody_is_there_twice() -> None:
    crowd = [member for number in NUMBERS for member in family(number, TODAY)]
    assert all(is_id_number(one.id_number) and one.id_number[4:6] == "99" for one in crowd)
    assert all(
        (born_on(one.id_number), sex_of(one.id_number)) == (one.born_on, one.sex) for one in crowd
    )
    assert len({one.id_number for one in crowd}) == len({one.phone for one in crowd}) == len(crowd)
    assert {one.area for one in crowd} == set(CITIES)


def test_families_are_possible() -> None:
    for number in NUMBERS:
        payer, *relatives = family(number, TODAY)
        assert age_on(payer.born_on, TODAY) >= 18
        for one in relatives:
            assert one.role.relation
            pair = Pair(payer.id_number, one.id_number, one.role.relation, {}, {})
            assert contradiction(one.role.relation, pair) is None, number


def _runtime(database_url: str, folder: Path) -> Runtime:
    app = create_app(read_settings(environment(database_url, folder)))
    runtime: Runtime = app.extensions["gongji"]
    return runtime


def _counts(runtime: Runtime) -> tuple[int, ...]:
    tables = (Person, Account, Institution)
    queries = [select(func.count()).select_from(table) for table in tables]
    return runtime.run(
        lambda ctx: tuple(ctx.db.execute(query).scalar_one() for query in queries), writes=False
    )


def test_a_crowd_comes_on_top_of_what_is_there(database_url: str, tmp_path: Path) -> None:
    runtime = _runtime(database_url, tmp_path)
    load_demo_if_empty(runtime)
    counts = [_counts(runtime)]
    for size in (10, 4_003):
        assert sum(generate.people(runtime, size)) == size
        assert generate.institutions(runtime, 20) == 20
        counts.append(_counts(runtime))
    grown = [(after[0] - before[0], after[2] - before[2]) for before, after in pairwise(counts)]
    assert grown == [(10, 20), (4_003, 20)]
    assert runtime.run(reconcile, writes=False).failures == []
    runtime.run(lambda ctx: reset(ctx, name="demo"))
    assert _counts(runtime) == counts[0]
    runtime.engine.dispose()


def test_only_the_sandbox_invents_people(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'none.sqlite3'}"
    said = subprocess.run(
        [GONGJI, "sandbox", "generate", "--people", "4"],
        env=in_production(address, tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, "sandbox" in said.stderr) == (2, True)
    assert not (tmp_path / "none.sqlite3").exists()
