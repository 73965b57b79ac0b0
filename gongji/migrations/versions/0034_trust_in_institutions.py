"""Keys that expire and are retired, what institutions are pinned to, and the record of both.

Revision: 0034, after 0033.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gongji.ledger.immutable import install_statements, lift_statements

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

SCHEMES = ("csb", "xtif", "gj", "none")
TEXTS = ("envelope", "input")
ACTS = ("added", "key_made", "key_retired", "pinned", "suspended", "resumed", "alarm")
INSTANTS = ("made_at", "expires_at", "retired_at", "used_at")


def upgrade() -> None:
    for name in INSTANTS:
        op.add_column("institution_key", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE institution_key SET retired_at = CURRENT_TIMESTAMP WHERE NOT active")
    op.drop_column("institution_key", "active")
    op.create_table(
        "institution_trust",
        sa.Column("institution_code", sa.String(12), nullable=False),
        sa.Column("scheme", _coded("scheme", SCHEMES), nullable=True),
        sa.Column("addresses", sa.JSON(), nullable=False),
        sa.Column("certificate", sa.String(300), nullable=True),
        sa.Column("cainfo_key", sa.String(128), nullable=True),
        sa.Column("cainfo_text", _coded("sealedtextrule", TEXTS), nullable=True),
        sa.Column("cainfo_required", sa.Boolean(), nullable=False),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["institution_code"],
            ["institution.code"],
            name=op.f("fk_institution_trust_institution_code"),
        ),
        sa.PrimaryKeyConstraint("institution_code", name=op.f("pk_institution_trust")),
    )
    db = op.get_bind()
    drawn = None
    if db.dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE institution_act_order")
        drawn = sa.text("nextval('institution_act_order')")
    op.create_table(
        "institution_act",
        sa.Column("id", sa.String(30), nullable=False),
        sa.Column("seq", sa.BigInteger(), server_default=drawn, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("institution_code", sa.String(12), nullable=False),
        sa.Column("actor", sa.String(100), nullable=False),
        sa.Column("act", _coded("trustact", ACTS), nullable=False),
        sa.Column("what", sa.String(500), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_code"],
            ["institution.code"],
            name=op.f("fk_institution_act_institution_code"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_act")),
    )
    if db.dialect.name == "postgresql":
        op.execute("ALTER SEQUENCE institution_act_order OWNED BY institution_act.seq")
    op.create_index(
        "ix_institution_act_seq",
        "institution_act",
        ["seq"],
        unique=True,
        postgresql_where=sa.text("false"),
    )
    op.create_index(
        "ix_institution_act_institution_code_seq", "institution_act", ["institution_code", "seq"]
    )
    for statement in install_statements(db.dialect.name, ("institution_act",)):
        op.execute(statement)


def downgrade() -> None:
    """Expired keys stay away: the earlier version knows no day on which a key ends."""
    for statement in lift_statements(op.get_bind().dialect.name, ("institution_act",)):
        op.execute(statement)
    op.drop_table("institution_act")
    op.drop_table("institution_trust")
    op.add_column(
        "institution_key",
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
    op.execute(
        "UPDATE institution_key SET active = FALSE"
        " WHERE retired_at IS NOT NULL OR expires_at <= CURRENT_TIMESTAMP"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("institution_key", "active", server_default=None)
    for name in INSTANTS:
        op.drop_column("institution_key", name)


def _coded(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=30)
