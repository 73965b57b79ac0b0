"""An index of bills of chronic care, which a hospital asks for by patient and time.

Revision: 0036, after 0035.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

CHRONIC_CARE = sa.text("scene = 'CHRONIC'")


def upgrade() -> None:
    op.create_index(
        "ix_settlement_chronic",
        "settlement",
        ["person_id", "at"],
        sqlite_where=CHRONIC_CARE,
        postgresql_where=CHRONIC_CARE,
    )


def downgrade() -> None:
    op.drop_index("ix_settlement_chronic", "settlement")
