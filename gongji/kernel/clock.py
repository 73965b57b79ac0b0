"""Time: aware UTC inside, civil dates and wall-clock text in Asia/Shanghai."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def real_now() -> datetime:
    """The machine's time, which tokens, signatures and nonces use."""
    return datetime.now(UTC)


def civil_date(moment: datetime) -> date:
    """The day in Hunan on which an instant falls."""
    return moment.astimezone(SHANGHAI).date()


def start_of(day: date) -> datetime:
    """The first instant of a civil day."""
    return datetime.combine(day, time.min, SHANGHAI).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The first instant after a civil day: a last day counts until 23:59:59 (BIND-05)."""
    return start_of(day + timedelta(days=1))


def rfc3339(moment: datetime) -> str:
    """Wire form of an instant, with +08:00."""
    return moment.astimezone(SHANGHAI).isoformat(timespec="seconds")


def wall_clock(moment: datetime) -> str:
    """`yyyy-MM-dd HH:mm:ss` in Hunan: the institution interface and Chinese sentences."""
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which something may be done; both are included, the last until 23:59:59."""

    opens_on: date
    closes_on: date

    def covers(self, day: date) -> bool:
        return self.opens_on <= day <= self.closes_on
