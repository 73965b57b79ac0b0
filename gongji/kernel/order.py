"""Order of arrival: a number that the database gives each row of a table when it is written.

Neither an id nor a time says which of two rows came first, because clocks of machines differ and
may go back; this number does. PostgreSQL takes it from a sequence. SQLite has one writer at a time,
so there it is the greatest number in the table plus one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Table, event, select, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import MappedColumn, Session, mapped_column
from sqlalchemy.sql import ColumnElement


class NextOf(ColumnElement[int]):
    """The next number among these tables, which share one sequence named after the first."""

    inherit_cache = False

    def __init__(self, tables: Sequence[str]) -> None:
        self.type = BigInteger()
        self.tables = tables


@compiles(NextOf, "postgresql")
def _from_sequence(element: NextOf, _compiler: Any, **_more: Any) -> str:
    return f"nextval('{element.tables[0]}_order')"


@compiles(NextOf, "sqlite")
def _after_the_greatest(element: NextOf, _compiler: Any, **_more: Any) -> str:
    greatest = (f"SELECT max(seq) AS seq FROM {table}" for table in element.tables)  # noqa: S608
    return f"(SELECT coalesce(max(seq), 0) + 1 FROM ({' UNION ALL '.join(greatest)}))"  # noqa: S608


def next_of(db: Session, *tables: str) -> int:
    """The number of a row whose order is needed before it is written."""
    return db.execute(select(NextOf(tables))).scalar_one()


def arrival(*tables: str) -> MappedColumn[int]:
    """The column `seq` of the first of these tables.

    SQLite needs its index to find the greatest number. In PostgreSQL the index is empty: a sequence
    never repeats a number, and with an index over all people the planner would read the rows of
    others to find the newest of one person.
    """
    made: MappedColumn[int] = mapped_column(BigInteger, default=NextOf(tables))

    @event.listens_for(made.column, "after_parent_attach")
    def add_index(seq: Column[int], table: Table) -> None:
        Index(f"ix_{table.name}_seq", seq, unique=True, postgresql_where=text("false"))

    return made
