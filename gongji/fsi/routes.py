"""One address for every transaction: `infno` in the body decides, not the path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import TypeVar

from flask import Blueprint, Response, current_app, request

from gongji.app.context import Actor, Channel, Context, Role
from gongji.app.responses import as_problem, retry_after, trace
from gongji.app.runtime import Moment
from gongji.app.web import runtime
from gongji.fsi.calls import BYTES_MAX
from gongji.fsi.envelope import Envelope, read_envelope
from gongji.fsi.reply import failure, success, unsigned
from gongji.fsi.service import (
    refuse_too_long,
    secret_of,
    serve,
    show_code,
    shows_code,
    use_nonce,
)
from gongji.fsi.signing import GatewayRefused, Scheme, check_name, nonce_of, verify
from gongji.fsi.wire import JsonObject, write_json
from gongji.kernel.clock import real_now
from gongji.kernel.problems import InternalError, OutsideUnavailable, Problem, SendAgain

Result = TypeVar("Result")

blueprint = Blueprint("fsi", __name__, url_prefix="/fsi/api")


@blueprint.post("/<path:service>")
def call_service(service: str) -> Response:  # noqa: ARG001  (the path decides nothing)
    """HTTP 200 with an `infcode`, refusals included.

    HTTP 503 or 500, in the same shape, is no refusal: it says that the outcome is not known.
    """
    request.max_content_length = BYTES_MAX
    now = real_now()
    try:
        moment = runtime().moment()
        now = moment.now
        key = _signed_by()
        body = request.get_data()
        envelope = read_envelope(body)
        check_name(request.headers, envelope.infno)
        refuse_too_long(envelope, len(body))
        return _json(success(_serve(envelope, key, moment), now))
    except GatewayRefused as refused:
        return _json(unsigned(refused, now))
    except Exception as error:  # noqa: BLE001  (whatever it is, the reply keeps the gateway's shape)
        return _refuse(as_problem(error), now)


def _signed_by() -> str | None:
    """The key behind the signature, whose nonce is used up herewith; raises GatewayRefused."""
    run, names = runtime().transactions.run, current_app.config["FSI_SCHEMES"]

    def secret(access_key: str) -> str | None:
        return run(lambda db: secret_of(db, access_key), writes=False)

    accepted = tuple(Scheme(name) for name in names)
    key = verify(request.headers, secret, real_now(), accepted)
    nonce = nonce_of(request.headers)
    if key is not None and nonce is not None:
        use = partial(use_nonce, access_key=key, digest=nonce, request=trace())
        run(use, repeatable=True)
    return key


def _refuse(problem: Problem, now: datetime) -> Response:
    if isinstance(problem, OutsideUnavailable):
        again = SendAgain.instead_of(problem)
        return _json(failure(again, now), again.status, retry_after(again))
    status = problem.status if isinstance(problem, InternalError) else HTTPStatus.OK
    return _json(failure(problem, now), status, retry_after(problem))


def _serve(envelope: Envelope, key: str | None, moment: Moment) -> JsonObject:
    """In its own transaction, after a code that it shows was bound in one.

    Every transaction may run again: those that write claim the msgid first, the others leave at
    most a second line in an access log.
    """
    actor = Actor(Role.INSTITUTION, envelope.fixmedins_code)

    def run(work: Callable[[Context, Envelope, str | None], Result]) -> Result:
        return runtime().run(
            lambda ctx: work(ctx, envelope, key),
            actor=actor,
            channel=Channel.INSTITUTION,
            repeatable=True,
            moment=moment,
        )

    if shows_code(envelope):
        with suppress(Problem):
            run(show_code)
    return run(serve)


def _json(
    content: JsonObject, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None
) -> Response:
    body = write_json(content).encode()
    return Response(body, status, headers, content_type="application/json; charset=utf-8")
