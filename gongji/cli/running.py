"""What every command begins with: settings, the application, its runtime, or a sentence why not."""

from __future__ import annotations

import sys

from flask import Flask
from flask_migrate import upgrade
from rich.console import Console

from gongji.bootstrap import create_app
from gongji.config import BadSettings, Settings, read_settings
from gongji.kernel import mark
from gongji.kernel.mark import ForeignDatabase
from gongji.kernel.runtime import Runtime
from gongji.policy.problems import PackError

console = Console()


def settings() -> Settings:
    try:
        return read_settings()
    except BadSettings as trouble:
        sys.exit(f"gongji cannot start: {trouble}")


def owned_settings() -> Settings:
    """Of a process whose database belongs to it."""
    found = settings()
    try:
        mark.look(found.database_url, found.owner)
    except ForeignDatabase as trouble:
        sys.exit(f"gongji cannot start: {trouble}")
    return found


def new_app() -> Flask:
    try:
        return create_app(settings())
    except (BadSettings, ForeignDatabase, PackError) as trouble:
        sys.exit(f"gongji cannot start: {trouble}")


def runtime_of(app: Flask) -> Runtime:
    runtime: Runtime = app.extensions["gongji"]
    return runtime


def bring_up_to_date(app: Flask) -> None:
    """Migrates, and marks a database that has no mark yet."""
    with app.app_context():
        upgrade()
    admit(runtime_of(app))


def admit(runtime: Runtime) -> None:
    """Asks the database itself whether this process may use it, before anything else is done."""
    try:
        runtime.transactions.run(lambda _: None, writes=False)
    except ForeignDatabase as trouble:
        sys.exit(f"gongji cannot start: {trouble}")
