"""Events of the registry and monthly credits.

Revision: 0003, after 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("insurance", sa.Column("retired_on", sa.Date(), nullable=True))
    op.add_column(
        "insurance", sa.Column("before_events", sa.JSON(none_as_null=True), nullable=True)
    )
    op.create_table(
        "registry_event",
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=30), nullable=False),
        sa.Column("person_id", sa.String(length=30), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_registry_event_person_id")
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_registry_event")),
    )
    op.create_index(
        "uq_registry_event_person_seq", "registry_event", ["person_id", "seq"], unique=True
    )
    op.create_index(
        "ix_registry_event_waiting",
        "registry_event",
        ["effective_on"],
        unique=False,
        sqlite_where=sa.text("applied_at IS NULL"),
        postgresql_where=sa.text("applied_at IS NULL"),
    )
    op.create_table(
        "monthly_credit",
        sa.Column("account_id", sa.String(length=30), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("transfer_id", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_monthly_credit_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["transfer.id"], name=op.f("fk_monthly_credit_transfer_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "month", name=op.f("pk_monthly_credit")),
        sa.UniqueConstraint("transfer_id", name=op.f("uq_monthly_credit_transfer_id")),
    )


def downgrade() -> None:
    op.drop_table("monthly_credit")
    op.drop_index("ix_registry_event_waiting", table_name="registry_event")
    op.drop_index("uq_registry_event_person_seq", table_name="registry_event")
    op.drop_table("registry_event")
    op.drop_column("insurance", "before_events")
    op.drop_column("insurance", "retired_on")
