"""An invariant of the books as one SQL statement that finds the rows which violate it.

The statements read only the tables and do not depend on the code that wrote them. Each returns the
columns that its Chinese sentence names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """`rows` is the table whose rows are counted as checked; `sql` finds what is wrong."""

    rows: str
    sentence: str
    sql: str


WORDS: Mapping[str, Mapping[str, str]] = {
    "postgresql": {
        "{day_of_entry}": "CAST(at AT TIME ZONE 'Asia/Shanghai' AS date)",
        "{month_of_entry}": "CAST(date_trunc('month', counted_on) AS date)",
        "{payers}": "json_array_elements(s.payers) p",
        "{payer_binding}": "p ->> 'binding_id'",
        "{payer_amount}": "CAST(p ->> 'amount_fen' AS bigint)",
    },
    "sqlite": {
        "{day_of_entry}": "date(at, '+8 hours')",
        "{month_of_entry}": "date(counted_on, 'start of month')",
        "{payers}": "json_each(s.payers) p",
        "{payer_binding}": "json_extract(p.value, '$.binding_id')",
        "{payer_amount}": "json_extract(p.value, '$.amount_fen')",
    },
}
"""How each database computes the day of an entry in Hunan and the month for which it counts, and
reads the list of payers that a settlement stores.
"""

SIDES = {
    "{credited}": "CASE WHEN amount_fen > 0 AND kind <> 'refund' THEN amount_fen ELSE 0 END",
    "{spent}": "CASE WHEN amount_fen < 0 THEN -amount_fen ELSE 0 END",
    "{refunded}": "CASE WHEN amount_fen > 0 AND kind = 'refund' THEN amount_fen ELSE 0 END",
}
"""The amount of an entry as a statement counts it: credited, spent or refunded."""


def statement(check: Check, dialect: str) -> str:
    """The check's SQL in the dialect of one database."""
    sql = check.sql
    for mark, words in {**SIDES, **WORDS[dialect]}.items():
        sql = sql.replace(mark, words)
    return sql
