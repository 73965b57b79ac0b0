"""The relative's code: to whom it is sent, for what it holds, when it is used up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongji.app.paging import PageRequest
from gongji.family.application import Acceptance, Relative
from gongji.family.consent import send_code
from gongji.people.access import access_log
from gongji.vocabulary import Relation
from tests.family.town import HER_PHONE, PHONE, TODAY, Someone, Town, by_code

TOMORROW = TODAY + timedelta(days=1)


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


@pytest.mark.parametrize("booked", [Relation.PARENT, Relation.SIBLING, Relation.CHILD])
def test_a_code_holds_for_the_relation_that_was_told_alone(
    town: Town, chen: Someone, li: Someone, booked: Relation
) -> None:
    code = by_code(town.ask_code(chen, li, relation=Relation.SPOUSE))
    assert town.bind_refusal(chen, li, booked, code) == "SMS_WRONG"
    assert town.bind_refusal(chen, li, Relation.SPOUSE, code) == ""


def test_no_text_is_sent_where_no_code_could_help(town: Town, chen: Someone, li: Someone) -> None:
    me = Relative(chen.name, chen.id_number, HER_PHONE)
    her = Relative("谁", li.id_number, "19900000077")
    assert town.refusal(send_code, me, Relation.SPOUSE, by=chen.actor) == "SELF_BIND"
    town.bind(chen, li, Relation.SPOUSE)
    assert town.refusal(send_code, her, Relation.CHILD, by=chen.actor) == "ALREADY_BOUND"
    assert [row.purpose for row in town.texts(HER_PHONE)] == ["bound"]


def test_twenty_attempts_a_day_reach_the_code(town: Town, chen: Someone, li: Someone) -> None:
    wrong = by_code("000000")
    for _ in range(20):
        assert town.bind_refusal(chen, li, Relation.SPOUSE, wrong) in {"SMS_WRONG", "SMS_LOCKED"}
    assert town.bind_refusal(chen, li, Relation.SPOUSE, wrong) == "TOO_MANY_REQUESTS"
    assert town.bind_refusal(li, chen, Relation.SPOUSE, wrong) == "AUTH_NOT_EMPLOYEE"
    town.pass_s(24 * 3600)
    code = by_code(town.ask_code(chen, li))
    assert town.bind_refusal(chen, li, Relation.SPOUSE, code, starts_on=TOMORROW) == ""


def test_who_was_asked_in_vain_reads_of_it_and_nobody_else(
    town: Town, chen: Someone, li: Someone
) -> None:
    assert town.bind_refusal(chen, li, Relation.SPOUSE, by_code("000000")) == "SMS_WRONG"
    code = by_code(town.ask_code(chen, li, relation=Relation.PARENT))
    assert town.bind_refusal(chen, li, Relation.PARENT, code) == "RELATION_IMPLAUSIBLE"
    assert town.bind_refusal(chen, li, Relation.OTHER, code) == "RELATION_NOT_ALLOWED"
    found = town.run(access_log, PageRequest(), by=li.actor).items
    assert [(row.actor, row.what) for row in found] == [
        ("陈*国", "申请与您建立共济关系，没有成功：申报的关系与登记信息不符"),
        ("陈*国", "申请与您建立共济关系，没有成功：验证码不正确"),
    ]
    assert len(town.run(access_log, PageRequest(), by=li.actor).items) == 2
    assert town.run(access_log, PageRequest(), by=chen.actor).items == []


def test_a_refusal_of_phase_one_does_not_spend_the_code(
    town: Town, chen: Someone, li: Someone
) -> None:
    code = by_code(town.ask_code(chen, li))
    unwilling = Acceptance("1", accepted=False)
    refused = town.bind_refusal(chen, li, Relation.SPOUSE, code, commitment=unwilling)
    assert refused == "COMMITMENT_REQUIRED"
    assert town.bind_refusal(chen, li, Relation.SPOUSE, code) == ""


def test_a_refusal_about_the_relative_has_used_the_code_up(
    town: Town, chen: Someone, li: Someone
) -> None:
    code = by_code(town.ask_code(chen, li, relation=Relation.PARENT))
    assert town.bind_refusal(chen, li, Relation.PARENT, code) == "RELATION_IMPLAUSIBLE"
    assert town.bind_refusal(chen, li, Relation.PARENT, code) == "SMS_WRONG"


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
    code = town.ask_code(chen, child, PHONE, Relation.CHILD)
    assert town.bind_refusal(chen, child, Relation.CHILD, by_code(None)) == "SMS_WRONG"
    assert town.bind_refusal(chen, child, Relation.CHILD, by_code(code)) == ""


def test_from_sixteen_on_a_child_needs_his_own_phone(town: Town, chen: Someone) -> None:
    son = town.someone("陈明", "20090610", 3, phone="19900000034")
    town.are_kin(chen, son, Relation.CHILD)
    assert town.ask_code(chen, son, PHONE) is None
    assert town.bind_refusal(chen, son, Relation.CHILD, by_code(None)) == "CONSENT_REQUIRED"
    code = town.ask_code(chen, son, relation=Relation.CHILD)
    assert town.bind_refusal(chen, son, Relation.CHILD, by_code(code)) == ""


def test_a_silent_registry_answers_only_where_phase_three_is_reached(
    town: Town, chen: Someone, li: Someone
) -> None:
    code = by_code(town.ask_code(chen, li))
    town.silence_the_registry()
    assert town.bind_refusal(chen, li, Relation.OTHER, code) == "RELATION_NOT_ALLOWED"
    assert town.bind_refusal(chen, li, Relation.SPOUSE, by_code("x")) == "SMS_WRONG"
    assert town.bind_refusal(chen, li, Relation.SPOUSE, code) == "OUTSIDE_UNAVAILABLE"
