"""Dates, months, instants and whole numbers: parsed from one exact form only.

Python's own parsers accept more: weeks of a year, digits of other scripts, `1_0`, blanks and signs.
All input is parsed by these functions only; each raises ValueError.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from gongji.kernel.clock import SHANGHAI

FIRST_YEAR, LAST_YEAR = 1900, 2199
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
"""Far enough from the ends of the calendar that no addition of years leaves it."""

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?"
    r"(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
)
LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}(?::[0-9]{2})?")
WHOLE = re.compile(r"0|-?[1-9][0-9]{0,18}")


class OutOfRange(ValueError):
    """The form is right, but the value is out of range."""


def read_day(text: str) -> date:
    """`2025-06-10`; raises OutOfRange for a day before FIRST_DAY or after LAST_DAY."""
    if not DAY.fullmatch(text):
        raise ValueError(text)
    day = date.fromisoformat(text)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise OutOfRange(text)
    return day


def read_month(text: str) -> date:
    """The first day of `2025-06`."""
    if not MONTH.fullmatch(text):
        raise ValueError(text)
    return read_day(f"{text}-01")


def read_instant(text: str) -> datetime:
    """RFC 3339: date, `T`, time to the second at least, and the offset."""
    if not INSTANT.fullmatch(text):
        raise ValueError(text)
    return _instant(text)


def read_local(text: str) -> datetime:
    """`2025-06-10 08:00`, with or without seconds; naive local time."""
    if not LOCAL.fullmatch(text):
        raise ValueError(text)
    return _instant(text)


def read_whole(text: str, least: int, most: int) -> int:
    """ASCII digits without leading zeros, with an optional minus sign."""
    if not WHOLE.fullmatch(text):
        raise ValueError(text)
    number = int(text)
    if not least <= number <= most:
        raise OutOfRange(text)
    return number


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text.upper())
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise OutOfRange(text)
    return moment


def read_moment(text: str) -> datetime:
    """`2025-06-10 08:00` in Hunan, or RFC 3339 with an offset; raises ValueError."""
    try:
        return read_instant(text)
    except ValueError:
        return read_local(text).replace(tzinfo=SHANGHAI)
