"""Registered benefits, and the items of both channels (双通道).

Revision: 0028, after 0027.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "benefit_registration",
        sa.Column("id", sa.String(30), nullable=False),
        sa.Column("person_id", sa.String(30), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("code", sa.String(50), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_benefit_registration_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit_registration")),
    )
    op.create_index(
        "uq_benefit_registration",
        "benefit_registration",
        ["person_id", "kind", "code"],
        unique=True,
    )
    op.add_column(
        "catalogue_item",
        sa.Column("dual", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    if op.get_bind().dialect.name == "postgresql":  # SQLite would have to make the table anew
        op.alter_column("catalogue_item", "dual", server_default=None)


def downgrade() -> None:
    op.drop_column("catalogue_item", "dual")
    op.drop_index("uq_benefit_registration", table_name="benefit_registration")
    op.drop_table("benefit_registration")
