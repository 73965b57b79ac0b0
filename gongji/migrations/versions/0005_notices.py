"""Announcements, messages, reminders, dead letters, extensions of chronic care, the directory.

Revision: 0005, after 0004.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FEATURES = ("binding", "settlement", "premium")
KINDS = ("bound", "unbound", "spent", "reminder", "refund", "limit", "notice")
CHANNELS = (
    "app", "wechat_oa", "wechat_mp", "alipay_mp", "nhsa_app", "counter", "institution", "system",
)  # fmt: skip


def upgrade() -> None:
    _create_notices()
    _create_extensions()
    with op.batch_alter_table("outbox_text", schema=None) as batch_op:
        batch_op.add_column(sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column(
                "dead_reason",
                sa.Enum(
                    "expired",
                    "undelivered",
                    name="deadreason",
                    native_enum=False,
                    create_constraint=True,
                    length=30,
                ),
                nullable=True,
            )
        )
    op.add_column(
        "sandbox_text",
        sa.Column("provider", sa.String(length=10), nullable=False, server_default="primary"),
    )
    op.add_column(
        "person",
        sa.Column("spent_threshold_fen", sa.BigInteger(), nullable=False, server_default="0"),
    )
    op.drop_index("ix_institution_area", table_name="institution")
    op.create_index("ix_institution_area_code", "institution", ["area", "code"], unique=False)


def _create_notices() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("area", sa.String(length=6), nullable=False),
        sa.Column(
            "feature",
            sa.Enum(
                *FEATURES, name="feature", native_enum=False, create_constraint=True, length=30
            ),
            nullable=True,
        ),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "ends_at IS NULL OR starts_at < ends_at", name=op.f("ck_notice_from_before_to")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("person_id", sa.String(length=30), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *KINDS, name="messagekind", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(length=50), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index("ix_message_person_id_id", "message", ["person_id", "id"], unique=False)
    op.create_table(
        "premium_reminder",
        sa.Column("person_id", sa.String(length=30), nullable=False),
        sa.Column("product", sa.String(length=30), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("mark", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_premium_reminder_person_id")
        ),
        sa.PrimaryKeyConstraint(
            "person_id", "product", "year", "closes_on", "mark", name=op.f("pk_premium_reminder")
        ),
    )


def _create_extensions() -> None:
    op.create_table(
        "chronic_extension",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("person_id", sa.String(length=30), nullable=False),
        sa.Column("qualification_id", sa.String(length=30), nullable=False),
        sa.Column("valid_before", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("commitment_version", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                *CHANNELS, name="channel", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_chronic_extension_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["qualification_id"],
            ["chronic_qualification.id"],
            name=op.f("fk_chronic_extension_qualification_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chronic_extension")),
    )
    op.create_index(
        "ix_chronic_extension_person_id_id",
        "chronic_extension",
        ["person_id", "id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index("ix_institution_area_code", table_name="institution")
    op.create_index("ix_institution_area", "institution", ["area"], unique=False)
    op.drop_column("person", "spent_threshold_fen")
    op.drop_column("sandbox_text", "provider")
    with op.batch_alter_table("outbox_text", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_outbox_text_deadreason"), type_="check")
        batch_op.drop_column("dead_reason")
        batch_op.drop_column("next_try_at")
    op.drop_index("ix_chronic_extension_person_id_id", table_name="chronic_extension")
    op.drop_table("chronic_extension")
    op.drop_table("premium_reminder")
    op.drop_index("ix_message_person_id_id", table_name="message")
    op.drop_table("message")
    op.drop_table("notice")
