"""Texts are thrown away by their status and age, found by one index.

Revision: 0019, after 0018.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLE = "outbox_text"
BY_AGE, OF_ALL = "ix_outbox_text_status_created_at", "ix_outbox_text_over"


def upgrade() -> None:
    op.create_index(BY_AGE, TABLE, ["status", "created_at"])
    op.drop_index(OF_ALL, table_name=TABLE)


def downgrade() -> None:
    over = sa.text("status <> 'queued'")
    op.create_index(OF_ALL, TABLE, ["created_at"], sqlite_where=over, postgresql_where=over)
    op.drop_index(BY_AGE, table_name=TABLE)
