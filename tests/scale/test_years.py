"""deploy/postgresql/partition-by-year.sql on a database with years of bills."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import make_url

from gongji.app.runtime import Runtime
from gongji.ops.schema import differences
from tests.scale.everything import Everything
from tests.scale.reading import Readings
from tests.support.sent import PAYER

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

SCRIPT = Path(__file__).parents[2] / "deploy/postgresql/partition-by-year.sql"


def run(database_url: str, script: str) -> None:
    address = make_url(database_url).set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(hide_password=False), autocommit=True) as plain:
        plain.execute(script.encode())


def part(database_url: str) -> None:
    run(database_url, SCRIPT.read_text("utf-8"))


def years(everything: Everything) -> set[str]:
    """Those of the payer's history, over all its pages."""
    items, cursor = [], ""
    while True:
        page = everything.ask("GET", f"/account/entries?limit=2{cursor}").body
        items += page["items"]
        if not page["next"]:
            return {str(item["at"])[:4] for item in items}
        cursor = f"&cursor={page['next']}"


def test_everything_works_on_a_database_that_was_parted(
    database_url: str, app: Flask, runtime: Runtime
) -> None:
    everything = Everything(app, Readings())
    everything.prepare()
    part(database_url)
    everything.run()
    assert everything.left_out(app) == set()
    assert everything.cast.broken() == []
    with runtime.engine.connect() as connection:
        assert differences(connection) == []


def test_years_are_put_away_and_brought_back(database_url: str, app: Flask) -> None:
    everything = Everything(app, Readings())
    everything.prepare()
    everything.cast.at("2026-01-05T10:00:00+08:00").buy(PAYER)
    part(database_url)
    assert years(everything) == {"2025", "2026"}
    run(database_url, "ALTER TABLE entry DETACH PARTITION gongji_years.entry_2025")
    assert years(everything) == {"2026"}
    assert everything.cast.buy(PAYER).code == ""
    bounds = "FOR VALUES FROM (2025) TO (2026)"
    run(database_url, f"ALTER TABLE entry ATTACH PARTITION gongji_years.entry_2025 {bounds}")
    assert years(everything) == {"2025", "2026"}
    assert everything.cast.broken() == []


def test_no_year_of_the_ledger_can_be_changed(database_url: str, app: Flask) -> None:
    Everything(app, Readings()).prepare()
    part(database_url)
    for table in ("entry", "gongji_years.entry_2025"):
        for act in (f"UPDATE {table} SET amount_fen = 1", f"DELETE FROM {table}"):
            with pytest.raises(psycopg.errors.RaiseException, match="never changed"):
                run(database_url, act)
