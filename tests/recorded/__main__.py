"""`python -m tests.recorded` writes every recording anew, on SQLite databases of its own."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from gongji.bootstrap import create_app
from gongji.config import read_settings
from tests.kernel.keeping import bring_up_to_date, restored
from tests.recorded import kept_bills
from tests.recorded.pretty import pretty
from tests.recorded.script import OPENAPI, REPLIES, document, play
from tests.support.databases import SqliteDatabases
from tests.support.serving import environment


def write(path: Path, recording: object) -> None:
    path.write_text(f"{pretty(recording)}\n", "utf-8")


with TemporaryDirectory() as name, SqliteDatabases(Path(name)).fresh() as database_url:
    app = create_app(read_settings(environment(database_url, Path(name))))
    write(REPLIES, play(app))
    write(OPENAPI, document(app))
    for database in kept_bills.NAMES:
        kept = restored(database, database_url, Path(name))
        bring_up_to_date(kept)
        write(kept_bills.replies_of(database), kept_bills.ask(kept))
