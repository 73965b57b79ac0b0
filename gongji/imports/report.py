"""The outcome of every row: counted for the screen, listed line by line in a report file."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from gongji.kernel.problems import FieldError

HEADER = ("line", "result", "field", "code", "说明", "what is wrong")
ENGLISH: Mapping[str, str] = {
    "required": "must be filled in",
    "ragged": "has more or fewer cells than the header",
    "repeated": "stands on an earlier line already",
    "unknown": "names no person and nothing that is known here",
    "choice": "is none of the words that may stand here",
    "id_number": "is no valid ID number",
    "phone": "is no phone number of eleven digits",
    "telephone": "is no telephone number of digits and hyphens",
    "name": "is no name of letters and middle dots",
    "area": "is no area code of six digits",
    "amount": "is no amount in yuan with at most two decimals",
    "zero": "must be more than zero",
    "share": "is no share from 0 to 1 with at most four decimals",
    "flag": "is neither yes nor no",
    "order": "ends before it begins",
    "services": "is no list of services with their days",
    "words": "has a word that may not stand here",
    "date": "is no date like 2025-06-10",
    "format": "has not the form that is asked for",
    "range": "lies outside of the bounds",
    "too_long": "is too long",
    "characters": "has characters that may not stand here",
    "future": "has not begun yet",
    "account": "does not go with having or not having a personal account",
    "no_account": "belongs to somebody without a personal account",
    "category": "does not go with the kind of insurance",
    "credited": "has been credited for this month already",
    "other_name": "is on record under another name",
    "taken": "belongs to somebody else already",
    "level": "does not go with the kind of institution",
}


class Result(StrEnum):
    """What became of a row; `bad` ones were not written."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one row."""

    line: int
    result: Result
    error: FieldError | None = None

    def cells(self) -> tuple[str | int, ...]:
        """The cells of its line in a report, as in HEADER."""
        if self.error is None:
            return self.line, self.result, "", "", "", ""
        english = ENGLISH.get(self.error.code, "is not valid")
        field = self.error.pointer.lstrip("/")
        return (
            self.line,
            self.result,
            field,
            self.error.code,
            f"{field} {self.error.title}".strip(),
            f"{field or 'the row'} {english}",
        )


def bad(line: int, field: str, code: str, why: str) -> Outcome:
    return Outcome(line, Result.BAD, FieldError(field, code, why))


def write_report(path: Path, outcomes: Iterable[Outcome]) -> None:
    """Writes one line per row, to a temporary file that is then renamed to `path`."""
    unfinished = path.with_name(f"{path.name}.part")
    with unfinished.open("w", encoding="utf-8-sig", newline="") as opened:
        report = csv.writer(opened)
        report.writerow(HEADER)
        report.writerows(outcome.cells() for outcome in outcomes)
    unfinished.replace(path)


def counted(outcomes: Iterable[Outcome]) -> Mapping[Result, int]:
    """How many rows had each result; zero where none had."""
    found = Counter(outcome.result for outcome in outcomes)
    return {result: found[result] for result in Result}
