"""Databases that earlier versions made, restored as they were and brought up to date.

`kept/NAME.KIND.sql.gz` is a dump of the database that a commit's migrations made and its program
filled; its name begins with that commit. None is ever made anew.
"""

from __future__ import annotations

import gzip
import sqlite3
from functools import partial
from pathlib import Path

import psycopg
from flask import Flask
from sqlalchemy import make_url

from gongji.app.runtime import Runtime
from gongji.bootstrap import create_app
from gongji.config import read_settings
from gongji.kernel import mark
from gongji.kernel.transaction import Transactions
from gongji.keys import old_form
from gongji.migrations.run import upgrade
from tests.support.serving import environment

KEPT = Path(__file__).parent / "kept"


def restored(name: str, database_url: str, folder: Path) -> Flask:
    """The application on a kept database: a PostgreSQL database is replaced, a file made beside."""
    address = make_url(database_url)
    kind = address.get_backend_name()
    script = gzip.decompress((KEPT / f"{name}.{kind}.sql.gz").read_bytes()).decode()
    if kind == "sqlite":
        path = folder / f"{name}.sqlite3"
        database_url = f"sqlite:///{path}"
        with sqlite3.connect(path) as made:
            made.executescript(script)
        made.close()
    else:
        plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as emptied:
            emptied.execute("DROP SCHEMA public CASCADE")
            emptied.execute("CREATE SCHEMA public")
            emptied.execute(script.encode())
    settings = read_settings(environment(database_url, folder))
    made_here = create_app(settings)
    made_here.config["OWNER"] = settings.owner
    return made_here


def bring_up_to_date(kept: Flask) -> None:
    """As `gongji migrate` does: a database from before marks gets today's boxes and its mark."""
    runtime: Runtime = kept.extensions["gongji"]
    upgrade(runtime.engine)
    plain = Transactions(runtime.engine)
    old_form.renew(plain)
    plain.run(partial(mark.adopt, owner=kept.config["OWNER"]))
