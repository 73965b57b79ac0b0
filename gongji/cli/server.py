"""Serving, and the document of the API."""

from __future__ import annotations

import json
import sys

import click
from flask import Flask

from gongji.app.runtime import Runtime
from gongji.bootstrap import create_app, load_demo
from gongji.cli.migrating import bring_up_to_date, require_up_to_date
from gongji.cli.running import admit, settings, wait_for_database
from gongji.ops.routes import look_at_schema
from gongji.server.process import PortTaken, run


def _new_app() -> Flask:
    """Its connections are closed when the command ends.

    Raises BadSettings, ForeignDatabase, PackError.
    """
    app = create_app(settings())
    click.get_current_context().call_on_close(_runtime_of(app).engine.dispose)
    return app


def _runtime_of(app: Flask) -> Runtime:
    runtime: Runtime = app.extensions["gongji"]
    return runtime


@click.command(help="Serve through gunicorn; the sandbox migrates and loads its demo family first.")
def serve() -> None:
    app = _new_app()
    chosen, runtime = settings(), _runtime_of(app)
    wait_for_database(runtime)
    if chosen.sandbox:
        bring_up_to_date(runtime)
        if load_demo(runtime):
            click.echo("Loaded the demo family 一家人.")
    else:
        require_up_to_date(runtime)
    admit(runtime)
    with app.app_context():
        look_at_schema()
    runtime.engine.dispose()
    click.echo(f"Serving at http://{chosen.address} (Ctrl-C ends it).")
    if chosen.sandbox:
        click.echo("Open /mini/ to tap through it, / for who is who, /docs for the API.")
    try:
        run(chosen, app)
    except PortTaken as trouble:
        sys.exit(f"gongji cannot start: {trouble}")


@click.command(help="Print the OpenAPI document as JSON.")
def openapi() -> None:
    app = _new_app()
    with app.app_context():
        api = app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
        click.echo(json.dumps(api.document(), ensure_ascii=False, indent=2))
