"""A database belongs to one environment and one set of keys: every entrance turns others away."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import click
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.assembly import create_runtime
from gongji.cli import Listed, main
from gongji.config import read_settings
from gongji.kernel.db import Base
from gongji.kernel.mark import NOT_OF_THE_BUSINESS, DatabaseMark, ForeignDatabase, is_empty
from gongji.ledger import immutable
from gongji.migrations.run import downgrade
from gongji.sandbox.reset import empty, load_demo_if_empty, reset
from tests.imports.desk import command
from tests.support.databases import SqliteDatabases
from tests.support.serving import DATA_KEY, GONGJI, INDEX_KEY, SECRET, environment, in_production

ROOT = Path(__file__).parent.parent
OTHER_KEY = "5a09c7e2b1f46d83907eac1f2853bd640e97f2c84b16da3509bf7e8162cd430f"
OTHER_SECRET = "another-text-that-nobody-would-guess-0917"
MODES = {"sandbox": environment, "production": in_production}
FOREIGN = [("sandbox", "production"), ("production", "sandbox")]

Environ = dict[str, str]


@contextmanager
def application(environ: Environ) -> Iterator[Runtime]:
    """The runtime of such a process; raises as create_runtime."""
    made = create_runtime(read_settings(environ))
    try:
        yield made
    finally:
        made.engine.dispose()


def people(folder: Path) -> Path:
    path = folder / "people.csv"
    path.write_text(
        "name,id_number,kind,area\n陈建国,430199198005120014,resident,430100\n", "utf-8"
    )
    return path


def own(environ: Environ, folder: Path) -> None:
    """Puts somebody into the database, as its environment does."""
    if environ["GONGJI_ENV"] == "sandbox":
        with application(environ) as runtime:
            load_demo_if_empty(runtime)
    else:
        done = command(environ, *IMPORT, str(people(folder)))
        assert (done.exit_code, "1 added" in done.output) == (0, True), done.output


def content(database_url: str, folder: Path) -> dict[str, object]:
    """Every row of every table, and every byte of every file; readers lock in the -shm file."""
    kept: dict[str, object] = {one.name: one.read_bytes() for one in folder.iterdir()}
    url = sa.make_url(database_url)
    if url.drivername == "sqlite":
        file = Path(url.database or "")
        files = {one.name: one.read_bytes() for one in file.parent.glob(f"{file.name}*")}
        return kept | {name: files[name] for name in files if not name.endswith("-shm")}
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        for name in sa.inspect(connection).get_table_names():
            rows = connection.exec_driver_sql(f"SELECT * FROM {name}").all()
            kept[name] = sorted(map(repr, rows))
    return kept


ARGUMENTS: dict[str, list[str]] = {
    "serve": [], "worker": [], "migrate": [], "reconcile": [], "openapi": [],
    "job run": ["reconcile"], "keys show": [], "keys rotate": [],
    "credit import": ["FILE"], "people import": ["FILE"], "institution import": ["FILE"],
    "catalogue import": ["FILE"], "registration import": ["FILE"], "office import": ["FILE"],
    "qualification import": ["FILE"],
    "institution add": [
        "H1", "--name", "x", "--area", "430105", "--kind", "hospital", "--level", "3",
    ],
    "institution key new": ["H1"], "institution key retire": ["H1-X"],
    "institution pin": ["H1", "--scheme", "gj"], "institution suspend": ["H1", "--why", "x"],
    "institution resume": ["H1", "--why", "x"], "institution list": [], "institution show": ["H1"],
    "notice add": ["--area", "430000", "--title", "a", "--text", "b"],
    "maintenance add": [
        "--area", "430000", "--feature", "binding", "--from", "2025-06-10 08:00",
        "--to", "2025-06-10 09:00",
    ],
    "policy gaps": [], "policy diff": ["packs", "packs"],
    "policy whatif": ["--pack", "packs", "--from", "2026-01-01", "--to", "2026-06-30"],
    "quota clearing": ["--month", "2025-05"],
    "fsi journal": ["--institution", "H43010599902"],
    "sandbox generate": ["--people", "4"], "sandbox credit-file": ["FILE"],
}  # fmt: skip
IMPORT = ("people", "import")
HEADERS = {
    "credit import": "id_number,month,amount_yuan", "people import": "name,id_number,kind,area",
    "institution import": "code,name,area,kind",
    "catalogue import": "code,name,kind,level,self_rate",
    "registration import": "id_number,kind,code,name,until",
    "qualification import": "id_number,disease,code,valid_to",
    "office import": "code,name,area,address,phone",
}  # fmt: skip


def leaves(group: click.Group, path: str = "") -> Iterator[str]:
    for name, named in group.commands.items():
        found = named.load() if isinstance(named, Listed) else named
        if isinstance(found, click.Group):
            yield from leaves(found, f"{path}{name} ")
        else:
            yield f"{path}{name}"


def every_command(folder: Path) -> Iterator[list[str]]:
    file = folder / "rows.csv"
    for path in leaves(main):
        file.write_text(HEADERS.get(path, "") + "\n", "utf-8")
        words = [str(file) if word == "FILE" else word for word in ARGUMENTS[path]]
        yield [*path.split(), *words]


@pytest.mark.parametrize(("mine", "theirs"), FOREIGN)
def test_every_command_turns_away_from_the_other_environment(
    database_url: str, tmp_path: Path, mine: str, theirs: str
) -> None:
    mine_told, theirs_told = (MODES[one](database_url, tmp_path) for one in (mine, theirs))
    own(mine_told, tmp_path)
    (tmp_path / "rows.csv").touch()
    before = content(database_url, tmp_path)
    for words in every_command(tmp_path):
        done = command(theirs_told, *words)
        assert done.exit_code == 2, (words, done.output)
        assert f"marked {mine}, but GONGJI_ENV says {theirs}" in done.output, (words, done.output)
    assert content(database_url, tmp_path) | {"rows.csv": b""} == before


@pytest.mark.parametrize(("mine", "theirs"), FOREIGN)
def test_the_served_program_turns_away_too(
    database_url: str, tmp_path: Path, mine: str, theirs: str
) -> None:
    own(MODES[mine](database_url, tmp_path), tmp_path)
    before = content(database_url, tmp_path)
    done = subprocess.run(
        [GONGJI, "serve"],
        env=MODES[theirs](database_url, tmp_path, GONGJI_PORT="1"),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 2
    assert f"marked {mine}, but GONGJI_ENV says {theirs}" in done.stderr
    assert content(database_url, tmp_path) == before


@pytest.mark.parametrize(("mine", "theirs"), FOREIGN)
def test_the_mark_is_named_before_whatever_else_is_wrong(
    sqlite_databases: SqliteDatabases, tmp_path: Path, mine: str, theirs: str
) -> None:
    """Neither what is missing nor adapters in the sandbox; and no secret is drawn in its folder."""
    with sqlite_databases.fresh() as url:
        own(MODES[mine](url, tmp_path), tmp_path)
        before = content(url, tmp_path)
        for left in ("GONGJI_PORT", "GONGJI_SECRET", "GONGJI_ADAPTERS", "GONGJI_DATA_KEYS"):
            told = in_production(url, tmp_path, **{"GONGJI_ENV": theirs, left: ""})
            done = command(told, "serve")
            assert (done.exit_code, f"marked {mine}, but" in done.output) == (2, True), done.output
        assert content(url, tmp_path) == before


@pytest.mark.parametrize(
    ("program", "mine", "theirs"),
    [("app.py", "production", "sandbox"), ("wsgi.py", "sandbox", "production")],
)
def test_neither_application_file_serves_the_other_environment(
    sqlite_databases: SqliteDatabases, tmp_path: Path, program: str, mine: str, theirs: str
) -> None:
    with sqlite_databases.fresh() as url:
        own(MODES[mine](url, tmp_path), tmp_path)
        done = subprocess.run(
            [sys.executable, ROOT / program],
            env=MODES[theirs](url, tmp_path),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    assert (done.returncode, f"marked {mine}" in done.stderr) == (1, True), done.stderr


UNMARKED = "0010"
"""The last schema without a mark."""


def before_the_mark(environ: Environ) -> None:
    runtime = create_runtime(read_settings(environ))
    downgrade(runtime.engine, UNMARKED)
    runtime.engine.dispose()


@pytest.mark.parametrize(("mine", "theirs"), FOREIGN)
def test_an_older_database_is_known_by_its_rows(
    database_url: str, tmp_path: Path, mine: str, theirs: str
) -> None:
    mine_told, theirs_told = (MODES[one](database_url, tmp_path) for one in (mine, theirs))
    own(mine_told, tmp_path)
    before_the_mark(mine_told)
    refused = command(theirs_told, "migrate")
    assert f"by its rows it is {mine}, but GONGJI_ENV says {theirs}" in refused.output
    taken = command(mine_told, "migrate")
    assert taken.exit_code == 0, taken.output
    with application(mine_told) as runtime:
        row = runtime.run(lambda ctx: ctx.db.get(DatabaseMark, 1), writes=False)
    assert row is not None
    assert row.environment == mine


@pytest.mark.parametrize("mine", MODES)
def test_an_empty_database_belongs_to_whoever_migrates_it(tmp_path: Path, mine: str) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    assert command(MODES[mine](url, tmp_path), "migrate").exit_code == 0
    other = {"sandbox": "production", "production": "sandbox"}[mine]
    assert f"marked {mine}" in command(MODES[other](url, tmp_path), "migrate").output


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GONGJI_SECRET", OTHER_SECRET),
        ("GONGJI_DATA_KEYS", f"1:{OTHER_KEY}"),
        ("GONGJI_DATA_KEYS", f"2:{OTHER_KEY}"),
        ("GONGJI_INDEX_KEY", OTHER_KEY),
    ],
)
def test_a_database_sealed_with_other_keys_is_refused_by_the_settings_name(
    database_url: str, tmp_path: Path, name: str, value: str
) -> None:
    own(in_production(database_url, tmp_path), tmp_path)
    before = content(database_url, tmp_path)
    refused = command(in_production(database_url, tmp_path, **{name: value}), "reconcile")
    assert (refused.exit_code, f"other keys: {name}" in refused.output) == (2, True)
    assert content(database_url, tmp_path) == before


def test_a_secret_drawn_anew_is_refused_in_the_sandbox(database_url: str, tmp_path: Path) -> None:
    own(environment(database_url, tmp_path), tmp_path)
    told = environment(database_url, tmp_path, GONGJI_SECRET=OTHER_SECRET)
    with pytest.raises(ForeignDatabase, match="GONGJI_SECRET"), application(told):
        pass


def test_a_new_key_beside_the_old_one_is_taken_and_then_needed(
    database_url: str, tmp_path: Path
) -> None:
    own(in_production(database_url, tmp_path), tmp_path)
    added = {
        "GONGJI_DATA_KEYS": f"1:{DATA_KEY},2:{OTHER_KEY}",
        "GONGJI_SECRET": OTHER_SECRET,
        "GONGJI_OLD_SECRET": SECRET,
    }
    assert command(in_production(database_url, tmp_path, **added), "reconcile").exit_code == 0
    for left_out in (f"1:{DATA_KEY}", f"2:{OTHER_KEY}", f"1:{DATA_KEY},2:{INDEX_KEY[::-1]}"):
        told = in_production(database_url, tmp_path, **added | {"GONGJI_DATA_KEYS": left_out})
        assert "GONGJI_DATA_KEYS" in command(told, "reconcile").output
    del added["GONGJI_OLD_SECRET"]
    assert command(in_production(database_url, tmp_path, **added), "reconcile").exit_code == 0


def _execute(statement: str, ctx: Context) -> None:
    ctx.db.connection().exec_driver_sql(statement)


def test_nothing_is_emptied_without_the_mark_of_the_sandbox(app: Flask, runtime: Runtime) -> None:
    client = app.test_client()
    assert load_demo_if_empty(runtime)
    acts: list[Callable[[Context], object]] = [
        lambda ctx: empty(ctx.db),
        lambda ctx: immutable.lift(ctx.db),
        lambda ctx: reset(ctx, name="demo"),
    ]
    for marked in (
        "UPDATE database_mark SET environment = 'production'",
        "DELETE FROM database_mark",
    ):
        runtime.run(partial(_execute, marked))
        for act in acts:
            with pytest.raises(ForeignDatabase):
                runtime.run(act)
        assert client.post("/api/v1/sandbox/reset", json={"name": "demo"}).status_code >= 500
        assert not runtime.run(lambda ctx: is_empty(ctx.db), writes=False)
    assert len(client.get("/api/v1/sandbox/personas").get_json()["items"]) > 3


def anything(column: sa.Column[Any]) -> object:
    """Some value that SQLite stores in the column."""
    if isinstance(column.type, sa.Integer | sa.BigInteger | sa.Boolean | sa.Numeric):
        return 1
    return "x"


def test_the_demo_is_loaded_only_where_every_table_is_empty(
    sqlite_databases: SqliteDatabases, tmp_path: Path
) -> None:
    """One row in any table is enough to keep the demo away."""
    with sqlite_databases.fresh() as url, application(environment(url, tmp_path)) as runtime:
        runtime.run(lambda ctx: ctx.now)
        for table in Base.metadata.sorted_tables:
            columns = [one for one in table.columns if not one.nullable]
            row = {one.name: anything(one) for one in columns}
            with Session(runtime.engine) as db:
                for pragma in ("defer_foreign_keys", "ignore_check_constraints"):
                    db.connection().exec_driver_sql(f"PRAGMA {pragma}=ON")
                assert is_empty(db)
                names, marks = ", ".join(row), ", ".join("?" for _ in row)
                if table.name not in NOT_OF_THE_BUSINESS:
                    insert = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"
                    db.connection().exec_driver_sql(insert, tuple(row.values()))
                    assert not is_empty(db), table.name
        assert command(environment(url, tmp_path), *IMPORT, str(people(tmp_path))).exit_code == 0
        assert not load_demo_if_empty(runtime)


def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    told = environment("", folder, GONGJI_SECRET="")
    assert command(told, "migrate").exit_code == 0
    for file in folder.iterdir():
        file.chmod(0o644)
    folder.chmod(0o755)
    with application(told) as runtime:
        load_demo_if_empty(runtime)
        modes = {one.name: one.stat().st_mode & 0o777 for one in folder.iterdir()}
        wanted = ("secret", "gongji.sqlite3", "gongji.sqlite3-wal", "gongji.sqlite3-shm")
        assert modes == dict.fromkeys(wanted, 0o600)
        assert folder.stat().st_mode & 0o777 == 0o700
    report = tmp_path / "people.csv.report.csv"
    assert command(told, *IMPORT, str(people(tmp_path))).exit_code == 0
    assert command(told, "sandbox", "credit-file", str(tmp_path / "credits.csv")).exit_code == 0
    for made in (report, tmp_path / "credits.csv"):
        assert made.stat().st_mode & 0o777 == 0o600
