"""The premium support of newborns (新生儿), beside half and full.

Revision: 0033, after 0032.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

BEFORE = "'none', 'half', 'full'"
AFTER = "'none', 'half', 'full', 'newborn'"
TABLES = ("person", "premium_payment")


def upgrade() -> None:
    _allow(BEFORE, AFTER)


def downgrade() -> None:
    """Newborns paid nothing either, so full is what their payments stay true as."""
    for table in TABLES:
        op.execute(f"UPDATE {table} SET subsidy = 'full' WHERE subsidy = 'newborn'")
    _allow(AFTER, BEFORE)


def _allow(old: str, new: str) -> None:
    """SQLite cannot change a check: the statement of the table is written anew, its rows stay."""
    db = op.get_bind()
    if db.dialect.name == "postgresql":
        for table in TABLES:
            name = op.f(f"ck_{table}_subsidy")
            op.drop_constraint(name, table, type_="check")
            op.create_check_constraint(name, table, f"subsidy IN ({new})")
        return
    version = db.execute(sa.text("PRAGMA schema_version")).scalar_one()
    db.exec_driver_sql("PRAGMA writable_schema = ON")
    for table in TABLES:
        written = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name"
        told = db.execute(sa.text(written), {"name": table}).scalar_one()
        widened = told.replace(f"subsidy IN ({old})", f"subsidy IN ({new})")
        assert widened != told, "the check names the kinds"
        changed = "UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :name"
        db.execute(sa.text(changed), {"sql": widened, "name": table})
    db.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    db.exec_driver_sql("PRAGMA writable_schema = OFF")
