"""What operators are told of an institution: refused calls, guesses, trials that settle nothing.

An alarm is a line in the log and one in the institution's record (`gongji institution show`), of
each kind one an hour. It locks nobody out: a stranger could otherwise keep an institution away.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.auth import budgets
from gongji.auth.budgets import Budget, Tally, draw
from gongji.fsi.calls import Call
from gongji.fsi.signing import GatewayRefused
from gongji.institutions.models import TrustAct
from gongji.institutions.service import note_act
from gongji.kernel.clock import civil_date, real_now
from gongji.kernel.problems import OutsideUnavailable
from gongji.settlement.models import Settlement

ACTOR = "网关"
log = logging.getLogger(__name__)


class Alarm(StrEnum):
    """What is told, as the log names it."""

    REFUSED = "refused"
    """Calls with its key or in its name that the gateway refused; or with a key of nobody."""

    COPIED = "copied"
    """Many messages under one signature (see gongji.fsi.key_watch)."""

    GUESSES = "guesses"
    """Cards that fit no person."""

    TRIALS = "trials"
    """Trials for one patient that tell what relatives have, without a settlement."""


def raise_alarm(
    ctx: Context, institution: str, alarm: Alarm, now: datetime, **figures: object
) -> None:
    """Tells operators, once an hour; `institution` is "" where nobody has such a key."""
    lately = Tally(ctx, [draw(Budget.ALARM, institution, alarm)], now)
    if lately.wait_s():
        return
    lately.charge()
    fields = {"institution": institution, **figures}
    log.warning(f"institution.{alarm}", extra={"fields": fields})  # noqa: G004  (few fixed names)
    if institution:
        told = ", ".join(f"{name}={figure}" for name, figure in figures.items())
        note_act(ctx, institution, ACTOR, TrustAct.ALARM, f"{alarm}: {told}")


def count_refused(runtime: Runtime, refused: GatewayRefused, address: str) -> None:
    """Counts one refused call, on real time, until there are so many that it is told; a flood then
    writes nothing more.
    """
    one, now = draw(Budget.REFUSED_CALLS, refused.institution), real_now()

    def is_told(ctx: Context) -> bool:
        return budgets.wait_now_s(ctx, one, now) > 0

    def count(ctx: Context) -> None:
        calls = Tally(ctx, [one], now)
        if calls.wait_s():
            return
        calls.charge()
        if is_told(ctx):
            figures = {"refused": one.kept, "address": address, "last": refused.message}
            raise_alarm(ctx, refused.institution, Alarm.REFUSED, now, **figures)

    with suppress(OutsideUnavailable):
        if not runtime.run(is_told, writes=False):
            runtime.run(count, asks_outside=False)


def count_trial(call: Call) -> None:
    """Counts a trial that read what a relative of the patient has; called once it is decided.

    A settlement of that patient within the hour explains trials. It is looked for here, so that a
    sale counts nothing.
    """
    if not call.payers:
        return
    ctx, code, patient = call.ctx, call.institution.code, call.patients[0]
    one = draw(Budget.TRIALS, code, patient)
    trials = Tally(ctx, [one])
    if not trials.wait_s():
        trials.charge()
    if not budgets.wait_now_s(ctx, one):
        return
    since = ctx.now - timedelta(seconds=one.limits[0].within_s)
    settled = select(Settlement.id).where(
        Settlement.person_id == patient,
        Settlement.year >= civil_date(since).year,
        Settlement.institution_code == code,
        Settlement.at >= since,
    )
    if ctx.db.execute(settled.limit(1)).first() is None:
        raise_alarm(ctx, code, Alarm.TRIALS, ctx.now, trials=one.kept)
