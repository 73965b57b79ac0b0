"""A real streaming replica: what may be old is read there, and only while it is not too old."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text

from gongji.app.runtime import Runtime
from gongji.bootstrap import create_app
from gongji.config import read_settings
from gongji.kernel.replica import Replica, may_be_old
from gongji.kernel.transaction import Transactions
from tests.scale.everything import Everything
from tests.scale.reading import Readings
from tests.support.databases import engine_on, migrate
from tests.support.postgres import OwnServer, own_server, replica_of
from tests.support.sent import PAYER
from tests.support.serving import environment

CAUGHT_UP_WITHIN_S = 30


@dataclass(frozen=True)
class Two:
    """The application, and what its replica has been asked."""

    everything: Everything
    runtime: Runtime
    primary: OwnServer
    replica: OwnServer
    asked: list[str]

    def entries(self) -> int:
        return len(self.everything.ask("GET", "/account/entries").body["items"])

    def run_on_replica(self, statement: str) -> Any:
        engine = engine_on(_address(self.replica))
        with engine.connect() as connection:
            return connection.execute(text(statement)).scalar_one()

    def catch_up(self) -> None:
        with self.runtime.engine.connect() as connection:
            wanted = connection.execute(text("SELECT pg_current_wal_lsn()")).scalar_one()
        deadline = time.monotonic() + CAUGHT_UP_WITHIN_S
        while not self.run_on_replica(f"SELECT pg_last_wal_replay_lsn() >= '{wanted}'"):
            assert time.monotonic() < deadline, "the replica does not follow"


def _address(server: OwnServer) -> str:
    return server.url.render_as_string(hide_password=False)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    with own_server() as primary:
        migrate(_address(primary), tmp_path)
        with replica_of(primary) as replica:
            read = {"GONGJI_READ_DATABASE_URL": _address(replica)}
            app: Flask = create_app(read_settings(environment(_address(primary), tmp_path, **read)))
            runtime: Runtime = app.extensions["gongji"]
            asked: list[str] = []
            found = runtime.transactions.replica
            assert found is not None
            event.listen(
                found.engine,
                "before_cursor_execute",
                lambda _connection, _cursor, statement, *_rest: asked.append(statement),
            )
            everything = Everything(app, Readings())
            everything.prepare()
            yield Two(everything, runtime, primary, replica, asked)
            for engine in (found.engine, runtime.engine, engine_on(_address(replica))):
                engine.dispose()


def test_histories_are_read_there_and_what_decides_is_not(two: Two) -> None:
    before = two.entries()
    two.everything.cast.buy(PAYER)
    two.catch_up()
    two.asked.clear()
    assert two.entries() == before + 1
    assert any("FROM entry" in statement for statement in two.asked)
    two.asked.clear()
    assert two.everything.ask("GET", "/account").status == 200
    assert two.everything.ask("POST", "/account/freeze", {}).status == 200
    assert two.asked == []


def test_a_replica_that_is_silent_or_behind_is_not_believed(two: Two) -> None:
    two.catch_up()
    two.run_on_replica("SELECT pg_wal_replay_pause()::text")
    two.everything.cast.buy(PAYER)
    engines = two.runtime.engine, engine_on(_address(two.replica))

    def bills(bound_s: float) -> int:
        count = text("SELECT count(*) FROM settlement")
        transactions = Transactions(engines[0], Replica(engines[1], bound_s))
        with may_be_old():
            return int(transactions.run(lambda db: db.execute(count).scalar_one(), writes=False))

    assert bills(0.0) == bills(3_600.0) + 1
    before = two.entries()
    two.replica.stop()
    two.everything.cast.buy(PAYER)
    assert two.entries() >= before + 1
    two.replica.start()
