"""Premiums: products, payments, what was paid elsewhere, clearings.

Revision: 0002, after 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "premium_clearing",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_premium_clearing")),
    )
    op.create_table(
        "premium_product",
        sa.Column("product", sa.String(length=30), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("full_fen", sa.BigInteger(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "product <> 'resident'", name=op.f("ck_premium_product_resident_is_policy")
        ),
        sa.CheckConstraint("full_fen >= 0", name=op.f("ck_premium_product_full_never_negative")),
        sa.CheckConstraint(
            "opens_on <= closes_on", name=op.f("ck_premium_product_window_in_order")
        ),
        sa.PrimaryKeyConstraint("product", "year", name=op.f("pk_premium_product")),
    )
    op.create_table(
        "premium_elsewhere",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("person_id", sa.String(length=30), nullable=False),
        sa.Column("product", sa.String(length=30), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_premium_elsewhere_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_premium_elsewhere")),
    )
    op.create_index(
        "ix_premium_elsewhere_person_year",
        "premium_elsewhere",
        ["person_id", "year", "product"],
        unique=False,
    )
    op.create_table(
        "premium_payment",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("receipt_number", sa.String(length=20), nullable=False),
        sa.Column("payer_id", sa.String(length=30), nullable=False),
        sa.Column("person_id", sa.String(length=30), nullable=False),
        sa.Column("binding_id", sa.String(length=30), nullable=True),
        sa.Column(
            "relation",
            sa.Enum(
                "spouse",
                "parent",
                "child",
                "sibling",
                "paternal_grandparent",
                "maternal_grandparent",
                "paternal_grandchild",
                "maternal_grandchild",
                "parent_in_law",
                "other",
                name="relation",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("product", sa.String(length=30), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "resident",
                "inclusive",
                name="productkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("area", sa.String(length=6), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("full_fen", sa.BigInteger(), nullable=False),
        sa.Column(
            "subsidy",
            sa.Enum(
                "none",
                "half",
                "full",
                name="subsidy",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.Column("policy_version", sa.String(length=12), nullable=False),
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
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("transfer_id", sa.String(length=30), nullable=True),
        sa.Column("refunded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "refund_reason",
            sa.Enum(
                "duplicate",
                "joined_employee",
                "death",
                "cancelled",
                name="refundreason",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("refund_transfer_id", sa.String(length=30), nullable=True),
        sa.CheckConstraint(
            "(refund_transfer_id IS NOT NULL) ="
            " (refunded_at IS NOT NULL AND transfer_id IS NOT NULL)",
            name=op.f("ck_premium_payment_refunded_by_transfer"),
        ),
        sa.CheckConstraint(
            "(refunded_at IS NULL) = (refund_reason IS NULL)",
            name=op.f("ck_premium_payment_refunded_with_reason"),
        ),
        sa.CheckConstraint(
            "(transfer_id IS NULL) = (amount_fen = 0)",
            name=op.f("ck_premium_payment_money_by_transfer"),
        ),
        sa.CheckConstraint(
            "amount_fen >= 0 AND amount_fen <= full_fen",
            name=op.f("ck_premium_payment_amount_in_full"),
        ),
        sa.ForeignKeyConstraint(
            ["binding_id"], ["binding.id"], name=op.f("fk_premium_payment_binding_id")
        ),
        sa.ForeignKeyConstraint(
            ["payer_id"], ["person.id"], name=op.f("fk_premium_payment_payer_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_premium_payment_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["refund_transfer_id"],
            ["transfer.id"],
            name=op.f("fk_premium_payment_refund_transfer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["transfer.id"], name=op.f("fk_premium_payment_transfer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_premium_payment")),
        sa.UniqueConstraint("receipt_number", name=op.f("uq_premium_payment_receipt_number")),
    )
    op.create_index(
        "ix_premium_payment_payer_id_id", "premium_payment", ["payer_id", "id"], unique=False
    )
    op.create_index(
        "uq_premium_payment_standing",
        "premium_payment",
        ["person_id", "year", "product"],
        unique=True,
        sqlite_where=sa.text("refunded_at IS NULL"),
        postgresql_where=sa.text("refunded_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_premium_payment_standing",
        table_name="premium_payment",
        sqlite_where=sa.text("refunded_at IS NULL"),
        postgresql_where=sa.text("refunded_at IS NULL"),
    )
    op.drop_index("ix_premium_payment_payer_id_id", table_name="premium_payment")
    op.drop_table("premium_payment")
    op.drop_index("ix_premium_elsewhere_person_year", table_name="premium_elsewhere")
    op.drop_table("premium_elsewhere")
    op.drop_table("premium_product")
    op.drop_table("premium_clearing")
