"""Adds what databases lack that were made while 0001 was still being written.

`binding` got three columns before 0001 was frozen. A database that has them is left as it is.

Revision: 0014, after 0013.
"""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

WITHDRAWN = "withdrawn"
COLUMNS = {
    "ended_mark": sa.Column("ended_mark", sa.String(length=30), nullable=True),
    "hold_set_mark": sa.Column("hold_set_mark", sa.String(length=30), nullable=True),
    WITHDRAWN: sa.Column(WITHDRAWN, sa.Boolean(), server_default=sa.false(), nullable=False),
}
BINDING = sa.table(
    "binding",
    sa.column("id", sa.String()),
    sa.column("starts_on", sa.Date()),
    sa.column("ended_at", sa.DateTime(timezone=True)),
    sa.column(WITHDRAWN, sa.Boolean()),
)


def upgrade() -> None:
    db = op.get_bind()
    present = {column["name"] for column in sa.inspect(db).get_columns("binding")}
    for name, column in COLUMNS.items():
        if name not in present:
            op.add_column("binding", column)
    if WITHDRAWN not in present:
        _tell_the_withdrawn(db)


def downgrade() -> None:
    """0001 makes these columns."""


def _tell_the_withdrawn(db: sa.Connection) -> None:
    """A binding that ended before its first day in Hunan."""
    c = BINDING.c
    ended = db.execute(sa.select(c.id, c.starts_on, c.ended_at).where(c.ended_at.is_not(None)))
    for binding_id, starts_on, ended_at in ended.all():
        aware = ended_at if ended_at.tzinfo else ended_at.replace(tzinfo=UTC)
        if aware.astimezone(ZoneInfo("Asia/Shanghai")).date() < starts_on:
            db.execute(sa.update(BINDING).where(c.id == binding_id).values(withdrawn=True))
