"""Order of arrival: a number that each row of a table gets from the database when it is written.

Neither an id nor a time tells which of two rows came first, because clocks of machines differ and
go back; this number does. PostgreSQL draws it from a sequence. SQLite has one writer at a time, so
there it is the greatest number in the table plus one.
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
    """The number of a row that is not written yet, where its order counts before."""
    return db.execute(select(NextOf(tables))).scalar_one()


def arrival(*tables: str) -> MappedColumn[int]:
    """The column `seq` of a table, which is named first.

    By its index SQLite finds the greatest. In PostgreSQL the index is there and empty: a sequence
    repeats nothing, and by an index of everybody's rows the planner would look for the newest of
    one person through all the others.
    """
    made: MappedColumn[int] = mapped_column(BigInteger, default=NextOf(tables))
    event.listen(made.column, "after_parent_attach", _index)
    return made


def _index(seq: Column[int], table: Table) -> None:
    Index(f"ix_{table.name}_seq", seq, unique=True, postgresql_where=text("false"))
