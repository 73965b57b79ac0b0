"""Quotas (共济额度), what was drawn on them, their clearings, and what accounts hold under them.

Revision: 0029, after 0028.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

KINDS_BEFORE = (
    "credit",
    "own_spend",
    "family_spend",
    "premium",
    "insurance",
    "refund",
    "correction",
    "book",
)
KINDS = (*KINDS_BEFORE[:3], "quota_spend", *KINDS_BEFORE[3:])
RELATIONS = (
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
)
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
ENDS = (
    "by_giver",
    "by_taker",
    "death",
    "transfer_out",
    "insurance_ended",
    "insurance_suspended",
)
USES = ("care", "drugs", "resident_premium", "ltc_premium")
LIVE = sa.text("ended_at IS NULL")
UNCLEARED = sa.text("cleared_month IS NULL")
REVERSAL_UNCLEARED = sa.text("reversed_at IS NOT NULL AND reversal_cleared_month IS NULL")


def upgrade() -> None:
    op.add_column(
        "account",
        sa.Column(
            "quota_fen",
            sa.BigInteger(),
            sa.CheckConstraint(
                "quota_fen = 0 OR quota_fen BETWEEN 1 AND balance_fen",
                name=op.f("ck_account_quota_covered"),
            ),
            server_default="0",
            nullable=False,
        ),
    )
    _allow_kinds(KINDS_BEFORE, KINDS)
    _create_quotas()
    _create_draws()
    op.create_table(
        "quota_clearing",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("area", sa.String(6), nullable=False),
        sa.Column("draws", sa.Integer(), nullable=False),
        sa.Column("drawn_fen", sa.BigInteger(), nullable=False),
        sa.Column("reversals", sa.Integer(), nullable=False),
        sa.Column("reversed_fen", sa.BigInteger(), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("transfer_id", sa.String(30), nullable=True),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["transfer.id"], name=op.f("fk_quota_clearing_transfer_id")
        ),
        sa.PrimaryKeyConstraint("month", "area", name=op.f("pk_quota_clearing")),
    )
    op.create_table(
        "sandbox_quota_elsewhere",
        sa.Column("taker_index", sa.LargeBinary(16), nullable=False),
        sa.Column("giver_name", sa.String(50), nullable=False),
        sa.Column("giver_area", sa.String(6), nullable=False),
        sa.Column("relation", sa.String(30), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("left_fen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "taker_index", "giver_name", name=op.f("pk_sandbox_quota_elsewhere")
        ),
    )


def downgrade() -> None:
    op.drop_table("sandbox_quota_elsewhere")
    op.drop_table("quota_clearing")
    op.drop_table("quota_draw")
    op.drop_table("quota")
    _allow_kinds(KINDS, KINDS_BEFORE)
    op.drop_column("account", "quota_fen")


def _create_quotas() -> None:
    op.create_table(
        "quota",
        sa.Column("id", sa.String(30), nullable=False),
        sa.Column("seq", sa.BigInteger(), server_default=_next("binding"), nullable=False),
        sa.Column("giver_id", sa.String(30), nullable=False),
        sa.Column("taker_id", sa.String(30), nullable=False),
        sa.Column("relation", _coded("relation", RELATIONS), nullable=False),
        sa.Column("taker_area", sa.String(6), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("drawn_fen", sa.BigInteger(), nullable=False),
        sa.Column("channel", _coded("channel", CHANNELS), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("commitment_version", sa.String(20), nullable=False),
        sa.Column("consent", sa.JSON(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", _coded("quotaend", ENDS), nullable=True),
        sa.CheckConstraint("giver_id <> taker_id", name=op.f("ck_quota_not_oneself")),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_quota_amount_positive")),
        sa.CheckConstraint(
            "drawn_fen >= 0 AND drawn_fen <= amount_fen", name=op.f("ck_quota_drawn_within")
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (end_reason IS NULL)", name=op.f("ck_quota_ended_with_reason")
        ),
        sa.ForeignKeyConstraint(["giver_id"], ["person.id"], name=op.f("fk_quota_giver_id")),
        sa.ForeignKeyConstraint(["taker_id"], ["person.id"], name=op.f("fk_quota_taker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota")),
    )
    _index_order("quota")
    op.create_index(
        "uq_quota_live_pair",
        "quota",
        ["giver_id", "taker_id"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
    op.create_index("ix_quota_giver_id_seq", "quota", ["giver_id", "seq"])
    op.create_index("ix_quota_taker_id_seq", "quota", ["taker_id", "seq"])


def _create_draws() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE quota_draw_order")
    op.create_table(
        "quota_draw",
        sa.Column("id", sa.String(30), nullable=False),
        sa.Column("seq", sa.BigInteger(), server_default=_next("quota_draw"), nullable=False),
        sa.Column("quota_id", sa.String(30), nullable=False),
        sa.Column("serial_number", sa.String(40), nullable=False),
        sa.Column("area", sa.String(6), nullable=False),
        sa.Column("used_for", _coded("quotause", USES), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("asked_fen", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("transfer_id", sa.String(30), nullable=False),
        sa.Column("reversal_serial_number", sa.String(40), nullable=True),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reversal_transfer_id", sa.String(30), nullable=True),
        sa.Column("cleared_month", sa.Date(), nullable=True),
        sa.Column("reversal_cleared_month", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "amount_fen > 0 AND amount_fen <= asked_fen",
            name=op.f("ck_quota_draw_amount_as_asked"),
        ),
        sa.CheckConstraint(
            "(reversed_at IS NULL) = (reversal_serial_number IS NULL)"
            " AND (reversed_at IS NULL) = (reversal_transfer_id IS NULL)",
            name=op.f("ck_quota_draw_reversed_whole"),
        ),
        sa.CheckConstraint(
            "reversed_at IS NOT NULL OR reversal_cleared_month IS NULL",
            name=op.f("ck_quota_draw_reversal_cleared"),
        ),
        sa.ForeignKeyConstraint(["quota_id"], ["quota.id"], name=op.f("fk_quota_draw_quota_id")),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["transfer.id"], name=op.f("fk_quota_draw_transfer_id")
        ),
        sa.ForeignKeyConstraint(
            ["reversal_transfer_id"],
            ["transfer.id"],
            name=op.f("fk_quota_draw_reversal_transfer_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota_draw")),
        sa.UniqueConstraint("serial_number", name=op.f("uq_quota_draw_serial_number")),
        sa.UniqueConstraint(
            "reversal_serial_number", name=op.f("uq_quota_draw_reversal_serial_number")
        ),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER SEQUENCE quota_draw_order OWNED BY quota_draw.seq")
    _index_order("quota_draw")
    op.create_index("ix_quota_draw_quota_id_seq", "quota_draw", ["quota_id", "seq"])
    for name, columns, which in (
        ("uncleared", ["drawn_at", "area"], UNCLEARED),
        ("reversal_uncleared", ["reversed_at", "area"], REVERSAL_UNCLEARED),
        ("cleared", ["cleared_month", "area"], None),
        ("reversal_cleared", ["reversal_cleared_month", "area"], None),
    ):
        op.create_index(
            f"ix_quota_draw_{name}",
            "quota_draw",
            columns,
            sqlite_where=which,
            postgresql_where=which,
        )


def _coded(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=30)


def _next(sequence: str) -> sa.TextClause | None:
    if op.get_bind().dialect.name != "postgresql":
        return None
    return sa.text(f"nextval('{sequence}_order')")


def _index_order(table: str) -> None:
    op.create_index(
        f"ix_{table}_seq", table, ["seq"], unique=True, postgresql_where=sa.text("false")
    )


def _allow_kinds(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Entries of these kinds. Their table cannot change its check on SQLite: it is made anew under
    its own statement, and its indexes and triggers under theirs.
    """
    name, old, new = "ck_entry_entrykind", _listed(before), _listed(after)
    db = op.get_bind()
    if db.dialect.name == "postgresql":
        op.drop_constraint(op.f(name), "entry", type_="check")
        op.create_check_constraint(op.f(name), "entry", f"kind IN ({new})")
        return
    told = sa.text(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = 'entry' AND sql IS NOT NULL"
    )
    statements = db.execute(told).all()
    [table] = [sql for kind, sql in statements if kind == "table"]
    widened = table.replace(f"({old})", f"({new})")
    assert widened != table, "the check names the kinds"
    op.execute("CREATE TABLE entry_before AS SELECT * FROM entry")
    op.execute("DROP TABLE entry")
    db.exec_driver_sql(widened)
    op.execute("INSERT INTO entry SELECT * FROM entry_before")
    op.execute("DROP TABLE entry_before")
    for kind, sql in statements:
        if kind != "table":
            db.exec_driver_sql(sql)


def _listed(kinds: tuple[str, ...]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)
