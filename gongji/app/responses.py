"""Answers: JSON as UTF-8, and one problem document for every refusal (RFC 9457)."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.exceptions import MethodNotAllowed as WrongMethod

from gongji.kernel.ids import new_id
from gongji.kernel.problems import (
    InternalError,
    MethodNotAllowed,
    NotFound,
    Problem,
    RequestMalformed,
)

PROBLEM_JSON = "application/problem+json"
NO_STORE = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
RETRY_AFTER_S = 60
"""Sent with a 503 or 429 without a time of its own."""

log = logging.getLogger("gongji")


def to_json(content: Any) -> bytes:
    """UTF-8; a lone surrogate, which a refusal may quote from a request, stays an escape."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_day_as_text)
    return text.encode("utf-8", "backslashreplace")


def _day_as_text(value: object) -> str:
    """Dates in free-form parts of an answer; any other type is a bug."""
    assert isinstance(value, date), f"{type(value).__name__} does not belong into an answer"
    return value.isoformat()


def answer(body: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(body, status, headers, content_type="application/json")


@dataclass(frozen=True, slots=True)
class Download:
    """A file for the caller; `make` renders it after the transaction, which stays short."""

    name: str
    media_type: str
    make: Callable[[], bytes]


def download(file: Download) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(file.make(), 200, headers, content_type=file.media_type)


def trace() -> str:
    """The id of this request, for logs and for people who report a problem."""
    if not hasattr(g, "trace"):
        g.trace = new_id("req")
    return str(g.trace)


def document(problem: Problem, trace_id: str) -> dict[str, Any]:
    """The problem document of every refusal (RFC 9457)."""
    return {
        "type": f"/docs/problems#{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.sentence(),
        "code": problem.code,
        "remedy": problem.remedy,
        "basis": [
            asdict(row) if is_dataclass(row) and not isinstance(row, type) else row
            for row in problem.basis
        ],
        "errors": [asdict(error) for error in problem.errors],
        "trace": trace_id,
    }


def refuse(problem: Problem) -> Response:
    response = answer(to_json(document(problem, trace())), problem.status, retry_after(problem))
    response.content_type = PROBLEM_JSON
    return response


def retry_after(problem: Problem) -> dict[str, str]:
    """The header that goes with a 429 or 503."""
    if problem.status not in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        return {}
    return {"Retry-After": str(problem.retry_after_s or RETRY_AFTER_S)}


def as_problem(error: Exception) -> Problem:
    """The Problem for a refusal of werkzeug or a crash."""
    match error:
        case Problem():
            return error
        case WrongMethod():
            return MethodNotAllowed()
        case RequestEntityTooLarge():
            return RequestMalformed(why="请求内容过大。")
        case HTTPException(code=404):
            return NotFound()
        case HTTPException(code=code) if (
            code is not None and code < HTTPStatus.INTERNAL_SERVER_ERROR
        ):
            return RequestMalformed(why="请求无法读取。")
    log.error("crash", exc_info=error, extra={"fields": {"path": request.path, "trace": trace()}})
    return InternalError()


def install(app: Flask) -> None:
    """Every answer carries its trace, every error becomes a problem document, and every redirect
    stays on this site.
    """

    @app.errorhandler(Exception)
    def on_error(error: Exception) -> Response:
        return refuse(as_problem(error))

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["X-Trace-Id"] = trace()
        for name, value in NO_STORE.items():
            response.headers.setdefault(name, value)
        if response.location:
            # The host is what the client sent. A path with two slashes would name another host.
            found = urlsplit(response.location)
            path = "/" + found.path.lstrip("/\\")
            response.headers["Location"] = urlunsplit(("", "", path, found.query, ""))
        return response
