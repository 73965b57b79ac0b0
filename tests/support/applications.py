"""The whole application in this process, assembled once for each address of a database.

Addresses are used again by one test after another (tests.support.databases), and assembling takes
longer than most of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from gongji.app.runtime import Runtime
from gongji.bootstrap import create_app
from gongji.config import Settings, read_settings
from gongji.kernel import mark, privacy
from tests.support.serving import environment


class Applications:
    """Each as it was assembled: with the keys of the tests, on a database that is marked so."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, tuple[Settings, Flask]] = {}

    @contextmanager
    def on(self, database_url: str) -> Iterator[Flask]:
        """Its connections end with it: the next test meets another database at this address."""
        if database_url not in self._made:
            settings = read_settings(environment(database_url, self._folder))
            self._made[database_url] = settings, create_app(settings)
        settings, app = self._made[database_url]
        runtime: Runtime = app.extensions["gongji"]
        privacy.use(settings.keys)
        runtime.transactions.run(lambda db: mark.adopt(db, settings.owner))
        try:
            yield app
        finally:
            runtime.engine.dispose()
