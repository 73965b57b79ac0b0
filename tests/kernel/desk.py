"""A desk of two counters in front of a real database: each success leaves one transfer row."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any

from flask import Flask, request
from flask_smorest import Api
from marshmallow import fields
from sqlalchemy import func, select

from gongji.app import responses, web
from gongji.app.context import Actor, Context, Role
from gongji.app.runtime import Runtime
from gongji.app.schemas import Fen, Schema
from gongji.auth.problems import SmsWrong
from gongji.kernel.ids import new_id
from gongji.kernel.problems import RequestInvalid
from gongji.ledger.models import Transfer


class Wish(Schema):
    fen = Fen(required=True)
    note = fields.Dict(load_default=dict)


class Done(Schema):
    id = fields.String(required=True)
    fen = fields.Integer(required=True)


REFUSED, REMEMBERED, CRASHED = 1, 2, 3


class Callers:
    """Whoever the header names; nobody is ever thrown out."""

    def identify(self) -> Actor:
        return Actor(Role.CITIZEN, request.headers["X-Who"])

    def verify_session(self, db: Any, actor: Actor) -> None:
        assert actor.id


class Desk:
    """`post` acts as a caller; `hold` makes the next act wait, inside its transaction."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.entered, self.go_on = Event(), Event()
        self.go_on.set()
        self.app = Flask("desk")
        self.app.config.update(API_TITLE="desk", API_VERSION="1", OPENAPI_VERSION="3.1.0")
        responses.install(self.app)
        web.attach(
            self.app,
            runtime,
            Callers(),
        )
        Api(self.app).register_blueprint(self._counters())

    def _counters(self) -> web.Blueprint:
        blueprint = web.Blueprint("counters", __name__)
        for path in ("/one", "/other"):
            view: Callable[..., Any] = web.endpoint(
                allow=Role.CITIZEN, body=Wish, returns=Done, status=201, idempotent=True
            )(self._act)
            blueprint.post(path, endpoint=path[1:])(view)
        return blueprint

    def _act(self, ctx: Context, fen: int, note: Any) -> dict[str, Any]:
        self.entered.set()
        assert self.go_on.wait(20), note
        made = Transfer(id=new_id("trf"), kind="test", at=ctx.now)
        ctx.db.add(made)
        ctx.db.flush()
        match fen:
            case _ if fen == REFUSED:
                raise RequestInvalid.at("/fen", "refused", "不行")
            case _ if fen == REMEMBERED:
                raise SmsWrong(why="…")
            case _ if fen == CRASHED:
                raise LookupError
        return {"id": made.id, "fen": fen}

    def post(
        self,
        fen: Any,
        key: str | None = "K",
        *,
        path: str = "/one",
        who: str = "psn_1",
        **rest: Any,
    ) -> Any:
        headers = {"X-Who": who} | ({} if key is None else {"Idempotency-Key": key})
        body = {"fen": fen} | rest
        return self.app.test_client().post(path, json=body, headers=headers)

    def made(self) -> int:
        """How many transfers stand."""
        query = select(func.count()).select_from(Transfer)
        return self.runtime.run(lambda ctx: ctx.db.execute(query).scalar_one(), writes=False)
