"""An office window with a clock set by hand: who pays for whom, in process or over the wire."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any, TypeVar, cast

from flask import Flask
from sqlalchemy import select

from gongji.app.context import Actor, Context, Role
from gongji.app.runtime import Runtime
from gongji.family.models import Binding
from gongji.kernel.problems import Problem
from gongji.ledger.service import account_of
from gongji.ops.reconcile import reconcile
from gongji.people.models import EventData, RegistryEvent
from gongji.premium.models import RefundReason
from gongji.premium.pay import ItemResult, PaymentResult, pay
from gongji.premium.refund import refund
from gongji.premium.views import PaymentDetails
from gongji.sandbox import clock
from gongji.sandbox.fixture_schemas import FixtureSchema
from gongji.sandbox.models import Persona
from gongji.sandbox.reset import reset
from tests.premium.relatives import PAYER, PHONES, family
from tests.records.files import fetch

Result = TypeVar("Result")
NO_CHOICE: Mapping[str, str] = {}


class Office:
    def __init__(self, app: Flask) -> None:
        self.app = app
        self.runtime: Runtime = app.extensions["gongji"]
        self._arrivals = itertools.count(1)

    # -- the world

    def load(self, **changes: Any) -> Office:
        fixture = FixtureSchema().load(family(**changes))
        self.runtime.run(lambda ctx: reset(ctx, fixture))
        return self

    def at(self, moment: str) -> Office:
        now = datetime.fromisoformat(f"{moment}+08:00")
        self.runtime.run(lambda ctx: clock.set_clock(ctx, now, running=False))
        return self

    def run(self, work: Callable[[Context], Result], by: str = PAYER) -> Result:
        actor = Actor(Role.CITIZEN, self.id_of(by))
        return self.runtime.run(work, actor=actor)

    def look(self, work: Callable[[Context], Result], by: str = PAYER) -> Result:
        """The same without writing."""
        actor = Actor(Role.CITIZEN, self.id_of(by))
        return self.runtime.run(work, actor=actor, writes=False)

    def id_of(self, who: str) -> str:
        query = select(Persona.person_id).where(Persona.key == who)
        return self.runtime.run(lambda ctx: ctx.db.execute(query).scalar_one(), writes=False)

    def tie(self, whom: str, by: str = PAYER) -> str:
        """The id of the binding between the two, whatever became of it."""
        query = select(Binding.id).where(
            Binding.authorizer_id == self.id_of(by), Binding.beneficiary_id == self.id_of(whom)
        )
        return self.runtime.run(lambda ctx: ctx.db.execute(query).scalar_one(), writes=False)

    def balance(self, who: str = PAYER) -> int:
        def work(ctx: Context) -> int:
            found = account_of(ctx.db, self.id_of(who))
            return found.balance_fen if found else 0

        return self.runtime.run(work, writes=False)

    def broken(self) -> list[str]:
        return self.runtime.run(reconcile, writes=False).failures

    def registry_reports(self, kind: str, who: str, effective_on: str) -> None:
        """As the registry's channel stores it; what else it changes is not asked here."""
        person_id = self.id_of(who)

        def work(ctx: Context) -> None:
            ctx.db.add(
                RegistryEvent(
                    event_id=f"{kind}-{effective_on}",
                    type=kind,
                    person_id=person_id,
                    effective_on=date.fromisoformat(effective_on),
                    data=EventData(),
                    received_at=ctx.now,
                    seq=next(self._arrivals),
                    applied_at=None,
                )
            )

        self.runtime.run(work)

    # -- paying

    def pay(
        self,
        *whom: str,
        by: str = PAYER,
        product: str = "resident",
        year: int = 2026,
        tiers: Mapping[str, str] = NO_CHOICE,
        include_self: bool = False,
    ) -> PaymentResult:
        """`tiers` are the price tiers chosen for some of them."""
        ties = [self.tie(one, by) for one in whom]
        chosen = {self.tie(one, by): tier for one, tier in tiers.items()}
        return self.run(
            lambda ctx: pay(
                ctx,
                product=product,
                year=year,
                binding_ids=ties,
                tiers=chosen,
                include_self=include_self,
            ),
            by,
        )

    def results(self, *whom: str, **more: Any) -> list[int | str]:
        """What each cost, or why not; a list of one code where the whole request is refused."""
        try:
            return [_result(item) for item in self.pay(*whom, **more).items]
        except Problem as refusal:
            return [refusal.code]

    def paid(self, whom: str, **more: Any) -> str:
        """The payment's id."""
        payment_id = self.pay(whom, **more).items[0].payment_id
        assert payment_id
        return payment_id

    def refund(self, payment_id: str, reason: str = "cancelled", by: str = PAYER) -> PaymentDetails:
        wanted = RefundReason(reason)
        return self.run(lambda ctx: refund(ctx, payment_id, reason=wanted), by)

    def refund_refusal(self, payment_id: str, reason: str = "cancelled", by: str = PAYER) -> str:
        """The code, "" for a refund that is done."""
        try:
            self.refund(payment_id, reason, by)
        except Problem as refusal:
            return refusal.code if refusal.sentence() else "WITHOUT_WORDS"
        return ""


def _result(item: ItemResult) -> int | str:
    if item.problem:
        assert all(item.problem[name] for name in ("code", "title", "detail", "remedy"))
        assert (item.amount_fen, item.payment_id) == (0, None)
        return item.problem["code"]
    return item.amount_fen if item.status == "paid" else str(item.status)


def at_once(works: Sequence[Callable[[], Result]]) -> list[Result]:
    with ThreadPoolExecutor(len(works)) as threads:
        return [done.result() for done in [threads.submit(work) for work in works]]


# -- over the wire


class Citizen:
    """Somebody signed in, talking JSON to the application."""

    def __init__(self, office: Office, who: str) -> None:
        self._app, self._client = office.app, office.app.test_client()
        phone = PHONES[who]
        self.call("POST", "/auth/sms-codes", {"phone": phone, "purpose": "login"})
        code = self.call("GET", f"/sandbox/sms?phone={phone}")[1]["items"][0]["code"]
        tokens = self.call("POST", "/auth/sms-login", {"phone": phone, "code": code})[1]
        self._headers = {"Authorization": f"Bearer {tokens['access_token']}"}

    _headers: Mapping[str, str] = {}

    def call(
        self, method: str, path: str, body: Any = None, key: str | None = None
    ) -> tuple[int, dict[str, Any]]:
        headers = dict(self._headers) | ({"Idempotency-Key": key} if key else {})
        reply = self._client.open(f"/api/v1{path}", method=method, json=body, headers=headers)
        return reply.status_code, cast("dict[str, Any]", reply.get_json())

    def file(self, path: str) -> bytes:
        return fetch(self._app, path, self._headers)
