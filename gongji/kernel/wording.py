"""Amounts, days and moments in the form that people read, and sentences with them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from gongji.kernel.clock import SHANGHAI
from gongji.kernel.money import Money


def say(sentence: str, **facts: object) -> str:
    """Fills a sentence with facts: amounts, days and moments in one form each."""
    return sentence.format(**{name: worded(fact) for name, fact in facts.items()})


def all_worded(**facts: object) -> dict[str, str]:
    """Each fact in the form that people read, to be stored or passed on."""
    return {name: str(worded(fact)) for name, fact in facts.items()}


def worded(fact: object) -> object:
    match fact:
        case Money():
            return yuan(fact)
        case datetime():
            return moment(fact)
        case date():
            return day(fact)
    return fact


def yuan(amount: Money) -> str:
    """¥1,234.00, and -¥1.00 for a negative amount."""
    sign, fen = "-" if amount.fen < 0 else "", abs(amount.fen)
    return f"{sign}¥{fen // 100:,}.{fen % 100:02d}"


def percent(share: Decimal) -> str:
    """60%, for a share of 0.60."""
    return f"{(share * 100).normalize():f}%"


def day(on: date) -> str:
    """2025年11月6日."""
    return f"{on.year}年{on.month}月{on.day}日"


def moment(at: datetime) -> str:
    """11月6日 10:04, in Hunan."""
    there = at.astimezone(SHANGHAI)
    return f"{there.month}月{there.day}日 {there:%H:%M}"


def moment_of_year(at: datetime) -> str:
    """2025年11月6日 10:04, for moments that may be long ago."""
    return f"{at.astimezone(SHANGHAI).year}年{moment(at)}"


def opening(at: datetime) -> str:
    """The minute from which something may be done, rounded up."""
    return moment(at + timedelta(seconds=59))
