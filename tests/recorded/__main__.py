"""`python -m tests.recorded` writes the recording anew, on a SQLite database of its own."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from gongji.bootstrap import create_app
from gongji.config import read_settings
from tests.databases import SqliteDatabases
from tests.recorded.script import write
from tests.serving import environment

with TemporaryDirectory() as name, SqliteDatabases(Path(name)).fresh() as database_url:
    write(create_app(read_settings(environment(database_url, Path(name)))))
