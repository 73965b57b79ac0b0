"""Triggers that keep the ledger, the access log and the record of institutions append-only on both
databases.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.orm import Session

from gongji.kernel.mark import require_sandbox

LEDGER = ("transfer", "entry")
TABLES = (*LEDGER, "access_log", "institution_act")
SQLITE_KINDS = ("no_update", "no_delete", "no_replace")
REFUSAL = "rows of this table are never changed"


def install_statements(dialect: str, tables: Iterable[str] = LEDGER) -> list[str]:
    """The statements that a migration executes; on SQLite they also stop INSERT OR REPLACE."""
    if dialect == "postgresql":
        function = (
            "CREATE OR REPLACE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql"
            f" AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
        triggers = [
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()"
            for table in tables
        ]
        return [function, *triggers]
    id_is_taken = "EXISTS (SELECT 1 FROM {table} AS kept WHERE kept.id = NEW.id)"
    return [
        statement
        for table in tables
        for statement in (
            _sqlite_trigger(table, "no_update", "UPDATE"),
            _sqlite_trigger(table, "no_delete", "DELETE"),
            _sqlite_trigger(table, "no_replace", "INSERT", id_is_taken.format(table=table)),
        )
    ]


def lift_statements(dialect: str, tables: Iterable[str] = LEDGER) -> list[str]:
    """Undoes `install_statements`, for the sandbox's reset and for tests that corrupt a row."""
    if dialect == "postgresql":
        return [f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}" for table in tables]
    return [f"DROP TRIGGER IF EXISTS {name}" for name in sorted(trigger_names(dialect, tables))]


def trigger_names(dialect: str, tables: Iterable[str] = LEDGER) -> set[str]:
    """The triggers that `install_statements` makes."""
    kinds = ("append_only",) if dialect == "postgresql" else SQLITE_KINDS
    return {f"{table}_{kind}" for table in tables for kind in kinds}


def install(db: Session) -> None:
    for statement in install_statements(db.get_bind().dialect.name, TABLES):
        db.execute(text(statement))


def lift(db: Session) -> None:
    """Drops the triggers. Raises ForeignDatabase if the database is not marked as a sandbox."""
    require_sandbox(db)
    for statement in lift_statements(db.get_bind().dialect.name, TABLES):
        db.execute(text(statement))


def _sqlite_trigger(table: str, name: str, act: str, condition: str = "") -> str:
    when = f" WHEN {condition}" if condition else ""
    return (
        f"CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}{when}"
        f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )
