"""What a load balancer asks."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import text

from gongji.app.runtime import Runtime
from gongji.kernel.db import Base
from gongji.ops.routes import look_at_schema
from tests.settlement.test_statements import statements


def test_a_living_process_says_so(app: Flask) -> None:
    assert app.test_client().get("/healthz").get_json() == {"status": "ok"}


def test_a_migrated_database_is_ready(app: Flask) -> None:
    assert app.test_client().get("/readyz").status_code == 200


def test_an_older_schema_is_not_ready(app: Flask, runtime: Runtime) -> None:
    runtime.run(lambda ctx: ctx.db.execute(text("DELETE FROM alembic_version")).close())
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "OUTSIDE_UNAVAILABLE")
    assert "Retry-After" in answer.headers


def test_workers_know_what_was_seen_before_they_began(app: Flask, runtime: Runtime) -> None:
    with app.app_context():
        assert look_at_schema() == []
    with statements(runtime) as seen:
        assert app.test_client().get("/readyz").status_code == 200
    assert len(seen) < len(Base.metadata.tables), "only the version was asked for"
