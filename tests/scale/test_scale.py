"""A bill, and everything else, costs the same with a thousand people and with ten million.

Every route, transaction and job is done once, and each of its statements asked how it is done. The
database is small here, and its family has hundreds of everything; `make scale` asks the same of a
hundred thousand people with a million bills.
"""

from __future__ import annotations

import os

import pytest
from flask import Flask

from gongji.app.runtime import Runtime
from gongji.kernel.db import Base
from gongji.ops.reconcile import recompute
from tests.scale.crowd import Size, grow
from tests.scale.everything import Everything
from tests.scale.reading import Readings, readings, scans

RATIO_MAX = 100
"""Rows read for each row returned or written."""

SIZES = {
    "small": Size(people=2_000, bills=8_000, family=400),
    "whole": Size(people=100_000, bills=1_000_000, family=20_000),
}
WANTED = os.environ.get("GONGJI_SCALE", "small")

FIXED = frozenset({
    "institution", "institution_key", "catalogue_item", "maintenance", "notice", "premium_product",
    "sandbox_state", "sandbox_persona", "sandbox_policy_row",
})  # fmt: skip
"""Tables that do not grow with people: a name among institutions is looked for from end to end."""


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_no_statement_reads_more_than_it_needs(app: Flask, runtime: Runtime) -> None:
    with readings(runtime, as_if_large=WANTED == "small") as seen:
        everything = Everything(app, seen)
        everything.prepare()
        grow(runtime, SIZES[WANTED])
        seen.all.clear()
        assert recompute(runtime).failures == []
        everything.run()
    assert everything.left_out(app) == set()
    bad = [one for one in seen.worst(RATIO_MAX) if one.tables - FIXED]
    assert not bad, "\n".join(map(str, bad))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sqlite_goes_through_no_table_that_grows(app: Flask, runtime: Runtime) -> None:
    seen = Readings()
    everything = Everything(app, seen)
    everything.prepare()
    with scans(runtime, seen) as found:
        everything.run()
    growing = set(Base.metadata.tables) - FIXED
    bad = [one for one in found if one.table in growing]
    assert not bad, "\n".join(f"{one.what}: {one.table}: {one.statement}" for one in bad)
