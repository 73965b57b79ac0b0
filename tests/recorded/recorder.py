"""Sends requests to the application in this process and keeps what it answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from flask import Flask

from tests.recorded.placeholders import Placeholders
from tests.recorded.pretty import in_order
from tests.support.cast import Answer

HEADERS_KEPT = ("Content-Type", "Content-Disposition", "Retry-After", "Allow")
BINARY = ("application/pdf", "application/vnd.openxmlformats", "font/", "image/")

Step = dict[str, Any]
"""One request and its reply: what was asked, what was sent, status, headers and body."""


@dataclass
class Recorder:
    """A `Send` of the tests' cast; `chapters` holds the steps by chapter in their order."""

    app: Flask
    chapters: dict[str, list[Step]] = field(default_factory=dict)
    _placeholders: Placeholders = field(default_factory=Placeholders)

    def begin(self, chapter: str) -> None:
        self.chapters[chapter] = []

    def __call__(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        client = self.app.test_client(use_cookies=False)
        reply = client.open(path, method=method, data=body, headers=dict(headers))
        kept = {name: reply.headers[name] for name in HEADERS_KEPT if name in reply.headers}
        step = {
            "asked": f"{method} {path}",
            "sent": _read(body, "application/json"),
            "status": reply.status_code,
            "headers": kept,
            "body": _read(reply.data, reply.content_type or ""),
        }
        (*_, steps) = self.chapters.values()
        steps.append({part: self._placeholders.replace(in_order(step[part])) for part in step})
        parsed = reply.get_json(silent=True)
        told = parsed if parsed is not None else {"file": reply.data}
        return Answer(reply.status_code, told, dict(reply.headers))


def _read(content: bytes, content_type: str) -> Any:
    """JSON as it stands, a text by its lines, of any other file its kind alone."""
    if not content:
        return None
    if content_type.startswith(BINARY):
        return f"<{content_type}>"
    text = content.decode("utf-8", "backslashreplace")
    if "json" in content_type:
        try:
            return json.loads(text, parse_float=Decimal)
        except ValueError:
            return text
    return text.splitlines()
