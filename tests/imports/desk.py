"""Files on their way in, and what stands in the tables afterwards."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click.testing
from sqlalchemy import func, select

from gongji.app.runtime import Runtime
from gongji.cli import main
from gongji.imports.csv_file import read
from gongji.imports.report import Result, counted
from gongji.imports.run_import import CsvImport, Mode, run_import
from gongji.kernel.db import Base
from tests.support.serving import GONGJI

Row = Sequence[str]


def sheet(folder: Path, header: str, rows: Iterable[Row], *, bom: bool = False) -> Path:
    path = folder / "rows.csv"
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as opened:
        opened.write(f"{header}\r\n")
        csv.writer(opened).writerows(rows)
    return path


def taken_in(
    runtime: Runtime, kind: CsvImport[Any], path: Path, mode: Mode = Mode.CHUNKS
) -> dict[int, tuple[str, str]]:
    """By line: what became of it, and the code of what is wrong."""
    lines = list(read(path, kind.columns))
    outcomes = [one for some in run_import(runtime, kind, lines, mode) for one in some]
    assert len(outcomes) == len(lines) == sum(counted(outcomes).values())
    return {one.line: (one.result.value, one.error.code if one.error else "") for one in outcomes}


def count(runtime: Runtime, table: type[Base]) -> int:
    query = select(func.count()).select_from(table)
    return runtime.run(lambda ctx: ctx.db.execute(query).scalar_one(), writes=False)


def gongji(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """The real command as a process, and what it said."""
    return subprocess.run(
        [GONGJI, *words],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def command(environment: dict[str, str], *words: str) -> click.testing.Result:
    """The same without a process of its own, which costs most of a command's time."""
    return click.testing.CliRunner().invoke(main, words, env=environment)


ADDED, SAME, CHANGED = (Result.ADDED.value, ""), (Result.SAME.value, ""), (Result.CHANGED.value, "")


def refused(code: str) -> tuple[str, str]:
    return Result.BAD.value, code
