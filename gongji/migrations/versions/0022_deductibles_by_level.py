"""The deductibles of a year by level, and how a pool leg came about.

Revision: 0022, after 0021.
"""

from __future__ import annotations

import json
import re

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TIER = re.compile(r"pool\.[0-9]{3}\.out\.L([123])")
LEVELS = (1, 2, 3)
STANDING = "s.reverses_id IS NULL AND s.reversed_by_id IS NULL AND s.deductible_fen <> 0"


def upgrade() -> None:
    op.add_column("settlement", sa.Column("tier_level", sa.Integer(), nullable=True))
    op.add_column("settlement", sa.Column("pool_sum", sa.JSON(), nullable=True))
    _fill_levels()

    rule = sa.CheckConstraint(
        "deductible_1_fen >= 0 AND deductible_2_fen >= 0 AND deductible_3_fen >= 0",
        name=op.f("ck_year_counter_levels_never_negative"),
    )
    _add_figure("deductible_1_fen")
    _add_figure("deductible_2_fen")
    _add_figure("deductible_3_fen", rule)
    for level in LEVELS:
        op.execute(
            f"""
            UPDATE year_counter SET deductible_{level}_fen = paid.fen FROM (
                SELECT s.person_id AS person_id, s.year AS year, i.kind || '_outpatient' AS pool,
                       sum(s.deductible_fen) AS fen
                FROM settlement AS s JOIN insurance AS i ON i.id = s.insurance_id
                WHERE {STANDING} AND s.tier_level = {level}
                GROUP BY s.person_id, s.year, i.kind
            ) AS paid
            WHERE paid.person_id = year_counter.person_id AND paid.year = year_counter.year
              AND paid.pool = year_counter.pool
            """
        )


def downgrade() -> None:
    for level in reversed(LEVELS):
        op.drop_column("year_counter", f"deductible_{level}_fen")
    op.drop_column("settlement", "pool_sum")
    op.drop_column("settlement", "tier_level")


def _fill_levels() -> None:
    """The clauses of a bill name its tier; a bill without rate or deductible had none."""
    db = op.get_bind()
    filling = sa.text(
        "UPDATE settlement SET tier_level = :level WHERE basis_digest = :digest"
        " AND (pool_rate <> 0 OR deductible_fen <> 0)"
    )
    told = db.execute(sa.text("SELECT digest, CAST(citations AS TEXT) FROM settlement_basis"))
    for digest, text in told.all():
        keys = {citation["key"] for citation in json.loads(text)}
        levels = {int(found[1]) for found in map(TIER.fullmatch, keys) if found}
        for level in levels:
            db.execute(filling, {"level": level, "digest": digest})


def _add_figure(name: str, *rules: sa.CheckConstraint) -> None:
    """Zero at first. SQLite keeps the default: it would have to make the table anew."""
    op.add_column(
        "year_counter", sa.Column(name, sa.BigInteger(), *rules, nullable=False, server_default="0")
    )
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("year_counter", name, server_default=None)
