"""Prescriptions at pharmacies, and which rule of the pool a bill fell under.

Revision: 0027, after 0026.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("visit", sa.Column("prescriber_code", sa.String(12), nullable=True))
    op.add_column("settlement", sa.Column("benefit", sa.String(20), nullable=True))
    op.add_column(
        "charge_batch",
        sa.Column("prescribed", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    if op.get_bind().dialect.name == "postgresql":  # SQLite would have to make the table anew
        op.alter_column("charge_batch", "prescribed", server_default=None)


def downgrade() -> None:
    op.drop_column("charge_batch", "prescribed")
    op.drop_column("settlement", "benefit")
    op.drop_column("visit", "prescriber_code")
