"""Rate limits: all budgets in one table, and their counting.

Each budget of each person, phone, device or address is one row with the instants of the latest
acts, so that a flood of requests stores only a few. Budgets run on business time, those of sessions
and of refused calls on real time. Acts ahead of the clock, which the sandbox may set back, do not
count.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import bindparam, select, update

from gongji.app.context import Context
from gongji.auth.models import Pace
from gongji.auth.problems import SmsTooSoon
from gongji.kernel.db import insert_on
from gongji.kernel.privacy import ring
from gongji.kernel.problems import TooManyRequests

MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86400


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` acts in any `within_s` seconds."""

    most: int
    within_s: int


class Budget(StrEnum):
    """What is counted, and for whom; codes are counted separately for each purpose."""

    RESEND = "resend"
    """Codes to one phone for any caller; the policy's `bind.sms` gives the interval."""

    PHONE = "phone"
    """Codes to one phone, requested by devices that its holder has not used."""

    DEVICE = "device"
    """Codes to one phone, requested by a device on which its holder has signed in."""

    CALLER = "caller"
    """Codes that one person requests."""

    BINDING = "binding"
    """A person's attempts to bind a relative that got as far as the code."""

    REFRESH = "refresh"
    """Changes of one session's refresh token, on real time."""

    EXPORT = "export"
    """Downloads of all data about a person."""

    STATEMENT = "statement"
    """Files of a person's yearly statements; a PDF keeps a processor busy for half a second."""

    INSURANCE_CODE = "insurance_code"
    """Insurance codes of one person."""

    MISSES = "misses"
    """Different cards that one institution sends and that match no person."""

    MISS = "miss"
    """One such card of one institution; sent again within the hour, it is the same miss."""

    REFUSED_CALLS = "refused_calls"
    """Calls with one institution's key or name that the gateway refused, on real time."""

    TRIALS = "trials"
    """Trials of one institution for one patient that tell what relatives have."""

    ALARM = "alarm"
    """Alarms of one kind about one institution."""

    ADDRESS_PHONE = "address_phone"
    """Codes to one phone that one network address requests."""

    ADDRESS_CODES = "address_codes"
    """Codes to any phone that one network address requests."""

    ADDRESS_GUESSES = "address_guesses"
    """Wrong codes from one network address."""


LIMITS = {
    Budget.PHONE: (Limit(5, HOUR_S), Limit(10, DAY_S)),
    Budget.DEVICE: (Limit(5, DAY_S),),
    Budget.CALLER: (Limit(10, MINUTE_S), Limit(12, HOUR_S), Limit(20, DAY_S)),
    Budget.BINDING: (Limit(20, DAY_S),),
    Budget.REFRESH: (Limit(30, HOUR_S),),
    Budget.EXPORT: (Limit(5, DAY_S),),
    Budget.STATEMENT: (Limit(5, DAY_S),),
    Budget.INSURANCE_CODE: (Limit(20, MINUTE_S),),
    Budget.MISSES: (Limit(300, HOUR_S),),
    Budget.MISS: (Limit(1, HOUR_S),),
    Budget.REFUSED_CALLS: (Limit(20, HOUR_S),),
    Budget.TRIALS: (Limit(10, HOUR_S),),
    Budget.ALARM: (Limit(1, HOUR_S),),
}
"""Limits that are the same everywhere; those of addresses are settings."""


def address_limits(ctx: Context, budget: Budget) -> tuple[Limit, ...]:
    """The limits of one address by the settings; empty if it is not limited or not known."""
    allowed = ctx.guards.address
    limit = {
        Budget.ADDRESS_PHONE: Limit(allowed.phone_day, DAY_S),
        Budget.ADDRESS_CODES: Limit(allowed.codes_hour, HOUR_S),
        Budget.ADDRESS_GUESSES: Limit(allowed.guesses_hour, HOUR_S),
    }[budget]
    return (limit,) if limit.most and ctx.origin.address else ()


@dataclass(frozen=True, slots=True)
class Draw:
    """One act that a budget must allow; `about` says whose budget it is."""

    budget: Budget
    about: str
    limits: Sequence[Limit]

    @property
    def key(self) -> bytes:
        return ring().digest("pace", f"{self.budget}\0{self.about}")

    @property
    def kept(self) -> int:
        """How many instants must be stored to decide."""
        return max(limit.most for limit in self.limits)


def draw(budget: Budget, *about: str) -> Draw:
    """One act of a budget of `LIMITS`."""
    return Draw(budget, "\0".join(about), LIMITS[budget])


def from_address(ctx: Context, budget: Budget, *about: str) -> list[Draw]:
    """The same for the request's network address; empty if addresses are not limited."""
    limits = address_limits(ctx, budget)
    return [Draw(budget, "\0".join((ctx.origin.address, *about)), limits)] if limits else []


def wait_s(acts: Iterable[datetime], now: datetime, limits: Iterable[Limit]) -> int:
    """Whole seconds until one more act keeps every limit, 0 if it may happen now.

    `acts` are the instants of earlier acts; those ahead of `now` do not count.
    """
    past = sorted((act for act in acts if act <= now), reverse=True)
    free_at = [
        past[limit.most - 1] + timedelta(seconds=limit.within_s)
        for limit in limits
        if len(past) >= limit.most
    ]
    return math.ceil((max([now, *free_at]) - now).total_seconds())


class Tally:
    """Budgets that this transaction has locked: read first, charged afterwards.

    Until it ends no other transaction counts against them, so parallel acts are counted one after
    the other. Rows are locked in ascending order of key, each in one statement.
    """

    def __init__(self, ctx: Context, draws: Iterable[Draw], now: datetime | None = None) -> None:
        self._db = ctx.db
        self._now = now or ctx.now
        self._draws = sorted(draws, key=lambda one: one.key)
        self._acts = {one: self._take(one) for one in self._draws}

    def refuse(self) -> None:
        """Raises SMS_TOO_SOON or TOO_MANY_REQUESTS if one more act is too many."""
        waits = {one: wait_s(self._acts[one], self._now, one.limits) for one in self._draws}
        soon = max((wait for one, wait in waits.items() if one.budget is Budget.RESEND), default=0)
        if soon:
            raise SmsTooSoon(retry_s=soon, retry_after_s=soon)
        longest = max(waits.values(), default=0)
        if longest:
            raise TooManyRequests(retry_s=longest, retry_after_s=longest)

    def wait_s(self) -> int:
        """Whole seconds until one more act is allowed by all, 0 if it may happen now."""
        return max(
            (wait_s(self._acts[one], self._now, one.limits) for one in self._draws), default=0
        )

    def charge(self) -> None:
        """Counts one act against each."""
        rows = []
        for one in self._draws:
            acts = sorted([*self._acts[one], self._now], reverse=True)[: one.kept]
            rows.append({"whose": one.key, "those": [act.isoformat() for act in acts]})
        if rows:
            self._db.connection().execute(KEEP_ACTS, rows)

    def _take(self, one: Draw) -> list[datetime]:
        row = {"key": one.key, "touched_at": self._now, "acts": []}
        taking = (
            insert_on(self._db, Pace)
            .values(row)
            .on_conflict_do_update(index_elements=["key"], set_={"touched_at": self._now})
            .returning(Pace.acts)
        )
        return [_instant(act) for act in self._db.execute(taking).scalar_one()]


KEEP_ACTS = (
    update(Pace.__table__)  # type: ignore[arg-type]
    .where(Pace.__table__.c.key == bindparam("whose"))
    .values(acts=bindparam("those", type_=Pace.__table__.c.acts.type))
)


def spend(ctx: Context, *draws: Draw, now: datetime | None = None) -> None:
    """Counts one act against each of these budgets; raises TOO_MANY_REQUESTS and counts none."""
    tally = Tally(ctx, draws, now)
    tally.refuse()
    tally.charge()


def wait_now_s(ctx: Context, one: Draw, now: datetime | None = None) -> int:
    """Whole seconds until this budget allows one more act; locks and counts nothing."""
    acts = ctx.db.execute(select(Pace.acts).where(Pace.key == one.key)).scalar_one_or_none()
    return wait_s(map(_instant, acts or []), now or ctx.now, one.limits)


def hold_phone(ctx: Context, phone_index: bytes) -> None:
    """Until this transaction ends no other one registers this phone; counts nothing."""
    Tally(ctx, [Draw(Budget.PHONE, f"registering\0{phone_index.hex()}", ())])


def _instant(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)
