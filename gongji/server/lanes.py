"""Lanes: kinds of requests with threads of their own, so that none takes the threads of another."""

from __future__ import annotations

import re
from enum import Enum, auto

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from gongji.app.web import Endpoint

ALIVE_PATH = "/healthz"
HEALTH_PATHS = frozenset({"/readyz", "/metrics"})
SLASHES = re.compile(r"/{2,}")


class Lane(Enum):
    """A kind of request."""

    ALIVE = auto()
    """Whether the process lives: it waits for nothing, not even for the database."""

    HEALTH = auto()
    """What else a balancer asks: answered whatever citizens and tills wait for."""

    READ = auto()
    WRITE = auto()
    """Acts of citizens, their looks that leave a line with somebody else, and every message of an
    institution; these wait for locks.
    """

    FILE = auto()
    """Papers and exports, each of which may keep a processor busy for half a second."""


THREADS = {Lane.ALIVE: 1, Lane.HEALTH: 1, Lane.READ: 3, Lane.WRITE: 4, Lane.FILE: 1}
"""How many requests of a kind are worked on at once in one worker: few, for the tail's sake."""


class Lanes:
    """Finds the lane of a request from its first line."""

    def __init__(self, app: Flask) -> None:
        self._views = app.view_functions
        self._routes: MapAdapter = app.url_map.bind("localhost")

    def lane(self, method: str, path: str) -> Lane:
        plain = SLASHES.sub("/", path)
        if plain == ALIVE_PATH:
            return Lane.ALIVE
        if plain in HEALTH_PATHS:
            return Lane.HEALTH
        if method not in ("GET", "HEAD"):
            return Lane.WRITE
        return self._lane_of_look(plain)

    def _lane_of_look(self, path: str) -> Lane:
        try:
            endpoint, _ = self._routes.match(path, "GET")
        except HTTPException:
            return Lane.READ
        about: Endpoint | None = getattr(self._views[endpoint], "endpoint", None)
        if about is None:
            return Lane.READ
        if about.makes_files:
            return Lane.FILE
        return Lane.WRITE if about.writes else Lane.READ
