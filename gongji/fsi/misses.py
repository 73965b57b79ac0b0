"""Cards that fit no person: an institution may name a few by mistake, not many to probe."""

from __future__ import annotations

from gongji.auth import budgets
from gongji.auth.budgets import Budget, Draw, Tally, draw
from gongji.fsi.alarms import Alarm, raise_alarm
from gongji.fsi.calls import Call
from gongji.fsi.problems import TooManyMisses

MINUTE_S = 60


def refuse_guesses(call: Call) -> None:
    """Raises TOO_MANY_REQUESTS while this institution's misses are used up; counts none.

    Nothing is locked: cards that fit are read in parallel, and cost one look at one row.
    """
    _refuse(budgets.wait_now_s(call.ctx, _misses(call)))


def count_miss(call: Call, *stated: str | None) -> None:
    """Counts one card that fits no person.

    The same statements count once an hour, however often a till sends them. Raises
    TOO_MANY_REQUESTS where parallel ones have used the budget up.
    """
    call.commit_on_raise = True
    own = call.institution.code
    said = Tally(call.ctx, [draw(Budget.MISS, own, *(one or "" for one in stated))])
    if said.wait_s():
        return
    misses = Tally(call.ctx, [_misses(call)])
    _refuse(misses.wait_s())
    said.charge()
    misses.charge()
    if budgets.wait_now_s(call.ctx, _misses(call)):
        raise_alarm(call.ctx, own, Alarm.GUESSES, call.ctx.now, misses=_most())


def _misses(call: Call) -> Draw:
    return draw(Budget.MISSES, call.institution.code)


def _most() -> int:
    return budgets.LIMITS[Budget.MISSES][0].most


def _refuse(wait_s: int) -> None:
    if wait_s:
        minutes = -(-wait_s // MINUTE_S)
        raise TooManyMisses(misses=_most(), minutes=minutes, retry_after_s=wait_s)
