"""gongji behind pgbouncer, as deploy/pgbouncer.ini sets it up: two sessions for all connections."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import text

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.config import BadSettings
from gongji.ops.leader import lead_for
from tests.scale.everything import Everything
from tests.scale.reading import Readings
from tests.support.applications import Applications
from tests.support.pgbouncer import pgbouncer
from tests.support.sent import CHILD, WIFE

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

SESSIONS, TILLS = 2, 6
IN_FORCE = """
SELECT current_setting('timezone'), current_setting('lock_timeout'),
    current_setting('statement_timeout'), current_setting('idle_in_transaction_session_timeout'),
    (SELECT count(*) FROM pg_prepared_statements)
"""


@pytest.fixture
def pooled(database_url: str, applications: Applications) -> Iterator[Flask]:
    with pgbouncer(database_url, SESSIONS) as address, applications.on(address) as app:
        yield app


def test_all_of_it_works_through_the_pool(pooled: Flask) -> None:
    everything = Everything(pooled, Readings())
    everything.prepare()
    with ThreadPoolExecutor(TILLS) as tills:
        bought = list(tills.map(everything.cast.buy, [WIFE, CHILD] * TILLS))
    assert [bill.code for bill in bought] == [""] * len(bought)
    everything.run()
    assert everything.left_out(pooled) == set()
    assert everything.cast.broken() == []


def test_time_outs_hold_and_nothing_is_prepared(pooled: Flask) -> None:
    runtime: Runtime = pooled.extensions["gongji"]

    def in_force(ctx: Context) -> tuple[object, ...]:
        return tuple(ctx.db.execute(text(IN_FORCE)).one())

    for _ in range(10):
        assert runtime.run(in_force) == ("UTC", "5s", "20s", "30s", 0)


def test_the_worker_refuses_to_hold_its_lock_there(pooled: Flask, runtime: Runtime) -> None:
    with pytest.raises(BadSettings, match="pool"):
        lead_for(pooled.extensions["gongji"], "behind")
    direct = lead_for(runtime, "direct")
    assert direct.hold()
    direct.release()
