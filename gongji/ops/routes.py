"""Probes for operators, without sign-in: is the process alive, and can it take requests."""

from __future__ import annotations

import logging

from flask import Blueprint, Response, current_app
from flask.sansio.blueprints import BlueprintSetupState

from gongji.app.responses import answer, to_json
from gongji.app.web import runtime
from gongji.kernel.deadline import within
from gongji.kernel.problems import OutsideUnavailable
from gongji.ops.probe import WriteProbe
from gongji.ops.schema import SchemaWatch, version_expected

PROBE = "gongji.probe"
WATCH = "gongji.schema"
SCHEMA_S = 10.0

blueprint = Blueprint("ops", __name__)
log = logging.getLogger(__name__)

WRONG_MAX = 10
"""How many differences of a schema are logged."""


@blueprint.record
def _with_probe(state: BlueprintSetupState) -> None:
    """Every application has its own probe and watch, of its own database."""
    state.app.extensions[PROBE] = WriteProbe(state.app.extensions["gongji"].engine)
    state.app.extensions[WATCH] = SchemaWatch()


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers; nothing else is asked."""
    return answer(to_json({"status": "ok"}))


@blueprint.get("/readyz")
def readyz() -> Response:
    """The database takes writes and has this program's schema; otherwise OUTSIDE_UNAVAILABLE."""
    probe: WriteProbe = current_app.extensions[PROBE]
    probe.check()
    wrong = look_at_schema()
    if wrong:
        log.error("schema.wrong", extra={"fields": {"what": wrong[:WRONG_MAX]}})
        raise OutsideUnavailable(what="数据库结构未更新，", retry_after_s=30)
    return answer(to_json({"status": "ready", "schema": [version_expected()]}))


def look_at_schema() -> list[str]:
    """What is wrong with the schema. Asked before the workers begin, they all know the answer."""
    watch: SchemaWatch = current_app.extensions[WATCH]
    with within(SCHEMA_S):
        return runtime().transactions.run(watch.wrong, writes=False)
