"""Is the schema of the database the one that this program was written for, column by column.

The version alone does not tell: a database may have been made by a migration that was changed
afterwards, or changed by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from gongji.kernel.clock import real_now
from gongji.kernel.db import Base
from gongji.ledger.immutable import TABLES, trigger_names

TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}
FIGURES = "entry_figures"
"""What moves the running figures (gongji.ledger.figures)."""

LOOK_AGAIN_S = 30


@lru_cache(1)
def version_expected() -> frozenset[str]:
    """The migrations that this program comes with."""
    return frozenset(ScriptDirectory(str(files("gongji") / "migrations")).get_heads())


def version_of(connection: Connection) -> frozenset[str]:
    """The migrations that the database has seen last."""
    return frozenset(MigrationContext.configure(connection).get_current_heads())


def differences(connection: Connection) -> list[str]:
    """What the database lacks, has too much or has otherwise: tables, columns with their types and
    whether they may be null, indexes, foreign keys, triggers. A few hundred small statements.
    """
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    found = [str(change) for change in _flat(compare_metadata(context, Base.metadata))]
    dialect = connection.dialect.name
    present = set(connection.execute(text(TRIGGERS[dialect])).scalars())
    wanted = trigger_names(dialect, TABLES) | {FIGURES}
    return found + [f"no trigger {name}" for name in sorted(wanted - present)]


def _flat(changes: list[object]) -> Iterator[object]:
    """Changes of one column come in a list of their own."""
    for change in changes:
        yield from change if isinstance(change, list) else [change]


@dataclass
class SchemaWatch:
    """Remembers the answer, so that a balancer may ask every second: a schema that fits for as long
    as its version stands, one that does not for half a minute.
    """

    _fits: frozenset[str] | None = None
    _wrong: list[str] = field(default_factory=list)
    _looked_at: float = 0

    def wrong(self, db: Session) -> list[str]:
        """What is wrong with the schema, nothing where it fits. Raises SQLAlchemyError."""
        version = version_of(db.connection())
        if version != version_expected():
            return [f"version {', '.join(sorted(version)) or 'none'}"]
        if version == self._fits:
            return []
        now = real_now().timestamp()
        if not self._wrong or not 0 <= now - self._looked_at < LOOK_AGAIN_S:
            self._wrong, self._looked_at = differences(db.connection()), now
        if not self._wrong:
            self._fits = version
        return self._wrong
