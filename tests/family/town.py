"""A small invented town on one real database, with a business clock that a test sets by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Engine, select, update

from gongji.app.context import SYSTEM, Actor, Channel, Context, Role
from gongji.app.runtime import Moment, Runtime
from gongji.family import bind
from gongji.family.application import Acceptance, Application, ByCode, Consent, InPerson, Relative
from gongji.family.consent import send_code
from gongji.family.models import Binding
from gongji.family.views import BindingDetails
from gongji.kernel import privacy
from gongji.kernel.clock import SHANGHAI
from gongji.kernel.id_number import born_on, sex_of
from gongji.kernel.ids import new_id
from gongji.kernel.ports import Gateways, InsuredState
from gongji.kernel.privacy import KeyRing, Sealed, blind_index
from gongji.kernel.problems import Problem
from gongji.kernel.transaction import Transactions
from gongji.ledger.models import Account
from gongji.ledger.service import open_account
from gongji.notices.service import deliver_queued
from gongji.people.enrolment import register
from gongji.people.facts import find_by_id_number
from gongji.people.models import Insurance
from gongji.policy.loader import load_packs
from gongji.sandbox.adapters import KinshipRow, RegistryRow, SandboxRegistry, SandboxSms, TextRow
from gongji.sandbox.login_adapters import SandboxLogins
from gongji.vocabulary import Relation
from tests.family.outside import Silent, number
from tests.support.databases import engine_on

Result = TypeVar("Result")

NOON = datetime(2025, 6, 10, 12, tzinfo=SHANGHAI)
TODAY, NEXT_YEAR = date(2025, 6, 10), date(2026, 6, 9)
BOOK = load_packs()
AT_COUNTER = InPerson("OP1", None)
PHONE, HER_PHONE = "19900000001", "19900000002"


class Someone:
    """Somebody the registry knows; `actor` signs in once he is known to us too."""

    def __init__(self, name: str, id_number: str, phone: str | None, actor: Actor) -> None:
        self.name, self.id_number, self.phone, self.actor = name, id_number, phone, actor

    @property
    def id(self) -> str:
        return self.actor.id


class Town:
    def __init__(self, database_url: str) -> None:
        self.engines: list[Engine] = []
        privacy.use(KeyRing({1: b"k" * 32}, b"i" * 32))
        self.now = NOON
        self.book = BOOK
        main, outside = self._engine(database_url, 50), self._engine(database_url, 5)
        registry = SandboxRegistry(Transactions(outside))
        sms = SandboxSms(Transactions(outside))
        self.runtime = Runtime(
            engine=main,
            transactions=Transactions(main),
            moment_in=lambda _session: Moment(self.now, self.book),
            gateways=Gateways(registry, sms, logins=SandboxLogins(Transactions(outside))),
        )

    def _engine(self, database_url: str, size: int) -> Engine:
        """The outside world has connections of its own, so that it never waits for ours."""
        bounds = {"pool_timeout": 60, "pool_size": size, "max_overflow": 0}
        engine = engine_on(database_url, **bounds)
        self.engines.append(engine)
        return engine

    def close(self) -> None:
        for engine in self.engines:
            engine.dispose()

    def silence_the_registry(self) -> None:
        gateways = replace(self.runtime.gateways, registry=Silent())
        self.runtime = replace(self.runtime, gateways=gateways)

    # -- acting

    def run(
        self,
        work: Callable[..., Result],
        *facts: Any,
        by: Actor = SYSTEM,
        writes: bool = True,
        **more: Any,
    ) -> Result:
        channel = Channel.WECHAT_MP
        return self.runtime.run(
            lambda ctx: work(ctx, *facts, **more), actor=by, channel=channel, writes=writes
        )

    def refusal(self, work: Callable[..., Any], *facts: Any, **more: Any) -> str:
        """The code with which this is refused, "" where it is not."""
        try:
            self.run(work, *facts, **more)
        except Problem as problem:
            return problem.code if problem.sentence() else "WITHOUT_WORDS"
        return ""

    def at_once(self, works: Sequence[Callable[[], Result]]) -> list[Result]:
        with ThreadPoolExecutor(len(works)) as threads:
            return [done.result() for done in [threads.submit(work) for work in works]]

    def pass_s(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    # -- people

    def someone(
        self,
        name: str,
        born: str,
        order: int,
        *,
        phone: str | None = None,
        kind: str = "resident",
        category: str | None = None,
        status: str = "normal",
        area: str = "430100",
        balance_fen: int | None = None,
        insured: bool = True,
        known: bool = True,
    ) -> Someone:
        """Known to the registry and, where `known`, to us; an account where there is a balance."""
        id_number = number(born, order)
        state = InsuredState(kind, category, status, area)
        row = RegistryRow(
            id_number_index=blind_index("id_number", id_number),
            id_number=Sealed("id_number", id_number),
            name=name,
            sex=sex_of(id_number),
            born_on=born_on(id_number),
            phone=Sealed("phone", phone) if phone else None,
            insurances=(state,) if insured else (),
        )
        self.run(lambda ctx: ctx.db.add(row))
        person_id = self.run(_meet, id_number, name, phone, balance_fen) if known else ""
        return Someone(name, id_number, phone, Actor(Role.CITIZEN, person_id))

    def employee(self, name: str, born: str, order: int, **more: Any) -> Someone:
        facts: dict[str, Any] = {
            "kind": "employee",
            "category": "active",
            "balance_fen": 300000,
        } | more
        return self.someone(name, born, order, **facts)

    def are_kin(self, of: Someone, to: Someone, relation: Relation) -> None:
        """`relation` is what `to` is to `of`, as the registry has it."""
        row = KinshipRow(
            of_index=blind_index("id_number", of.id_number),
            to_index=blind_index("id_number", to.id_number),
            relation=relation,
        )
        self.run(lambda ctx: ctx.db.add(row))

    def insurance_becomes(self, who: Someone, **values: Any) -> None:
        change = update(Insurance).where(Insurance.person_id == who.id).values(**values)
        self.run(lambda ctx: ctx.db.execute(change))

    def account(self, who: Someone) -> Account:
        query = select(Account).where(Account.person_id == who.id)
        found: Account = self.run(lambda ctx: ctx.db.execute(query).scalar_one())
        return found

    # -- binding

    def bind(
        self, by: Someone, whom: Someone, relation: Relation, consent: Consent = AT_COUNTER
    ) -> BindingDetails:
        asked = application(whom, relation)
        return self.run(bind.bind, by.id, asked, consent, by=by.actor)

    def bind_refusal(
        self,
        by: Someone,
        whom: Someone,
        relation: Relation,
        consent: Consent = AT_COUNTER,
        **changed: Any,
    ) -> str:
        asked = replace(application(whom, relation), **changed)
        return self.refusal(bind.bind, by.id, asked, consent, by=by.actor)

    def ask_code(
        self,
        by: Someone,
        whom: Someone,
        phone: str | None = None,
        relation: Relation = Relation.SPOUSE,
    ) -> str | None:
        """The code that arrived at that phone, if one did."""
        reached = phone or whom.phone or ""
        relative = Relative(whom.name, whom.id_number, reached)
        answer = self.run(send_code, relative, relation, by=by.actor)
        assert answer == {"expires_in_s": 300, "resend_after_s": 60}
        found = [row for row in self.texts(reached) if row.purpose == "bind"]
        return found[0].code if found else None

    def texts(self, phone: str) -> list[TextRow]:
        """What the provider delivered, newest first."""
        deliver_queued(self.runtime)
        query = select(TextRow).where(TextRow.phone_index == blind_index("phone", phone))
        newest = query.order_by(TextRow.id.desc())
        return self.run(lambda ctx: list(ctx.db.execute(newest).scalars()))

    def live(self) -> list[Binding]:
        query = select(Binding).where(Binding.ended_at.is_(None))
        return self.run(lambda ctx: list(ctx.db.execute(query).scalars()))


def application(
    whom: Someone, relation: Relation, starts_on: date = TODAY, ends_on: date = NEXT_YEAR
) -> Application:
    relative = Relative(whom.name, whom.id_number, whom.phone)
    return Application(relative, relation, starts_on, ends_on, Acceptance("1", accepted=True))


def by_code(code: str | None) -> Consent:
    return ByCode(code)


def _meet(
    ctx: Context, id_number: str, name: str, phone: str | None, balance_fen: int | None
) -> str:
    known = ctx.gateways.registry.insured_state(id_number, name)
    assert known is not None
    person = find_by_id_number(ctx.db, id_number) or register(ctx.db, known, phone)
    if balance_fen is not None:
        open_account(ctx.db, person.id, balance_fen)
    assert person.id.startswith(new_id("psn")[:4])
    return person.id


@contextmanager
def open_town(database_url: str) -> Iterator[Town]:
    town = Town(database_url)
    try:
        yield town
    finally:
        town.close()
