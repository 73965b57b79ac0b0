"""Of which year the money of an entry is, and how much of a balance is money of this year.

Entries that stand are parted by the rule of gongji.ledger.years at the time of this migration:
earlier money is spent first, a refund gives back what was taken.

Revision: 0007, after 0006.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COLUMNS = (
    ("entry", "current_fen", sa.BigInteger()),
    ("account", "current_year", sa.Integer()),
    ("account", "current_fen", sa.BigInteger()),
)
ACCOUNTS_AT_ONCE = 1_000
GUARD = """
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'rows of this table are never changed'); END
"""
NO_UPDATE = {
    "sqlite": ("DROP TRIGGER IF EXISTS entry_no_update", GUARD),
    "postgresql": (
        "ALTER TABLE entry DISABLE TRIGGER entry_append_only",
        "ALTER TABLE entry ENABLE TRIGGER entry_append_only",
    ),
}
"""How the guard of the entries stands aside, and how it comes back."""

SOME_ENTRIES = """
SELECT e.id, e.account_id, e.amount_fen, e.balance_after_fen, e.year, e.transfer_id, t.reverses_id
FROM entry e JOIN transfer t ON t.id = e.transfer_id
WHERE e.version IS NOT NULL AND e.account_id > :after AND e.account_id <= :last
ORDER BY e.account_id, e.version
"""


def upgrade() -> None:
    for table, name, kind in COLUMNS:
        op.add_column(table, sa.Column(name, kind, server_default="0", nullable=False))
    db = op.get_bind()
    aside, back = NO_UPDATE[db.dialect.name]
    op.execute(aside)
    after = ""
    while last := _last_of_some(db, after):
        _part_some(db, after, last)
        after = last
    op.execute(back)


def downgrade() -> None:
    for table, name, _ in reversed(COLUMNS):
        op.drop_column(table, name)


def _last_of_some(db: sa.Connection, after: str) -> str | None:
    some = sa.text("SELECT id FROM account WHERE id > :after ORDER BY id LIMIT :most")
    ids = db.execute(some, {"after": after, "most": ACCOUNTS_AT_ONCE}).scalars().all()
    return ids[-1] if ids else None


def _part_some(db: sa.Connection, after: str, last: str) -> None:
    found = db.execute(sa.text(SOME_ENTRIES), {"after": after, "last": last}).all()
    by_account = defaultdict(list)
    for entry in found:
        by_account[entry.account_id].append(entry)
    parts = {entry_id: part for rows in by_account.values() for entry_id, part in _parts(rows)}
    if not parts:
        return
    db.execute(
        sa.text("UPDATE entry SET current_fen = :part WHERE id = :id"),
        [{"id": entry_id, "part": part} for entry_id, part in parts.items()],
    )
    db.execute(
        sa.text("UPDATE account SET current_year = :year, current_fen = :fen WHERE id = :id"),
        [
            {"id": account_id, "year": rows[-1].year,
             "fen": sum(parts[one.id] for one in rows if one.year >= rows[-1].year)}
            for account_id, rows in by_account.items()
        ],
    )  # fmt: skip


def _parts(entries: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """Each entry of one account, in order, with the part that is money of its year."""
    years: dict[int, int] = defaultdict(int)
    taken: dict[str, tuple[int, int]] = {}
    for entry in entries:
        amount, original = entry.amount_fen, taken.get(entry.reverses_id)
        if original is not None:
            part = -original[1] if original[0] >= entry.year else 0
        elif amount > 0:
            part = amount
        else:
            before = entry.balance_after_fen - amount
            of_year = sum(fen for year, fen in years.items() if year >= entry.year)
            part = min(0, amount + before - min(max(0, of_year), before))
        years[entry.year] += part
        taken[entry.transfer_id] = (entry.year, part)
        yield entry.id, part
