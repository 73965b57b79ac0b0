"""Names, ID numbers and phones: read in any usual spelling, stored and compared in a normal form.

All input (of citizens, institutions, events, files, fixtures) is read by these functions only, so
that a person is recognised however their data is typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

NAME_MAX = 50
"""Characters of a name in its normal form, as many as the columns hold."""

TYPED_MAX = 200
"""Characters of a name, number or phone as typed, including blanks and marks."""


@dataclass(frozen=True, slots=True)
class Plane:
    """A plane of Unicode without its last two positions, which are not characters."""

    first: int

    def __contains__(self, character: str) -> bool:
        return self.first <= ord(character) < self.first + 0xFFFE


IDEOGRAPHIC_PLANES = (Plane(0x20000), Plane(0x30000))

DOT = "·"
DOTS = frozenset("·•・･．.‧∙⋅᛫●◦⸱⸳﹒ꞏᐧ․⦁˙")
"""What people and programs write for the dot between the parts of a name (间隔号)."""

POINTS = frozenset(".．․﹒")
"""The dots that mark an abbreviation in a Latin name."""

ZERO = "〇"
LATIN_MARKS = (
    dict.fromkeys("‘’ʼ´`′", "'") | dict.fromkeys("‐‑‒–—−﹣", "-") | dict.fromkeys("․﹒", ".")
)
LATIN_JOINTS = " -',."
"""Characters between the letters of a Latin name, on permanent residence cards."""

INVISIBLE = frozenset(
    (
        *range(0xFE00, 0xFE10),
        *range(0xE0100, 0xE01F0),
        *range(0x180B, 0x180E),
        0x034F,
        0x115F,
        0x1160,
        0x17B4,
        0x17B5,
        0x3164,
        0xFFA0,
    )
)
"""Letters and marks without a glyph: variation selectors and fillers."""

RADICALS_AND_WIDE = re.compile("[\u2e80-\u2fdf\uff01-\uff5e]")
"""Radicals instead of their ideograph (⾦ for 金), full-width letters, digits and marks."""

CHINA = re.compile(r"(?:\+86|0086|86)(?=1[0-9]{10}\Z)")
PHONE = re.compile(r"1[0-9]{10}")


# -- characters


def is_rare_ideograph(character: str) -> bool:
    """Planes 2 and 3 are for ideographs, including those that Python's Unicode tables lack."""
    return any(character in plane for plane in IDEOGRAPHIC_PLANES)


ORDINARY = re.compile("[!-~\u4e00-\u9fff]*")
"""Printable ASCII and common ideographs: most texts, which stay as they are."""


def visible(text: str) -> str:
    """The text without invisible marks, with plain blanks, ideographs for radicals, and half-width
    forms.
    """
    if ORDINARY.fullmatch(text):
        return text
    plain = ""
    for character in text.strip():
        category = unicodedata.category(character)
        if category == "Cf" or ord(character) in INVISIBLE:
            continue
        plain += " " if category == "Zs" or character == "\t" else character
    plain = plain.strip()
    return RADICALS_AND_WIDE.sub(lambda one: unicodedata.normalize("NFKC", one[0]), plain)


# -- names


def read_name(text: str) -> str:
    """The normal form of a name; `is_name` says whether it is a valid one.

    NFC, which also turns compatibility ideographs into unified ones; every dot is `·`. Only a Latin
    name keeps blanks, single ones, and its points, commas, hyphens and apostrophes.
    """
    is_latin = _is_latin(text)
    dots = DOTS.difference(POINTS) if is_latin else DOTS
    marked = "".join(DOT if one in dots else one for one in text)
    composed = unicodedata.normalize("NFC", visible(marked))
    if is_latin:
        straight = "".join(LATIN_MARKS.get(one, one) for one in composed)
        return " ".join(straight.split())
    joined = composed.replace(" ", "").replace("○", ZERO)
    return re.sub(f"{DOT}+", DOT, joined)


def is_name(text: str) -> bool:
    """Whether a text in its normal form is a person's name: letters, `·` between them, or a Latin
    name with its marks.
    """
    if not 0 < len(text) <= NAME_MAX:
        return False
    if not all(_is_letter(one) or one == DOT or one in LATIN_JOINTS for one in text):
        return False
    if unicodedata.category(text[0])[0] == "M" or not _is_letter(text[0]):
        return False
    if not (_is_letter(text[-1]) or text[-1] == "."):
        return False
    return _is_latin(text) or not set(text) & set(LATIN_JOINTS)


def same_name(one: str, other: str) -> bool:
    """Whether two spellings are the same name; capitals, points and commas of a Latin name do not
    count.
    """
    return _compared(one) == _compared(other)


def characters(name: str) -> list[str]:
    """The letters of a name as a reader counts them: a rare ideograph is one, and so is a letter
    with its accents.
    """
    clusters: list[str] = []
    for character in name:
        if clusters and unicodedata.category(character)[0] == "M":
            clusters[-1] += character
        else:
            clusters.append(character)
    return [cluster for cluster in clusters if _is_letter(cluster[0])]


def _compared(name: str) -> str:
    read = read_name(name)
    if not _is_latin(read):
        return read
    return " ".join(read.replace(",", " ").replace(".", " ").split()).casefold()


def _is_latin(text: str) -> bool:
    """Whether the text has letters, and all of them are Latin."""
    letters = [one for one in text if _is_letter(one) and not unicodedata.combining(one)]
    return bool(letters) and all(
        unicodedata.name(one, "").startswith(("LATIN", "FULLWIDTH LATIN")) for one in letters
    )


def _is_letter(character: str) -> bool:
    return (
        unicodedata.category(character)[0] in "LM"
        or character == ZERO
        or is_rare_ideograph(character)
    )


# -- numbers


def read_id_number(text: str) -> str:
    """The normal form of an ID number: no blanks, dashes or marks, ASCII digits, a capital X.

    `gongji.kernel.id_number` says whether it is a valid one.
    """
    return "".join(_typed(text)).upper()


def read_phone(text: str) -> str:
    """The normal form of a mainland mobile number: no blanks, dashes, brackets, marks or country
    code. `is_phone` says whether it is a valid one.
    """
    digits = "".join(one for one in _typed(text) if one not in "()")
    return CHINA.sub("", digits)


def is_phone(text: str) -> bool:
    """Eleven ASCII digits, the first one 1."""
    return bool(PHONE.fullmatch(text))


def _typed(text: str) -> Iterator[str]:
    seen = visible(text)
    if seen.isascii():
        yield from seen.replace(" ", "").replace("-", "")
        return
    for character in "".join(unicodedata.normalize("NFKC", one) for one in seen):
        if character != " " and unicodedata.category(character) not in ("Pd", "Cf"):
            yield character
