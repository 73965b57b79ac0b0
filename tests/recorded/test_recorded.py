"""Nothing that a client can see has changed since the replies were recorded.

Where a change is meant to be seen, `make recorded` writes the files anew and the diff is reviewed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from flask import Flask

from gongji.fsi.registry import KINDS
from gongji.fsi.tables import TRANSACTIONS, Node
from tests.recorded.comparing import changes, difference, fail_on, recorded
from tests.recorded.pretty import pretty
from tests.recorded.recorder import Step
from tests.recorded.script import OPENAPI, REPLIES, document, play

STREAM = "application/octet-stream"


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


def test_every_reply_has_what_its_output_table_requires() -> None:
    """Fields beside the table's are allowed: replies of one kind say the same everywhere."""
    steps = [step for chapter in recorded(REPLIES).values() for step in chapter]
    answered = [
        (infno, step["body"]["output"])
        for step in steps
        if (infno := served(step)) and isinstance(step["body"], dict)
    ]
    assert {infno for infno, _ in answered} == set(KINDS) - {"9102"}
    faults = {
        f"{infno} {fault}"
        for infno, output in answered
        for node in TRANSACTIONS[infno].outputs
        for fault in misfits(node, output.get(node.name) if node.name else output)
    }
    assert faults == set()


def misfits(node: Node, value: Any) -> Iterator[str]:
    """Required fields of a node that its rows lack, and codes that are in no table."""
    if value is None:
        if node.is_required:
            yield node.name
        return
    if not isinstance(value, dict | list):
        value = {node.name: value}  # 9002 replies with the bare moment
    for row in value if isinstance(value, list) else [value]:
        for field in node.fields:
            given = row.get(field.name)
            if field.required and given in (None, ""):
                yield f"{node.name}/{field.name}"
            if given not in (None, "") and field.codes and str(given) not in field.codes:
                yield f"{node.name}/{field.name} {given}"
        for child in node.children.values():
            yield from misfits(child, row.get(child.name))


def served(step: Step) -> str | None:
    """The number of the transaction, where the gateway accepted it; a stream is a success."""
    body, is_stream = step["body"], step["headers"].get("Content-Type") == STREAM
    accepted = is_stream or (isinstance(body, dict) and body.get("infcode") == 0)
    return str(step["sent"]["infno"]) if accepted else None


def operations(openapi: Any) -> Iterator[tuple[str, str]]:
    for path, methods in openapi["paths"].items():
        for method in methods.keys() - {"parameters"}:
            yield method.upper(), path


def is_of(asked: str, method: str, path: str) -> bool:
    address = re.sub(r"\{.*?\}", "[^/?]+", path)
    return bool(re.fullmatch(rf"{method} {address}(\?.*)?", asked))
