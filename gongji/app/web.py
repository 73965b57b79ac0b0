"""The HTTP road: one decorator composes parsing, role, transaction, idempotency, document."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus
from typing import Any

import marshmallow as ma
from flask import Flask, Response, current_app, request
from flask_smorest import Blueprint as SmorestBlueprint
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import RequestEntityTooLarge

from gongji.app import idempotency
from gongji.app.context import ANYBODY, Actor, Channel, Context, Role
from gongji.app.rate_limits import Origin
from gongji.app.responses import Download, answer, download, to_json
from gongji.app.runtime import Runtime
from gongji.app.schemas import field_errors, is_plain_text
from gongji.kernel.deadline import REQUEST_S, within
from gongji.kernel.problems import (
    Forbidden,
    NotFound,
    Problem,
    RequestInvalid,
    RequestKeyMissing,
    RequestMalformed,
)

API = "/api/v1"
BODY_MAX_BYTES = 64 * 1024
SANDBOX_PREFIX = f"{API}/sandbox"
FIXTURE_MAX_BYTES = 4 * 1024 * 1024
"""For the calls of the sandbox: a fixture describes everybody whom it loads."""

DEPTH_MAX = 24
DEVICE_MARK = "X-Device-Mark"
"""The header in which a device shows the mark that it got when somebody signed in on it."""

DEVICE_MARK_MAX = 200

CITIZENS_CHANNELS = frozenset(
    {Channel.APP, Channel.WECHAT_OA, Channel.WECHAT_MP, Channel.ALIPAY_MP, Channel.NHSA_APP}
)
"""What a caller may name; the others are stored by the program itself."""

View = Callable[..., Any]
Writes = bool | Callable[..., bool] | None
JSON = "application/json"
BINARY = {"type": "string", "format": "binary"}
ANY_JSON = {"type": "object"}
REFUSED_EVERYWHERE = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_URI_TOO_LONG,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
"""The statuses with which any route may refuse: its own, and those of the server before it."""


class StrictParser(FlaskParser):
    """Reads JSON strictly and turns every complaint into REQUEST_MALFORMED or REQUEST_INVALID."""

    def load_json(self, req: Any, schema: ma.Schema) -> Any:
        return read_json(req.get_data())

    def handle_error(self, error: ma.ValidationError, *_: Any, **__: Any) -> Any:
        messages = error.messages
        inner = messages.get("json", messages.get("query", messages))  # type: ignore[union-attr]
        raise RequestInvalid.of(list(field_errors(inner)))


class Blueprint(SmorestBlueprint):
    ARGUMENTS_PARSER = StrictParser()


_document = Blueprint("document", __name__)


def read_json(raw: bytes, depth_max: int = DEPTH_MAX) -> Any:
    """JSON of a body; raises REQUEST_MALFORMED for anything that is not, or is nested too deep."""
    try:
        content = json.loads(raw, parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError) as problem:
        raise RequestMalformed(why="请求内容不是有效的 JSON。") from problem
    if _depth(content, depth_max) > depth_max:
        raise RequestMalformed(why="请求内容层数过多。")
    return content


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _depth(content: Any, most: int) -> int:
    level, deepest = [content], 0
    while level and deepest <= most:
        inner = [part for part in level if isinstance(part, dict | list)]
        level = [
            child for part in inner for child in (part.values() if isinstance(part, dict) else part)
        ]
        deepest += bool(inner)
    return deepest


def runtime() -> Runtime:
    found: Runtime = current_app.extensions["gongji"]
    return found


def attach(app: Flask, parts: Runtime) -> None:
    app.extensions["gongji"] = parts


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What `@endpoint` was told about one route."""

    allow: Role
    returns: type[ma.Schema] | None
    status: int
    idempotent: bool
    writes: Writes
    body_max_bytes: int
    within_s: float
    makes_files: bool
    takes_body: bool


def endpoint(
    *,
    allow: Role,
    body: type[ma.Schema] | None = None,
    query: type[ma.Schema] | None = None,
    returns: type[ma.Schema] | None = None,
    status: int = 200,
    idempotent: bool = False,
    writes: Writes = None,
    files: Iterable[str] = (),
    body_max_bytes: int = BODY_MAX_BYTES,
    within_s: float = REQUEST_S,
) -> Callable[[View], View]:
    """A view `(ctx, **fields)` becomes a route: who may call it, what it takes, what it returns.

    `allow` has no default: a forgotten guard fails at import. `idempotent` asks for a key.
    `writes` is said only where it differs from the method's habit (GET reads, the others write),
    perhaps as a question to the fields. `files` are the media types of a Download that may answer.
    `within_s` is the deadline of its work.
    """
    files = tuple(files)
    about = Endpoint(
        allow,
        returns,
        status,
        idempotent,
        writes,
        body_max_bytes,
        within_s,
        makes_files=bool(files),
        takes_body=body is not None,
    )

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def act(*parsed: dict[str, Any], **path: Any) -> Response:
            fields = {name: value for part in parsed for name, value in part.items()}
            return _act(about, view, path | fields)

        documented: View = act
        for schema, location in ((query, "query"), (body, "json")):
            if schema:
                documented = _document.arguments(schema, location=location)(documented)
        documented = _answering(about, documented, files)

        @functools.wraps(documented)
        def serve(**path: str) -> Response:
            if not all(is_plain_text(name) for name in path.values()):
                raise NotFound
            return _serve(about, documented, path)

        serve.endpoint = about  # type: ignore[attr-defined]
        return serve

    return decorate


def _serve(about: Endpoint, view: View, path: dict[str, str]) -> Response:
    """Who calls is settled before anything else that may be wrong with a request."""
    request.max_content_length = about.body_max_bytes
    _admit(about)
    try:
        _check_media_type()
        if about.idempotent:
            idempotency.read_key(request.headers.get("Idempotency-Key"))
        served: Response = view(**path)
    except (RequestMalformed, RequestInvalid, RequestKeyMissing, RequestEntityTooLarge):
        _confirm_session(about)
        raise
    return served


def _answering(about: Endpoint, view: View, files: Iterable[str]) -> View:
    """Its answers as the API document tells them, and what it asks of the caller."""
    for media_type in files:
        shape = ANY_JSON if media_type == JSON else BINARY
        view = _document.response(about.status, shape, content_type=media_type)(view)
    if about.returns or not files:
        view = _document.response(about.status, about.returns)(view)
    refusals = {int(one): one.name for one in (*REFUSED_EVERYWHERE, *_refused(about))}
    told: View = _document.doc(responses=refusals, **_security(about))(view)
    return told


def _refused(about: Endpoint) -> tuple[HTTPStatus, ...]:
    """The statuses of refusals that only some routes give."""
    by_body = (HTTPStatus.UNSUPPORTED_MEDIA_TYPE,) if about.takes_body else ()
    if about.allow is Role.ANYBODY and not about.takes_body:
        return by_body
    return (*by_body, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


def _security(about: Endpoint) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if about.allow in (Role.CITIZEN, Role.OFFICER):
        facts["security"] = [{"bearer": []}]
    if about.idempotent:
        key = {"name": "Idempotency-Key", "in": "header", "required": True}
        facts["parameters"] = [key | {"schema": {"type": "string", "maxLength": 64}}]
    return facts


def _admit(about: Endpoint) -> Actor:
    """The caller, of the role that this route is for; raises TOKEN_* or FORBIDDEN."""
    if about.allow is Role.ANYBODY:
        return ANYBODY
    actor = runtime().authenticator.identify()
    if actor.role is not about.allow:
        raise Forbidden
    return actor


def _confirm_session(about: Endpoint) -> None:
    """An ended session is told first, whatever else is wrong; raises TOKEN_INVALID."""
    actor, parts = _admit(about), runtime()
    if actor.role is not Role.ANYBODY:
        parts.transactions.run(
            lambda db: parts.authenticator.verify_session(db, actor), writes=False
        )


def _check_media_type() -> None:
    """Raises REQUEST_MALFORMED (415) for a body that is not JSON, which any page might send."""
    has_body = bool(request.content_length) or request.headers.get("Transfer-Encoding")
    if has_body and request.mimetype != JSON:
        raise RequestMalformed(why=f"请求内容的类型应为 {JSON}。", status=415)


def read_channel() -> Channel:
    """The X-Channel header; the app where it is absent. Raises REQUEST_INVALID for others."""
    named = request.headers.get("X-Channel", Channel.APP)
    if named not in CITIZENS_CHANNELS:
        raise RequestInvalid.at("/X-Channel", "choice", "渠道不在可选范围内")
    return Channel(named)


def read_origin() -> Origin:
    """Where the request comes from; a device mark that is none is left to whoever reads it."""
    shown = request.headers.get(DEVICE_MARK, "")
    mark = shown if len(shown) <= DEVICE_MARK_MAX else ""
    return Origin(request.remote_addr or "", mark)


def _act(about: Endpoint, view: View, fields: dict[str, Any]) -> Response:
    parts, actor = runtime(), _admit(about)
    channel = Channel.COUNTER if actor.role is Role.OFFICER else read_channel()

    def work(ctx: Context) -> Response | Download:
        if actor.role is not Role.ANYBODY:
            parts.authenticator.verify_session(ctx.db, actor)
        if about.idempotent:
            return _once(about, view, fields, ctx)
        result = view(ctx, **fields)
        if isinstance(result, Download):
            return result
        return answer(_rendered(about, result), about.status)

    with within(about.within_s):
        done = parts.run(
            work,
            actor=actor,
            channel=channel,
            origin=read_origin(),
            writes=_writes(about, fields),
            repeatable=about.idempotent or request.method == "GET",
        )
    return download(done) if isinstance(done, Download) else done


def _writes(about: Endpoint, fields: dict[str, Any]) -> bool:
    if about.writes is None:
        return request.method != "GET"
    return about.writes(**fields) if callable(about.writes) else about.writes


def _once(about: Endpoint, view: View, fields: dict[str, Any], ctx: Context) -> Response:
    key = idempotency.read_key(request.headers.get("Idempotency-Key"))
    content = [request.view_args, read_json(request.get_data() or b"{}")]
    held = idempotency.Claim(
        ctx.actor.id, str(request.endpoint), key, idempotency.fingerprint(content)
    )
    kept = idempotency.claim(ctx.db, held, ctx.now)
    if kept:
        return answer(kept.body, kept.status, {"Idempotent-Replayed": "true"})
    try:
        body = _rendered(about, view(ctx, **fields))
    except Problem as problem:
        if problem.commit_on_raise:
            idempotency.release(ctx.db, held)
        raise
    idempotency.keep(ctx.db, held, about.status, body)
    return answer(body, about.status)


def _rendered(about: Endpoint, result: Any) -> bytes:
    return to_json(about.returns().dump(result)) if about.returns else b""
