"""Puts the parts together: the only module that knows every one of them."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from pkgutil import resolve_name
from typing import cast

from flask import Flask, Response
from flask_migrate import Migrate
from flask_smorest import Api
from sqlalchemy import Engine
from werkzeug.exceptions import HTTPException

from gongji.account import routes as account
from gongji.adapters.sms_fallback import WithFallback
from gongji.app import logs, responses
from gongji.app.forwarding import Entrance
from gongji.app.method_override import MethodByPost
from gongji.app.runtime import Moment, Runtime
from gongji.app.schemas import ProblemView
from gongji.app.web import attach
from gongji.auth import routes as auth
from gongji.auth import tokens
from gongji.chronic import routes as chronic
from gongji.config import BadSettings, Settings
from gongji.credential import routes as credential
from gongji.documents import routes as documents
from gongji.family import routes as family
from gongji.fsi import routes as fsi
from gongji.institutions import routes as institutions
from gongji.kernel import mark, privacy
from gongji.kernel.clock import real_now
from gongji.kernel.db import db
from gongji.kernel.deadline import Bounded
from gongji.kernel.engine import engine_options, prepare
from gongji.kernel.files import keep_private
from gongji.kernel.ports import Gateways
from gongji.kernel.transaction import Transactions
from gongji.notices import routes as notices
from gongji.ops import models as _worker_tables  # noqa: F401  (part of the schema in every process)
from gongji.ops import routes as ops
from gongji.ops.jobs import Counts, run_job
from gongji.pages import mini
from gongji.pages import routes as pages
from gongji.policy.loader import load_packs
from gongji.policy.rules import PolicyBook
from gongji.policy_listing import routes as policy
from gongji.premium import routes as premium
from gongji.records import routes as records
from gongji.sandbox import actions
from gongji.sandbox import routes as sandbox
from gongji.sandbox.adapters import FALLBACK, SandboxRegistry, SandboxSms
from gongji.sandbox.clock import SandboxMoment
from gongji.sandbox.login_adapters import SandboxLogins
from gongji.sandbox.reset import load_demo_if_empty
from gongji.sandbox.start_page import start_page
from gongji.settlement import routes as settlement

MIGRATIONS = Path(__file__).parent / "migrations"
BLUEPRINTS = (
    auth.blueprint,
    auth.me_blueprint,
    account.blueprint,
    family.blueprint,
    settlement.blueprint,
    premium.blueprint,
    records.blueprint,
    documents.blueprint,
    credential.blueprint,
    chronic.blueprint,
    notices.blueprint,
    institutions.blueprint,
    policy.blueprint,
)


class GongjiApi(Api):
    """The OpenAPI document, with our problem document as the answer to every refusal."""

    ERROR_SCHEMA = ProblemView
    DEFAULT_ERROR_RESPONSE_NAME = None
    """Every route lists what it may answer; see gongji.app.web."""

    _document: bytes | None = None

    def _register_responses(self) -> None:
        """Refusals as they are sent: problem documents, not plain JSON."""
        for status in HTTPStatus:
            if status >= HTTPStatus.BAD_REQUEST:
                content = {responses.PROBLEM_JSON: {"schema": self.ERROR_SCHEMA}}
                told = {"description": status.phrase, "content": content}
                self.spec.components.response(status.name, told, lazy=True)

    def _openapi_json(self) -> Response:
        """Written once: anybody may ask for it, and it is long."""
        if self._document is None:
            self._document = responses.to_json(self.spec.to_dict())
        return responses.answer(self._document)

    def handle_http_exception(self, error: HTTPException) -> Response:
        """One format for all refusals: ours, not flask-smorest's."""
        return responses.refuse(responses.as_problem(error))


def create_app(settings: Settings) -> Flask:
    """The whole application. Raises BadSettings, PackError, ForeignDatabase."""
    logs.install()
    mark.look(settings.database_url, settings.owner)
    keep_private(settings.database_url, settings.data_dir)
    app = Flask("gongji", static_folder=None)
    app.wsgi_app = Bounded(Entrance(MethodByPost(app.wsgi_app), settings.proxies))  # type: ignore[method-assign]
    app.config.update(_flask_settings(settings))
    privacy.use(settings.keys)
    responses.install(app)
    tokens.install(app, settings.secret, settings.old_secret)
    db.init_app(app)
    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True)
    with app.app_context():
        attach(app, _runtime(settings, db.engine))
    _register(app, settings)
    return app


def _flask_settings(settings: Settings) -> dict[str, object]:
    return {
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.database_url),
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


def _runtime(settings: Settings, engine: Engine) -> Runtime:
    prepare(engine)
    transactions = mark.OwnedTransactions(engine, settings.owner)
    return Runtime(
        engine=engine,
        transactions=transactions,
        moment=_moment(settings, transactions, load_packs()),
        gateways=_gateways(settings, transactions),
        authenticator=tokens.TokenAuthenticator(),
    )


def _moment(
    settings: Settings, transactions: Transactions, packs: PolicyBook
) -> Callable[[], Moment]:
    if settings.sandbox:
        return SandboxMoment(transactions, packs, settings.guards)
    return lambda: Moment(real_now(), packs, settings.guards)


def _gateways(settings: Settings, transactions: Transactions) -> Gateways:
    if not settings.sandbox:
        return _adapters(settings.adapters)(transactions)
    sms = WithFallback(SandboxSms(transactions), SandboxSms(transactions, FALLBACK))
    registry = SandboxRegistry(transactions)
    return Gateways(registry, sms, logins=SandboxLogins(transactions), registry_writer=registry)


def _adapters(name: str) -> Callable[[Transactions], Gateways]:
    """What GONGJI_ADAPTERS names; a province brings its own beside this program."""
    if not name:
        raise BadSettings(
            "no production adapter of the registry and the SMS provider is set up: GONGJI_ADAPTERS"
            " names the function that makes them"
        )
    try:
        found = resolve_name(name)
    except (ImportError, AttributeError) as trouble:
        raise BadSettings(f"GONGJI_ADAPTERS: {name} cannot be imported") from trouble
    return cast("Callable[[Transactions], Gateways]", found)


def job_runner(settings: Settings) -> Callable[..., Counts]:
    """How a process runs a job: in the sandbox its registry follows what a job did."""
    return actions.run_and_follow if settings.sandbox else run_job


def load_demo(runtime: Runtime) -> bool:
    """Loads the demo family into an empty sandbox; whether it was empty. Raises as a reset."""
    return load_demo_if_empty(runtime)


def _register(app: Flask, settings: Settings) -> None:
    api = GongjiApi(app)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)
    if settings.sandbox:
        api.register_blueprint(sandbox.blueprint)
    for plain in (fsi.blueprint, ops.blueprint, pages.blueprint, mini.blueprint):
        app.register_blueprint(plain)
