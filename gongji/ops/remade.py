"""Tables that a script of `deploy/` has made anew, so that they differ from the migrations."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, text

PARTED = """
SELECT relname FROM pg_class WHERE relkind = 'p' AND relnamespace = 'public'::regnamespace
"""


def remade_tables(connection: Connection) -> frozenset[str]:
    """Those that are parted by year."""
    if connection.dialect.name != "postgresql":
        return frozenset()
    return frozenset(connection.execute(text(PARTED)).scalars())


def compares(remade: frozenset[str], found: Any, kind: str) -> bool:
    """False for what the scripts change in these tables: foreign keys, and what is unique."""
    changed = kind in ("foreign_key_constraint", "unique_constraint") or (
        kind == "index" and found.unique
    )
    return not (changed and found.table.name in remade)
