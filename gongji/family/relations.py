"""Kinship: opposite directions, which relatives a policy admits, and what cannot be true."""

from __future__ import annotations

from dataclasses import dataclass

from gongji.kernel.id_number import born_on, sex_of
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
"""What A is to B, given what B is to A; in-laws have no word of their own here."""

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
SEX_NAMES = {"M": "父亲", "F": "母亲"}

Family = dict[str, Relation]
"""By ID number, what each relative is to the person whose family it is."""


def relation_of(word: str) -> Relation:
    """The registry's word as a relation; an unknown word means some other relative."""
    try:
        return Relation(word)
    except ValueError:
        return Relation.OTHER


def names(relations: tuple[Relation, ...]) -> str:
    """As a sentence lists them: 配偶、父母、子女."""
    return "、".join(RELATIONS[relation] for relation in relations)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people by ID number, and the families that the registry and live bindings give them.

    `named` is what the registry says the relative is to the authorizer, if it says anything.
    `dead` are the family members known to be dead: no longer spouses, but still parents.
    """

    authorizer: str
    relative: str
    named: Relation | None
    authorizers_family: Family
    relatives_family: Family
    dead: frozenset[str] = frozenset()


def contradiction(relation: Relation, pair: Pair) -> str | None:
    """Why the relation cannot be true, in Chinese; None if nothing contradicts it (REL-05)."""
    if pair.named is not None and pair.named is not relation:
        return f"登记的关系是“{RELATIONS[pair.named]}”"
    if relation is Relation.SPOUSE:
        return _spouse_contradiction(pair)
    elder, younger, youngers_family = pair.relative, pair.authorizer, pair.authorizers_family
    if relation in YOUNGER:
        elder, younger, youngers_family = pair.authorizer, pair.relative, pair.relatives_family
    elif relation not in ELDERS:
        return None
    if born_on(elder) >= born_on(younger):
        return f"按出生日期，两人不可能是“{RELATIONS[relation]}”关系"
    if relation in (Relation.PARENT, Relation.CHILD):
        # One father and one mother: a third parent is excluded by the same check.
        sexes = {sex_of(other) for other in _others(youngers_family, Relation.PARENT, elder)}
        if sex_of(elder) in sexes:
            return f"已有另一位{SEX_NAMES[sex_of(elder)]}"
    return None


def _spouse_contradiction(pair: Pair) -> str | None:
    if sex_of(pair.authorizer) == sex_of(pair.relative):
        return "两人身份证号码显示的性别相同"
    if not pair.dead.issuperset(_others(pair.authorizers_family, Relation.SPOUSE, pair.relative)):
        return "您已有另一位配偶"
    if not pair.dead.issuperset(_others(pair.relatives_family, Relation.SPOUSE, pair.authorizer)):
        return "对方已有另一位配偶"
    return None


def _others(family: Family, relation: Relation, but: str) -> list[str]:
    return [number for number, what in family.items() if what is relation and number != but]
