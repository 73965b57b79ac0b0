"""Nothing that a client can see has changed since the replies were recorded.

Where a change is meant to be seen, `make recorded` writes the files anew and the diff is reviewed.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from http import HTTPStatus
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from gongji.fsi.service import KINDS
from tests.recorded.pretty import pretty
from tests.recorded.recorder import Step
from tests.recorded.script import OPENAPI, REPLIES, document, play

SHOWN_MAX = 5
"""One changed reply shifts the placeholders of those after it, so the first ones say most."""


def recorded(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"), parse_float=Decimal)


def test_every_reply_is_as_recorded(app: Flask) -> None:
    before, now = recorded(REPLIES), play(app)
    assert list(now) == list(before)
    changed = [
        difference(f"{chapter}, step {number}", was, made)
        for chapter in now
        for number, (was, made) in enumerate(zip_longest(before[chapter], now[chapter]), start=1)
        if pretty(was) != pretty(made)
    ]
    if changed:
        shown = "\n".join(changed[:SHOWN_MAX])
        pytest.fail(f"{len(changed)} replies differ, the first of them:\n{shown}", pytrace=False)


def test_the_openapi_document_is_as_recorded(app: Flask) -> None:
    before, now = recorded(OPENAPI), document(app)
    if pretty(before) != pretty(now):
        pytest.fail(difference("openapi.json", before, now), pytrace=False)


def difference(name: str, before: Any, now: Any) -> str:
    asked = (now or before).get("asked", "")
    old, new = (pretty(one).splitlines() for one in (before, now))
    lines = difflib.unified_diff(old, new, "recorded", "now", lineterm="", n=2)
    return "\n".join((f"== {name}: {asked}", *lines))


def test_every_operation_and_every_transaction_is_recorded_with_a_success() -> None:
    steps = [step for chapter in recorded(REPLIES).values() for step in chapter]
    assert {name for step in steps if (name := served(step))} >= set(KINDS)
    succeeded = {step["asked"] for step in steps if step["status"] < HTTPStatus.BAD_REQUEST}
    missing = [
        f"{method} {path}"
        for method, path in operations(recorded(OPENAPI))
        if not any(is_of(asked, method, path) for asked in succeeded)
    ]
    assert missing == []


def served(step: Step) -> str | None:
    """The number of the transaction, where the gateway accepted it."""
    body = step["body"]
    accepted = isinstance(body, dict) and body.get("infcode") == 0
    return str(step["sent"]["infno"]) if accepted else None


def operations(openapi: Any) -> Iterator[tuple[str, str]]:
    for path, methods in openapi["paths"].items():
        for method in methods.keys() - {"parameters"}:
            yield method.upper(), path


def is_of(asked: str, method: str, path: str) -> bool:
    address = re.sub(r"\{.*?\}", "[^/?]+", path)
    return bool(re.fullmatch(rf"{method} {address}(\?.*)?", asked))
