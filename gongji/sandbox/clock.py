"""The sandbox's business time and policy overlay, kept in the database for all workers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from gongji.app.context import Context
from gongji.app.rate_limits import NO_GUARDS, Guards
from gongji.app.runtime import Moment
from gongji.kernel.clock import real_now
from gongji.kernel.ids import new_id
from gongji.kernel.problems import NotFound
from gongji.kernel.selects import CompiledSelect, select_of
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
_STATE = cast("Table", SandboxState.__table__).c
_ROWS = cast("Table", SandboxOverlay.__table__).c
FACTS = (
    _STATE.set_to,
    _STATE.set_at,
    _STATE.running,
    _STATE.generation,
    _STATE.identity_after_days,
)
MOMENT = CompiledSelect[datetime | None, datetime, bool, str | None, int | None](
    FACTS, select_of(FACTS).where(_STATE.id == ONLY_ROW)
)
OVERLAY = select(_ROWS.area, _ROWS.key, _ROWS.value, _ROWS.since, _ROWS.basis).order_by(_ROWS.id)
"""Columns, not objects: the act that follows in the same session may replace the rows."""


class SandboxMoment:
    """Gives every act its instant and its policy book, by one SELECT, or two after a reset."""

    def __init__(self, packs: PolicyBook, guards: Guards = NO_GUARDS) -> None:
        self._packs = packs
        self._guards = guards
        self._loaded = _Loaded(None, packs)

    def __call__(self, db: Session) -> Moment:
        row = MOMENT.one_or_none(db, {})
        if row is None:
            return Moment(real_now(), self._policy_of(db, None), self._guards)
        set_to, set_at, running, generation, days = row
        guards = self._guards if days is None else replace(self._guards, identity_after_days=days)
        now = instant(set_to, set_at, real_now(), running=running)
        return Moment(now, self._policy_of(db, generation), guards)

    def _policy_of(self, db: Session, generation: str | None) -> PolicyBook:
        loaded = self._loaded
        if loaded.generation != generation:
            overlay = [OverlayRow(*row) for row in db.connection().execute(OVERLAY)]
            loaded = _Loaded(generation, self._packs.with_overlay(overlay))
            self._loaded = loaded
        return loaded.policy


def state_of(db: Session) -> SandboxState | None:
    """The state of the sandbox; None before a fixture is loaded: real time, no overlay."""
    return db.execute(STATE).scalar_one_or_none()


def instant(
    set_to: datetime | None, set_at: datetime, real: datetime, *, running: bool
) -> datetime:
    """Business time when the real clock reads `real`: frozen, running, or equal to real time."""
    if set_to is None:
        return real
    return set_to + (real - set_at) if running else set_to


def business_time(db: Session) -> BusinessTime:
    """Business time now, and whether it runs; real time always does."""
    state, real = state_of(db), real_now()
    if state is None:
        return BusinessTime(real, running=True)
    now = instant(state.set_to, state.set_at, real, running=state.running)
    return BusinessTime(now, state.set_to is None or state.running)


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
