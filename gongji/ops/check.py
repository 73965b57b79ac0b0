"""An invariant of the books as one SQL statement that finds the rows which break it.

The statements read the tables alone and know nothing of the code that wrote them. Each answers with
the columns that its Chinese sentence names.
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


PAYERS: Mapping[str, Mapping[str, str]] = {
    "postgresql": {
        "{payers}": "json_array_elements(s.payers) p",
        "{payer_binding}": "p ->> 'binding_id'",
        "{payer_amount}": "CAST(p ->> 'amount_fen' AS bigint)",
    },
    "sqlite": {
        "{payers}": "json_each(s.payers) p",
        "{payer_binding}": "json_extract(p.value, '$.binding_id')",
        "{payer_amount}": "json_extract(p.value, '$.amount_fen')",
    },
}
"""How each database opens the list of payers that a settlement keeps."""


def statement(check: Check, dialect: str) -> str:
    """The check's SQL in the words of one database."""
    sql = check.sql
    for mark, words in PAYERS[dialect].items():
        sql = sql.replace(mark, words)
    return sql
