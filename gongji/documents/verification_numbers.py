"""Verification numbers: `GJ`, 80 random bits, and two characters that catch a wrong one."""

from __future__ import annotations

import secrets

from gongji.kernel.ids import CROCKFORD

PREFIX = "GJ"
BODY, CHECK = 16, 2
PRIME = 1021
"""Below 32², so that one wrong or two exchanged characters always show."""

ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
"""What people write for a character that looks like it, and what they put between them."""


def new_number() -> str:
    body = "".join(secrets.choice(CROCKFORD) for _ in range(BODY))
    return f"{PREFIX}{body}{_check(body)}"


def read_number(text: str) -> str | None:
    """The number as we keep it, from the way somebody typed it; None for what is no number."""
    number = text.upper().translate(ALIKE)
    body, check = number[len(PREFIX) : -CHECK], number[-CHECK:]
    if not number.startswith(PREFIX) or len(body) != BODY or not set(body) <= set(CROCKFORD):
        return None
    return number if check == _check(body) else None


def printed(number: str) -> str:
    """GJ-0000-0000-0000-0000-00, as documents show it."""
    parts = [number[start : start + 4] for start in range(len(PREFIX), len(number), 4)]
    return "-".join([PREFIX, *parts])


def _check(body: str) -> str:
    value = 0
    for character in body:
        value = (value * len(CROCKFORD) + CROCKFORD.index(character)) % PRIME
    return CROCKFORD[value // len(CROCKFORD)] + CROCKFORD[value % len(CROCKFORD)]
