"""The price tier (缴费档次) that was chosen for a premium; older payments had one price.

Revision: 0039, after 0038.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("premium_payment", sa.Column("tier", sa.String(20), nullable=True))


def downgrade() -> None:
    """The name of a payment and its full price still tell what was chosen."""
    op.drop_column("premium_payment", "tier")
