"""People in the order in which they were registered, and what the registry had told of somebody
when a premium was paid for him.

People who stand are numbered by their ids, which begin with the time of their birth. For payments
that stand, time tells which events came before.

Revision: 0020, after 0019.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("seq", sa.BigInteger(), server_default="0", nullable=False))
    op.execute(
        "UPDATE person SET seq = numbered.seq FROM ("
        "SELECT id, row_number() OVER (ORDER BY id) AS seq FROM person"
        ") AS numbered WHERE numbered.id = person.id"
    )
    op.create_index(
        "ix_person_seq", "person", ["seq"], unique=True, postgresql_where=sa.text("false")
    )
    db = op.get_bind()
    if db.dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE person_order OWNED BY person.seq")
        last = db.execute(sa.text("SELECT coalesce(max(seq), 0) FROM person")).scalar_one()
        op.execute(f"SELECT setval('person_order', {last + 1}, false)")
        op.alter_column("person", "seq", server_default=sa.text("nextval('person_order')"))

    op.add_column(
        "premium_payment",
        sa.Column("events_before", sa.BigInteger(), server_default="0", nullable=False),
    )
    op.execute(
        "UPDATE premium_payment SET events_before = coalesce((SELECT max(e.seq)"
        " FROM registry_event e WHERE e.person_id = premium_payment.person_id"
        " AND e.received_at < premium_payment.paid_at), 0)"
    )


def downgrade() -> None:
    op.drop_column("premium_payment", "events_before")
    op.drop_index("ix_person_seq", table_name="person")
    op.drop_column("person", "seq")
