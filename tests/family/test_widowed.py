"""Whom the registry still names as spouse after his death no longer stands in the way (REL-05)."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from gongji.people.models import Person
from gongji.vocabulary import Relation
from tests.family.town import TODAY, Someone, Town


def dies(town: Town, who: Someone) -> None:
    died = update(Person).where(Person.id == who.id).values(died_on=TODAY)
    town.run(lambda ctx: ctx.db.execute(died))


@pytest.mark.parametrize("of", ["authorizer", "relative"])
def test_a_widowed_person_may_share_with_a_new_spouse(
    town: Town, chen: Someone, li: Someone, of: str
) -> None:
    late = {
        "authorizer": town.someone("王桂花", "19830308", 4),
        "relative": town.someone("王大山", "19810308", 3),
    }[of]
    town.are_kin(chen if of == "authorizer" else li, late, Relation.SPOUSE)
    assert town.bind_refusal(chen, li, Relation.SPOUSE) == "RELATION_IMPLAUSIBLE"
    dies(town, late)
    assert town.bind_refusal(chen, li, Relation.SPOUSE) == ""


def test_a_dead_mother_is_still_the_mother(town: Town, chen: Someone) -> None:
    mother = town.someone("刘桂兰", "19551120", 2)
    second = town.someone("张美丽", "19600101", 4)
    town.are_kin(chen, mother, Relation.PARENT)
    dies(town, mother)
    assert town.bind_refusal(chen, second, Relation.PARENT) == "RELATION_IMPLAUSIBLE"
