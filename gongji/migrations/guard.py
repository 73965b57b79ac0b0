"""A way back that would drop what must be kept for ever is refused while there is something in it.

Money, consents and the trail of who looked at what cannot be made again; the way back from a bad
release is a backup, or another migration.
"""

from __future__ import annotations

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

MADE_BY = {
    "entry": "0001",
    "transfer": "0001",
    "settlement": "0001",
    "binding": "0001",
    "premium_payment": "0002",
    "registry_event": "0003",
    "monthly_credit": "0003",
    "access_log": "0004",
    "verification": "0004",
    "message": "0005",
    "chronic_extension": "0005",
    "credit_import": "0006",
    "policy_edition": "0023",
    "quota": "0029",
    "quota_draw": "0029",
    "quota_clearing": "0029",
}
"""Tables that are kept for ever, and the migration before which they are not."""


class WouldLose(Exception):
    """This way back would drop rows that must be kept; the message names their tables."""


def refuse_loss(
    connection: Connection, scripts: ScriptDirectory, now: str | None, wanted: str | None
) -> None:
    """Raises WouldLose. `wanted` is a revision, `base`, or a number of steps like `-1`."""
    lost = [table for table, made_by in MADE_BY.items() if made_by in _undone(scripts, now, wanted)]
    present = set(inspect(connection).get_table_names())
    kept = [table for table in lost if table in present and _holds_rows(connection, table)]
    if kept:
        raise WouldLose(
            f"going back to {wanted or 'base'} would drop rows of {', '.join(sorted(kept))}:"
            " restore a backup instead"
        )


def _undone(scripts: ScriptDirectory, now: str | None, wanted: str | None) -> set[str]:
    """The migrations that are taken back; none on the way up."""
    line = [script.revision for script in scripts.walk_revisions()]
    if now not in line:
        return set()
    taken = line[line.index(now) :]
    if wanted in (None, "base"):
        return set(taken)
    if wanted.startswith("-"):
        return set(taken[: int(wanted[1:])])
    return set(taken[: taken.index(wanted)]) if wanted in taken else set()


def _holds_rows(connection: Connection, table: str) -> bool:
    return connection.execute(text(f"SELECT 1 FROM {table} LIMIT 1")).first() is not None
