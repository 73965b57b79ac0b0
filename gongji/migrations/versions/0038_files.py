"""Files on their way between institutions and us.

Revision: 0038, after 0037.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fsi_file",
        sa.Column("id", sa.String(30), nullable=False),
        sa.Column("institution_code", sa.String(12), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_code"],
            ["institution.code"],
            name=op.f("fk_fsi_file_institution_code"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fsi_file")),
    )
    op.create_index(op.f("ix_fsi_file_uploaded_at"), "fsi_file", ["uploaded_at"])


def downgrade() -> None:
    op.drop_table("fsi_file")
