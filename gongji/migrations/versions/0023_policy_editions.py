"""Each policy version that decides something is kept whole, once.

Revision: 0023, after 0022.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policy_edition",
        sa.Column("version", sa.String(length=12), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("first_used_on", sa.Date(), nullable=False),
        sa.Column("edition", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_policy_edition")),
    )
    op.create_index(
        "ix_policy_edition_seq",
        "policy_edition",
        ["seq"],
        unique=True,
        postgresql_where=sa.text("false"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE policy_edition_order OWNED BY policy_edition.seq")
        drawn = sa.text("nextval('policy_edition_order')")
        op.alter_column("policy_edition", "seq", server_default=drawn)


def downgrade() -> None:
    op.drop_table("policy_edition")
