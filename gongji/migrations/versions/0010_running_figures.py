"""Running figures of accounts and bindings, and the indexes by which filtered entries are found.

Revision: 0010, after 0009.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

DAY = {
    "postgresql": "CAST({row}.at AT TIME ZONE 'Asia/Shanghai' AS date)",
    "sqlite": "date({row}.at, '+8 hours')",
}
MONTH = {
    "postgresql": "CAST(date_trunc('month', {row}.counted_on) AS date)",
    "sqlite": "date({row}.counted_on, 'start of month')",
}
"""The day in Hunan of a row's moment, and the first day of the month for which it counts."""

IS_CREDIT = "{row}.amount_fen > 0 AND {row}.kind <> 'refund'"
IS_REFUND = "{row}.amount_fen > 0 AND {row}.kind = 'refund'"
CREDITED = f"CASE WHEN {IS_CREDIT} THEN {{row}}.amount_fen ELSE 0 END"
REFUNDED = f"CASE WHEN {IS_REFUND} THEN {{row}}.amount_fen ELSE 0 END"
SPENT = "CASE WHEN {row}.amount_fen < 0 THEN -{row}.amount_fen ELSE 0 END"
USER = "coalesce({row}.scene, ''), coalesce({row}.member_id, ''), coalesce({row}.relation, '')"

FILL = (
    """
    INSERT INTO account_year (account_id, year, credited_fen, spent_fen, refunded_fen, current_fen,
        first_version, last_version)
    SELECT account_id, year, sum({credited}), sum({spent}), sum({refunded}), sum(current_fen),
        min(version), max(version)
    FROM entry WHERE version IS NOT NULL GROUP BY account_id, year
    """,
    """
    INSERT INTO account_day (account_id, day, scene, member_id, relation, credited_fen, spent_fen,
        refunded_fen, current_fen, first_version, last_version)
    SELECT account_id, {day}, {user}, sum({credited}), sum({spent}), sum({refunded}),
        sum(current_fen), min(version), max(version)
    FROM entry WHERE version IS NOT NULL GROUP BY account_id, {day}, {user}
    """,
    """
    INSERT INTO binding_month (binding_id, month, used_fen)
    SELECT binding_id, {month}, -sum(amount_fen)
    FROM entry WHERE version IS NOT NULL AND binding_id IS NOT NULL GROUP BY binding_id, {month}
    """,
)
"""The figures of the entries that stand."""

MOVE = """
    INSERT INTO account_year (account_id, year, credited_fen, spent_fen, refunded_fen, current_fen,
        first_version, last_version)
    VALUES (NEW.account_id, NEW.year, {credited}, {spent}, {refunded}, NEW.current_fen,
        NEW.version, NEW.version)
    ON CONFLICT (account_id, year) DO UPDATE SET
        credited_fen = account_year.credited_fen + excluded.credited_fen,
        spent_fen = account_year.spent_fen + excluded.spent_fen,
        refunded_fen = account_year.refunded_fen + excluded.refunded_fen,
        current_fen = account_year.current_fen + excluded.current_fen,
        last_version = excluded.last_version;

    INSERT INTO account_day (account_id, day, scene, member_id, relation, credited_fen, spent_fen,
        refunded_fen, current_fen, first_version, last_version)
    VALUES (NEW.account_id, {day}, {user}, {credited}, {spent}, {refunded}, NEW.current_fen,
        NEW.version, NEW.version)
    ON CONFLICT (account_id, day, scene, member_id, relation) DO UPDATE SET
        credited_fen = account_day.credited_fen + excluded.credited_fen,
        spent_fen = account_day.spent_fen + excluded.spent_fen,
        refunded_fen = account_day.refunded_fen + excluded.refunded_fen,
        current_fen = account_day.current_fen + excluded.current_fen,
        last_version = excluded.last_version;

    INSERT INTO binding_month (binding_id, month, used_fen)
    SELECT NEW.binding_id, {month}, -NEW.amount_fen WHERE NEW.binding_id IS NOT NULL
    ON CONFLICT (binding_id, month) DO UPDATE SET
        used_fen = binding_month.used_fen + excluded.used_fen;
"""
"""What a new entry adds. Versions of an account rise: the newest is the last, the first stays."""

TRIGGER = {
    "postgresql": (
        """
        CREATE FUNCTION move_figures() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN {move} RETURN NULL; END $$
        """,
        """
        CREATE TRIGGER entry_figures AFTER INSERT ON entry
        FOR EACH ROW WHEN (NEW.version IS NOT NULL) EXECUTE FUNCTION move_figures()
        """,
    ),
    "sqlite": (
        """
        CREATE TRIGGER entry_figures AFTER INSERT ON entry WHEN NEW.version IS NOT NULL
        BEGIN {move} END
        """,
    ),
}
UNTRIGGER = {
    "postgresql": ("DROP TRIGGER entry_figures ON entry", "DROP FUNCTION move_figures()"),
    "sqlite": ("DROP TRIGGER entry_figures",),
}


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    _create_tables()
    for statement in FILL:
        op.execute(_in(dialect, statement, row="entry"))
    for statement in TRIGGER[dialect]:
        op.execute(statement.replace("{move}", _in(dialect, MOVE, row="NEW")))
    op.drop_index("ix_entry_account_year", table_name="entry")
    for name, sign in (("in", ">"), ("out", "<")):
        those = sa.text(f"version IS NOT NULL AND amount_fen {sign} 0")
        op.create_index(
            f"ix_entry_account_scene_{name}",
            "entry",
            ["account_id", "scene", "version"],
            sqlite_where=those,
            postgresql_where=those,
        )


def downgrade() -> None:
    for name in ("out", "in"):
        op.drop_index(f"ix_entry_account_scene_{name}", table_name="entry")
    op.create_index("ix_entry_account_year", "entry", ["account_id", "year"])
    for statement in UNTRIGGER[op.get_bind().dialect.name]:
        op.execute(statement)
    for table in ("binding_month", "account_day", "account_year"):
        op.drop_table(table)


def _create_tables() -> None:
    op.create_table(
        "account_year",
        sa.Column("account_id", sa.String(length=30), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        *_figures(),
        sa.PrimaryKeyConstraint("account_id", "year", name=op.f("pk_account_year")),
    )
    op.create_table(
        "account_day",
        sa.Column("account_id", sa.String(length=30), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("scene", sa.String(length=20), nullable=False),
        sa.Column("member_id", sa.String(length=30), nullable=False),
        sa.Column("relation", sa.String(length=30), nullable=False),
        *_figures(),
        sa.PrimaryKeyConstraint(
            "account_id", "day", "scene", "member_id", "relation", name=op.f("pk_account_day")
        ),
    )
    op.create_table(
        "binding_month",
        sa.Column("binding_id", sa.String(length=30), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("used_fen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("binding_id", "month", name=op.f("pk_binding_month")),
    )


def _figures() -> list[sa.Column[int]]:
    names = (
        "credited_fen", "spent_fen", "refunded_fen", "current_fen", "first_version", "last_version",
    )  # fmt: skip
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]


def _in(dialect: str, statement: str, row: str) -> str:
    """The statement in the words of one database; `row` is what it calls an entry."""
    words = {
        "{credited}": CREDITED, "{spent}": SPENT, "{refunded}": REFUNDED, "{user}": USER,
        "{day}": DAY[dialect], "{month}": MONTH[dialect],
    }  # fmt: skip
    for mark, meaning in words.items():
        statement = statement.replace(mark, meaning)
    return statement.replace("{row}", row)
