"""deploy/citus/distribute.sql; hash partitions of PostgreSQL stand in for the shards of Citus."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import Connection, make_url

from gongji.app.runtime import Runtime
from gongji.ops.distribution import SPREAD, unknown_tables
from gongji.ops.reconcile import recompute
from gongji.ops.schema import differences
from tests.scale.everything import Everything
from tests.scale.reading import Reading, readings

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

STAND_IN = Path(__file__).with_name("stand_in.sql").read_text("utf-8")
SCRIPT = (Path(__file__).parents[2] / "deploy/citus/distribute.sql").read_text("utf-8")

ASKS_MORE = {
    "LEFT OUTER JOIN fsi_message ON": "the sender on the coordinator, its message on one worker",
    "LEFT OUTER JOIN settlement_basis AS": "a bill on one worker, its clauses on the coordinator",
    "JOIN settlement ON settlement.transfer_id": "the sandbox's look at what a bill has booked",
    "settlement.msgid = ": "a message that came before, or was lost: its patient is not named",
    "settlement.id IN (SELECT entry.settlement_id": "the bills that a payer's account paid",
}
"""Parts of statements that ask more than one worker, with the reason."""
WHOLE = ("POST /sandbox/reset", "GET /sandbox/check")
"""Acts on all of the tables."""

UNIQUE = """
SELECT indexrelid::regclass::text, ARRAY(
    SELECT attname::text FROM pg_attribute WHERE attrelid = indrelid AND attnum = ANY(indkey)
) FROM pg_index WHERE indrelid = '{table}'::regclass AND indisunique
"""
KEYS = """
SELECT conname::text, confrelid::regclass::text, conrelid::regclass::text,
    array_position(conkey, (SELECT attnum FROM pg_attribute
        WHERE attrelid = conrelid AND attname = '{by}')),
    array_position(confkey, (SELECT attnum FROM pg_attribute
        WHERE attrelid = confrelid AND attname = '{by}'))
FROM pg_constraint WHERE contype = 'f' AND conparentid = 0
    AND '{table}'::regclass IN (conrelid, confrelid)
"""
NOT_TOGETHER = """
SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    AND relname <> 'alembic_version' AND NOT EXISTS (
        SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgname = 'commit_together')
"""
AS_WRITTEN = (
    "SELECT logicalrelid::text, spread_by FROM citus.pg_dist_partition WHERE spread_by <> ''"
)


def spread(database_url: str, runtime: Runtime) -> None:
    address = make_url(database_url).set(drivername="postgresql")
    plain = address.render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        for script in (STAND_IN, "SET search_path = public, citus", SCRIPT):
            connection.execute(script.encode())
    runtime.engine.dispose()


def every(connection: Connection, question: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.exec_driver_sql(question)]


def test_what_is_unique_or_refers_stays_on_one_worker(database_url: str, runtime: Runtime) -> None:
    spread(database_url, runtime)
    assert unknown_tables() == set()
    with runtime.engine.connect() as connection:
        assert dict(every(connection, AS_WRITTEN)) == {
            table: one.by for table, one in SPREAD.items()
        }
        assert differences(connection) == []
        assert every(connection, NOT_TOGETHER) == []
        for table, one in SPREAD.items():
            for name, columns in every(connection, UNIQUE.format(table=table)):
                assert one.by in columns, name
            for name, *ends, here, there in every(connection, KEYS.format(table=table, by=one.by)):
                assert {SPREAD[end].by for end in ends} == {one.by}, name
                assert here == there is not None, name


def test_everything_works_and_asks_one_worker(
    database_url: str, app: Flask, runtime: Runtime
) -> None:
    spread(database_url, runtime)
    with readings(runtime, as_if_large=True) as seen:
        everything = Everything(app, seen)
        everything.prepare()
        everything.run()
    assert everything.left_out(app) == set()
    assert recompute(runtime).failures == []
    bad = [one for one in seen.all if is_wide(one) and not is_allowed(one)]
    assert not bad, "\n".join({str(one) for one in bad})


def is_wide(one: Reading) -> bool:
    """Whether it asks more than one shard, or a shard and the coordinator."""
    asked = one.tables - set(SPREAD)
    return len(asked) > 1 and any(table.rpartition("_")[0] in SPREAD for table in asked)


def is_allowed(one: Reading) -> bool:
    flat = " ".join(one.statement.split())
    return one.what in WHOLE or (
        "FOR UPDATE" not in flat and any(part in flat for part in ASKS_MORE)
    )
