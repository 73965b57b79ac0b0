"""The journal of calls at the gateway.

Revision: 0035, after 0034.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fsi_call",
        sa.Column("id", sa.String(30), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("institution_code", sa.String(12), nullable=False),
        sa.Column("operator_no", sa.String(30), nullable=False),
        sa.Column("terminal", sa.String(100), nullable=False),
        sa.Column("infno", sa.String(6), nullable=False),
        sa.Column("msgid", sa.String(30), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("ms", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fsi_call")),
    )
    op.create_index(op.f("ix_fsi_call_at"), "fsi_call", ["at"])
    op.create_index("ix_fsi_call_institution_code_at", "fsi_call", ["institution_code", "at"])


def downgrade() -> None:
    op.drop_table("fsi_call")
