"""When a qualification may be extended online, and until when: pure decisions (CHR-04, CHR-05)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from gongji.chronic.problems import ExtensionNotOnline, ExtensionNotOpen
from gongji.kernel.clock import Window
from gongji.kernel.problems import Problem
from gongji.kernel.wording import say
from gongji.policy.values import ExtensionRule

MONTHS_OF_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Entitlement:
    """A qualification as far as its extension is decided on it."""

    disease: str
    code: str
    valid_to: date
    online: bool


def window_of(valid_to: date, rule: ExtensionRule) -> Window | None:
    """The days in the last month of the quarter in which the entitlement ends; None where that
    month has none.
    """
    month = -(-valid_to.month // MONTHS_OF_QUARTER) * MONTHS_OF_QUARTER
    if month not in rule.months:
        return None
    last_day = min(rule.last_day, monthrange(valid_to.year, month)[1])
    first = date(valid_to.year, month, rule.first_day)
    return Window(first, date(valid_to.year, month, last_day))


def refusal(entitled: Entitlement, rule: ExtensionRule, today: date) -> Problem | None:
    """EXTENSION_NOT_ONLINE, then EXTENSION_NOT_OPEN."""
    if not entitled.online:
        return ExtensionNotOnline(disease=entitled.disease, code=entitled.code)
    window = window_of(entitled.valid_to, rule)
    if window is not None and window.covers(today) and rule.from_on <= today:
        return None
    words = "（该季度不开放）"
    if window is not None:
        words = say("{first} 至 {last}", first=window.opens_on, last=window.closes_on)
    return ExtensionNotOpen(
        disease=entitled.disease, valid_to=entitled.valid_to, today=today, window=words
    )


def extended(valid_to: date, rule: ExtensionRule) -> date:
    """The same day `rule.years` later; 29 February becomes the 28th."""
    year = valid_to.year + rule.years
    last_day = monthrange(year, valid_to.month)[1]
    return date(year, valid_to.month, min(valid_to.day, last_day))
