"""Indexes by which lists, jobs and look-backs read what they return and little more.

Revision: 0018, after 0017.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MADE = (
    ("ix_message_person_kind_unread", "message", ["person_id", "kind", "seq"], "read_at IS NULL"),
    ("ix_message_person_kind_read", "message", ["person_id", "kind", "seq"], "read_at IS NOT NULL"),
    ("ix_binding_live_authorizer", "binding", ["authorizer_id", "seq"], "ended_at IS NULL"),
    ("ix_binding_live_beneficiary", "binding", ["beneficiary_id", "seq"], "ended_at IS NULL"),
    ("ix_settlement_person_id_seq", "settlement", ["person_id", "seq"], None),
    ("ix_settlement_person_day", "settlement", ["person_id", "counted_on"], None),
    ("ix_registry_event_applied_at", "registry_event", ["applied_at"], None),
    ("ix_outbox_text_status_next_try", "outbox_text", ["status", "next_try_at", "seq"], None),
    ("ix_outbox_text_over", "outbox_text", ["created_at"], "status <> 'queued'"),
    ("ix_sms_code_created_at", "sms_code", ["created_at"], None),
    ("ix_pace_touched_at", "pace", ["touched_at"], None),
    ("ix_request_key_created_at", "request_key", ["created_at"], None),
    ("ix_refresh_token_expires_at", "refresh_token", ["expires_at"], None),
    ("ix_refresh_token_session_used", "refresh_token", ["session_id", "used_at"], None),
    ("ix_login_session_open", "login_session", ["subject_id"], "ended_at IS NULL"),
    ("ix_fsi_identified_day", "fsi_identified", ["day"], None),
    ("ix_notice_ends_at", "notice", ["ends_at"], None),
    ("ix_institution_kind_level_code", "institution", ["kind", "level", "code"], None),
)
"""Name, table, columns, and the rows that a partial index holds."""

GONE = (
    ("ix_outbox_text_status_seq", "outbox_text", ["status", "seq"]),
    ("ix_refresh_token_session_id", "refresh_token", ["session_id"]),
)

NUMBERED = (
    "access_log", "binding", "chronic_extension", "chronic_qualification", "message", "notice",
    "outbox_text", "phone_change", "premium_payment", "sandbox_text", "settlement", "sms_code",
)  # fmt: skip
"""Tables in whose index by arrival alone PostgreSQL no longer keeps a row (gongji.kernel.order)."""


def upgrade() -> None:
    _index_arrivals(sa.text("false"))
    for name, table, columns, which in MADE:
        rows = sa.text(which) if which else None
        op.create_index(name, table, columns, sqlite_where=rows, postgresql_where=rows)
    for name, table, _ in GONE:
        op.drop_index(name, table_name=table)


def downgrade() -> None:
    _index_arrivals(None)
    for name, table, columns in GONE:
        op.create_index(name, table, columns)
    for name, table, _, _ in reversed(MADE):
        op.drop_index(name, table_name=table)


def _index_arrivals(rows: sa.TextClause | None) -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in NUMBERED:
        name = f"ix_{table}_seq"
        op.drop_index(name, table_name=table)
        op.create_index(name, table, ["seq"], unique=True, postgresql_where=rows)
