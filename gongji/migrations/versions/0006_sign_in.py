"""Links to mini-program platforms, runs of jobs and the leading worker, credit files.

Revision: 0006, after 0005.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "platform_link",
        sa.Column(
            "platform",
            sa.Enum(
                "wechat",
                "alipay",
                name="platform",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.LargeBinary(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=30), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_platform_link_person_id")
        ),
        sa.PrimaryKeyConstraint("platform", "subject", name=op.f("pk_platform_link")),
    )
    op.create_index(
        op.f("ix_platform_link_person_id"), "platform_link", ["person_id"], unique=False
    )
    op.create_table(
        "sandbox_login_code",
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sandbox_login_code")),
    )
    op.create_table(
        "job_run",
        sa.Column("job", sa.String(length=30), nullable=False),
        sa.Column("slot", sa.String(length=10), nullable=False),
        sa.Column("worker", sa.String(length=60), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("job", "slot", name=op.f("pk_job_run")),
    )
    op.create_table(
        "worker_lease",
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("worker", sa.String(length=60), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker_lease")),
    )
    op.create_table(
        "credit_import",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("booked", sa.Integer(), nullable=False),
        sa.Column("booked_fen", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_credit_import")),
    )
    op.create_table(
        "credit_import_refusal",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("field", sa.String(length=30), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["digest"], ["credit_import.digest"], name=op.f("fk_credit_import_refusal_digest")
        ),
        sa.PrimaryKeyConstraint("digest", "line", name=op.f("pk_credit_import_refusal")),
    )


def downgrade() -> None:
    op.drop_table("credit_import_refusal")
    op.drop_table("credit_import")
    op.drop_table("worker_lease")
    op.drop_table("job_run")
    op.drop_table("sandbox_login_code")
    op.drop_index(op.f("ix_platform_link_person_id"), table_name="platform_link")
    op.drop_table("platform_link")
