"""Kinship: opposite directions, and which relatives a policy admits."""

from __future__ import annotations

from gongji.labels import RELATIONS
from gongji.policy.values import GeoScope, RelationScope
from gongji.vocabulary import Relation

OPPOSITE = {
    Relation.SPOUSE: Relation.SPOUSE,
    Relation.PARENT: Relation.CHILD,
    Relation.CHILD: Relation.PARENT,
    Relation.SIBLING: Relation.SIBLING,
    Relation.PATERNAL_GRANDPARENT: Relation.PATERNAL_GRANDCHILD,
    Relation.MATERNAL_GRANDPARENT: Relation.MATERNAL_GRANDCHILD,
    Relation.PATERNAL_GRANDCHILD: Relation.PATERNAL_GRANDPARENT,
    Relation.MATERNAL_GRANDCHILD: Relation.MATERNAL_GRANDPARENT,
}
"""What I am to somebody, given what he is to me; in-laws have no word of their own here."""

CORE3 = (Relation.SPOUSE, Relation.PARENT, Relation.CHILD)
NEAR8 = (
    *CORE3,
    Relation.SIBLING,
    Relation.PATERNAL_GRANDPARENT,
    Relation.MATERNAL_GRANDPARENT,
    Relation.PATERNAL_GRANDCHILD,
    Relation.MATERNAL_GRANDCHILD,
)
ALLOWED = {RelationScope.CORE3: CORE3, RelationScope.NEAR8: NEAR8}
"""Which relatives may be bound (REL-01 to REL-04); in-laws and others nowhere."""

GRANDPARENTS = frozenset({Relation.PATERNAL_GRANDPARENT, Relation.MATERNAL_GRANDPARENT})
GRANDCHILDREN = frozenset({Relation.PATERNAL_GRANDCHILD, Relation.MATERNAL_GRANDCHILD})
ELDERS = frozenset({Relation.PARENT, *GRANDPARENTS})
YOUNGER = frozenset({Relation.CHILD, *GRANDCHILDREN})

GEO_NAMES = {GeoScope.SAME_CITY: "同一市州", GeoScope.SAME_PROVINCE: "湖南省内"}


def relation_of(word: str) -> Relation:
    """The registry's word; one that we do not know is some other relative."""
    try:
        return Relation(word)
    except ValueError:
        return Relation.OTHER


def names(relations: tuple[Relation, ...]) -> str:
    """As a sentence lists them: 配偶、父母、子女."""
    return "、".join(RELATIONS[relation] for relation in relations)
