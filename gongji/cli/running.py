"""What every command begins with: settings, and the runtime that follows from them.

The group of commands ends with a sentence where a setting, a pack or the database is refused.
"""

from __future__ import annotations

import time

import click
from sqlalchemy import text

from gongji.app.runtime import Runtime
from gongji.assembly import create_runtime
from gongji.config import Settings, read_settings
from gongji.kernel import mark
from gongji.kernel.problems import OutsideUnavailable

DATABASE_WITHIN_S = 60.0
LOOK_EVERY_S = 0.5


def settings() -> Settings:
    """Raises BadSettings, ForeignDatabase."""
    return read_settings()


def owned_settings() -> Settings:
    """Of a process whose database belongs to it; raises BadSettings, ForeignDatabase."""
    found = settings()
    mark.look(found.database_url, found.owner)
    return found


def new_runtime() -> Runtime:
    """Its connections are closed when the command ends.

    Raises BadSettings, ForeignDatabase, PackError.
    """
    runtime = create_runtime(settings())
    click.get_current_context().call_on_close(runtime.engine.dispose)
    return runtime


def wait_for_database(runtime: Runtime, within_s: float = DATABASE_WITHIN_S) -> None:
    """Waits while the database starts or is away; raises OUTSIDE_UNAVAILABLE where it stays so."""
    until = time.monotonic() + within_s
    while True:
        try:
            runtime.transactions.run(lambda db: db.execute(text("SELECT 1")).close(), writes=False)
        except OutsideUnavailable:
            if time.monotonic() >= until:
                raise
            time.sleep(LOOK_EVERY_S)
        else:
            return


def admit(runtime: Runtime) -> None:
    """Asks the database itself whether this process may use it; raises ForeignDatabase."""
    runtime.transactions.run(lambda _: None, writes=False)
