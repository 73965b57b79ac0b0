"""gunicorn's settings: as many workers and threads as gongji writes with, connections kept."""

from __future__ import annotations

import os

bind = f"{os.environ['GONGJI_HOST']}:{os.environ['GONGJI_PORT']}"
workers = int(os.environ["GONGJI_WORKERS"])
worker_class = "gthread"
threads = int(os.environ["HORDAK_THREADS"])
keepalive = 15
preload_app = True
control_socket_disable = True
loglevel = "warning"
