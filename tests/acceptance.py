"""Serves gongji on SQLite and on PostgreSQL and runs the acceptance suite against each.

`python -m tests.acceptance` finds the suite in the folder that GONGJI_ACCEPTANCE names and leaves
out the ids of acceptance_pending.txt. Exit code 0: everything else passed on both.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.support.databases import PostgresDatabases, SqliteDatabases
from tests.support.postgres import NoPostgres, postgres_server
from tests.support.serving import last_words, serving

SETTING = "GONGJI_ACCEPTANCE"
PENDING = Path(__file__).with_name("acceptance_pending.txt")
WORKERS = {"sqlite": 1, "postgresql": 4}


def main(arguments: Sequence[str] | None = None) -> int:
    options = parse(arguments)
    suite = Path(os.environ.get(SETTING) or "missing").resolve()
    if not (suite / "run.py").is_file():
        print(f"{SETTING} must name the folder of the acceptance suite (the one with run.py).")
        return 2
    chosen = [f"--skip={','.join(pending())}", f"--only={options.only}"]
    try:
        good = [run(suite, kind, chosen, options.reports) for kind in options.on]
    except NoPostgres as trouble:
        print(trouble)
        return 1
    return 0 if all(good) else 1


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The acceptance suite on both databases.")
    parser.add_argument("--on", nargs="+", choices=WORKERS, default=list(WORKERS))
    parser.add_argument("--only", default="", help="S03,B12 and so on")
    parser.add_argument("--reports", type=Path, help="write JUnit XML files into this folder")
    return parser.parse_args(arguments)


def pending() -> list[str]:
    """The ids of scenarios that gongji does not yet satisfy, each with its reason beside it."""
    lines = PENDING.read_text("utf-8").splitlines()
    return [line.split()[0] for line in lines if line and not line.startswith("#")]


def run(suite: Path, kind: str, chosen: Sequence[str], reports: Path | None) -> bool:
    """Whether every chosen scenario passed on this kind of database; one line each is printed."""
    label = f"[{kind}, workers: {WORKERS[kind]}]"
    with tempfile.TemporaryDirectory(prefix="gongji-") as folder, ExitStack() as open_things:
        data_dir = Path(folder)
        address = open_things.enter_context(database(kind, data_dir))
        server = open_things.enter_context(serving(address, data_dir, workers=WORKERS[kind]))
        command = [sys.executable, "run.py", f"--base={server.base}", *chosen]
        if reports:
            reports.mkdir(parents=True, exist_ok=True)
            command.append(f"--junit={reports.resolve() / f'acceptance-{kind}.xml'}")
        passed = follow(command, suite, label)
        if not passed:
            print(f"{label} the last words of the server:\n{last_words(server.log)}")
    return passed


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The address of a new database of this kind."""
    if kind == "sqlite":
        with SqliteDatabases(folder).fresh() as address:
            yield address
        return
    with postgres_server() as server:
        databases = PostgresDatabases(server, folder)
        with databases.fresh() as address:
            yield address
        databases.close()


def follow(command: Sequence[str], folder: Path, label: str) -> bool:
    """Runs it there, every line printed as it comes with the label before it."""
    with subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        for line in process.stdout or ():
            print(label, line.rstrip(), flush=True)
    return process.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
