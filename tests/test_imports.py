"""What a process imports: no more than its command needs, but always every table."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from gongji.bootstrap import create_app  # noqa: F401 (imports every part, and so every table)
from gongji.kernel.db import Base
from tests.support.databases import SqliteDatabases
from tests.support.serving import environment

HTTP = {"flask", "werkzeug", "marshmallow", "jinja2", "gunicorn", "gongji.bootstrap"}
PAPERS = {"fpdf", "fontTools", "PIL", "xlsxwriter"}
PROGRAM = """
import sys
from gongji.cli import main
sys.argv[1:] = {words!r}
try:
    main()
finally:
    db = sys.modules.get("gongji.kernel.db")
    print(*sys.modules, "and", *(db.Base.metadata.tables if db else ()), file=sys.stderr)
"""


@dataclass(frozen=True, slots=True)
class Process:
    """What a command had imported at its end, and the tables it knew."""

    modules: set[str]
    tables: set[str]


def process(words: Sequence[str], settings: dict[str, str]) -> Process:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(words=list(words))],
        env=settings,
        capture_output=True,
        text=True,
        check=True,
    )
    modules, _, tables = done.stderr.partition(" and ")
    return Process(set(modules.split()), set(tables.split()))


def test_the_list_of_commands_needs_nothing_but_click(tmp_path: Path) -> None:
    listed = process(["--help"], environment("sqlite://", tmp_path))
    assert {one for one in listed.modules if one.startswith("gongji.")} == {"gongji.cli"}
    assert listed.modules & {"sqlalchemy", "cryptography", "yaml", *HTTP, *PAPERS} == set()


@pytest.mark.parametrize(
    ("words", "needless"),
    [
        (["reconcile"], {"alembic", *HTTP, *PAPERS}),
        (["job", "run", "expire"], {"alembic", "flask", "gongji.bootstrap", *PAPERS}),
        (["migrate"], HTTP | PAPERS),
        (["openapi"], {"alembic", *PAPERS}),
    ],
)
def test_a_command_imports_what_it_needs_and_every_table(
    sqlite_databases: SqliteDatabases, tmp_path: Path, words: Sequence[str], needless: set[str]
) -> None:
    with sqlite_databases.fresh() as url:
        ended = process(words, environment(url, tmp_path))
    assert ended.modules & {"psycopg", *needless} == set()
    assert ended.tables == set(Base.metadata.tables)


def test_the_application_lists_every_refusal_from_its_start(tmp_path: Path) -> None:
    """`/docs/problems` shows what is declared in modules that are imported."""
    url = f"sqlite:///{tmp_path / 'books.sqlite3'}"
    ended = process(["openapi"], environment(url, tmp_path))
    root = Path(__file__).parent.parent
    declared = {
        ".".join(path.relative_to(root).with_suffix("").parts)
        for path in root.glob("gongji/*/problems.py")
    }
    assert declared - ended.modules == set()
