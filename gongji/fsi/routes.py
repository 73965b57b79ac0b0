"""One address for every transaction: `infno` in the body decides, not the path (§1.1)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from flask import Blueprint, Response, current_app, request

from gongji.fsi.envelope import Envelope, read_envelope
from gongji.fsi.reply import failure, success
from gongji.fsi.service import secret_of, serve, show_code, shows_code
from gongji.fsi.signing import GatewayRefused, Scheme, verify
from gongji.fsi.wire import write_json
from gongji.kernel.answers import as_problem
from gongji.kernel.clock import real_now
from gongji.kernel.context import Actor, Channel, Context, Role
from gongji.kernel.problems import Problem
from gongji.kernel.web import runtime

BODY_MAX_BYTES = 256 * 1024

Result = TypeVar("Result")

blueprint = Blueprint("fsi", __name__, url_prefix="/fsi/api")


@blueprint.post("/<path:service>")
def call_service(service: str) -> Response:  # noqa: ARG001  (the path decides nothing)
    """Always HTTP 200 with an `infcode`, except where the signature itself is refused."""
    request.max_content_length = BODY_MAX_BYTES
    try:
        reply = _reply()
    except GatewayRefused as refused:
        return _json(refused.body(), refused.code)
    return _json(reply)


def _reply() -> dict[str, Any]:
    moment = runtime().moment()
    try:
        key = verify(request.headers, _secret, real_now(), _accepted())
        envelope = read_envelope(request.get_data())
        return success(_serve(envelope, key), moment.now)
    except GatewayRefused:
        raise
    except Exception as error:  # noqa: BLE001  (a gateway reply is never an HTTP error)
        return failure(as_problem(error), moment.now)


def _serve(envelope: Envelope, key: str | None) -> dict[str, Any]:
    """In its own transaction, after a code that it shows was bound in one."""
    actor = Actor(Role.INSTITUTION, envelope.fixmedins_code)

    def run(work: Callable[[Context, Envelope, str | None], Result]) -> Result:
        return runtime().run(
            lambda ctx: work(ctx, envelope, key), actor=actor, channel=Channel.INSTITUTION
        )

    if shows_code(envelope):
        with suppress(Problem):
            run(show_code)
    return run(serve)


def _secret(access_key: str) -> str | None:
    return runtime().transactions.run(lambda db: secret_of(db, access_key), writes=False)


def _accepted() -> tuple[Scheme, ...]:
    schemes: tuple[str, ...] = current_app.config["FSI_SCHEMES"]
    return tuple(Scheme(name) for name in schemes)


def _json(content: dict[str, Any], status: int = 200) -> Response:
    return Response(write_json(content).encode(), status, content_type="application/json")
