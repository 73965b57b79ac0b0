"""Whom an institution has had before it on a day: what opens its queries about that person.

Revision: 0013, after 0012.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fsi_identified",
        sa.Column("institution_code", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=30), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_code"],
            ["institution.code"],
            name=op.f("fk_fsi_identified_institution_code"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_fsi_identified_person_id")
        ),
        sa.PrimaryKeyConstraint(
            "institution_code", "person_id", "day", name=op.f("pk_fsi_identified")
        ),
    )
    op.create_index(
        "ix_visit_person_id_institution_code", "visit", ["person_id", "institution_code"]
    )


def downgrade() -> None:
    op.drop_index("ix_visit_person_id_institution_code", "visit")
    op.drop_table("fsi_identified")
