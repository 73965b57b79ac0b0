"""For those who operate it: is the process alive, and may it be sent work; nobody signs in here."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, current_app
from flask.sansio.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session

from gongji.kernel.answers import answer, to_json
from gongji.kernel.deadline import within
from gongji.kernel.problems import OutsideUnavailable
from gongji.kernel.web import runtime
from gongji.ops.probe import WriteProbe

PROBE = "gongji.probe"
PROBE_S = 2.0

blueprint = Blueprint("ops", __name__)


@blueprint.record
def _with_probe(state: BlueprintSetupState) -> None:
    """Every application has its own probe, of its own database."""
    state.app.extensions[PROBE] = WriteProbe(state.app.extensions["gongji"].engine)


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers; nothing else is asked."""
    return answer(to_json({"status": "ok"}))


@blueprint.get("/readyz")
def readyz() -> Response:
    """The database takes writes and has this program's schema; otherwise OUTSIDE_UNAVAILABLE."""
    probe: WriteProbe = current_app.extensions[PROBE]
    probe.check()
    with within(PROBE_S):
        found = runtime().transactions.run(schema_version, writes=False)
    if found != schema_expected():
        raise OutsideUnavailable(what="数据库结构未更新，", retry_after_s=30)
    return answer(to_json({"status": "ready", "schema": sorted(found)}))


def schema_version(session: Session) -> frozenset[str]:
    """The migrations that the database has seen last."""
    return frozenset(MigrationContext.configure(session.connection()).get_current_heads())


@lru_cache(1)
def schema_expected() -> frozenset[str]:
    """The migrations that this program comes with."""
    return frozenset(ScriptDirectory(str(files("gongji") / "migrations")).get_heads())
