"""What a process imports: no more than its command needs, but always every table."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from gongji import bootstrap
from gongji.kernel.db import Base
from tests.databases import SqliteDatabases
from tests.serving import environment

HTTP = {"flask", "werkzeug", "marshmallow", "jinja2", "gunicorn", "gongji.bootstrap"}
PAPERS = {"fpdf", "fontTools", "PIL", "xlsxwriter"}
RUN = """
import sys
from gongji.cli import main
sys.argv[1:] = {words!r}
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""


def imported(program: str, settings: dict[str, str]) -> set[str]:
    """The names that this program leaves on its error stream."""
    done = subprocess.run(
        [sys.executable, "-c", program], env=settings, capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


def test_the_list_of_commands_needs_nothing_but_click(tmp_path: Path) -> None:
    settings = environment("sqlite://", tmp_path)
    found = imported(RUN.format(words=["--help"]), settings)
    assert {one for one in found if one.startswith("gongji.")} == {"gongji.cli"}
    assert found & {"sqlalchemy", "cryptography", "yaml", *HTTP, *PAPERS} == set()


@pytest.mark.parametrize(
    ("words", "needless"),
    [
        (["reconcile"], {"alembic", *HTTP, *PAPERS}),
        (["job", "run", "expire"], {"alembic", "flask", "gongji.bootstrap", *PAPERS}),
        (["keys", "show"], {"alembic", *HTTP, *PAPERS}),
        (["migrate"], HTTP | PAPERS),
        (["openapi"], PAPERS),
    ],
)
def test_a_command_imports_what_it_needs(
    sqlite_databases: SqliteDatabases, tmp_path: Path, words: Sequence[str], needless: set[str]
) -> None:
    with sqlite_databases.fresh() as url:
        found = imported(RUN.format(words=list(words)), environment(url, tmp_path))
    assert found & {"psycopg", *needless} == set()


def test_every_process_knows_every_table(tmp_path: Path) -> None:
    program = (
        "import sys, gongji.assembly; from gongji.kernel.db import Base;"
        "print(*Base.metadata.tables, file=sys.stderr)"
    )
    assert bootstrap.BLUEPRINTS, "the whole application is imported here"
    assert imported(program, environment("sqlite://", tmp_path)) == set(Base.metadata.tables)
