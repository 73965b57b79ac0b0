"""How much the pool (统筹) pays for chronic diseases in a quarter: pure decisions (CHR-07)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongji.chronic.models import Qualification
from gongji.chronic.rules import MONTHS_OF_QUARTER
from gongji.kernel.clock import Window
from gongji.kernel.money import Money, total
from gongji.policy.values import ChronicLimits


@dataclass(frozen=True, slots=True)
class QuarterLimit:
    """What the pool may pay from the first day of a quarter until the end of one of its months.

    `months` are the limits of the months until then, that month's own as the last; zero where no
    listed disease was held. What a month leaves is there for the following ones, until the quarter
    ends (C-33).
    """

    quarter: Window
    months: tuple[Money, ...]

    @property
    def month(self) -> Money:
        """What the month itself adds."""
        return self.months[-1]

    @property
    def amount(self) -> Money:
        return total(*self.months)

    def left(self, used: Money) -> Money:
        """What the pool may still pay, given what it has paid in this quarter."""
        return (self.amount - used).at_least_zero()


def quarter_of(day: date) -> int:
    """1 to 4."""
    return -(-day.month // MONTHS_OF_QUARTER)


def quarter_limit(
    day: date, held: Iterable[Qualification], limits: ChronicLimits
) -> QuarterLimit | None:
    """Of a person with these qualifications, at the end of that day's month, by the limits that are
    in force on the day; None where no listed disease is held in that month: there is no limit.

    A month counts whole with every disease that is held on any of its days.
    """
    last = quarter_of(day) * MONTHS_OF_QUARTER
    first_of = [date(day.year, month, 1) for month in range(last - MONTHS_OF_QUARTER + 1, last + 1)]
    codes_of = [
        {
            one.code
            for one in held
            if one.code in limits.diseases and one.holds_within(first, _last_of(first))
        }
        for first in first_of
        if first <= day
    ]
    if not codes_of[-1]:
        return None
    quarter = Window(first_of[0], _last_of(first_of[-1]))
    return QuarterLimit(quarter, tuple(map(limits.month, codes_of)))


def _last_of(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])
