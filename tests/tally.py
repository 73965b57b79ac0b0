"""Adds up JUnit reports and ends with `N passed, N failed`: `python -m tests.tally FILE...`.

A report that is not there counts as one failure, and so does a skipped test: nothing is skipped.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

BAD = ("failure", "error", "skipped")


def main(arguments: Sequence[str]) -> int:
    counts = [count(Path(argument)) for argument in arguments]
    passed, failed = (sum(column) for column in zip(*counts, strict=True))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def count(report: Path) -> tuple[int, int]:
    """How many passed, how many did not."""
    try:
        cases = list(ElementTree.parse(report).iter("testcase"))  # noqa: S314 (written by us)
    except (OSError, ElementTree.ParseError) as trouble:
        print(f"no report: {trouble}")
        return 0, 1
    failed = sum(any(case.find(kind) is not None for kind in BAD) for case in cases)
    return len(cases) - failed, failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
