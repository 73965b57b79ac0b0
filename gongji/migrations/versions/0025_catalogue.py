"""The catalogue caps prices to a millionth of a yuan, and marks items whose use is restricted.

Revision: 0025, after 0024.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("catalogue_item", sa.Column("price_cap", sa.Numeric(16, 6), nullable=True))
    op.execute("UPDATE catalogue_item SET price_cap = price_cap_fen / 100.0")
    op.drop_column("catalogue_item", "price_cap_fen")
    op.add_column(
        "catalogue_item",
        sa.Column("restricted", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("catalogue_item", "restricted", server_default=None)


def downgrade() -> None:
    op.drop_column("catalogue_item", "restricted")
    op.add_column("catalogue_item", sa.Column("price_cap_fen", sa.BigInteger(), nullable=True))
    op.execute("UPDATE catalogue_item SET price_cap_fen = CAST(round(price_cap * 100) AS BIGINT)")
    op.drop_column("catalogue_item", "price_cap")
