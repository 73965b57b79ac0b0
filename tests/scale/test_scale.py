"""A bill, and everything else, costs the same with a thousand people and with ten million.

Every route, transaction and job is done once, and each of its statements asked how it is done. The
database is small here, and its family has hundreds of everything; `make scale` asks the same of a
hundred thousand people with a million bills.
"""

from __future__ import annotations

import os

import pytest
from flask import Flask

from gongji.kernel.db import Base
from gongji.kernel.runtime import Runtime
from tests.scale.crowd import Size, grow
from tests.scale.everything import Everything, whatever
from tests.scale.reading import Readings, readings, scans

RATIO_MAX = 100
"""Rows read for each row returned or written."""

SIZES = {
    "small": Size(people=2_000, bills=8_000, family=400),
    "whole": Size(people=100_000, bills=1_000_000, family=20_000),
}
WANTED = os.environ.get("GONGJI_SCALE", "small")

READS_ALL = ("POST /sandbox/jobs/reconcile", "GET /sandbox/check", "POST /sandbox/jobs/clearing")
"""To recompute the books is to read them; a clearing counts a year's premiums once a year."""

FIXED = frozenset({
    "institution", "institution_key", "catalogue_item", "maintenance", "notice", "premium_product",
    "sandbox_state", "sandbox_persona", "sandbox_policy_row",
})  # fmt: skip
"""Tables that do not grow with people: a name among institutions is looked for from end to end."""


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_no_statement_reads_more_than_it_needs(app: Flask, runtime: Runtime) -> None:
    with readings(runtime, as_if_large=WANTED == "small") as seen:
        everything = Everything(whatever(app), seen)
        everything.prepare()
        grow(runtime, SIZES[WANTED])
        seen.all.clear()
        assert everything.cast.broken() == []
        everything.run()
    assert everything.left_out(app) == set()
    bad = [
        one
        for one in seen.worst(RATIO_MAX)
        if not one.what.startswith(READS_ALL) and one.tables - FIXED
    ]
    assert not bad, "\n".join(map(str, bad))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sqlite_goes_through_no_table_that_grows(app: Flask, runtime: Runtime) -> None:
    seen = Readings()
    everything = Everything(whatever(app), seen)
    everything.prepare()
    with scans(runtime, seen) as found:
        everything.run()
    growing = set(Base.metadata.tables) - FIXED
    bad = [one for one in found if one.table in growing and not one.what.startswith(READS_ALL)]
    assert not bad, "\n".join(f"{one.what}: {one.table}: {one.statement}" for one in bad)
