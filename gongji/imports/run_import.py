"""Imports a CSV file: checks every row, writes the good ones in chunks, and reports each.

A row is written whole or not at all. A dry run does the same work and rolls it back.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Generic, Protocol, TypeVar, cast

import marshmallow as ma

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.app.schemas import field_errors
from gongji.imports.csv_file import Columns, Line
from gongji.imports.report import Outcome, Result, bad

Item = TypeVar("Item")
ROWS_AT_ONCE = 500


class Mode(StrEnum):
    """`chunks`: good rows stay, whatever the others are. `strict`: all rows or none."""

    CHUNKS = "chunks"
    STRICT = "strict"
    DRY_RUN = "dry run"


@dataclass(frozen=True, slots=True)
class Numbered(Generic[Item]):
    """A row that was understood, and its line in the file."""

    line: int
    item: Item


class Write(Protocol[Item]):
    """Writes rows in the current transaction and returns the outcome of each."""

    def __call__(self, ctx: Context, rows: Sequence[Numbered[Item]]) -> list[Outcome]: ...


@dataclass(frozen=True)
class CsvImport(Generic[Item]):
    """One kind of CSV file. `key` must be unique in it; outcomes may come in any order."""

    columns: Columns
    schema: ma.Schema
    makes: Callable[..., Item]
    key: Callable[[Item], Hashable]
    write: Write[Item]


class _UndoneError(Exception):
    """Carries what would have happened out of a transaction that is rolled back."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        super().__init__()
        self.outcomes = outcomes


def run_import(
    runtime: Runtime, kind: CsvImport[Item], lines: Iterable[Line], mode: Mode
) -> Iterator[list[Outcome]]:
    """Yields the outcomes of bounded steps, those of rows that cannot be read first.

    A strict run with a bad row writes nothing; the outcomes of its good rows are still yielded.
    """
    good, refused = understand(kind, lines)
    yield refused
    if mode is Mode.STRICT:

        def write_all(ctx: Context) -> list[Outcome]:
            starts = range(0, len(good), ROWS_AT_ONCE)
            return [one for at in starts for one in kind.write(ctx, good[at : at + ROWS_AT_ONCE])]

        yield _in_one_transaction(
            runtime, write_all, keep=lambda outcomes: not (refused or any_bad(outcomes))
        )
        return
    for start in range(0, len(good), ROWS_AT_ONCE):
        some = partial(kind.write, rows=good[start : start + ROWS_AT_ONCE])
        yield _in_one_transaction(runtime, some, keep=lambda _: mode is Mode.CHUNKS)


def any_bad(outcomes: Iterable[Outcome]) -> bool:
    return any(outcome.result is Result.BAD for outcome in outcomes)


def _in_one_transaction(
    runtime: Runtime,
    write: Callable[[Context], list[Outcome]],
    keep: Callable[[list[Outcome]], bool],
) -> list[Outcome]:
    def work(ctx: Context) -> list[Outcome]:
        outcomes = write(ctx)
        if not keep(outcomes):
            ctx.db.flush()
            raise _UndoneError(outcomes)
        return outcomes

    try:
        return runtime.run(work)
    except _UndoneError as undone:
        return undone.outcomes


def understand(
    kind: CsvImport[Item], lines: Iterable[Line]
) -> tuple[list[Numbered[Item]], list[Outcome]]:
    """Rows that can be read, and outcomes of those that cannot or that repeat an earlier one."""
    good: list[Numbered[Item]] = []
    refused: list[Outcome] = []
    seen: dict[Hashable, int] = {}
    for line in lines:
        found = read_row(kind.schema, kind.makes, line)
        if isinstance(found, Outcome):
            refused.append(found)
            continue
        first = seen.setdefault(kind.key(found), line.number)
        if first != line.number:
            refused.append(bad(line.number, "", "repeated", f"与第 {first} 行重复"))
        else:
            good.append(Numbered(line.number, found))
    return good, refused


def read_row(schema: ma.Schema, makes: Callable[..., Item], line: Line) -> Item | Outcome:
    """The row as a typed value, or the outcome with its first error."""
    if line.ragged:
        return bad(line.number, "", "ragged", "单元格数与表头不一致")
    try:
        return makes(**cast("dict[str, object]", schema.load(line.cells)))
    except ma.ValidationError as trouble:
        error = next(field_errors(trouble.messages))
        return Outcome(line.number, Result.BAD, error)
