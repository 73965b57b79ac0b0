"""A database is marked with its environment and its set of keys.

The mark and the check values of the keys are written by the migration or the first use of an empty
database. From then on a process with another environment or other keys is refused before it reads
a person or writes a row.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import (
    CheckConstraint,
    Connection,
    Engine,
    LargeBinary,
    NullPool,
    Select,
    String,
    create_engine,
    inspect,
    literal_column,
    select,
    table,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, Session, mapped_column

from gongji.kernel.clock import real_now
from gongji.kernel.db import Base, Instant, insert_ignoring
from gongji.kernel.engine import engine_options
from gongji.kernel.problems import OutsideUnavailable, SendAgain
from gongji.kernel.replica import Replica
from gongji.kernel.transaction import Result, Transactions

SANDBOX, PRODUCTION = "sandbox", "production"
ONLY_ROW = 1


class KeyKind(StrEnum):
    """What keys are for: they sign tokens, seal values, or find sealed values."""

    TOKENS = "tokens"
    DATA = "data"
    INDEX = "index"


SETTINGS = {
    KeyKind.TOKENS: "GONGJI_SECRET",
    KeyKind.DATA: "GONGJI_DATA_KEYS",
    KeyKind.INDEX: "GONGJI_INDEX_KEY",
}


class DatabaseMark(Base):
    """The one row that says which environment this database belongs to."""

    __tablename__ = "database_mark"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    environment: Mapped[str] = mapped_column(String(20))
    marked_at: Mapped[datetime] = mapped_column(Instant)


class KeyCheck(Base):
    """A value that identifies a key without revealing it."""

    __tablename__ = "key_check"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[bytes] = mapped_column(LargeBinary(16))


NOT_OF_THE_BUSINESS = frozenset(
    {"alembic_version", DatabaseMark.__tablename__, KeyCheck.__tablename__}
)
"""Tables with rows even in an empty database, which the sandbox never empties."""


class ForeignDatabase(Exception):
    """The database belongs to another environment or to other keys; nothing was touched."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The environment of a process, and the check values of its keys."""

    environment: str
    checks: Mapping[tuple[KeyKind, int], bytes] = field(repr=False)
    """By kind and version. Secrets have no versions: the current one is 0, the old one 1."""


def look(database_url: str, owner: Owner) -> None:
    """Checks that the owner may use this database; ignores one that cannot be reached yet.

    Opens it for reading only, so that a foreign database stays unchanged to the byte. Raises
    ForeignDatabase.
    """
    _ask(database_url, partial(refuse_foreign, owner=owner))


def look_at_environment(database_url: str, environment: str) -> None:
    """The same as `look` for the environment only, before the keys are known."""
    _ask(database_url, partial(_refuse_other_environment, environment=environment))


def _ask(database_url: str, question: Callable[[Connection], object]) -> None:
    engine = _read_only_engine(database_url)
    if engine is None:
        return
    try:
        with engine.connect() as connection:
            question(connection)
    except OperationalError:
        return
    finally:
        engine.dispose()


def _read_only_engine(database_url: str) -> Engine | None:
    """None for a missing SQLite file, which opening would create."""
    url = make_url(database_url)
    if url.drivername != "sqlite":
        options = engine_options(database_url)
        connecting = {name: options[name] for name in ("hide_parameters", "connect_args")}
        return create_engine(database_url, poolclass=NullPool, **connecting)
    path = Path(url.database or "")
    if not path.exists():
        return None
    quiet = "" if path.with_name(f"{path.name}-wal").exists() else "&immutable=1"
    address = f"file:{quote(str(path))}?mode=ro{quiet}"
    return create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool
    )


def refuse_foreign(connection: Connection, owner: Owner) -> None:
    """Raises ForeignDatabase, with a message that names the mark or the setting."""
    if _refuse_other_environment(connection, owner.environment):
        _refuse_other_keys(connection, owner)


def _refuse_other_environment(connection: Connection, environment: str) -> bool:
    """Returns whether the database is marked. Raises ForeignDatabase."""
    names = set(inspect(connection).get_table_names())
    marked = None
    if DatabaseMark.__tablename__ in names:
        marked = connection.execute(select(DatabaseMark.environment)).scalar_one_or_none()
    found = marked or _environment_of_unmarked(connection, names)
    if found not in (None, environment):
        said = f"is marked {found}" if marked else f"has no mark yet, and by its rows it is {found}"
        raise ForeignDatabase(
            f"This database {said}, but GONGJI_ENV says {environment}. Nothing was touched."
        )
    return marked is not None


def _refuse_other_keys(connection: Connection, owner: Owner) -> None:
    rows = connection.execute(select(KeyCheck.kind, KeyCheck.version, KeyCheck.value)).all()
    secrets = {row.value for row in rows if row.kind == KeyKind.TOKENS}
    ours = {value for (kind, _), value in owner.checks.items() if kind == KeyKind.TOKENS}
    if secrets and not secrets & ours:
        raise ForeignDatabase(
            _other_keys(SETTINGS[KeyKind.TOKENS], "is not the one it was used with")
        )
    for row in rows:
        if row.kind == KeyKind.TOKENS:
            continue
        known = owner.checks.get((row.kind, row.version))
        if known is None:
            why = f"lacks version {row.version}, which values in it are sealed with"
            raise ForeignDatabase(_other_keys(SETTINGS[KeyKind(row.kind)], why))
        if known != row.value:
            why = f"holds another key as version {row.version}"
            raise ForeignDatabase(_other_keys(SETTINGS[KeyKind(row.kind)], why))


def _other_keys(setting: str, why: str) -> str:
    return f"This database is sealed with other keys: {setting} {why}. Nothing was touched."


def _environment_of_unmarked(connection: Connection, names: set[str]) -> str | None:
    """The environment of a database without a mark, by its rows; None if it has none.

    The sandbox stores its clock in `sandbox_state`, production does not.
    """
    if "sandbox_state" in names and _has_rows(connection, "sandbox_state"):
        return SANDBOX
    rest = sorted(names - NOT_OF_THE_BUSINESS)
    return PRODUCTION if _has_rows(connection, *rest) else None


def _has_rows(connection: Connection, *names: str) -> bool:
    """Whether any of these tables has rows; each is asked by itself, as Citus needs it."""
    for name in names:
        first: Select[Any] = select(literal_column("1")).select_from(table(name)).limit(1)
        if connection.execute(first).first() is not None:
            return True
    return False


def is_empty(db: Session) -> bool:
    """Whether no business table has rows."""
    return not _has_rows(db.connection(), *sorted(set(Base.metadata.tables) - NOT_OF_THE_BUSINESS))


def require_sandbox(db: Session) -> None:
    """Called before emptying a database, in the same transaction. Raises ForeignDatabase."""
    marked = db.execute(select(DatabaseMark.environment)).scalar_one_or_none()
    if marked != SANDBOX:
        raise ForeignDatabase(
            f"Only a database marked {SANDBOX} is ever emptied, not one marked {marked}."
        )


def has_table(db: Session) -> bool:
    """False before the migration that adds the mark."""
    return inspect(db.connection()).has_table(DatabaseMark.__tablename__)


def is_marked(db: Session) -> bool:
    return db.get(DatabaseMark, ONLY_ROW) is not None


def adopt(db: Session, owner: Owner) -> None:
    """Writes the missing mark and check values after comparing the existing ones.

    Raises ForeignDatabase.
    """
    refuse_foreign(db.connection(), owner)
    mark = {"id": ONLY_ROW, "environment": owner.environment, "marked_at": real_now()}
    insert_ignoring(db, DatabaseMark, mark)
    for kind, version, value in _unknown(db, owner):
        insert_ignoring(db, KeyCheck, {"kind": kind, "version": version, "value": value})
    refuse_foreign(db.connection(), owner)


def _unknown(db: Session, owner: Owner) -> list[tuple[KeyKind, int, bytes]]:
    """Keys of the owner without a check value: the data key in use, the index key, new secrets.

    An older data key that seals nothing here is not needed, so it gets no check value.
    """
    rows = db.execute(select(KeyCheck.kind, KeyCheck.version, KeyCheck.value)).all()
    known = {(row.kind, row.version) for row in rows}
    secrets = {row.value for row in rows if row.kind == KeyKind.TOKENS}
    newest = max(version for kind, version in owner.checks if kind is KeyKind.DATA)
    seals = ((KeyKind.DATA, newest), (KeyKind.INDEX, 1))
    new = [(*key, owner.checks[key]) for key in seals if key not in known]
    ours = [value for (kind, _), value in owner.checks.items() if kind == KeyKind.TOKENS]
    first = len(secrets) + 1
    return new + [
        (KeyKind.TOKENS, number, value)
        for number, value in enumerate((one for one in ours if one not in secrets), first)
    ]


class OwnedTransactions(Transactions):
    """Transactions that first check, once, whether this process may use the database."""

    def __init__(self, engine: Engine, owner: Owner, replica: Replica | None = None) -> None:
        super().__init__(engine, replica)
        self._owner, self._admitted = owner, False

    def run(
        self,
        work: Callable[[Session], Result],
        *,
        writes: bool = True,
        repeatable: bool = False,
        dry_run: bool = False,
    ) -> Result:
        """See Transactions.run. Raises ForeignDatabase too."""
        try:
            self.admit()
        except OutsideUnavailable as silence:
            if repeatable and writes:
                raise SendAgain.instead_of(silence) from silence
            raise
        return super().run(work, writes=writes, repeatable=repeatable, dry_run=dry_run)

    def admit(self) -> None:
        """Writes the missing mark and check values. Raises ForeignDatabase.

        A schema from before the mark is only read: its migration comes first.
        """
        if self._admitted:
            return
        missing = super().run(self._missing, writes=False)
        if missing:
            super().run(lambda db: adopt(db, self._owner))
        self._admitted = missing is not None

    def _missing(self, db: Session) -> bool | None:
        """Whether anything must be written; None if there is no table for it yet."""
        refuse_foreign(db.connection(), self._owner)
        if not has_table(db):
            return None
        if is_marked(db):
            return bool(_unknown(db, self._owner))
        if not is_empty(db):
            raise ForeignDatabase("This database is of an older version: run gongji migrate first.")
        return True
