"""Rows that a statement receives as one parameter, so that it writes thousands at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy import JSON, FromClause, Text, bindparam, cast, column, func, select
from sqlalchemy.sql.type_api import TypeEngine

ROWS = "rows"
"""The name of the parameter, where there is one."""


def as_given(rows: Iterable[Mapping[str, object]]) -> str:
    """The value of the parameter; each row has every column."""
    return msgspec.json.encode(list(rows)).decode()


def given(dialect: str, parameter: str = ROWS, /, **columns: type[TypeEngine[Any]]) -> FromClause:
    """The rows of the parameter as a table with these columns."""
    rows = bindparam(parameter, type_=Text)
    if dialect == "postgresql":
        typed = (column(name, kind) for name, kind in columns.items())
        records = func.json_to_recordset(cast(rows, JSON)).table_valued(*typed)
        return records.render_derived(with_types=True)
    each = func.json_each(rows).table_valued("value")
    return select(
        *(
            func.json_extract(each.c.value, f"$.{name}", type_=kind).label(name)
            for name, kind in columns.items()
        )
    ).subquery()
