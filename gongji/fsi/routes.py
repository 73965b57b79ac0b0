"""One address for every transaction: `infno` in the body decides, not the path."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import quote

from flask import Blueprint, Response, current_app, request
from flask.sansio.blueprints import BlueprintSetupState
from werkzeug.exceptions import HTTPException

from gongji.app.context import Actor, Channel, Context, Role
from gongji.app.forwarding import CERTIFICATE
from gongji.app.rate_limits import Origin
from gongji.app.responses import as_problem, retry_after
from gongji.app.web import runtime
from gongji.fsi.alarms import count_refused
from gongji.fsi.calls import FileAnswer
from gongji.fsi.envelope import Envelope, add_file, read_envelope
from gongji.fsi.journal import Journal
from gongji.fsi.key_watch import KeyWatch
from gongji.fsi.registry import BYTES_MAX
from gongji.fsi.reply import failure, success, unsigned
from gongji.fsi.sender import refuse_stranger
from gongji.fsi.service import look, reads, refuse_too_long, serve
from gongji.fsi.signing import GatewayRefused, Sent, Signature, check_name, read_signature
from gongji.fsi.wire import JsonObject, write_json
from gongji.kernel.clock import real_now
from gongji.kernel.problems import InternalError, OutsideUnavailable, Problem, SendAgain
from gongji.vocabulary import Scheme

Result = TypeVar("Result")

KEY_WATCH = "gongji.key_watch"
JOURNAL = "gongji.journal"

ENVELOPE_PART, FILE_PARTS = "jsonStr", ("file", "in")
"""The parts of a body that carries a file; clients name the file in two ways."""

blueprint = Blueprint("fsi", __name__, url_prefix="/fsi/api")


@blueprint.record
def _with_key_watch(state: BlueprintSetupState) -> None:
    """Every application watches the keys of its own database."""
    state.app.extensions[KEY_WATCH] = KeyWatch()


@blueprint.post("/<path:service>")
def call_service(service: str) -> Response:  # noqa: ARG001  (the path decides nothing)
    """HTTP 200 with an `infcode`, refusals included.

    HTTP 503 or 500, in the same shape, is no refusal: it says that the outcome is not known.
    """
    request.max_content_length = BYTES_MAX
    answering, began, code = _Answering(), time.perf_counter(), ""
    try:
        output = _served(answering)
        if answering.signature is not None and answering.envelope is not None:
            watch: KeyWatch = current_app.extensions[KEY_WATCH]
            watch.note(runtime(), answering.signature, answering.envelope)
        if isinstance(output, FileAnswer):
            named = {"Content-Disposition": f"attachment; filename={quote(output.name)}"}
            return Response(output.content, headers=named, mimetype="application/octet-stream")
        return _json(success(output, answering.now))
    except GatewayRefused as refused:
        code = str(refused.code)
        count_refused(runtime(), refused, request.remote_addr or "")
        return _json(unsigned(refused, answering.now))
    except Exception as error:  # noqa: BLE001  (whatever it is, the reply keeps the gateway's shape)
        problem = as_problem(error)
        code = problem.code
        return _refuse(problem, answering.now)
    finally:
        if answering.envelope is not None:
            journal: Journal = current_app.extensions[JOURNAL]
            journal.note(answering.envelope, code, time.perf_counter() - began)


@dataclass(slots=True)
class _Answering:
    """The business time of a reply: that of its transaction, once there was one; the envelope, once
    it was read; and what has signed it.
    """

    now: datetime = field(default_factory=real_now)
    envelope: Envelope | None = None
    signature: Signature | None = None

    def run(self, work: Callable[[Context], Result], *, writes: bool = True) -> Result:
        """Every transaction may run again: those that write keep their reply under the msgid, the
        others leave at most a second line in an access log.
        """

        def at_its_time(ctx: Context) -> Result:
            self.now = ctx.now
            return work(ctx)

        sender = self.envelope.fixmedins_code if self.envelope else ""
        return runtime().run(
            at_its_time,
            actor=Actor(Role.INSTITUTION, sender),
            channel=Channel.INSTITUTION,
            origin=Origin(
                request.remote_addr or "", certificate=request.environ.get(CERTIFICATE, "")
            ),
            writes=writes,
            repeatable=True,
            asks_outside=False,
        )


def _served(answering: _Answering) -> JsonObject | FileAnswer:
    """The output; whoever signs wrongly learns nothing of what is wrong with the body."""
    accepted = tuple(Scheme(name) for name in current_app.config["FSI_SCHEMES"])
    try:
        query = request.query_string.decode("latin-1")
        sent = Sent(request.method, request.path, query, request.get_data)
        signature = read_signature(request.headers, real_now(), accepted, sent)
    except GatewayRefused:
        answering.run(_nothing)
        raise
    try:
        body = request.get_data()
        is_parted = request.mimetype == "multipart/form-data"
        text = request.form.get(ENVELOPE_PART, "").encode() if is_parted else body
        envelope = answering.envelope = read_envelope(text)
        check_name(request.headers, envelope.infno)
        refuse_too_long(envelope, len(body))
        for name in FILE_PARTS if is_parted else ():
            if name in request.files:
                add_file(envelope, request.files[name].read())
    except (Problem, GatewayRefused, HTTPException):
        check = partial(refuse_stranger, signature=signature) if signature else _nothing
        answering.run(check)
        raise
    answering.signature = signature
    if not reads(envelope):
        return answering.run(partial(serve, envelope=envelope, signature=signature))
    found = answering.run(partial(look, envelope=envelope, signature=signature), writes=False)
    if found.leaves is not None:
        answering.run(found.leaves)
    if isinstance(found.answer, Problem):
        raise found.answer
    return found.answer


def _nothing(_ctx: Context) -> None:
    """For the time alone."""


def _refuse(problem: Problem, now: datetime) -> Response:
    if isinstance(problem, OutsideUnavailable):
        again = SendAgain.instead_of(problem)
        return _json(failure(again, now), again.status, retry_after(again))
    status = problem.status if isinstance(problem, InternalError) else HTTPStatus.OK
    return _json(failure(problem, now), status, retry_after(problem))


def _json(
    content: JsonObject, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None
) -> Response:
    return Response(
        write_json(content), status, headers, content_type="application/json; charset=utf-8"
    )
