"""An invariant of the books as one SQL statement that finds the rows which violate it.

The statements read only the tables and do not depend on the code that wrote them. Each returns the
columns that its Chinese sentence names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """`rows` is the table whose rows are counted as checked; `sql` finds what is wrong.

    Tables in braces are those whose rows a check of what is new narrows (see REACH).
    """

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


MOVED = "SELECT account_id FROM entry WHERE transfer_id >= 'trf_{since}' AND version IS NOT NULL"
BOUND = "SELECT binding_id FROM entry WHERE transfer_id >= 'trf_{since}' AND binding_id IS NOT NULL"
SETTLED = "transfer_id >= 'trf_{since}'"
"""An act numbers its settlement before its transfer, so none of these entries is left out."""

REACH: Mapping[str, tuple[str, str]] = {
    "{new_transfer}": ("transfer", "id >= 'trf_{since}'"),
    "{new_entry}": ("entry", "transfer_id >= 'trf_{since}'"),
    "{new_credit}": ("monthly_credit", "transfer_id >= 'trf_{since}'"),
    "{new_settlement}": ("settlement", "id >= 'stl_{since}'"),
    "{settled_entry}": ("entry", f"{SETTLED} AND settlement_id >= 'stl_{{since}}'"),
    "{new_payment}": ("premium_payment", "id >= 'pay_{since}'"),
    "{moved_account}": ("account", f"id IN ({MOVED})"),
    "{moved_entry}": ("entry", f"account_id IN ({MOVED})"),
    "{moved_year}": ("account_year", f"account_id IN ({MOVED})"),
    "{moved_day}": ("account_day", f"account_id IN ({MOVED})"),
    "{bound_entry}": ("entry", f"binding_id IN ({BOUND})"),
    "{bound_month}": ("binding_month", f"binding_id IN ({BOUND})"),
}
"""Tables, and which of their rows a check of what is new looks at: what came since, all of the
accounts on which an entry came, and all of the bindings under which one did.
"""


def statement(check: Check, dialect: str, since: str = "") -> str:
    """The check's SQL in the dialect of one database; `since` is as of `reach`."""
    sql = reach(check.sql, since)
    for mark, words in {**SIDES, **WORDS[dialect]}.items():
        sql = sql.replace(mark, words)
    return sql


def reach(sql: str, since: str) -> str:
    """The statement over all rows, or over what is new: `since` is the ULID of the first id."""
    for mark, (table, is_new) in REACH.items():
        newer = is_new.replace("{since}", since)
        some = f"(SELECT * FROM {table} WHERE {newer})"  # noqa: S608
        sql = sql.replace(mark, some if since else table)
    return sql
