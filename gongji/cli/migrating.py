"""Bringing the database up to date."""

from __future__ import annotations

import sys
from functools import partial

import click

from gongji.app.runtime import Runtime
from gongji.cli.running import admit, new_runtime, settings
from gongji.kernel import mark
from gongji.kernel.transaction import Transactions
from gongji.keys import old_form
from gongji.ops.schema import version_expected, version_of


@click.command(help="Bring the database up to date.")
def migrate() -> None:
    bring_up_to_date(new_runtime())
    click.echo("The database is up to date.")


def bring_up_to_date(runtime: Runtime) -> None:
    """Migrates; a database from before marks gets today's boxes first, and then its mark."""
    if not _is_up_to_date(runtime):
        from gongji.migrations.run import upgrade  # noqa: PLC0415  (brings Alembic)

        upgrade(runtime.engine)
    plain = Transactions(runtime.engine)
    if not plain.run(mark.is_marked, writes=False):
        old_form.renew(plain)
        plain.run(partial(mark.adopt, owner=settings().owner))
    admit(runtime)


def require_up_to_date(runtime: Runtime) -> None:
    """Ends the command where the database is behind this program."""
    if not _is_up_to_date(runtime):
        sys.exit("The database is not up to date: run `gongji migrate` first.")


def _is_up_to_date(runtime: Runtime) -> bool:
    with runtime.engine.connect() as connection:
        return version_of(connection) == version_expected()
