"""Rows that a statement receives as one parameter, so that it writes thousands at once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, FromClause, bindparam, column, func, select
from sqlalchemy.sql.type_api import TypeEngine

ROWS = "rows"
"""The name of the parameter: a list of dicts, each with every column."""


def given(dialect: str, **columns: type[TypeEngine[Any]]) -> FromClause:
    """The rows of the parameter ROWS as a table with these columns."""
    rows = bindparam(ROWS, type_=JSON)
    if dialect == "postgresql":
        typed = (column(name, kind) for name, kind in columns.items())
        return func.json_to_recordset(rows).table_valued(*typed).render_derived(with_types=True)
    each = func.json_each(rows).table_valued("value")
    return select(
        *(
            func.json_extract(each.c.value, f"$.{name}", type_=kind).label(name)
            for name, kind in columns.items()
        )
    ).subquery()
