"""How every use case runs: read the time, open a transaction, pass the Context."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from gongji.app.context import SYSTEM, Actor, Channel, Context
from gongji.app.rate_limits import NO_GUARDS, NOWHERE, Guards, Origin
from gongji.kernel.ports import Gateways
from gongji.kernel.problems import OutsideUnavailable, SendAgain
from gongji.kernel.transaction import Transactions
from gongji.policy.rules import PolicyBook

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Moment:
    """The business time, and the policy book and guards in force."""

    now: datetime
    policy: PolicyBook
    guards: Guards = NO_GUARDS


@dataclass(frozen=True, slots=True)
class Runtime:
    """The parts that bootstrap put together; HTTP, gateway, CLI, jobs and tests all use `run`."""

    engine: Engine
    transactions: Transactions
    moment_in: Callable[[Session], Moment]
    """Reads the moment in a transaction that has just begun."""

    gateways: Gateways

    def moment(self) -> Moment:
        """The moment as it is now, for work that is no use case."""
        return self.transactions.run(self.moment_in, writes=False)

    def run(
        self,
        work: Callable[[Context], Result],
        *,
        actor: Actor = SYSTEM,
        channel: Channel = Channel.SYSTEM,
        origin: Origin = NOWHERE,
        writes: bool = True,
        repeatable: bool = False,
        dry_run: bool = False,
        asks_outside: bool = True,
    ) -> Result:
        """One use case in one transaction; see Transactions.run for what it raises.

        Work that writes and may ask a service outside begins with that: no lock is held while it
        waits for an answer, so the time is read before. Other work reads it in its transaction.
        """
        before = None
        if writes and asks_outside:
            try:
                before = self.moment()
            except OutsideUnavailable as silence:
                if repeatable:
                    raise SendAgain.instead_of(silence) from silence
                raise

        def within(session: Session) -> Result:
            moment = before or self.moment_in(session)
            return work(
                Context(
                    session,
                    moment.now,
                    actor,
                    channel,
                    moment.policy,
                    self.gateways,
                    guards=moment.guards,
                    origin=origin,
                )
            )

        return self.transactions.run(within, writes=writes, repeatable=repeatable, dry_run=dry_run)
