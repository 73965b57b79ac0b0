"""What institutions file for patients: chronic diseases, and places of treatment.

Revision: 0037, after 0036.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

KINDS = ("chronic", "designation")


def upgrade() -> None:
    op.create_table(
        "fsi_filing",
        sa.Column("id", sa.String(30), nullable=False),
        sa.Column("institution_code", sa.String(12), nullable=False),
        sa.Column("person_id", sa.String(30), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *KINDS, name="filingkind", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(30), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("place_order", sa.String(3), nullable=False),
        sa.Column("place_code", sa.String(12), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("memo", sa.String(500), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["institution_code"],
            ["institution.code"],
            name=op.f("fk_fsi_filing_institution_code"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_fsi_filing_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fsi_filing")),
    )
    op.create_index("ix_fsi_filing_person_id_kind", "fsi_filing", ["person_id", "kind"])


def downgrade() -> None:
    op.drop_table("fsi_filing")
