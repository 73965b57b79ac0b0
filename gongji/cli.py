"""The command line: serve, migrate, reconcile, and a crowd of invented people."""

from __future__ import annotations

import sys

import click
from flask import Flask
from flask_migrate import upgrade
from rich.console import Console
from rich.progress import Progress

from gongji import server
from gongji.bootstrap import create_app
from gongji.config import BadSettings, Settings, read_settings
from gongji.kernel.runtime import Runtime
from gongji.ops.reconcile import reconcile
from gongji.policy.problems import PackError
from gongji.sandbox import generate as crowd
from gongji.sandbox.reset import load_demo_if_empty

console = Console()


@click.group(help="gongji (共济): the backend of the family account.")
def main() -> None:
    """Entry point of the `gongji` command."""


@main.command(help="Serve through gunicorn; the sandbox migrates and loads its demo family first.")
def serve() -> None:
    app = _app()
    settings = _settings()
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


@main.command(
    name="reconcile", help="Recompute every invariant from the ledger; exit 1 where one is broken."
)
def reconcile_books() -> None:
    report = _runtime(_app()).run(reconcile, writes=False)
    console.print(f"{report.checked} checked, {len(report.failures)} broken")
    for failure in report.failures:
        console.print(f"  {failure}", markup=False)
    sys.exit(0 if report.ok else 1)


@main.group(help="What only the sandbox has.")
def sandbox() -> None:
    """Commands that invent data."""


@sandbox.command(help="Invent families and institutions, on top of what is there.")
@click.option("--people", type=click.IntRange(0, crowd.PEOPLE_MAX), default=1000, show_default=True)
@click.option(
    "--institutions", type=click.IntRange(0, crowd.INSTITUTIONS_MAX), default=10, show_default=True
)
def generate(people: int, institutions: int) -> None:
    if not _settings().sandbox:
        sys.exit("Invented people belong into the sandbox: set GONGJI_ENV=sandbox.")
    app = _app()
    _migrate(app)
    load_demo_if_empty(_runtime(app))
    with Progress(console=console) as progress:
        task = progress.add_task("People", total=people)
        for made in crowd.people(_runtime(app), people):
            progress.update(task, advance=made)
    opened = crowd.institutions(_runtime(app), institutions)
    console.print(f"{people} people and {opened} institutions are there.")


def _settings() -> Settings:
    try:
        return read_settings()
    except BadSettings as trouble:
        sys.exit(f"gongji cannot start: {trouble}")


def _app() -> Flask:
    try:
        return create_app(_settings())
    except (BadSettings, PackError) as trouble:
        sys.exit(f"gongji cannot start: {trouble}")


def _runtime(app: Flask) -> Runtime:
    runtime: Runtime = app.extensions["gongji"]
    return runtime


def _migrate(app: Flask) -> None:
    with app.app_context():
        upgrade()
