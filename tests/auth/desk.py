"""The sign-in rooms on one real database, with a business clock that a test sets by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from flask import Flask
from flask_smorest import Api
from sqlalchemy import select

from gongji.app import addresses, responses, web
from gongji.app.context import SYSTEM, Actor, Context, Role
from gongji.app.rate_limits import NO_GUARDS
from gongji.app.runtime import Moment, Runtime
from gongji.auth import routes as auth
from gongji.auth import tokens
from gongji.credential import routes as credential
from gongji.kernel import privacy
from gongji.kernel.clock import SHANGHAI
from gongji.kernel.ids import new_id
from gongji.kernel.ports import Gateways
from gongji.kernel.privacy import KeyRing, Sealed, blind_index
from gongji.kernel.problems import Problem
from gongji.kernel.transaction import Transactions
from gongji.notices.service import deliver_queued
from gongji.people.models import Insurance, Person
from gongji.policy.loader import load_packs
from gongji.sandbox.adapters import SandboxRegistry, SandboxSms, TextRow
from gongji.sandbox.login_adapters import SandboxLogins
from gongji.vocabulary import Category, InsuranceKind, InsuranceStatus
from tests.support.databases import engine_on

Result = TypeVar("Result")

NOON = datetime(2025, 6, 10, 12, tzinfo=SHANGHAI)
PHONE, STRANGER = "19900000001", "19900007777"
SECRET = "a secret of at least thirty-two characters"
BOOK = load_packs()


class Desk:
    """Runs use cases at `now`; `call` goes through HTTP instead."""

    def __init__(self, database_url: str) -> None:
        engine = engine_on(database_url)
        privacy.use(KeyRing({1: b"k" * 32}, b"i" * 32))
        transactions = Transactions(engine)
        self.now = NOON
        self.guards = NO_GUARDS
        self.runtime = Runtime(
            engine=engine,
            transactions=transactions,
            moment_in=lambda _session: Moment(self.now, BOOK, self.guards),
            gateways=Gateways(
                SandboxRegistry(transactions),
                SandboxSms(transactions),
                logins=SandboxLogins(transactions),
            ),
        )
        self.app = _app(self.runtime)

    def run(
        self, work: Callable[..., Result], *facts: Any, by: Actor = SYSTEM, **more: Any
    ) -> Result:
        """`work(ctx, …)` in a transaction of its own."""
        return self.runtime.run(lambda ctx: work(ctx, *facts, **more), actor=by)

    def refusal(self, work: Callable[..., Any], *facts: Any, **more: Any) -> str:
        """The code with which this is refused, "" where it is not."""
        try:
            self.run(work, *facts, **more)
        except Problem as problem:
            return problem.code
        return ""

    def at_once(self, times: int, work: Callable[[], Result]) -> list[Result]:
        """`work` from many threads at the same time."""
        with ThreadPoolExecutor(min(times, 12)) as threads:
            started = [threads.submit(work) for _ in range(times)]
            return [done.result() for done in started]

    def pass_s(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    def person(self, phone: str | None = PHONE, name: str = "陈建国") -> Actor:
        """An employee of Changsha, and how he acts."""
        return self.run(lambda ctx: _employee(ctx, phone, name))

    def texts(self, phone: str = PHONE) -> list[TextRow]:
        """What the provider delivered, newest first."""
        deliver_queued(self.runtime)
        query = select(TextRow).where(TextRow.phone_index == blind_index("phone", phone))
        return self.run(
            lambda ctx: list(ctx.db.execute(query.order_by(TextRow.id.desc())).scalars())
        )

    def client(self) -> Any:
        return self.app.test_client()

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        token: str | None = None,
        *,
        mark: str = "",
        address: str = "127.0.0.1",
    ) -> Any:
        """Signed in by `token`, from the device that keeps `mark`, at that network address."""
        headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
        return self.client().open(
            addresses.API + path,
            method=method,
            json=body,
            headers=headers | ({web.DEVICE_MARK: mark} if mark else {}),
            environ_base={"REMOTE_ADDR": address},
        )

    def sign_in(self, phone: str = PHONE, *, mark: str = "", **identity: str) -> dict[str, Any]:
        """The answer of signing in with the code that was sent."""
        asked = {"phone": phone, "purpose": "login"}
        assert self.call("POST", "/auth/sms-codes", asked, mark=mark).status_code == 202
        shown = {"phone": phone, "code": self.texts(phone)[0].code} | identity
        answer = self.call("POST", "/auth/sms-login", shown, mark=mark)
        assert answer.status_code == 200, answer.text
        signed_in: dict[str, Any] = answer.json
        return signed_in


@contextmanager
def open_desk(database_url: str) -> Iterator[Desk]:
    desk = Desk(database_url)
    try:
        yield desk
    finally:
        desk.runtime.engine.dispose()


def _app(parts: Runtime) -> Flask:
    app = Flask("desk")
    app.config.update(API_TITLE="desk", API_VERSION="1", OPENAPI_VERSION="3.1.0")
    responses.install(app)
    web.attach(app, parts, tokens.TokenAuthenticator())
    tokens.install(app, SECRET)
    api = Api(app)
    for blueprint in (auth.blueprint, auth.me_blueprint, credential.blueprint):
        api.register_blueprint(blueprint)
    return app


def _employee(ctx: Context, phone: str | None, name: str) -> Actor:
    number = f"43019919800512{ctx.now.microsecond:03d}{name}"
    person = Person(
        id=new_id("psn"),
        name=name,
        sex="M",
        born_on=date(1980, 5, 12),
        id_number=Sealed("id_number", "430199198005120014"),
        id_number_index=blind_index("id_number", number),
        phone=Sealed("phone", phone) if phone else None,
        phone_index=blind_index("phone", phone) if phone else None,
    )
    ctx.db.add(person)
    ctx.db.flush()
    ctx.db.add(
        Insurance(
            id=new_id("ins"),
            person_id=person.id,
            kind=InsuranceKind.EMPLOYEE,
            category=Category.ACTIVE,
            status=InsuranceStatus.NORMAL,
            area="430100",
        )
    )
    return Actor(Role.CITIZEN, person.id)
