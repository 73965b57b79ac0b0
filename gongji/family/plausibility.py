"""Whether a declared relation can be true (REL-05): the registry's word, sex, age and counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongji.family.registry import Family
from gongji.family.relations import ELDERS, YOUNGER
from gongji.kernel.id_number import born_on, sex_of
from gongji.labels import RELATIONS
from gongji.vocabulary import Relation

SEX_NAMES = {"M": "父亲", "F": "母亲"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people by ID number, and the families that the registry and live bindings give them.

    `dead` are those of them of whose death we know: no spouses any more, but still parents.
    """

    authorizer: str
    relative: str
    named: Relation | None
    authorizers_family: Family
    relatives_family: Family
    dead: frozenset[str] = frozenset()


def contradiction(relation: Relation, pair: Pair) -> str | None:
    """Why the relation cannot be true, in Chinese; None where nothing speaks against it."""
    return next(_contradictions(relation, pair), None)


def _contradictions(relation: Relation, pair: Pair) -> Iterator[str]:
    if pair.named is not None and pair.named is not relation:
        yield f"登记的关系是“{RELATIONS[pair.named]}”"
    if relation is Relation.SPOUSE:
        yield from _as_spouses(pair)
    if relation in ELDERS:
        yield from _as_elder(relation, elder=pair.relative, younger=pair.authorizer)
    if relation in YOUNGER:
        yield from _as_elder(relation, elder=pair.authorizer, younger=pair.relative)
    if relation is Relation.PARENT:
        yield from _as_parent(pair.relative, pair.authorizers_family)
    if relation is Relation.CHILD:
        yield from _as_parent(pair.authorizer, pair.relatives_family)


def _as_spouses(pair: Pair) -> Iterator[str]:
    if sex_of(pair.authorizer) == sex_of(pair.relative):
        yield "两人身份证号码显示的性别相同"
    if not pair.dead.issuperset(_others(pair.authorizers_family, Relation.SPOUSE, pair.relative)):
        yield "您已有另一位配偶"
    if not pair.dead.issuperset(_others(pair.relatives_family, Relation.SPOUSE, pair.authorizer)):
        yield "对方已有另一位配偶"


def _as_elder(relation: Relation, *, elder: str, younger: str) -> Iterator[str]:
    if born_on(elder) >= born_on(younger):
        yield f"按出生日期，两人不可能是“{RELATIONS[relation]}”关系"


def _as_parent(parent: str, childs_family: Family) -> Iterator[str]:
    """One father and one mother; the counts of a third parent follow from that."""
    others = _others(childs_family, Relation.PARENT, parent)
    if any(sex_of(other) == sex_of(parent) for other in others):
        yield f"已有另一位{SEX_NAMES[sex_of(parent)]}"


def _others(family: Family, relation: Relation, but: str) -> list[str]:
    return [one for one, what in family.items() if what is relation and one != but]
