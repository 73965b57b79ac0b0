"""Compares the schema of the database with the one that this program expects, column by column.

The version alone is not enough: a database may have been changed by hand, or made by a migration
that was edited afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from sqlalchemy import Connection, inspect, text
from sqlalchemy.orm import Session

from gongji.kernel.clock import real_now
from gongji.kernel.db import Base
from gongji.ledger.immutable import TABLES, trigger_names
from gongji.ops.remade import compares, remade_tables

TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}
FIGURES = "entry_figures"
"""The trigger that updates the running figures (gongji.ledger.figures)."""

LOOK_AGAIN_S = 30

VERSION_OF = text("SELECT version_num FROM alembic_version")


@lru_cache(1)
def version_expected() -> str:
    """The newest migration of this program: their files are numbered in one line."""
    folder = files("gongji") / "migrations" / "versions"
    return max(one.name for one in folder.iterdir() if one.name[0].isdigit()).partition("_")[0]


def version_of(connection: Connection) -> str:
    """The newest migration that the database has run; "" for none."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.execute(VERSION_OF).scalar() or ""


def differences(connection: Connection) -> list[str]:
    """What the database lacks, or has in excess or differently: tables, columns with type and
    nullability, indexes, foreign keys, triggers. Executes a few hundred small statements.

    Of a table that a script of `deploy/` has made anew, what it changes is left out.
    """
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415  (heavy, and rarely needed)
    from alembic.migration import MigrationContext  # noqa: PLC0415  (as above)

    remade = remade_tables(connection)
    options = {
        "compare_type": True,
        "include_object": lambda found, _name, kind, *_: compares(remade, found, kind),
    }
    context = MigrationContext.configure(connection, opts=options)
    found = [
        str(change)
        for listed in compare_metadata(context, Base.metadata)
        for change in (listed if isinstance(listed, list) else [listed])  # a list per column
    ]
    dialect = connection.dialect.name
    present = set(connection.execute(text(TRIGGERS[dialect])).scalars())
    wanted = trigger_names(dialect, TABLES) | {FIGURES}
    return found + [f"no trigger {name}" for name in sorted(wanted - present)]


@dataclass
class SchemaWatch:
    """Remembers the answer, so that a balancer may ask every second: a matching schema until its
    version changes, any other for half a minute.
    """

    _fits: str = ""
    _wrong: list[str] = field(default_factory=list)
    _looked_at: float = 0

    def wrong(self, db: Session) -> list[str]:
        """What is wrong with the schema; empty if it matches. Raises SQLAlchemyError."""
        version = version_of(db.connection())
        if version != version_expected():
            return [f"version {version or 'none'}"]
        if version == self._fits:
            return []
        now = real_now().timestamp()
        if not self._wrong or not 0 <= now - self._looked_at < LOOK_AGAIN_S:
            self._wrong, self._looked_at = differences(db.connection()), now
        if not self._wrong:
            self._fits = version
        return self._wrong
