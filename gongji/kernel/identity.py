"""Names, ID numbers and phones: read in any usual writing, kept and compared in one.

Every entrance (citizens, institutions, events, files, fixtures) reads them by these functions
alone, so that one person is one person however his papers are typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

NAME_MAX = 50
"""Characters of a name in its one form, as many as the columns hold."""

TYPED_MAX = 200
"""Characters of a name, number or phone as it may be typed, blanks and marks included."""


@dataclass(frozen=True, slots=True)
class Plane:
    """Whole, but for its last two positions, which are no characters."""

    first: int

    def __contains__(self, character: str) -> bool:
        return self.first <= ord(character) < self.first + 0xFFFE


IDEOGRAPHIC_PLANES = (Plane(0x20000), Plane(0x30000))

DOT = "·"
DOTS = frozenset("·•・･．.‧∙⋅᛫●◦⸱⸳﹒ꞏᐧ․⦁˙")
"""What people and programs write for the dot between the parts of a name (间隔号)."""

POINTS = frozenset(".．․﹒")
"""Those that are the point of an abbreviation in a Latin name."""

ZERO = "〇"
LATIN_MARKS = (
    dict.fromkeys("‘’ʼ´`′", "'") | dict.fromkeys("‐‑‒–—−﹣", "-") | dict.fromkeys("․﹒", ".")
)
LATIN_JOINTS = " -',."
"""What stands between the letters of a Latin name: of holders of a permanent residence card."""

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
"""Letters and marks that show nothing: selectors of a form of the character before, fillers."""

RADICALS_AND_WIDE = re.compile("[\u2e80-\u2fdf\uff01-\uff5e]")
"""Radicals that stand for their ideograph (⾦ for 金), full-width letters, digits and marks."""

CHINA = re.compile(r"(?:\+86|0086|86)(?=1[0-9]{10}\Z)")
PHONE = re.compile(r"1[0-9]{10}")


# -- characters


def is_rare_ideograph(character: str) -> bool:
    """Planes 2 and 3 belong to ideographs, also those that our Unicode tables do not know yet."""
    return any(character in plane for plane in IDEOGRAPHIC_PLANES)


def _is_invisible(character: str) -> bool:
    """Zero-width and direction marks, soft hyphens, selectors, fillers."""
    return unicodedata.category(character) == "Cf" or ord(character) in INVISIBLE


def _is_blank(character: str) -> bool:
    return unicodedata.category(character) == "Zs" or character == "\t"


def visible(text: str) -> str:
    """Without marks that nobody sees, blanks made plain, radicals and full-width forms common."""
    seen = (one for one in text.strip() if not _is_invisible(one))
    plain = "".join(" " if _is_blank(one) else one for one in seen).strip()
    return RADICALS_AND_WIDE.sub(lambda one: unicodedata.normalize("NFKC", one[0]), plain)


# -- names


def read_name(text: str) -> str:
    """The one form of a name; whether it is a name at all, `is_name` tells.

    NFC, which also turns compatibility ideographs into unified ones; every dot is `·`; blanks stand
    nowhere but, single, in a Latin name, which keeps its points, commas, hyphens and apostrophes.
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
    """Whether a text in its one form is a person's name: letters, `·` between them, or a Latin name
    with its marks.
    """
    if not 0 < len(text) <= NAME_MAX or not all(map(_may_stand, text)):
        return False
    if unicodedata.category(text[0])[0] == "M" or not _is_letter(text[0]):
        return False
    if not (_is_letter(text[-1]) or text[-1] == "."):
        return False
    return _is_latin(text) or not set(text) & set(LATIN_JOINTS)


def same_name(one: str, other: str) -> bool:
    """Whether two writings are one name; capitals, points and commas of a Latin name tell nothing
    apart.
    """
    return _compared(one) == _compared(other)


def characters(name: str) -> list[str]:
    """The letters of a name as a reader counts them: a rare ideograph is one, and so is a letter
    with its accents.
    """
    return [one for one in _clusters(name) if _is_letter(one[0])]


def _compared(name: str) -> str:
    read = read_name(name)
    if not _is_latin(read):
        return read
    return " ".join(read.replace(",", " ").replace(".", " ").split()).casefold()


def _is_latin(text: str) -> bool:
    """Letters are Latin, all of them and at least one."""
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


def _may_stand(character: str) -> bool:
    return _is_letter(character) or character == DOT or character in LATIN_JOINTS


def _clusters(name: str) -> Iterator[str]:
    cluster = ""
    for character in name:
        if cluster and unicodedata.category(character)[0] != "M":
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


# -- numbers


def read_id_number(text: str) -> str:
    """The one form of an ID number: no blanks, dashes or marks, common digits, a capital X.

    Whether it is one, `gongji.kernel.id_number` tells.
    """
    return "".join(_typed(text)).upper()


def read_phone(text: str) -> str:
    """The one form of a mainland mobile number: no blanks, dashes, brackets, marks, nor the code of
    the country. Whether it is one, `is_phone` tells.
    """
    digits = "".join(one for one in _typed(text) if one not in "()")
    return CHINA.sub("", digits)


def is_phone(text: str) -> bool:
    """Eleven ASCII digits, the first one 1."""
    return bool(PHONE.fullmatch(text))


def _typed(text: str) -> Iterator[str]:
    for character in "".join(unicodedata.normalize("NFKC", one) for one in visible(text)):
        if character != " " and unicodedata.category(character) not in ("Pd", "Cf"):
            yield character
