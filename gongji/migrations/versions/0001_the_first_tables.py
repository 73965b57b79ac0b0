"""The first tables.

Revision: 0001, after None.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gongji.ledger.immutable import install_statements, lift_statements

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catalogue_item",
        sa.Column("code", sa.String(length=50), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "drug",
                "device",
                "consumable",
                "service",
                "public_health",
                "fitness",
                "wellness",
                name="itemkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("level", sa.String(length=2), nullable=False),
        sa.Column("self_rate", sa.Numeric(precision=5, scale=4), nullable=False),
        sa.Column("price_cap_fen", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_catalogue_item")),
    )
    op.create_table(
        "institution",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("area", sa.String(length=6), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "hospital",
                "pharmacy",
                "community",
                name="institutionkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("designated", sa.Boolean(), nullable=False),
        sa.Column("suspended_from", sa.Date(), nullable=True),
        sa.Column("chronic", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_institution")),
    )
    with op.batch_alter_table("institution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_institution_area"), ["area"], unique=False)

    op.create_table(
        "login_session",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column(
            "role",
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
        sa.Column("subject_id", sa.String(length=30), nullable=False),
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
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
    )
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_login_session_subject_id"), ["subject_id"], unique=False
        )

    op.create_table(
        "maintenance",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("area", sa.String(length=6), nullable=False),
        sa.Column("features", sa.JSON(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maintenance")),
    )
    with op.batch_alter_table("maintenance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_maintenance_ends_at"), ["ends_at"], unique=False)

    op.create_table(
        "outbox_text",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "withheld",
                "sent",
                "dead",
                name="outboxstatus",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_text")),
    )
    with op.batch_alter_table("outbox_text", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_text_status_id", ["status", "id"], unique=False)

    op.create_table(
        "pace",
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_pace")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.Column("id_number", sa.LargeBinary(), nullable=False),
        sa.Column("id_number_index", sa.LargeBinary(length=16), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.LargeBinary(length=16), nullable=True),
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
        sa.Column("died_on", sa.Date(), nullable=True),
        sa.Column("phone_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("id_number_index", name=op.f("uq_person_id_number_index")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_phone_index"), ["phone_index"], unique=False)

    op.create_table(
        "request_key",
        sa.Column("actor_id", sa.String(length=40), nullable=False),
        sa.Column("route", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("actor_id", "route", "key", name=op.f("pk_request_key")),
    )
    op.create_table(
        "sandbox_persona",
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=30), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sandbox_persona")),
    )
    op.create_table(
        "sandbox_policy_row",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("area", sa.String(length=6), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sandbox_policy_row")),
    )
    op.create_table(
        "sandbox_registry_kinship",
        sa.Column("of_index", sa.LargeBinary(length=16), nullable=False),
        sa.Column("to_index", sa.LargeBinary(length=16), nullable=False),
        sa.Column("relation", sa.String(length=30), nullable=False),
        sa.PrimaryKeyConstraint("of_index", "to_index", name=op.f("pk_sandbox_registry_kinship")),
    )
    op.create_table(
        "sandbox_registry_person",
        sa.Column("id_number_index", sa.LargeBinary(length=16), nullable=False),
        sa.Column("id_number", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("insurances", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id_number_index", name=op.f("pk_sandbox_registry_person")),
    )
    op.create_table(
        "sandbox_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("running", sa.Boolean(), nullable=False),
        sa.Column("generation", sa.String(length=30), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sandbox_state")),
    )
    op.create_table(
        "sandbox_text",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("dedupe_key", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("phone_index", sa.LargeBinary(length=16), nullable=False),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sandbox_text")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_sandbox_text_dedupe_key")),
    )
    with op.batch_alter_table("sandbox_text", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sandbox_text_phone_index"), ["phone_index"], unique=False
        )

    op.create_table(
        "sms_code",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "login",
                "bind",
                "phone",
                name="codepurpose",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.LargeBinary(length=16), nullable=False),
        sa.Column("phone_index", sa.LargeBinary(length=16), nullable=False),
        sa.Column("caller_id", sa.String(length=30), nullable=False),
        sa.Column("mac", sa.LargeBinary(length=16), nullable=False),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_code")),
    )
    with op.batch_alter_table("sms_code", schema=None) as batch_op:
        batch_op.create_index("ix_sms_code_caller_at", ["caller_id", "created_at"], unique=False)
        batch_op.create_index("ix_sms_code_phone_at", ["phone_index", "created_at"], unique=False)
        batch_op.create_index("ix_sms_code_subject", ["subject", "id"], unique=False)

    op.create_table(
        "transfer",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reverses_id", sa.String(length=30), nullable=True),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["transfer.id"], name=op.f("fk_transfer_reverses_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_transfer_reverses_id")),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("person_id", sa.String(length=30), nullable=False),
        sa.Column("opening_fen", sa.BigInteger(), nullable=False),
        sa.Column("balance_fen", sa.BigInteger(), nullable=False),
        sa.Column("held_fen", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column(
            "frozen_by",
            sa.Enum(
                "owner",
                "officer",
                "death",
                name="frozenby",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.CheckConstraint("balance_fen >= 0", name=op.f("ck_account_balance_never_negative")),
        sa.CheckConstraint("held_fen >= 0", name=op.f("ck_account_held_never_negative")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("person_id", name=op.f("uq_account_person_id")),
    )
    op.create_table(
        "binding",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("authorizer_id", sa.String(length=30), nullable=False),
        sa.Column("beneficiary_id", sa.String(length=30), nullable=False),
        sa.Column("authorizer_slot", sa.Integer(), nullable=False),
        sa.Column("beneficiary_slot", sa.Integer(), nullable=False),
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
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
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
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("commitment_version", sa.String(length=20), nullable=False),
        sa.Column("consent", sa.JSON(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "end_reason",
            sa.Enum(
                "unbound_by_authorizer",
                "unbound_by_beneficiary",
                "unbound_by_counter",
                "expired",
                "death",
                "transfer_out",
                "insurance_ended",
                "corrected",
                name="endreason",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("ended_by", sa.String(length=30), nullable=True),
        sa.Column("ended_mark", sa.String(length=30), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("per_use_fen", sa.BigInteger(), nullable=True),
        sa.Column("month_fen", sa.BigInteger(), nullable=True),
        sa.Column("year_fen", sa.BigInteger(), nullable=True),
        sa.Column("hold_fen", sa.BigInteger(), nullable=False),
        sa.Column("hold_set_mark", sa.String(length=30), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (end_reason IS NULL)", name=op.f("ck_binding_ended_with_reason")
        ),
        sa.CheckConstraint("authorizer_id <> beneficiary_id", name=op.f("ck_binding_not_oneself")),
        sa.CheckConstraint("hold_fen >= 0", name=op.f("ck_binding_hold_never_negative")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_binding_dates_in_order")),
        sa.ForeignKeyConstraint(
            ["authorizer_id"], ["person.id"], name=op.f("fk_binding_authorizer_id")
        ),
        sa.ForeignKeyConstraint(
            ["beneficiary_id"], ["person.id"], name=op.f("fk_binding_beneficiary_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_binding")),
    )
    with op.batch_alter_table("binding", schema=None) as batch_op:
        batch_op.create_index("ix_binding_authorizer_id_id", ["authorizer_id", "id"], unique=False)
        batch_op.create_index(
            "ix_binding_beneficiary_id_id", ["beneficiary_id", "id"], unique=False
        )
        batch_op.create_index(
            "ix_binding_live_ends_on",
            ["ends_on"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "uq_binding_authorizer_slot",
            ["authorizer_id", "authorizer_slot"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "uq_binding_beneficiary_slot",
            ["beneficiary_id", "beneficiary_slot"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "chronic_qualification",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("person_id", sa.String(length=30), nullable=False),
        sa.Column("disease", sa.String(length=100), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_chronic_qualification_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chronic_qualification")),
    )
    with op.batch_alter_table("chronic_qualification", schema=None) as batch_op:
        batch_op.create_index("uq_chronic_person_code", ["person_id", "code"], unique=True)

    op.create_table(
        "entry",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("transfer_id", sa.String(length=30), nullable=False),
        sa.Column("account_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("balance_after_fen", sa.BigInteger(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "credit",
                "own_spend",
                "family_spend",
                "premium",
                "insurance",
                "refund",
                "correction",
                "book",
                name="entrykind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("scene", sa.String(length=20), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("member_id", sa.String(length=30), nullable=True),
        sa.Column("relation", sa.String(length=30), nullable=True),
        sa.Column("binding_id", sa.String(length=30), nullable=True),
        sa.Column("settlement_id", sa.String(length=30), nullable=True),
        sa.Column("payment_id", sa.String(length=30), nullable=True),
        sa.CheckConstraint("amount_fen <> 0", name=op.f("ck_entry_amount_not_zero")),
        sa.ForeignKeyConstraint(["member_id"], ["person.id"], name=op.f("fk_entry_member_id")),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["transfer.id"], name=op.f("fk_entry_transfer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index("ix_entry_account_year", ["account_id", "year"], unique=False)
        batch_op.create_index("ix_entry_binding_day", ["binding_id", "counted_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_entry_payment_id"), ["payment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_entry_settlement_id"), ["settlement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_entry_transfer_id"), ["transfer_id"], unique=False)
        batch_op.create_index("uq_entry_account_version", ["account_id", "version"], unique=True)

    op.create_table(
        "fsi_message",
        sa.Column("institution_code", sa.String(length=12), nullable=False),
        sa.Column("msgid", sa.String(length=30), nullable=False),
        sa.Column("infno", sa.String(length=6), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("output", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_code"], ["institution.code"], name=op.f("fk_fsi_message_institution_code")
        ),
        sa.PrimaryKeyConstraint("institution_code", "msgid", name=op.f("pk_fsi_message")),
    )
    op.create_table(
        "fsi_sign_in",
        sa.Column("sign_no", sa.String(length=30), nullable=False),
        sa.Column("institution_code", sa.String(length=12), nullable=False),
        sa.Column("operator_no", sa.String(length=20), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["institution_code"], ["institution.code"], name=op.f("fk_fsi_sign_in_institution_code")
        ),
        sa.PrimaryKeyConstraint("sign_no", name=op.f("pk_fsi_sign_in")),
    )
    op.create_table(
        "institution_key",
        sa.Column("access_key", sa.String(length=100), nullable=False),
        sa.Column("institution_code", sa.String(length=12), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_code"],
            ["institution.code"],
            name=op.f("fk_institution_key_institution_code"),
        ),
        sa.PrimaryKeyConstraint("access_key", name=op.f("pk_institution_key")),
    )
    with op.batch_alter_table("institution_key", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_institution_key_institution_code"), ["institution_code"], unique=False
        )

    op.create_table(
        "insurance",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("person_id", sa.String(length=30), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "employee",
                "resident",
                name="insurancekind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "category",
            sa.Enum(
                "active",
                "retired",
                "flexible",
                "pool_only",
                name="category",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "normal",
                "suspended",
                "ended",
                name="insurancestatus",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("area", sa.String(length=6), nullable=False),
        sa.Column("monthly_base_fen", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_insurance_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insurance")),
    )
    with op.batch_alter_table("insurance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_insurance_person_id"), ["person_id"], unique=False)

    op.create_table(
        "insurance_code",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=30), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("institution_code", sa.String(length=12), nullable=True),
        sa.Column("presented_on", sa.Date(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_insurance_code_person_id")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_insurance_code")),
    )
    with op.batch_alter_table("insurance_code", schema=None) as batch_op:
        batch_op.create_index(
            "ix_insurance_code_person_at", ["person_id", "created_at"], unique=False
        )

    op.create_table(
        "refresh_token",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("session_id", sa.String(length=30), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["login_session.id"], name=op.f("fk_refresh_token_session_id")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_refresh_token")),
    )
    with op.batch_alter_table("refresh_token", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_refresh_token_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "year_counter",
        sa.Column("person_id", sa.String(length=30), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("pool", sa.String(length=30), nullable=False),
        sa.Column("deductible_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("opening_deductible_fen", sa.BigInteger(), nullable=False),
        sa.Column("opening_paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "deductible_fen >= 0 AND paid_fen >= 0",
            name=op.f("ck_year_counter_counters_never_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_year_counter_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "year", "pool", name=op.f("pk_year_counter")),
    )
    op.create_table(
        "settlement",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("visit_id", sa.String(length=30), nullable=False),
        sa.Column("batch_number", sa.String(length=30), nullable=False),
        sa.Column("institution_code", sa.String(length=12), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("msgid", sa.String(length=30), nullable=False),
        sa.Column("infno", sa.String(length=6), nullable=False),
        sa.Column("person_id", sa.String(length=30), nullable=False),
        sa.Column("insurance_id", sa.String(length=30), nullable=False),
        sa.Column(
            "scene",
            sa.Enum(
                "OUTPATIENT",
                "PHARMACY",
                "CHRONIC",
                "PREMIUM",
                "COMMERCIAL_INS",
                "INPATIENT",
                name="scene",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("med_type", sa.String(length=6), nullable=False),
        sa.Column("credential", sa.String(length=3), nullable=False),
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
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("pool_fen", sa.BigInteger(), nullable=False),
        sa.Column("own_fen", sa.BigInteger(), nullable=False),
        sa.Column("mutual_fen", sa.BigInteger(), nullable=False),
        sa.Column("cash_fen", sa.BigInteger(), nullable=False),
        sa.Column("in_scope_fen", sa.BigInteger(), nullable=False),
        sa.Column("first_self_pay_fen", sa.BigInteger(), nullable=False),
        sa.Column("over_limit_fen", sa.BigInteger(), nullable=False),
        sa.Column("full_self_pay_fen", sa.BigInteger(), nullable=False),
        sa.Column("deductible_fen", sa.BigInteger(), nullable=False),
        sa.Column("counted_pool_fen", sa.BigInteger(), nullable=False),
        sa.Column("pool_rate", sa.Numeric(precision=5, scale=4), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("payers", sa.JSON(), nullable=False),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.Column("policy_version", sa.String(length=12), nullable=False),
        sa.Column("own_balance_after_fen", sa.BigInteger(), nullable=False),
        sa.Column("transfer_id", sa.String(length=30), nullable=True),
        sa.Column("reverses_id", sa.String(length=30), nullable=True),
        sa.Column("reversed_by_id", sa.String(length=30), nullable=True),
        sa.Column("flagged", sa.String(length=60), nullable=True),
        sa.CheckConstraint(
            "total_fen = in_scope_fen + first_self_pay_fen + over_limit_fen + full_self_pay_fen",
            name=op.f("ck_settlement_classes_make_total"),
        ),
        sa.CheckConstraint(
            "total_fen = pool_fen + own_fen + mutual_fen + cash_fen",
            name=op.f("ck_settlement_legs_make_total"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_code"], ["institution.code"], name=op.f("fk_settlement_institution_code")
        ),
        sa.ForeignKeyConstraint(
            ["insurance_id"], ["insurance.id"], name=op.f("fk_settlement_insurance_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_settlement_person_id")),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["settlement.id"], name=op.f("fk_settlement_reverses_id")
        ),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["transfer.id"], name=op.f("fk_settlement_transfer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_settlement_reverses_id")),
    )
    with op.batch_alter_table("settlement", schema=None) as batch_op:
        batch_op.create_index(
            "ix_settlement_institution_msgid", ["institution_code", "msgid"], unique=False
        )
        batch_op.create_index(
            "ix_settlement_person_year_id", ["person_id", "year", "id"], unique=False
        )
        batch_op.create_index(
            "uq_settlement_standing",
            ["visit_id", "batch_number"],
            unique=True,
            sqlite_where=sa.text("reverses_id IS NULL AND reversed_by_id IS NULL"),
            postgresql_where=sa.text("reverses_id IS NULL AND reversed_by_id IS NULL"),
        )

    op.create_table(
        "visit",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("institution_code", sa.String(length=12), nullable=False),
        sa.Column("ipt_otp_no", sa.String(length=30), nullable=False),
        sa.Column("person_id", sa.String(length=30), nullable=False),
        sa.Column("insurance_id", sa.String(length=30), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("med_type", sa.String(length=6), nullable=True),
        sa.Column("disease_code", sa.String(length=30), nullable=True),
        sa.Column("diagnoses", sa.JSON(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["institution_code"], ["institution.code"], name=op.f("fk_visit_institution_code")
        ),
        sa.ForeignKeyConstraint(
            ["insurance_id"], ["insurance.id"], name=op.f("fk_visit_insurance_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_visit_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(
            "uq_visit_institution_number",
            ["institution_code", "ipt_otp_no"],
            unique=True,
            sqlite_where=sa.text("cancelled_at IS NULL"),
            postgresql_where=sa.text("cancelled_at IS NULL"),
        )

    op.create_table(
        "charge_batch",
        sa.Column("visit_id", sa.String(length=30), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("disease_code", sa.String(length=30), nullable=True),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_charge_batch_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", "number", name=op.f("pk_charge_batch")),
    )
    for statement in install_statements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    for statement in lift_statements(op.get_bind().dialect.name):
        op.execute(statement)
    op.drop_table("charge_batch")
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_visit_institution_number",
            sqlite_where=sa.text("cancelled_at IS NULL"),
            postgresql_where=sa.text("cancelled_at IS NULL"),
        )

    op.drop_table("visit")
    with op.batch_alter_table("settlement", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_settlement_standing",
            sqlite_where=sa.text("reverses_id IS NULL AND reversed_by_id IS NULL"),
            postgresql_where=sa.text("reverses_id IS NULL AND reversed_by_id IS NULL"),
        )
        batch_op.drop_index("ix_settlement_person_year_id")
        batch_op.drop_index("ix_settlement_institution_msgid")

    op.drop_table("settlement")
    op.drop_table("year_counter")
    with op.batch_alter_table("refresh_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_refresh_token_session_id"))

    op.drop_table("refresh_token")
    with op.batch_alter_table("insurance_code", schema=None) as batch_op:
        batch_op.drop_index("ix_insurance_code_person_at")

    op.drop_table("insurance_code")
    with op.batch_alter_table("insurance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_insurance_person_id"))

    op.drop_table("insurance")
    with op.batch_alter_table("institution_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_institution_key_institution_code"))

    op.drop_table("institution_key")
    op.drop_table("fsi_sign_in")
    op.drop_table("fsi_message")
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_index("uq_entry_account_version")
        batch_op.drop_index(batch_op.f("ix_entry_transfer_id"))
        batch_op.drop_index(batch_op.f("ix_entry_settlement_id"))
        batch_op.drop_index(batch_op.f("ix_entry_payment_id"))
        batch_op.drop_index("ix_entry_binding_day")
        batch_op.drop_index("ix_entry_account_year")

    op.drop_table("entry")
    with op.batch_alter_table("chronic_qualification", schema=None) as batch_op:
        batch_op.drop_index("uq_chronic_person_code")

    op.drop_table("chronic_qualification")
    with op.batch_alter_table("binding", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_binding_beneficiary_slot",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(
            "uq_binding_authorizer_slot",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_binding_live_ends_on",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index("ix_binding_beneficiary_id_id")
        batch_op.drop_index("ix_binding_authorizer_id_id")

    op.drop_table("binding")
    op.drop_table("account")
    op.drop_table("transfer")
    with op.batch_alter_table("sms_code", schema=None) as batch_op:
        batch_op.drop_index("ix_sms_code_subject")
        batch_op.drop_index("ix_sms_code_phone_at")
        batch_op.drop_index("ix_sms_code_caller_at")

    op.drop_table("sms_code")
    with op.batch_alter_table("sandbox_text", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sandbox_text_phone_index"))

    op.drop_table("sandbox_text")
    op.drop_table("sandbox_state")
    op.drop_table("sandbox_registry_person")
    op.drop_table("sandbox_registry_kinship")
    op.drop_table("sandbox_policy_row")
    op.drop_table("sandbox_persona")
    op.drop_table("request_key")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_phone_index"))

    op.drop_table("person")
    op.drop_table("pace")
    with op.batch_alter_table("outbox_text", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_text_status_id")

    op.drop_table("outbox_text")
    with op.batch_alter_table("maintenance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_maintenance_ends_at"))

    op.drop_table("maintenance")
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_session_subject_id"))

    op.drop_table("login_session")
    with op.batch_alter_table("institution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_institution_area"))

    op.drop_table("institution")
    op.drop_table("catalogue_item")
