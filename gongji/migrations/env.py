"""How Alembic reaches the tables, and the engine of the process that migrates."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from gongji.assembly import create_runtime
from gongji.config import read_settings
from gongji.kernel.db import Base, Instant
from gongji.kernel.deadline import within
from gongji.migrations.guard import refuse_loss

MIGRATION_S = 24 * 3600.0


def render_item(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Our column types as the plain types that are stored: Alembic prints them unusably."""
    if kind != "type":
        return False
    if isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    return False


def run_migrations() -> None:
    given = context.config.attributes.get("engine")
    engine = given or create_runtime(read_settings()).engine
    with within(MIGRATION_S), engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=render_item,
            render_as_batch=engine.dialect.name == "sqlite",
            compare_type=True,
        )
        with context.begin_transaction():
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            here = context.get_context()
            wanted = here.opts.get("destination_rev")
            refuse_loss(connection, context.script, here.get_current_revision(), wanted)
            context.run_migrations()


run_migrations()
