"""Budgets that remember instants, codes bound to what they agree with, known devices, changed
phones, and looks at people who were not looked up.

Revision: 0016, after 0015. Codes that were on their way (they live five minutes) are good no more,
and the counts of the last day begin anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gongji.kernel.ids import new_id

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

PURPOSES = ("login", "bind", "link", "phone", "phone_undo")
OLD_PURPOSES = ("login", "bind", "phone")
ROLES = ("anybody", "citizen", "officer", "institution", "system")
CHANNELS = (
    "app",
    "wechat_oa",
    "wechat_mp",
    "alipay_mp",
    "nhsa_app",
    "counter",
    "institution",
    "system",
)


def upgrade() -> None:
    _renew_codes(PURPOSES, names_phones=False)
    op.add_column("pace", sa.Column("acts", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("login_session", sa.Column("link_id", sa.String(length=30), nullable=True))
    op.add_column("login_session", sa.Column("device_id", sa.String(length=30), nullable=True))
    op.create_index("ix_login_session_link_id", "login_session", ["link_id"], unique=False)
    _name_links()
    _create_devices()
    _create_pending()
    signed_in_at = sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("person", signed_in_at)
    op.add_column(
        "person",
        sa.Column("identity_due", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.execute(
        sa.text(
            "UPDATE person SET signed_in_at = (SELECT max(s.created_at) FROM login_session s"
            " WHERE s.subject_id = person.id AND s.role = 'citizen')"
        )
    )
    op.add_column("registry_event", sa.Column("phone", sa.LargeBinary(), nullable=True))
    op.add_column("sandbox_state", sa.Column("identity_after_days", sa.Integer(), nullable=True))


def _renew_codes(purposes: tuple[str, ...], *, names_phones: bool) -> None:
    """The check of its purpose is made anew; what a code no longer names cannot come back."""
    if not names_phones:
        op.drop_index("ix_sms_code_caller_at", table_name="sms_code")
        op.drop_index("ix_sms_code_phone_at", table_name="sms_code")
    listed = ", ".join(f"'{purpose}'" for purpose in purposes)
    with op.batch_alter_table("sms_code", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_sms_code_codepurpose"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_sms_code_codepurpose"), sa.text(f"purpose IN ({listed})")
        )
        if names_phones:
            batch_op.add_column(sa.Column("phone_index", sa.LargeBinary(length=16), nullable=False))
            batch_op.add_column(sa.Column("caller_id", sa.String(length=30), nullable=False))
        else:
            batch_op.drop_column("phone_index")
            batch_op.drop_column("caller_id")
    if names_phones:
        for column, name in (("caller_id", "caller"), ("phone_index", "phone")):
            columns = [column, "created_at"]
            op.create_index(f"ix_sms_code_{name}_at", "sms_code", columns, unique=False)


def _name_links() -> None:
    """Every link gets an id to be named by, and when it was last used."""
    op.add_column("platform_link", sa.Column("id", sa.String(length=30), nullable=True))
    used = sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("platform_link", used)
    connection = op.get_bind()
    for platform, subject in connection.execute(
        sa.text("SELECT platform, subject FROM platform_link")
    ).all():
        naming = sa.text(
            "UPDATE platform_link SET id = :id, last_used_at = linked_at"
            " WHERE platform = :platform AND subject = :subject"
        )
        facts = {"id": new_id("lnk"), "platform": platform, "subject": subject}
        connection.execute(naming, facts)
    with op.batch_alter_table("platform_link", schema=None) as batch_op:
        batch_op.alter_column("id", existing_type=sa.String(length=30), nullable=False)
        batch_op.alter_column(
            "last_used_at", existing_type=sa.DateTime(timezone=True), nullable=False
        )
        batch_op.create_unique_constraint(op.f("uq_platform_link_id"), ["id"])


def _create_devices() -> None:
    op.create_table(
        "known_device",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("person_id", sa.String(length=30), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_known_device_person_id")
        ),
        sa.PrimaryKeyConstraint("id", "person_id", name=op.f("pk_known_device")),
    )
    op.create_index("ix_known_device_person_id", "known_device", ["person_id"], unique=False)
    op.create_table(
        "phone_change",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.String(length=30), nullable=False),
        sa.Column("old_phone", sa.LargeBinary(), nullable=False),
        sa.Column("old_phone_index", sa.LargeBinary(length=16), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_phone_change_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_change")),
    )
    op.create_index("ix_phone_change_person_id", "phone_change", ["person_id"], unique=False)
    columns = ["old_phone_index", "seq"]
    op.create_index("ix_phone_change_old_seq", "phone_change", columns, unique=False)
    op.create_index("ix_phone_change_seq", "phone_change", ["seq"], unique=True)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE phone_change_order OWNED BY phone_change.seq")
        drawn = sa.text("nextval('phone_change_order')")
        op.alter_column("phone_change", "seq", server_default=drawn)


def _create_pending() -> None:
    op.create_table(
        "access_pending",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id_number_index", sa.LargeBinary(length=16), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("actor_role", _coded("role", ROLES), nullable=False),
        sa.Column("channel", _coded("channel", CHANNELS), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_pending")),
    )
    op.create_index(
        "ix_access_pending_id_number_index", "access_pending", ["id_number_index"], unique=False
    )


def _coded(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=30)


def downgrade() -> None:
    op.drop_column("sandbox_state", "identity_after_days")
    op.drop_column("registry_event", "phone")
    op.drop_column("person", "identity_due")
    op.drop_column("person", "signed_in_at")
    op.drop_table("access_pending")
    op.drop_table("phone_change")
    op.drop_table("known_device")
    with op.batch_alter_table("platform_link", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_platform_link_id"), type_="unique")
        batch_op.drop_column("last_used_at")
        batch_op.drop_column("id")
    op.drop_index("ix_login_session_link_id", table_name="login_session")
    op.drop_column("login_session", "device_id")
    op.drop_column("login_session", "link_id")
    op.drop_column("pace", "acts")
    _renew_codes(OLD_PURPOSES, names_phones=True)
