"""The sandbox's business time and policy overlay, kept in the database for all workers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from gongji.app.context import Context
from gongji.app.rate_limits import NO_GUARDS, Guards
from gongji.app.runtime import Moment
from gongji.kernel.clock import real_now
from gongji.kernel.ids import new_id
from gongji.kernel.problems import NotFound
from gongji.kernel.transaction import Transactions
from gongji.policy.entries import OverlayRow
from gongji.policy.rules import PolicyBook
from gongji.sandbox.models import SandboxOverlay, SandboxState

ONLY_ROW = 1


@dataclass(frozen=True, slots=True)
class BusinessTime:
    """What `PUT /sandbox/clock` and the start page show."""

    now: datetime
    running: bool


@dataclass(frozen=True, slots=True)
class _Loaded:
    """The policy book of one loaded fixture."""

    generation: str | None
    policy: PolicyBook


STATE = select(SandboxState).where(SandboxState.id == ONLY_ROW)


class SandboxMoment:
    """Gives every act its instant and its policy book, by one SELECT, or two after a reset."""

    def __init__(
        self, transactions: Transactions, packs: PolicyBook, guards: Guards = NO_GUARDS
    ) -> None:
        self._transactions = transactions
        self._packs = packs
        self._guards = guards
        self._loaded = _Loaded(None, packs)

    def __call__(self) -> Moment:
        return self._transactions.run(self._read, writes=False)

    def _read(self, db: Session) -> Moment:
        state = state_of(db)
        generation = state.generation if state else None
        loaded = self._loaded
        if loaded.generation != generation:
            rows = db.execute(select(SandboxOverlay).order_by(SandboxOverlay.id)).scalars()
            overlay = [
                OverlayRow(row.area, row.key, row.value, row.since, row.basis) for row in rows
            ]
            loaded = _Loaded(generation, self._packs.with_overlay(overlay))
            self._loaded = loaded
        days = state.identity_after_days if state else None
        guards = self._guards if days is None else replace(self._guards, identity_after_days=days)
        return Moment(instant(state, real_now()), loaded.policy, guards)


def state_of(db: Session) -> SandboxState | None:
    """The state of the sandbox; None before a fixture is loaded: real time, no overlay."""
    return db.execute(STATE).scalar_one_or_none()


def instant(state: SandboxState | None, real: datetime) -> datetime:
    """Business time when the real clock reads `real`: frozen, running, or equal to real time."""
    if state is None or state.set_to is None:
        return real
    return state.set_to + (real - state.set_at) if state.running else state.set_to


def business_time(db: Session) -> BusinessTime:
    """Business time now, and whether it runs; real time always does."""
    state = state_of(db)
    frozen = state is not None and state.set_to is not None and not state.running
    return BusinessTime(instant(state, real_now()), not frozen)


def set_clock(ctx: Context, now: datetime | None, running: bool) -> BusinessTime:
    """Sets business time to `now`, frozen or running; None is real time. Time may go back."""
    state = state_of(ctx.db)
    if state is None:
        state = SandboxState(id=ONLY_ROW, generation=new_id("gen"))
        ctx.db.add(state)
    state.set_to, state.set_at, state.running = now, real_now(), running
    ctx.db.flush()
    return business_time(ctx.db)


def ask_for_identity(ctx: Context, after_days: int | None) -> int | None:
    """Sets after how many days without a sign-in a new device must verify its user's identity: 0
    means always, None follows the settings. Holds until the next reset. Returns the days in force.
    Raises NOT_FOUND if no fixture is loaded.
    """
    state = state_of(ctx.db)
    if state is None:
        raise NotFound
    state.identity_after_days = after_days
    ctx.db.flush()
    return ctx.guards.identity_after_days if after_days is None else after_days
