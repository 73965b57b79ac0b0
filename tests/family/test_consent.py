"""The relative's code: to whom it is sent, for what it holds, when it is used up."""

from __future__ import annotations

from gongji.family.application import Commitment
from gongji.family.models import Relation
from tests.family.town import HER_PHONE, PHONE, Someone, Town, by_code


def test_no_code_is_sent_to_a_phone_that_is_not_the_registered_one(
    town: Town, chen: Someone, li: Someone
) -> None:
    assert town.ask_code(chen, li, PHONE) is None
    assert town.texts(HER_PHONE) == []
    assert town.bind_refusal(chen, li, Relation.SPOUSE, by_code(None)) == "CONSENT_REQUIRED"
    assert town.bind_refusal(chen, li, Relation.SPOUSE, by_code("000000")) == "SMS_WRONG"


def test_a_name_that_is_not_his_gets_no_code(town: Town, chen: Someone, li: Someone) -> None:
    other = Someone("李秀", li.id_number, li.phone, li.actor)
    assert town.ask_code(chen, other) is None


def test_a_code_holds_for_its_caller_and_its_relative_only(
    town: Town, chen: Someone, li: Someone
) -> None:
    mother = town.someone("刘桂兰", "19551120", 2, phone="19900000005")
    brother = town.employee("李建平", "19790303", 1, phone="19900000048")
    code = by_code(town.ask_code(chen, li))
    assert town.bind_refusal(chen, mother, Relation.PARENT, code) == "SMS_WRONG"
    assert town.bind_refusal(brother, li, Relation.SIBLING, code) == "SMS_WRONG"
    assert town.bind_refusal(chen, li, Relation.SPOUSE, code) == ""


def test_a_refusal_of_phase_one_does_not_spend_the_code(
    town: Town, chen: Someone, li: Someone
) -> None:
    code = by_code(town.ask_code(chen, li))
    unwilling = Commitment("1", accepted=False)
    refused = town.bind_refusal(chen, li, Relation.SPOUSE, code, commitment=unwilling)
    assert refused == "COMMITMENT_REQUIRED"
    assert town.bind_refusal(chen, li, Relation.SPOUSE, code) == ""


def test_a_refusal_about_the_relative_has_used_the_code_up(
    town: Town, chen: Someone, li: Someone
) -> None:
    code = by_code(town.ask_code(chen, li))
    assert town.bind_refusal(chen, li, Relation.PARENT, code) == "RELATION_IMPLAUSIBLE"
    assert town.bind_refusal(chen, li, Relation.SPOUSE, code) == "SMS_WRONG"


def test_three_wrong_guesses_lock_a_code(town: Town, chen: Someone, li: Someone) -> None:
    code = town.ask_code(chen, li) or ""
    wrong = by_code(f"{(int(code) + 1) % 1_000_000:06d}")
    guesses = [town.bind_refusal(chen, li, Relation.SPOUSE, wrong) for _ in range(3)]
    assert guesses == ["SMS_WRONG"] * 3
    assert town.bind_refusal(chen, li, Relation.SPOUSE, by_code(code)) == "SMS_LOCKED"
    assert town.live() == []


def test_a_code_is_dead_after_five_minutes(town: Town, chen: Someone, li: Someone) -> None:
    code = by_code(town.ask_code(chen, li))
    town.pass_s(301)
    assert town.bind_refusal(chen, li, Relation.SPOUSE, code) == "SMS_EXPIRED"


def test_a_young_childs_code_may_come_to_a_parents_phone(town: Town, chen: Someone) -> None:
    child = town.someone("陈小雨", "20160901", 4)
    assert town.ask_code(chen, child, PHONE) is None, "nobody says that he is the parent"
    town.are_kin(child, chen, Relation.PARENT)
    town.pass_s(60)
    code = town.ask_code(chen, child, PHONE)
    assert town.bind_refusal(chen, child, Relation.CHILD, by_code(None)) == "SMS_WRONG"
    assert town.bind_refusal(chen, child, Relation.CHILD, by_code(code)) == ""


def test_from_sixteen_on_a_child_needs_his_own_phone(town: Town, chen: Someone) -> None:
    son = town.someone("陈明", "20090610", 3, phone="19900000034")
    town.are_kin(chen, son, Relation.CHILD)
    assert town.ask_code(chen, son, PHONE) is None
    assert town.bind_refusal(chen, son, Relation.CHILD, by_code(None)) == "CONSENT_REQUIRED"
    assert town.bind_refusal(chen, son, Relation.CHILD, by_code(town.ask_code(chen, son))) == ""


def test_a_silent_registry_answers_only_where_phase_three_is_reached(
    town: Town, chen: Someone, li: Someone
) -> None:
    code = by_code(town.ask_code(chen, li))
    town.silence_the_registry()
    assert town.bind_refusal(chen, li, Relation.OTHER, code) == "RELATION_NOT_ALLOWED"
    assert town.bind_refusal(chen, li, Relation.SPOUSE, by_code("x")) == "SMS_WRONG"
    assert town.bind_refusal(chen, li, Relation.SPOUSE, code) == "OUTSIDE_UNAVAILABLE"
