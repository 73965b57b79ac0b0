"""When a chronic qualification was approved.

Revision: 0030, after 0029.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chronic_qualification", sa.Column("approved_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("chronic_qualification", "approved_on")
