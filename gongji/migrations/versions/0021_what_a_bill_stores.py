"""The clauses that decided a bill are stored once for all bills that they decided, and indexes go
that no statement needs.

Revision: 0021, after 0020.
"""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

UNDER_A_BINDING = sa.text("binding_id IS NOT NULL")

GONE = (
    ("ix_entry_settlement_id", "entry", ["settlement_id"]),
    ("ix_entry_payment_id", "entry", ["payment_id"]),
    ("ix_entry_binding_day", "entry", ["binding_id", "counted_on"]),
    ("ix_settlement_person_day", "settlement", ["person_id", "counted_on"]),
)


def upgrade() -> None:
    op.create_table(
        "settlement_basis",
        sa.Column("digest", sa.LargeBinary(16), nullable=False),
        sa.Column("citations", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_settlement_basis")),
    )
    db = op.get_bind()
    different = db.execute(sa.text("SELECT DISTINCT CAST(basis AS TEXT) FROM settlement")).scalars()
    adding = sa.text("INSERT INTO settlement_basis VALUES (:digest, CAST(:told AS JSON))")
    if db.dialect.name == "sqlite":
        adding = sa.text("INSERT INTO settlement_basis VALUES (:digest, :told)")
    for told in different.all():
        digest = hashlib.blake2b(told.encode(), digest_size=16).digest()
        db.execute(adding, {"digest": digest, "told": told})

    _add_filled(
        sa.Column("basis_digest", sa.LargeBinary(16), nullable=False, server_default=""),
        "basis_digest = b.digest",
        "CAST(b.citations AS TEXT) = CAST(settlement.basis AS TEXT)",
    )
    op.drop_column("settlement", "basis")

    for name, table, _ in GONE:
        op.drop_index(name, table_name=table)
    op.create_index(
        "ix_entry_binding_id",
        "entry",
        ["binding_id"],
        sqlite_where=UNDER_A_BINDING,
        postgresql_where=UNDER_A_BINDING,
    )


def downgrade() -> None:
    op.drop_index("ix_entry_binding_id", table_name="entry")
    for name, table, columns in GONE:
        op.create_index(name, table, columns)
    _add_filled(
        sa.Column("basis", sa.JSON(), nullable=False, server_default="[]"),
        "basis = b.citations",
        "b.digest = settlement.basis_digest",
    )
    op.drop_column("settlement", "basis_digest")
    op.drop_table("settlement_basis")


def _add_filled(column: sa.Column[object], filling: str, where: str) -> None:
    """SQLite keeps the default: it would have to make the table anew without its checks."""
    op.add_column("settlement", column)
    op.execute(f"UPDATE settlement SET {filling} FROM settlement_basis AS b WHERE {where}")
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("settlement", column.name, server_default=None)
