"""The nonces that institutions have signed with, so that each holds once.

Revision: 0012, after 0011.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fsi_used_nonce",
        sa.Column("access_key", sa.String(100), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("request", sa.String(40), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("access_key", "digest", name=op.f("pk_fsi_used_nonce")),
    )
    op.create_index(op.f("ix_fsi_used_nonce_used_at"), "fsi_used_nonce", ["used_at"])


def downgrade() -> None:
    op.drop_table("fsi_used_nonce")
