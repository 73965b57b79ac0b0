"""ID numbers (公民身份号码): one strict check, and what a valid number says about its owner.

The check (GB 11643-1999: 18 characters, MOD 11-2) is our own because libraries differ, or raise on
malformed numbers. Residence permits of people from Hong Kong, Macau and Taiwan and the permanent
residence cards of foreigners carry numbers of the same form.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Literal

FORM = re.compile(r"[1-9][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9X]")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"

Sex = Literal["M", "F"]


class IdDocument(StrEnum):
    """The paper that carries a number, recognised by its first digits."""

    ID_CARD = "id_card"
    RESIDENCE_PERMIT = "residence_permit"
    """港澳台居民居住证: 81 Hong Kong, 82 Macau, 83 Taiwan."""
    PERMANENT_RESIDENCE = "permanent_residence"
    """外国人永久居留身份证: 9."""


def is_id_number(text: str) -> bool:
    """Eighteen ASCII characters, a real day of birth, and the right last character."""
    has_form = bool(FORM.fullmatch(text)) and _born_on(text) is not None
    return has_form and text[-1] == check_character(text[:-1])


def born_on(id_number: str) -> date:
    """The day of birth that a valid number names."""
    day = _born_on(id_number)
    assert day is not None, "only numbers that passed is_id_number come here"
    return day


def sex_of(id_number: str) -> Sex:
    """The seventeenth digit is odd for men, even for women."""
    return "M" if int(id_number[16]) % 2 else "F"


def paper_of(id_number: str) -> IdDocument:
    """Of a valid number."""
    if id_number.startswith("9"):
        return IdDocument.PERMANENT_RESIDENCE
    permit = id_number.startswith(("81", "82", "83"))
    return IdDocument.RESIDENCE_PERMIT if permit else IdDocument.ID_CARD


def age_on(born: date, day: date) -> int:
    """Full years of age (周岁) on a day; people born on 29 February turn older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _born_on(text: str) -> date | None:
    try:
        return date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return None


def check_character(digits: str) -> str:
    """The eighteenth character after seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
    return CHECK_CHARACTERS[total % len(CHECK_CHARACTERS)]
