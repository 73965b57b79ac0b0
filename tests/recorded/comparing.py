"""Recorded steps beside those of today, and a failure that shows where they differ."""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

from tests.recorded.pretty import pretty
from tests.recorded.recorder import Step

SHOWN_MAX = 5
"""One changed reply shifts the placeholders of those after it, so the first ones say most."""

CLAUSES = ("circumstances", "basis", "calculation", "policy_version", "policy_url")


def recorded(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"), parse_float=Decimal)


def without_clauses(told: Any) -> Any:
    """The same without what policies may be cited or numbered anew on any day, and without the
    calculation, the circumstances, and the words about a line, which earlier versions did not keep.
    """
    match told:
        case dict():
            left = {*CLAUSES, "exp_content"} if "feedetl_sn" in told else CLAUSES
            kept = {name: one for name, one in told.items() if name not in left}
            return {name: without_clauses(one) for name, one in kept.items()}
        case list():
            return [without_clauses(one) for one in told]
        case str() if told.startswith('{"mutual":'):
            return without_clauses(json.loads(told))
    return told


def changes(chapter: str, before: Sequence[Step], now: Sequence[Step]) -> list[str]:
    """A readable difference for each step that is not as it was."""
    pairs = enumerate(zip_longest(before, now), start=1)
    return [
        difference(f"{chapter}, step {number}: {(made or was)['asked']}", was, made)
        for number, (was, made) in pairs
        if pretty(was) != pretty(made)
    ]


def difference(title: str, before: Any, now: Any) -> str:
    old, new = (pretty(one).splitlines() for one in (before, now))
    lines = difflib.unified_diff(old, new, "recorded", "now", lineterm="", n=2)
    return "\n".join((f"== {title}", *lines))


def fail_on(differences: Sequence[str]) -> None:
    """Fails the test with the first of them, if there are any."""
    if differences:
        shown = "\n".join(differences[:SHOWN_MAX])
        pytest.fail(f"{len(differences)} differ, the first of them:\n{shown}", pytrace=False)
