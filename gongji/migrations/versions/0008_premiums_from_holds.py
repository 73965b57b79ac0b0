"""What a premium took from the money that was set aside for its relative.

Revision: 0008, after 0007.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    hold = sa.Column("hold_fen", sa.BigInteger(), server_default="0", nullable=False)
    op.add_column("premium_payment", hold)


def downgrade() -> None:
    op.drop_column("premium_payment", "hold_fen")
