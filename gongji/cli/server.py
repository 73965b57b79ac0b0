"""Serving, migrating, checking the books, and the document of the API."""

from __future__ import annotations

import json
import sys

import click

from gongji.bootstrap import load_demo
from gongji.cli.running import (
    admit,
    bring_up_to_date,
    console,
    new_app,
    runtime_of,
    settings,
    wait_for_database,
)
from gongji.ops.reconcile import recompute
from gongji.server.process import PortTaken, pending_migrations, run


@click.command(help="Serve through gunicorn; the sandbox migrates and loads its demo family first.")
def serve() -> None:
    app = new_app()
    chosen = settings()
    wait_for_database(runtime_of(app))
    if chosen.sandbox:
        bring_up_to_date(app)
        if load_demo(runtime_of(app)):
            console.print("Loaded the demo family 一家人.")
    elif pending_migrations(app):
        sys.exit("The database is not up to date: run `gongji migrate` first.")
    admit(runtime_of(app))
    runtime_of(app).engine.dispose()
    console.print(f"Serving at http://{chosen.address} (Ctrl-C ends it).")
    if chosen.sandbox:
        console.print("Open /mini/ to tap through it, / for who is who, /docs for the API.")
    try:
        run(chosen, app)
    except PortTaken as trouble:
        sys.exit(f"gongji cannot start: {trouble}")


@click.command(help="Bring the database up to date.")
def migrate() -> None:
    bring_up_to_date(new_app())
    console.print("The database is up to date.")


@click.command(
    "reconcile",
    help="Recompute every invariant; exit 1: one is broken, 2: not checked.",
)
def reconcile_books() -> None:
    report = recompute(runtime_of(new_app()))
    console.print(f"{report.checked} checked, {len(report.failures)} broken")
    for failure in report.failures:
        console.print(f"  {failure}", markup=False)
    sys.exit(0 if report.ok else 1)


@click.command(help="Print the OpenAPI document as JSON.")
def openapi() -> None:
    app = new_app()
    with app.app_context():
        api = app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
        click.echo(json.dumps(api.spec.to_dict(), ensure_ascii=False, indent=2))
