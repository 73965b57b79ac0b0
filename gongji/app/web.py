"""HTTP: one decorator composes role, parsing, transaction, idempotency and documentation."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus
from typing import Any, Protocol

import marshmallow as ma
from flask import Flask, Response, current_app, g, request
from flask_smorest import Blueprint as SmorestBlueprint
from sqlalchemy.orm import Session
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
from gongji.kernel.replica import may_be_old

BODY_MAX_BYTES = 64 * 1024
FIXTURE_MAX_BYTES = 4 * 1024 * 1024
"""For the routes of the sandbox: a fixture describes all the people that it loads."""

DEPTH_MAX = 24
DEVICE_MARK = "X-Device-Mark"
"""The header in which a device sends the mark that it received at a sign-in."""

DEVICE_MARK_MAX = 200

CITIZENS_CHANNELS = frozenset(
    {Channel.APP, Channel.WECHAT_OA, Channel.WECHAT_MP, Channel.ALIPAY_MP, Channel.NHSA_APP}
)
"""The channels that a caller may state; the program sets the others itself."""

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
"""The statuses with which any route may refuse, including those of the server before it."""


class StrictParser(FlaskParser):
    """Reads JSON strictly and turns every error into REQUEST_MALFORMED or REQUEST_INVALID."""

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
    """The JSON of a body; raises REQUEST_MALFORMED if it is invalid or nested too deep."""
    try:
        content = json.loads(raw, parse_float=Decimal, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as problem:
        raise RequestMalformed(why="请求内容不是有效的 JSON。") from problem
    if _depth(content, depth_max) > depth_max:
        raise RequestMalformed(why="请求内容层数过多。")
    return content


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _depth(content: Any, most: int) -> int:
    """How deep the JSON is nested; stops counting above `most`."""
    level, deepest = [content], 0
    while level and deepest <= most:
        inner = [part for part in level if isinstance(part, dict | list)]
        level = [
            child for part in inner for child in (part.values() if isinstance(part, dict) else part)
        ]
        deepest += bool(inner)
    return deepest


class Authenticator(Protocol):
    """Identifies the caller: reads the token, then asks the database for its open session."""

    def identify(self) -> Actor:
        """From the request alone; raises TOKEN_*."""
        ...

    def verify_session(self, db: Session, actor: Actor) -> None:
        """Raises TOKEN_INVALID for a session that was ended."""
        ...


def runtime() -> Runtime:
    found: Runtime = current_app.extensions["gongji"]
    return found


def _authenticator() -> Authenticator:
    found: Authenticator = current_app.extensions["gongji.authenticator"]
    return found


def attach(app: Flask, parts: Runtime, authenticator: Authenticator) -> None:
    app.extensions["gongji"] = parts
    app.extensions["gongji.authenticator"] = authenticator


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The arguments of `@endpoint` for one route, and what a request goes through by them."""

    allow: Role
    returns: type[ma.Schema] | None
    status: int
    idempotent: bool
    writes: Writes
    body_max_bytes: int
    within_s: float
    makes_files: bool
    takes_body: bool
    is_history: bool

    def admit(self) -> Actor:
        """The caller, in the role that this route requires; raises TOKEN_* or FORBIDDEN."""
        if self.allow is Role.ANYBODY:
            return ANYBODY
        actor = _authenticator().identify()
        if actor.role is not self.allow:
            raise Forbidden
        return actor

    def serve(self, view: View, path: Mapping[str, str]) -> Response:
        """Checks the caller before anything else; reports an ended session before other errors."""
        request.max_content_length = self.body_max_bytes
        actor, parts = self.admit(), runtime()
        g.actor = actor
        try:
            _check_media_type()
            if self.idempotent:
                idempotency.read_key(request.headers.get("Idempotency-Key"))
            served: Response = view(**path)
        except (RequestMalformed, RequestInvalid, RequestKeyMissing, RequestEntityTooLarge):
            if actor.role is not Role.ANYBODY:
                parts.transactions.run(
                    lambda db: _authenticator().verify_session(db, actor), writes=False
                )
            raise
        return served

    def act(self, view: View, fields: Mapping[str, object]) -> Response:
        """Runs the view in a transaction of its own, and renders what it returns.

        The caller is the one whom `serve` admitted: a token is read once in a request.
        """
        parts = runtime()
        actor: Actor = g.actor
        writes = request.method != "GET" if self.writes is None else self.writes
        if callable(writes):
            writes = writes(**fields)
        channel = Channel.COUNTER if actor.role is Role.OFFICER else read_channel()

        if self.is_history and parts.transactions.replica is not None:
            parts.transactions.run(
                lambda db: _authenticator().verify_session(db, actor), writes=False
            )

        def work(ctx: Context) -> Response | Download:
            if actor.role is not Role.ANYBODY:
                _authenticator().verify_session(ctx.db, actor)
            if self.idempotent:
                return self.answer_once(view, fields, ctx)
            result = view(ctx, **fields)
            if isinstance(result, Download):
                return result
            return answer(self.rendered(result), self.status)

        with within(self.within_s), may_be_old() if self.is_history else nullcontext():
            done = parts.run(
                work,
                actor=actor,
                channel=channel,
                origin=read_origin(),
                writes=writes,
                repeatable=self.idempotent or request.method == "GET",
            )
        return download(done) if isinstance(done, Download) else done

    def answer_once(self, view: View, fields: Mapping[str, object], ctx: Context) -> Response:
        """Runs the view under the request's idempotency key, or repeats its first answer."""
        key = idempotency.read_key(request.headers.get("Idempotency-Key"))
        content = [request.view_args, read_json(request.get_data() or b"{}")]
        held = idempotency.Claim(
            ctx.actor.id, str(request.endpoint), key, idempotency.fingerprint(content)
        )
        kept = idempotency.claim(ctx.db, held, ctx.now)
        if kept:
            return answer(kept.body, kept.status, {"Idempotent-Replayed": "true"})
        try:
            body = self.rendered(view(ctx, **fields))
        except Problem as problem:
            if problem.commit_on_raise:
                idempotency.release(ctx.db, held)
            raise
        idempotency.keep(ctx.db, held, self.status, body)
        return answer(body, self.status)

    def rendered(self, result: Any) -> bytes:
        return to_json(self.returns().dump(result)) if self.returns else b""

    def documented(self, view: View, files: Iterable[str]) -> View:
        """Adds the answers, refusals and required credentials of a route to the API document."""
        for media_type in files:
            shape = ANY_JSON if media_type == JSON else BINARY
            view = _document.response(self.status, shape, content_type=media_type)(view)
        if self.returns or not files:
            view = _document.response(self.status, self.returns)(view)
        refused = list(REFUSED_EVERYWHERE)
        if self.takes_body:
            refused.append(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        if self.allow is not Role.ANYBODY or self.takes_body:
            refused += [HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN]
        facts: dict[str, object] = {"responses": {int(one): one.name for one in refused}}
        if self.allow in (Role.CITIZEN, Role.OFFICER):
            facts["security"] = [{"bearer": []}]
        if self.idempotent:
            key = {"name": "Idempotency-Key", "in": "header", "required": True}
            facts["parameters"] = [key | {"schema": {"type": "string", "maxLength": 64}}]
        documented: View = _document.doc(**facts)(view)
        return documented


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
    is_history: bool = False,
) -> Callable[[View], View]:
    """Makes a route of a view `(ctx, **fields)`: who may call it, what it takes, what it returns.

    `allow` has no default, so a forgotten guard fails at import. `idempotent` requires a key.
    `writes` is set only if it differs from the method (GET reads, the others write), and may be a
    function of the fields. `files` are the media types of a Download that the view may return.
    `within_s` is the deadline of the work. `is_history` says that it decides nothing and may show
    what was true some seconds ago.
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
        is_history=is_history,
    )

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def act(*parsed: Mapping[str, Any], **path: Any) -> Response:
            fields = {name: value for part in parsed for name, value in part.items()}
            return about.act(view, path | fields)

        documented: View = act
        for schema, location in ((query, "query"), (body, "json")):
            if schema:
                documented = _document.arguments(schema, location=location)(documented)
        documented = about.documented(documented, files)

        @functools.wraps(documented)
        def serve(**path: str) -> Response:
            if not all(is_plain_text(name) for name in path.values()):
                raise NotFound
            return about.serve(documented, path)

        serve.endpoint = about  # type: ignore[attr-defined]
        return serve

    return decorate


def _check_media_type() -> None:
    """Raises REQUEST_MALFORMED (415) for a body that is not JSON, which any web page might send."""
    has_body = bool(request.content_length) or request.headers.get("Transfer-Encoding")
    if has_body and request.mimetype != JSON:
        raise RequestMalformed(why=f"请求内容的类型应为 {JSON}。", status=415)


def read_channel() -> Channel:
    """The X-Channel header, by default the app. Raises REQUEST_INVALID for other channels."""
    named = request.headers.get("X-Channel", Channel.APP)
    if named not in CITIZENS_CHANNELS:
        raise RequestInvalid.at("/X-Channel", "choice", "渠道不在可选范围内")
    return Channel(named)


def read_origin() -> Origin:
    """Where the request comes from; the device mark is not verified yet."""
    shown = request.headers.get(DEVICE_MARK, "")
    mark = shown if len(shown) <= DEVICE_MARK_MAX else ""
    return Origin(request.remote_addr or "", mark)
