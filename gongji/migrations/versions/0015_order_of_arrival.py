"""A number for each row in the order in which it arrived, where lists and rules need that order.

Rows that stand are numbered by their ids, which begin with the time of their birth. The two marks
of a binding become versions of its authorizer's account.

Revision: 0015, after 0014.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

SEQUENCES: dict[str, tuple[str, ...]] = {
    "settlement": ("settlement",),
    "binding": ("binding", "chronic_extension"),
    "chronic_qualification": ("chronic_qualification",),
    "notice": ("notice",),
    "message": ("message",),
    "outbox_text": ("outbox_text",),
    "sms_code": ("sms_code",),
    "access_log": ("access_log",),
    "premium_payment": ("premium_payment",),
    "sandbox_text": ("sandbox_text",),
}
"""Tables by the first of those that share a sequence; `registry_event` has its number already."""

INDEXES = (
    ("settlement", ("person_id", "year"), "ix_settlement_person_year"),
    ("binding", ("authorizer_id",), "ix_binding_authorizer_id"),
    ("binding", ("beneficiary_id",), "ix_binding_beneficiary_id"),
    ("chronic_extension", ("person_id",), "ix_chronic_extension_person_id"),
    ("message", ("person_id",), "ix_message_person_id"),
    ("outbox_text", ("status",), "ix_outbox_text_status"),
    ("sms_code", ("subject",), "ix_sms_code_subject"),
    ("access_log", ("person_id",), "ix_access_log_person_id"),
    ("premium_payment", ("payer_id",), "ix_premium_payment_payer_id"),
)
"""Table, columns before the number, and how the name of the index begins."""

OLD_NAMES = {"ix_sms_code_subject": "ix_sms_code_subject"}
"""An index that ended in the id was named after it, but for this one."""

GUARDED = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS access_log_no_update",
        """
        CREATE TRIGGER access_log_no_update BEFORE UPDATE ON access_log
        BEGIN SELECT RAISE(ABORT, 'rows of this table are never changed'); END
        """,
    ),
    "postgresql": (
        "ALTER TABLE access_log DISABLE TRIGGER access_log_append_only",
        "ALTER TABLE access_log ENABLE TRIGGER access_log_append_only",
    ),
}
"""How the guard of the access log stands aside, and how it comes back."""


def upgrade() -> None:
    with _guard_aside():
        for first, tables in SEQUENCES.items():
            _number(first, tables)
    _number_events()
    for table, columns, name in INDEXES:
        op.drop_index(OLD_NAMES.get(name, f"{name}_id"), table_name=table)
        op.create_index(f"{name}_seq", table, [*columns, "seq"], unique=False)
    _versions_for_marks()


def downgrade() -> None:
    for table, columns, name in INDEXES:
        op.drop_index(f"{name}_seq", table_name=table)
        op.create_index(OLD_NAMES.get(name, f"{name}_id"), table, [*columns, "id"], unique=False)
    for tables in SEQUENCES.values():
        for table in reversed(tables):
            op.drop_index(f"ix_{table}_seq", table_name=table)
            op.drop_column(table, "seq")
    op.drop_index("ix_registry_event_seq", table_name="registry_event")
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("registry_event", "seq", server_default=None)
        op.execute("DROP SEQUENCE registry_event_order")
    for name in ("ended_mark", "hold_set_mark"):
        op.add_column("binding", sa.Column(name, sa.String(length=30), nullable=True))
    for name in ("ended_version", "hold_set_version"):
        op.drop_column("binding", name)


@contextmanager
def _guard_aside() -> Iterator[None]:
    aside, back = GUARDED[op.get_bind().dialect.name]
    op.execute(aside)
    yield
    op.execute(back)


def _number(first: str, tables: tuple[str, ...]) -> None:
    """The numbers of tables that share a sequence go on through all of them."""
    ids = " UNION ALL ".join(f"SELECT id FROM {table}" for table in tables)
    for table in tables:
        op.add_column(table, sa.Column("seq", sa.BigInteger(), server_default="0", nullable=False))
        op.execute(
            f"UPDATE {table} SET seq = numbered.seq FROM ("
            f"SELECT id, row_number() OVER (ORDER BY substr(id, 5)) AS seq FROM ({ids}) AS ids"
            f") AS numbered WHERE numbered.id = {table}.id"
        )
        op.create_index(f"ix_{table}_seq", table, ["seq"], unique=True)
    _draw(first, tables)


def _number_events() -> None:
    """One number for all people, rising for each of them as it did."""
    op.drop_index("uq_registry_event_person_seq", table_name="registry_event")
    op.execute(
        "UPDATE registry_event SET seq = numbered.n FROM ("
        "SELECT event_id, row_number() OVER (ORDER BY seq, received_at, event_id) AS n"
        " FROM registry_event) AS numbered WHERE numbered.event_id = registry_event.event_id"
    )
    op.create_index(
        "uq_registry_event_person_seq", "registry_event", ["person_id", "seq"], unique=True
    )
    op.create_index("ix_registry_event_seq", "registry_event", ["seq"], unique=True)
    _draw("registry_event", ("registry_event",))


def _draw(first: str, tables: tuple[str, ...]) -> None:
    """PostgreSQL draws the next number from a sequence; SQLite looks for the greatest."""
    db = op.get_bind()
    if db.dialect.name != "postgresql":
        return
    sequence = f"{first}_order"
    op.execute(f"CREATE SEQUENCE {sequence} OWNED BY {first}.seq")
    last = max(
        db.execute(sa.text(f"SELECT coalesce(max(seq), 0) FROM {table}")).scalar_one()
        for table in tables
    )
    op.execute(f"SELECT setval('{sequence}', {last + 1}, false)")
    for table in tables:
        op.alter_column(table, "seq", server_default=sa.text(f"nextval('{sequence}')"))


VERSIONS = """
UPDATE binding SET {column} = coalesce((
    SELECT max(e.version) FROM entry e JOIN account a ON a.id = e.account_id
    WHERE a.person_id = binding.authorizer_id AND ({before})
), 0) WHERE {where}
"""
BY_MARK = "substr(e.transfer_id, 5) < substr(binding.{mark}, 5)"


def _versions_for_marks() -> None:
    """What an account had booked when its binding ended, or when its hold was set. Where no mark
    was made, by the time; what was spent under a binding came before its end in any case.
    """
    for column in ("ended_version", "hold_set_version"):
        op.add_column("binding", sa.Column(column, sa.BigInteger(), nullable=True))
    spent = "e.binding_id = binding.id AND e.kind = 'family_spend'"
    by_time = f"e.at <= binding.ended_at OR ({spent})"
    ended, held = "binding.ended_mark IS NOT NULL", "binding.hold_set_mark IS NOT NULL"
    for column, before, where in (
        ("ended_version", BY_MARK.format(mark="ended_mark"), ended),
        ("ended_version", by_time, "ended_at IS NOT NULL AND ended_mark IS NULL"),
        ("hold_set_version", BY_MARK.format(mark="hold_set_mark"), held),
    ):
        op.execute(VERSIONS.format(column=column, before=before, where=where))
    for mark in ("ended_mark", "hold_set_mark"):
        op.drop_column("binding", mark)
