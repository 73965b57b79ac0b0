"""Who looked at whose data, and documents that anybody can verify.

Revision: 0004, after 0003.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gongji.ledger.immutable import install_statements, lift_statements

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_log",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.String(length=30), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column(
            "actor_role",
            sa.Enum(
                "anybody",
                "citizen",
                "officer",
                "institution",
                "system",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "app",
                "wechat_oa",
                "wechat_mp",
                "alipay_mp",
                "nhsa_app",
                "counter",
                "institution",
                "system",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_log_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
    )
    op.create_index("ix_access_log_person_id_id", "access_log", ["person_id", "id"])
    op.create_table(
        "verification",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "statement",
                "settlement",
                "premium",
                name="documentkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.String(length=30), nullable=False),
        sa.Column("subject", sa.String(length=30), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("totals", sa.JSON(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_verification_person_id")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_verification")),
    )
    op.create_index(
        "ix_verification_person_kind_subject", "verification", ["person_id", "kind", "subject"]
    )
    for statement in install_statements(op.get_bind().dialect.name, ("access_log",)):
        op.execute(statement)


def downgrade() -> None:
    for statement in lift_statements(op.get_bind().dialect.name, ("access_log",)):
        op.execute(statement)
    op.drop_index("ix_verification_person_kind_subject", table_name="verification")
    op.drop_table("verification")
    op.drop_index("ix_access_log_person_id_id", table_name="access_log")
    op.drop_table("access_log")
