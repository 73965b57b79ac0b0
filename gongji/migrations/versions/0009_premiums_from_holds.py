"""What a premium took from the money that was set aside for its relative.

Revision: 0009, after 0008.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    hold = sa.Column("hold_fen", sa.BigInteger(), server_default="0", nullable=False)
    op.add_column("premium_payment", hold)


def downgrade() -> None:
    op.drop_column("premium_payment", "hold_fen")
