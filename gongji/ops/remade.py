"""Tables that a script of `deploy/` has made anew, so that they differ from the migrations."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, text

from gongji.ops.distribution import SPREAD

PARTED = """
SELECT relname FROM pg_class WHERE relkind = 'p' AND relnamespace = 'public'::regnamespace
"""


def remade_tables(connection: Connection) -> frozenset[str]:
    """Those that are parted by year, or spread over the workers of a cluster."""
    if connection.dialect.name != "postgresql":
        return frozenset()
    from gongji.kernel.postgresql import is_spread  # noqa: PLC0415  (brings psycopg)

    parted = frozenset(connection.execute(text(PARTED)).scalars())
    return parted | SPREAD.keys() if is_spread(connection) else parted


def compares(remade: frozenset[str], found: Any, kind: str) -> bool:
    """False for what the scripts change in these tables: foreign keys, and what is unique."""
    changed = kind in ("foreign_key_constraint", "unique_constraint") or (
        kind == "index" and found.unique
    )
    return not (changed and found.table.name in remade)
