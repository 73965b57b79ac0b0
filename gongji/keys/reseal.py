"""Reseals boxes that are not sealed as they should be, in small batches while others work.

There are two uses: a newer key (`gongji keys rotate`), and a database of a version whose boxes were
not bound to their rows (`gongji migrate`). Both may be stopped at any moment and run again: rows
are read in the order of their key, and written only if their boxes are still those that were read.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import Row, delete, select, tuple_, update
from sqlalchemy.orm import Session

from gongji.kernel.db import Base
from gongji.kernel.mark import KeyCheck, KeyKind
from gongji.kernel.privacy import ring, version_of
from gongji.kernel.sealing import SealBroken, SealedColumn, key_names, sealed_columns
from gongji.kernel.transaction import Transactions

ROWS_AT_ONCE = 200
PASSES_MAX = 5
"""If boxes change even in the last pass, some process still seals with an older key."""

log = logging.getLogger(__name__)

Table = type[Base]
Change = Callable[[Table, "Row[Any]"], Mapping[str, object]]
"""Returns the values to write to a row that was read, by attribute; empty if nothing changes."""


@dataclass(slots=True)
class Count:
    """The boxes that were found, by the version of their key; `changed` counts rows."""

    versions: Counter[int] = field(default_factory=Counter)
    changed: int = 0

    @property
    def older(self) -> list[int]:
        """The versions, except the newest, of the boxes that were found."""
        return sorted(version for version in self.versions if version != ring().newest)


def rotate(transactions: Transactions, at_once: int = ROWS_AT_ONCE) -> Iterator[Count]:
    """Passes over every box until a pass changes nothing; yields the count of each pass.

    A key under which the last pass found no box is no longer required at start-up.
    """
    for _ in range(PASSES_MAX):
        count = each_row(transactions, _under_the_newest_key, at_once)
        yield count
        if not count.changed:
            transactions.run(partial(_forget_keys, frozenset(count.versions)))
            return


def census(transactions: Transactions, at_once: int = ROWS_AT_ONCE) -> Count:
    """Counts the boxes of each key; changes nothing."""
    return each_row(transactions, lambda *_: {}, at_once)


def each_row(transactions: Transactions, change: Change, at_once: int) -> Count:
    """One pass over all rows with boxes. Raises what `change` raises."""
    count = Count()
    for table in tables():
        last: Sequence[object] | None = None
        while rows := transactions.run(partial(_read_batch, table, last, at_once), writes=False):
            last = [getattr(rows[-1], name) for name in key_names(table)]
            wanted = [(row, values) for row in rows if (values := change(table, row))]
            if wanted:
                count.changed += transactions.run(partial(_write_unchanged, table, wanted))
            count.versions.update(
                version_of(box)
                for row in rows
                for column in sealed_columns(table).values()
                if (box := getattr(row, column.box)) is not None
            )
    return count


def tables() -> list[Table]:
    """The tables with sealed columns, always in the same order."""
    every: list[Table] = [mapper.class_ for mapper in Base.registry.mappers]
    found = [table for table in every if sealed_columns(table)]
    return sorted(found, key=lambda table: table.__tablename__)


def _read_batch(
    table: Table, last: Sequence[object] | None, at_once: int, db: Session
) -> Sequence[Row[Any]]:
    """The next rows by key: the key itself, every box, and the index of each box."""
    columns = sealed_columns(table).values()
    names = dict.fromkeys(
        [*key_names(table), *(column.box for column in columns), *map(index, columns)]
    )
    wanted = [getattr(table, name) for name in names if hasattr(table, name)]
    key = _key_attributes(table)
    query = select(*wanted).order_by(*key).limit(at_once)
    if last is not None:
        query = query.where(tuple_(*key) > tuple_(*last))
    return db.execute(query).all()


def index(column: SealedColumn[Any]) -> str:
    """The name of the blind index of a sealed column; not every column has one."""
    return f"{column.name}_index"


def _key_attributes(table: Table) -> list[Any]:
    return [getattr(table, name) for name in key_names(table)]


def _write_unchanged(
    table: Table, wanted: Sequence[tuple[Row[Any], Mapping[str, object]]], db: Session
) -> int:
    """Returns how many rows still had the boxes that were read; rows changed meanwhile are left."""
    read = [*key_names(table), *(column.box for column in sealed_columns(table).values())]
    written = 0
    for row, values in wanted:
        same = (getattr(table, name) == getattr(row, name) for name in read)
        statement = (
            update(table).where(*same).values(dict(values)).returning(*_key_attributes(table))
        )
        done = db.execute(statement.execution_options(synchronize_session=False))
        written += len(done.all())
    return written


def _under_the_newest_key(table: Table, row: Row[Any]) -> Mapping[str, object]:
    """Reseals older boxes; a box that does not open is left as it is, and its key stays needed."""
    key = [getattr(row, name) for name in key_names(table)]
    changed = {}
    for column in sealed_columns(table).values():
        kept = getattr(row, column.box)
        if kept is not None and version_of(kept) != ring().newest:
            try:
                changed[column.box] = column.seal_bytes(key, column.open_bytes(key, kept))
            except SealBroken as trouble:
                log.warning("reseal.broken", extra={"fields": {"why": trouble}})
    return changed


def _forget_keys(found: frozenset[int], db: Session) -> None:
    unused = delete(KeyCheck).where(
        KeyCheck.kind == KeyKind.DATA,
        KeyCheck.version.not_in({*found, ring().newest}),
    )
    db.execute(unused.execution_options(synchronize_session=False))
