"""Makes the history of one account long: PostgreSQL multiplies its only entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.scale.crowd import times

PLACE = "mod(turn, 10)"
CHANGES = {
    "id": "nextval('entry_id_seq')",
    "version": "1 + turn",
    "amount_fen": f"CASE {PLACE} WHEN 1 THEN 70 WHEN 2 THEN 10 ELSE -10 END",
    "kind": f"CASE {PLACE} WHEN 1 THEN 'credit' WHEN 2 THEN 'refund' WHEN 3 THEN 'correction'"
            " ELSE 'own_spend' END",
    "scene": f"CASE WHEN turn < 20 THEN 'CHRONIC' WHEN {PLACE} IN (1, 3) THEN NULL"
             f" WHEN {PLACE} < 6 THEN 'OUTPATIENT' ELSE 'PHARMACY' END",
    "balance_after_fen": "one.balance_after_fen + 100",
    "settlement_id": "NULL",
    "current_fen": "0",
}  # fmt: skip
"""Of ten entries one brings money, one refunds, one corrects; the oldest are of a scene that never
returns.
"""


@dataclass(frozen=True, slots=True)
class History:
    """So many entries, spread over the days from `since` (an ISO day) on."""

    entries: int
    since: str
    days: int


def lengthen(person: str, history: History) -> Iterator[str]:
    """The statements that add such a history to a person's account, whose only entry is older.

    `person` is the id in SQL. Triggers have to stand aside, and `crowd.figures` has to follow.
    """
    account = f"(SELECT id FROM account WHERE person_id = {person})"
    day = f"(date '{history.since}' + ((turn - 1) * {history.days} / {history.entries})::int)"
    moments = {
        "at": f"({day} + time '12:00') AT TIME ZONE 'Asia/Shanghai'",
        "year": f"extract(year FROM {day})::int",
        "counted_on": day,
    }
    source = f"generate_series(1, {history.entries}::bigint) turn"
    yield times("entry", f"account_id = {account}", source, **CHANGES | moments)
    yield f"UPDATE account SET version = {1 + history.entries} WHERE id = {account}"
