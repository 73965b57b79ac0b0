"""Races for a place are decided by the database: no more bindings than policy allows, no error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

from gongji.family import unbind
from gongji.vocabulary import Relation
from tests.family.town import Someone, Town


def attempts(town: Town, pairs: list[tuple[Someone, Someone]]) -> list[Callable[[], str]]:
    return [partial(town.bind_refusal, by, whom, Relation.SIBLING) for by, whom in pairs]


def test_of_fifty_applications_for_the_tenth_place_one_succeeds(town: Town) -> None:
    zhao = town.employee("赵德明", "19580210", 1)
    for order in range(9):
        town.bind(zhao, town.someone("赵德", "19600101", order), Relation.SIBLING)
    siblings = [town.someone("赵小", "19610101", order) for order in range(50)]
    got = Counter(town.at_once(attempts(town, [(zhao, one) for one in siblings])))
    assert got == {"": 1, "LIMIT_CONCURRENT": 49}
    assert sorted(row.authorizer_slot for row in town.live()) == list(range(1, 11))


def test_of_twenty_authorizers_one_gets_the_relative(town: Town) -> None:
    sister = town.someone("李秀英", "19820308", 2)
    brothers = [town.employee("李建", "19790303", order) for order in range(20)]
    got = Counter(town.at_once(attempts(town, [(one, sister) for one in brothers])))
    assert got == {"": 1, "BENE_HAS_AUTHORIZER": 19}
    assert len(town.live()) == 1


def test_a_relative_nobody_met_is_registered_once(town: Town) -> None:
    sister = town.someone("李秀英", "19820308", 2, known=False)
    brothers = [town.employee("李建", "19790303", order) for order in range(8)]
    got = Counter(town.at_once(attempts(town, [(one, sister) for one in brothers])))
    assert got == {"": 1, "BENE_HAS_AUTHORIZER": 7}


def test_two_people_who_bind_each_other_do_not_block_each_other(town: Town) -> None:
    one, other = (town.employee("李建", "19790303", order) for order in (1, 2))
    got = town.at_once(attempts(town, [(one, other), (other, one)] * 4))
    assert Counter(got) == {"": 2, "ALREADY_BOUND": 6}


def test_of_many_who_unbind_one_does(town: Town) -> None:
    one, other = town.employee("李建", "19790303", 1), town.someone("李秀英", "19820308", 2)
    made = town.bind(one, other, Relation.SIBLING)
    sides = [one.actor, other.actor] * 5
    acts = [partial(town.refusal, unbind.unbind, made.binding.id, by=actor) for actor in sides]
    assert Counter(town.at_once(acts)) == {"": 1, "ALREADY_ENDED": 9}
