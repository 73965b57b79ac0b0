"""What every command begins with: settings, the application, its runtime.

The group of commands ends with a sentence where a setting, a pack or the database is refused.
"""

from __future__ import annotations

import time
from functools import partial

import click
from flask import Flask
from flask_migrate import upgrade
from rich.console import Console
from sqlalchemy import text

from gongji.app.runtime import Runtime
from gongji.bootstrap import create_app
from gongji.config import Settings, read_settings
from gongji.kernel import mark
from gongji.kernel.problems import OutsideUnavailable
from gongji.kernel.transaction import Transactions
from gongji.keys import old_form

DATABASE_WITHIN_S = 60.0
LOOK_EVERY_S = 0.5

console = Console()


def settings() -> Settings:
    """Raises BadSettings, ForeignDatabase."""
    return read_settings()


def owned_settings() -> Settings:
    """Of a process whose database belongs to it; raises BadSettings, ForeignDatabase."""
    found = settings()
    mark.look(found.database_url, found.owner)
    return found


def new_app() -> Flask:
    """Its connections are closed when the command ends.

    Raises BadSettings, ForeignDatabase, PackError.
    """
    app = create_app(settings())
    click.get_current_context().call_on_close(runtime_of(app).engine.dispose)
    return app


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


def runtime_of(app: Flask) -> Runtime:
    runtime: Runtime = app.extensions["gongji"]
    return runtime


def bring_up_to_date(app: Flask) -> None:
    """Migrates; a database from before marks gets today's boxes first, and then its mark."""
    with app.app_context():
        upgrade()
    plain = Transactions(runtime_of(app).engine)
    if not plain.run(mark.is_marked, writes=False):
        old_form.renew(plain)
        plain.run(partial(mark.adopt, owner=settings().owner))
    admit(runtime_of(app))


def admit(runtime: Runtime) -> None:
    """Asks the database itself whether this process may use it; raises ForeignDatabase."""
    runtime.transactions.run(lambda _: None, writes=False)
