"""How everything is sent, and what is kept of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

from flask import Flask

from tests.scale.reading import Readings
from tests.support.cast import Answer, Send


def whatever(app: Flask) -> Send:
    """Sends to the application in this process; a page or a file comes back as nothing."""

    def send(method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        reply = app.test_client().open(path, method=method, data=body, headers=dict(headers))
        is_json = reply.is_json and reply.data
        content = json.loads(reply.data, parse_float=Decimal) if is_json else {}
        return Answer(reply.status_code, content, dict(reply.headers))

    return send


def noted(send: Send, seen: Readings, done: list[tuple[str, str, Answer]]) -> Send:
    """Names what is being done for whoever reads along, and keeps how it ended."""

    def act(method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        before, seen.what = seen.what, f"{method} {path.rsplit('/api/v1', maxsplit=1)[-1]}"
        try:
            answer = send(method, path, body, headers)
        finally:
            seen.what = before
        done.append((method, path, answer))
        return answer

    return act
