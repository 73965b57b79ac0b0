"""What slips out beside the answer: values of a row in an error, a foreign host in a redirect."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gongji.app.logs import JsonLines
from gongji.app.runtime import Runtime
from gongji.bootstrap import create_app
from gongji.config import read_settings
from tests.support.databases import PostgresDatabases, SqliteDatabases
from tests.support.serving import environment, in_production

NAME = "欧阳不可外泄"
GOOD: dict[str, str | None] = {
    "id": "psn_1", "name": NAME, "born_on": "1980-05-12", "subsidy": "none",
}  # fmt: skip
INSERT = text(
    "INSERT INTO person (id, name, sex, born_on, id_number, id_number_index, subsidy)"
    " VALUES (:id, :name, 'M', CAST(CAST(:born_on AS TEXT) AS DATE), '', '', :subsidy)"
)
BAD: dict[str, dict[str, str | None]] = {
    "born_on": {"born_on": None},
    "ck_person_subsidy": {"subsidy": NAME},
    "pk_person": dict(GOOD),
    "22007": {"born_on": NAME},
    "22001": {"id": NAME * 10},
}
"""What is wrong with the second of two rows, by the word that must still be told."""


def told(runtime: Runtime, wrong: dict[str, str | None]) -> str:
    """The line of the log about a crash in these two inserts."""
    try:
        with runtime.engine.begin() as connection:
            connection.execute(INSERT, GOOD)
            connection.execute(INSERT, GOOD | {"id": "psn_2"} | wrong)
    except DBAPIError:
        record = logging.LogRecord("gongji", logging.ERROR, "", 0, "crash", None, sys.exc_info())
        return JsonLines().format(record)
    raise AssertionError("the row was taken")


def test_an_error_of_postgresql_tells_no_value(
    postgresql_databases: PostgresDatabases, tmp_path: Path
) -> None:
    """Its DETAIL would print the failing row, and bad data is quoted in the first line."""
    with postgresql_databases.fresh() as url:
        runtime = create_app(read_settings(environment(url, tmp_path))).extensions["gongji"]
        for kept, wrong in BAD.items():
            line = told(runtime, wrong)
            assert kept in line
            assert not any(hidden in line for hidden in (NAME, "DETAIL", "Failing row", "psn_1"))
        runtime.engine.dispose()


@pytest.mark.parametrize("path", ["/mini", "/mini?x=1", "/mini//", "//evil.example/mini", "//mini"])
def test_a_redirect_stays_on_this_site(
    sqlite_databases: SqliteDatabases, tmp_path: Path, path: str
) -> None:
    with sqlite_databases.fresh() as url:
        app = create_app(read_settings(environment(url, tmp_path)))
        with app.test_client().get(path, headers={"Host": "evil.example"}) as answer:
            where = answer.headers.get("Location", "/")
        app.extensions["gongji"].engine.dispose()
    assert where.startswith("/")
    assert not where.startswith(("//", "/\\"))
    assert "evil" not in where


def test_production_keeps_the_testers_panel_to_itself(
    sqlite_databases: SqliteDatabases, tmp_path: Path
) -> None:
    build = tmp_path / "build"
    names = ("tester.html", "panel/tester.js", "PANEL/x.js", "assets/a.js")
    for name in ("index.html", *names):
        (build / name).parent.mkdir(parents=True, exist_ok=True)
        (build / name).write_text(name)
    found: dict[str, list[str]] = {}
    for mode, told_ in {"sandbox": environment, "production": in_production}.items():
        with sqlite_databases.fresh() as url:
            app = create_app(read_settings(told_(url, tmp_path, GONGJI_MINI_DIR=str(build))))
            found[mode] = []
            for name in names:
                with app.test_client().get(f"/mini/{name}") as answer:
                    found[mode] += [name] if answer.status_code == 200 else []
            app.extensions["gongji"].engine.dispose()
    assert found == {"sandbox": list(names), "production": ["assets/a.js"]}
