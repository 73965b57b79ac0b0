"""Extensions of chronic care for a relative: who acted, and since when the patient agreed.

Revision: 0032, after 0031.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chronic_extension", sa.Column("acted_by", sa.String(30), nullable=True))
    op.add_column(
        "chronic_extension", sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_index("ix_chronic_extension_acted_by_seq", "chronic_extension", ["acted_by", "seq"])


def downgrade() -> None:
    op.drop_index("ix_chronic_extension_acted_by_seq", table_name="chronic_extension")
    op.drop_column("chronic_extension", "agreed_at")
    op.drop_column("chronic_extension", "acted_by")
