"""A settlement keeps what its institution and its patient were that day.

Bills of earlier releases did not: theirs stays null.

Revision: 0024, after 0023.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

CODED = {
    "institution_kind": ("institutionkind", ("hospital", "pharmacy", "community")),
    "insurance_kind": ("insurancekind", ("employee", "resident")),
    "insurance_category": ("category", ("active", "retired", "flexible", "pool_only")),
    "insurance_status": ("insurancestatus", ("normal", "suspended", "ended")),
}
"""Columns that hold one of these codes, and the kind of code."""

AREAS = ("institution_area", "insurance_area")
LEVEL = "institution_level"


def upgrade() -> None:
    for name, (kind, codes) in CODED.items():
        listed = ", ".join(f"'{code}'" for code in codes)
        rule = sa.CheckConstraint(f"{name} IN ({listed})", name=op.f(f"ck_settlement_{kind}"))
        op.add_column("settlement", sa.Column(name, sa.String(30), rule, nullable=True))
    op.add_column("settlement", sa.Column(LEVEL, sa.Integer(), nullable=True))
    for name in AREAS:
        op.add_column("settlement", sa.Column(name, sa.String(6), nullable=True))


def downgrade() -> None:
    for name in (LEVEL, *AREAS, *CODED):
        op.drop_column("settlement", name)
