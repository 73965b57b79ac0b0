"""The production server: gunicorn with few threads a worker, draining on SIGTERM."""

from __future__ import annotations

import errno
import gc
import socket
import sys
import time
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from gongji.config import Settings
from gongji.fsi.journal import Journal
from gongji.fsi.routes import JOURNAL
from gongji.kernel.memory import use_one_heap
from gongji.server.incoming import LINE_MAX_BYTES
from gongji.server.shares import Shares
from gongji.server.worker import ReadingWorker

DRAIN_S = 25
KEEPALIVE_S = 15
PORT_FREE_WITHIN_S = 40.0
LOOK_EVERY_S = 0.2
GATEWAY_HEADERS = "_API_NAME,_API_VERSION,_API_TIMESTAMP,_API_ACCESS_KEY,_API_SIGNATURE"
"""What institutions sign with; every other name with an underscore is dropped."""


class PortTaken(Exception):
    """Another program listens where this one should."""


class GongjiServer(BaseApplication):
    """gunicorn, told by our settings instead of a file of its own."""

    def __init__(self, settings: Settings, app: Flask) -> None:
        self._settings, self._app = settings, app
        self.shares = Shares()
        super().__init__()

    def load_config(self) -> None:
        for name, value in gunicorn_settings(self._settings).items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application that the first process has made: its workers begin as copies of it."""
        return self._app


def gunicorn_settings(settings: Settings) -> dict[str, Any]:
    """No header of a client says how the request is routed, or over what it came.

    `forwarded_allow_ips` covers the gateway's own headers alone, since they are all that
    `forwarder_headers` names; a proxy's word is taken by `gongji.kernel.forwarded`.
    """
    return {
        "bind": settings.address,
        "workers": settings.workers,
        "worker_class": ReadingWorker,
        "post_worker_init": begin,
        "worker_exit": end,
        "child_exit": forget,
        "header_map": "drop",
        "forwarder_headers": GATEWAY_HEADERS,
        "forwarded_allow_ips": "*",
        "secure_scheme_headers": {},
        "graceful_timeout": DRAIN_S,
        "timeout": 60,
        "keepalive": KEEPALIVE_S,
        "limit_request_line": LINE_MAX_BYTES,
        "limit_request_fields": 60,
        "sendfile": False,
        "control_socket_disable": True,
        "errorlog": "-",
        "loglevel": "warning",
    }


def begin(worker: ReadingWorker) -> None:
    """In a worker that is about to serve."""
    if journal := _journal_of(worker):
        journal.begin()


def end(_: Arbiter, worker: ReadingWorker) -> None:
    """In a worker that has answered its last request."""
    if journal := _journal_of(worker):
        journal.end()


def _journal_of(worker: ReadingWorker) -> Journal | None:
    """None in a worker that did not come to serve, and of an application without a gateway."""
    application: Flask | None = getattr(worker, "wsgi", None)
    return application.extensions.get(JOURNAL) if application else None


def forget(_: Arbiter, worker: ReadingWorker) -> None:
    """In the first process, after a worker has ended in whatever way."""
    worker.share.leave()


SWITCH_S = 0.05
"""How long a thread computes before another one that is ready may take its place. A request waits
for the database every millisecond or so and lets the others go on by itself.
"""

SELDOM = (20_000, 20, 20)
"""When garbage is looked for. A request makes some thousand objects, of which few lie in circles:
looking after each took a tenth of its time.
"""


def run(settings: Settings, app: Flask) -> None:
    """Serves until SIGTERM. Raises PortTaken.

    No connection may be open: the workers would share it.
    """
    wait_for_port(settings)
    use_one_heap()
    gc.collect()
    gc.freeze()  # A collection in a worker would copy every page that it shares with the others.
    gc.set_threshold(*SELDOM)
    sys.setswitchinterval(SWITCH_S)
    GongjiServer(settings, app).run()


def wait_for_port(settings: Settings, within_s: float = PORT_FREE_WITHIN_S) -> None:
    """Waits while a predecessor that ends still holds the port; raises PortTaken after a while."""
    until = time.monotonic() + within_s
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    while True:
        try:
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((settings.host, settings.port))
                return
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() >= until:
                raise PortTaken(f"{settings.address} cannot be listened on: {error}") from error
        time.sleep(LOOK_EVERY_S)
