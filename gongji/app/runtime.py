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
    moment: Callable[[], Moment]
    gateways: Gateways

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
        moment: Moment | None = None,
    ) -> Result:
        """One use case in one transaction; see Transactions.run for what it raises.

        `moment` is that of the request, where it was read already.
        """
        try:
            moment = moment or self.moment()
        except OutsideUnavailable as silence:
            if repeatable and writes:
                raise SendAgain.instead_of(silence) from silence
            raise

        def within(session: Session) -> Result:
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
