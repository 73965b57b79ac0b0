"""For those who operate it: is the process alive, and may it be sent work; nobody signs in here."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from gongji.kernel.answers import answer, to_json
from gongji.kernel.problems import OutsideUnavailable
from gongji.kernel.web import runtime

blueprint = Blueprint("ops", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers; nothing else is asked."""
    return answer(to_json({"status": "ok"}))


@blueprint.get("/readyz")
def readyz() -> Response:
    """The database answers and has the schema of this program; otherwise OUTSIDE_UNAVAILABLE."""
    try:
        found = schema_version(runtime().engine)
    except SQLAlchemyError as trouble:
        raise OutsideUnavailable(what="数据库", retry_after_s=5) from trouble
    if found != schema_expected():
        raise OutsideUnavailable(what="数据库结构未更新，", retry_after_s=30)
    return answer(to_json({"status": "ready", "schema": sorted(found)}))


def schema_version(engine: Engine) -> frozenset[str]:
    """The migrations that the database has seen last."""
    with engine.execution_options(writes=False).connect() as connection:
        return frozenset(MigrationContext.configure(connection).get_current_heads())


@lru_cache(1)
def schema_expected() -> frozenset[str]:
    """The migrations that this program comes with."""
    return frozenset(ScriptDirectory(str(files("gongji") / "migrations")).get_heads())
