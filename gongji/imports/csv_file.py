"""Reads a CSV file with a header, in UTF-8, and numbers its lines."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


class BadSheet(ValueError):
    """The file is not readable as the expected CSV; the message says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Column names that the header must or may have, in any order."""

    required: Sequence[str]
    optional: Sequence[str] = ()

    def check(self, header: Sequence[str]) -> None:
        """Raises BadSheet if a column is missing, unknown or repeated."""
        known = {*self.required, *self.optional}
        for what, names in (
            ("lacks", sorted(set(self.required) - set(header))),
            ("has the unknown", sorted(set(header) - known)),
            ("has twice the", sorted({name for name in header if header.count(name) > 1})),
        ):
            if names:
                raise BadSheet(f"The header {what} column {', '.join(names)}.")


@dataclass(frozen=True, slots=True)
class Line:
    """One row by column, blank cells left out; `number` is its line in the file."""

    number: int
    cells: Mapping[str, str] = field(repr=False)
    ragged: bool = False


def read(path: Path, columns: Columns) -> Iterator[Line]:
    """Every row that is not empty. Raises BadSheet, also in the middle of the file."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.reader(opened, strict=True)
            header = [name.strip() for name in next(reader, [])]
            columns.check(header)
            before = reader.line_num
            for row in reader:
                number, before = before + 1, reader.line_num
                texts = [text.strip() for text in row]
                if any(texts):
                    pairs = zip(header, texts, strict=False)
                    cells = {name: text for name, text in pairs if text}
                    yield Line(number, cells, ragged=len(texts) != len(header))
    except UnicodeDecodeError as trouble:
        raise BadSheet(f"{path.name} is not UTF-8 text.") from trouble
    except (csv.Error, OSError) as trouble:
        raise BadSheet(f"{path.name} cannot be read: {trouble}.") from trouble
