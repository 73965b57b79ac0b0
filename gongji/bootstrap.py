"""The HTTP application: every route over the runtime; the only module that knows every part."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from threading import Lock

from flask import Flask, Response
from flask_smorest import Api
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine
from werkzeug.exceptions import HTTPException

from gongji.account import routes as account
from gongji.app import responses
from gongji.app.forwarding import Entrance
from gongji.app.method_override import MethodByPost
from gongji.app.runtime import Runtime
from gongji.app.schemas import ProblemView
from gongji.app.web import Blueprint, attach
from gongji.assembly import create_runtime
from gongji.auth import routes as auth
from gongji.auth import tokens
from gongji.chronic import routes as chronic
from gongji.config import Settings
from gongji.credential import routes as credential
from gongji.documents import problems as _papers  # noqa: F401  (listed before a paper is written)
from gongji.documents import routes as documents
from gongji.entitlements import routes as entitlements
from gongji.family import routes as family
from gongji.fsi import routes as fsi
from gongji.fsi.journal import Journal
from gongji.institutions import routes as institutions
from gongji.kernel.db import Base
from gongji.kernel.deadline import Bounded
from gongji.notices import routes as notices
from gongji.offices import routes as offices
from gongji.ops import routes as ops
from gongji.pages import mini
from gongji.pages import routes as pages
from gongji.policy_listing import routes as policy
from gongji.premium import routes as premium
from gongji.quota import routes as quota
from gongji.records import routes as records
from gongji.sandbox import quota_routes as sandbox_quotas
from gongji.sandbox import routes as sandbox
from gongji.sandbox.reset import load_demo_if_empty
from gongji.sandbox.start_page import start_page
from gongji.settlement import routes as settlement

database = SQLAlchemy(metadata=Base.metadata, disable_autonaming=True)

BLUEPRINTS = (
    auth.blueprint,
    auth.me_blueprint,
    account.blueprint,
    family.blueprint,
    quota.blueprint,
    settlement.blueprint,
    entitlements.blueprint,
    premium.blueprint,
    records.blueprint,
    documents.blueprint,
    credential.blueprint,
    chronic.blueprint,
    notices.blueprint,
    institutions.blueprint,
    offices.blueprint,
    policy.blueprint,
)


class GongjiApi(Api):
    """The OpenAPI document, with our problem document as the answer to every refusal."""

    ERROR_SCHEMA = ProblemView
    DEFAULT_ERROR_RESPONSE_NAME = None
    """Every route lists what it may answer; see gongji.app.web."""

    def __init__(self, app: Flask) -> None:
        self._undescribed: list[Blueprint] = []
        self._describing = Lock()
        self._json: bytes | None = None
        super().__init__(app)

    def register_blueprint(self, blueprint: Blueprint) -> None:
        """Its routes; most processes are never asked for the document, so it is made later."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blueprint.name] = self
        self._app.register_blueprint(blueprint)
        self._undescribed.append(blueprint)

    def document(self) -> dict[str, object]:
        """The OpenAPI document of every route."""
        with self._describing:
            while self._undescribed:
                one = self._undescribed.pop(0)
                one.register_views_in_doc(
                    self, self._app, self.spec, name=one.name, parameters=None
                )
                self.spec.tag({"name": one.name, "description": one.description})
            found: dict[str, object] = self.spec.to_dict()
            return found

    def _register_responses(self) -> None:
        """Refusals as they are sent: problem documents, not plain JSON."""
        for status in HTTPStatus:
            if status >= HTTPStatus.BAD_REQUEST:
                content = {responses.PROBLEM_JSON: {"schema": self.ERROR_SCHEMA}}
                told = {"description": status.phrase, "content": content}
                self.spec.components.response(status.name, told, lazy=True)

    def _openapi_json(self) -> Response:
        """Written once: anybody may ask for it, and it is long."""
        if self._json is None:
            self._json = responses.to_json(self.document())
        return responses.answer(self._json)

    def handle_http_exception(self, error: HTTPException) -> Response:
        """One format for all refusals: ours, not flask-smorest's."""
        return responses.refuse(responses.as_problem(error))


def create_app(settings: Settings) -> Flask:
    """The whole application. Raises BadSettings, PackError, ForeignDatabase."""
    app = Flask("gongji", static_folder=None)
    runtime = create_runtime(settings, partial(_engine_of, app))
    app.wsgi_app = Bounded(Entrance(MethodByPost(app.wsgi_app), settings.proxies))  # type: ignore[method-assign]
    app.config.update(_flask_settings(settings))
    responses.install(app)
    tokens.install(app, settings.secret, settings.old_secret)
    attach(app, runtime, tokens.TokenAuthenticator())
    app.extensions[fsi.JOURNAL] = Journal(runtime.transactions)
    _register(app, settings)
    return app


def _engine_of(app: Flask, address: str, **options: object) -> Engine:
    """The engine that Flask-SQLAlchemy keeps for the application."""
    app.config.update(SQLALCHEMY_DATABASE_URI=address, SQLALCHEMY_ENGINE_OPTIONS=options)
    database.init_app(app)
    with app.app_context():
        return database.engine


def _flask_settings(settings: Settings) -> dict[str, object]:
    return {
        "SANDBOX": settings.sandbox,
        "START_PAGE": start_page if settings.sandbox else None,
        "MINI_DIR": settings.mini_dir,
        "FSI_SCHEMES": settings.signing_schemes,
        "API_TITLE": "共济 gongji",
        "API_VERSION": "1",
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": "/",
        "API_SPEC_OPTIONS": {
            "info": {"description": "湖南职工医保个人账户家庭共济：参保人、经办窗口与沙盒接口。"},
            "components": {
                "securitySchemes": {
                    "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
                }
            },
        },
    }


def load_demo(runtime: Runtime) -> bool:
    """Loads the demo family into an empty sandbox; whether it was empty. Raises as a reset."""
    return load_demo_if_empty(runtime)


def _register(app: Flask, settings: Settings) -> None:
    api = GongjiApi(app)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)
    if settings.sandbox:
        api.register_blueprint(sandbox.blueprint)
        api.register_blueprint(sandbox_quotas.blueprint)
    for plain in (fsi.blueprint, ops.blueprint, pages.blueprint, mini.blueprint):
        app.register_blueprint(plain)
