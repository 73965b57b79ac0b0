"""What a sale adds to the database, with its indexes."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import create_engine, text

from bench.cases import measured, sales
from bench.findings import Finding
from bench.world import World

SECONDS = 20.0
SIZE = """
SELECT sum(pg_total_relation_size(oid)), (SELECT count(*) FROM settlement)
FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""


def stored(made: World) -> Iterator[Finding]:
    """Kilobytes for each 2102 of one line."""
    engine = create_engine(made.postgres.url.set(database="gongji"))
    with engine.connect() as connection:
        before = connection.execute(text(SIZE)).one()
        measured(sales)(made, SECONDS)
        after = connection.execute(text(SIZE)).one()
    engine.dispose()
    size, sold = (now - then for now, then in zip(after, before, strict=True))
    yield Finding("2102, kB stored", float(size) / sold / 1000, gate=5, goal=3)
