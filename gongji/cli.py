"""The command line: serve, migrate, reconcile."""

from __future__ import annotations

import sys

import click
from flask import Flask
from flask_migrate import upgrade
from rich.console import Console

from gongji import server
from gongji.bootstrap import create_app
from gongji.config import BadSettings, read_settings
from gongji.kernel.runtime import Runtime
from gongji.ops.reconcile import reconcile
from gongji.policy.problems import PackError
from gongji.sandbox.reset import load_demo_if_empty

console = Console()


@click.group(help="gongji (共济): the backend of the family account.")
def main() -> None:
    """Entry point of the `gongji` command."""


@main.command(help="Serve through gunicorn; the sandbox migrates and loads its demo family first.")
def serve() -> None:
    app = _app()
    settings = read_settings()
    if settings.sandbox:
        _migrate(app)
        if load_demo_if_empty(_runtime(app)):
            console.print("Loaded the demo family 一家人.")
    elif server.pending_migrations(app):
        sys.exit("The database is not up to date: run `gongji migrate` first.")
    _runtime(app).engine.dispose()
    console.print(f"Serving at http://{settings.host}:{settings.port} (Ctrl-C ends it).")
    if settings.sandbox:
        console.print("Open / for who is who, /docs for the API, /docs/problems for every refusal.")
    server.run(settings)


@main.command(help="Bring the database up to date.")
def migrate() -> None:
    _migrate(_app())
    console.print("The database is up to date.")


@main.command(help="Recompute every invariant from the ledger; exit 1 where one is broken.")
def reconcile_books() -> None:
    report = _runtime(_app()).run(reconcile, writes=False)
    console.print(f"{report.checked} checked, {len(report.failures)} broken")
    for failure in report.failures:
        console.print(f"  {failure}", markup=False)
    sys.exit(0 if report.ok else 1)


reconcile_books.name = "reconcile"
main.add_command(reconcile_books, "reconcile")


def _app() -> Flask:
    try:
        return create_app(read_settings())
    except (BadSettings, PackError) as trouble:
        sys.exit(f"gongji cannot start: {trouble}")


def _runtime(app: Flask) -> Runtime:
    runtime: Runtime = app.extensions["gongji"]
    return runtime


def _migrate(app: Flask) -> None:
    with app.app_context():
        upgrade()
