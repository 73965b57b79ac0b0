"""Declared relations that cannot be true (REL-05)."""

from __future__ import annotations

import pytest

from gongji.family.relations import Family, Pair, contradiction
from gongji.vocabulary import Relation
from tests.family.outside import number

MAN, WOMAN = number("19800512", 1), number("19820308", 2)
OTHER_MAN, OTHER_WOMAN = number("19810512", 3), number("19830308", 4)
FATHER, MOTHER, STEPMOTHER = number("19520115", 1), number("19551120", 2), number("19600101", 4)
DAUGHTER = number("20160901", 4)


def pair(
    authorizer: str,
    relative: str,
    *,
    named: Relation | None = None,
    own: Family | None = None,
    his: Family | None = None,
    dead: str = "",
) -> Pair:
    return Pair(authorizer, relative, named, own or {}, his or {}, frozenset({dead}))


@pytest.mark.parametrize(
    ("relation", "of"),
    [
        (Relation.SPOUSE, pair(MAN, WOMAN)),
        (Relation.SPOUSE, pair(MAN, WOMAN, named=Relation.SPOUSE, own={WOMAN: Relation.SPOUSE})),
        (Relation.SPOUSE, pair(MAN, OTHER_WOMAN, own={WOMAN: Relation.SPOUSE}, dead=WOMAN)),
        (Relation.SPOUSE, pair(MAN, WOMAN, his={OTHER_MAN: Relation.SPOUSE}, dead=OTHER_MAN)),
        (Relation.PARENT, pair(MAN, MOTHER, own={FATHER: Relation.PARENT})),
        (Relation.CHILD, pair(MAN, DAUGHTER, his={WOMAN: Relation.PARENT})),
        (Relation.PATERNAL_GRANDPARENT, pair(DAUGHTER, FATHER)),
        (Relation.MATERNAL_GRANDCHILD, pair(MOTHER, DAUGHTER)),
        (Relation.SIBLING, pair(MAN, WOMAN)),
    ],
)
def test_nothing_speaks_against_an_ordinary_family(relation: Relation, of: Pair) -> None:
    assert contradiction(relation, of) is None


@pytest.mark.parametrize(
    ("relation", "of", "word"),
    [
        (Relation.SIBLING, pair(MAN, WOMAN, named=Relation.SPOUSE), "配偶"),
        (Relation.SPOUSE, pair(MAN, OTHER_MAN), "性别"),
        (Relation.SPOUSE, pair(MAN, OTHER_WOMAN, own={WOMAN: Relation.SPOUSE}), "您已有"),
        (Relation.SPOUSE, pair(MAN, WOMAN, his={OTHER_MAN: Relation.SPOUSE}), "对方已有"),
        (Relation.SPOUSE, pair(MAN, WOMAN, his={OTHER_MAN: Relation.SPOUSE}, dead=MAN), "对方已有"),
        (Relation.PARENT, pair(MAN, WOMAN), "父母"),
        (Relation.CHILD, pair(MAN, FATHER), "子女"),
        (Relation.PATERNAL_GRANDPARENT, pair(FATHER, MAN), "祖父母"),
        (Relation.MATERNAL_GRANDCHILD, pair(MAN, MOTHER), "外孙子女"),
        (Relation.PARENT, pair(MAN, STEPMOTHER, own={MOTHER: Relation.PARENT}), "母亲"),
        (
            Relation.PARENT,
            pair(MAN, STEPMOTHER, own={MOTHER: Relation.PARENT}, dead=MOTHER),
            "母亲",
        ),
        (Relation.CHILD, pair(MAN, DAUGHTER, his={OTHER_MAN: Relation.PARENT}), "父亲"),
    ],
)
def test_what_cannot_be_is_told_in_words(relation: Relation, of: Pair, word: str) -> None:
    assert word in (contradiction(relation, of) or "")
