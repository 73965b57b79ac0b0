"""Nothing that a client can see has changed since the replies were recorded.

Where a change is meant to be seen, `make recorded` writes the files anew and the diff is reviewed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from flask import Flask

from gongji.fsi.service import KINDS
from tests.recorded.comparing import changes, difference, fail_on, recorded
from tests.recorded.pretty import pretty
from tests.recorded.recorder import Step
from tests.recorded.script import OPENAPI, REPLIES, document, play


def test_every_reply_is_as_recorded(app: Flask) -> None:
    before, now = recorded(REPLIES), play(app)
    assert list(now) == list(before)
    fail_on([one for name in now for one in changes(name, before[name], now[name])])


def test_the_openapi_document_is_as_recorded(app: Flask) -> None:
    before, now = recorded(OPENAPI), document(app)
    if pretty(before) != pretty(now):
        fail_on([difference("openapi.json", before, now)])


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
