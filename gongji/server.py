"""The production server: gunicorn with few threads a worker, draining on SIGTERM."""

from __future__ import annotations

from typing import Any

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from gunicorn.app.base import BaseApplication

from gongji.bootstrap import MIGRATIONS, create_app
from gongji.config import Settings
from gongji.kernel.runtime import Runtime

THREADS = 4
DRAIN_S = 25


class GongjiServer(BaseApplication):
    """gunicorn, told by our settings instead of a file of its own."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in gunicorn_settings(self._settings).items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return create_app(self._settings)


def gunicorn_settings(settings: Settings) -> dict[str, Any]:
    """`header_map`: institutions send `_api_*`, and gunicorn drops underscores by default."""
    return {
        "bind": settings.address,
        "workers": settings.workers,
        "worker_class": "gthread",
        "threads": THREADS,
        "header_map": "dangerous",
        "graceful_timeout": DRAIN_S,
        "timeout": 60,
        "keepalive": 5,
        "limit_request_line": 4094,
        "limit_request_fields": 60,
        "control_socket_disable": True,
        "errorlog": "-",
        "loglevel": "warning",
    }


def run(settings: Settings) -> None:
    GongjiServer(settings).run()


def pending_migrations(app: Flask) -> bool:
    """True where the database is behind the code."""
    runtime: Runtime = app.extensions["gongji"]
    heads = set(ScriptDirectory(str(MIGRATIONS)).get_heads())
    with runtime.engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) != heads
