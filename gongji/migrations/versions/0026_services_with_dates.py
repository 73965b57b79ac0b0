"""The services of an institution, each with its days, in place of the flag for chronic care.

Revision: 0026, after 0025.
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

POOLED = "kind <> 'pharmacy' AND level IS NOT NULL"


def upgrade() -> None:
    _add_filled(sa.Column("services", sa.JSON(), nullable=False, server_default="[]"))
    for has_pool in (True, False):
        for is_chronic in (True, False):
            _fill(has_pool=has_pool, is_chronic=is_chronic)
    op.drop_column("institution", "chronic")


def downgrade() -> None:
    _add_filled(sa.Column("chronic", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE institution SET chronic = TRUE"
        """ WHERE CAST(services AS TEXT) LIKE '%"service": "chronic"%'"""
        """ OR CAST(services AS TEXT) LIKE '%"service":"chronic"%'"""
    )
    op.drop_column("institution", "services")


def _fill(*, has_pool: bool, is_chronic: bool) -> None:
    """Every institution accepts accounts; nothing says since when."""
    services = ["account"] + ["pool"] * has_pool + ["chronic"] * is_chronic
    terms = [{"service": one, "since": None, "until": None, "schema": 1} for one in services]
    value = "CAST(:terms AS JSON)" if op.get_bind().dialect.name == "postgresql" else ":terms"
    pooled = POOLED if has_pool else f"NOT ({POOLED})"
    chronic = "chronic" if is_chronic else "NOT chronic"
    op.get_bind().execute(
        sa.text(f"UPDATE institution SET services = {value} WHERE {pooled} AND {chronic}"),
        {"terms": json.dumps(terms)},
    )


def _add_filled(column: sa.Column[object]) -> None:
    """SQLite keeps the default: it would have to make the table anew."""
    op.add_column("institution", column)
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("institution", column.name, server_default=None)
