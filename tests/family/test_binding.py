"""Binding a relative: what it writes, what it refuses, in which phase."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gongji.app.paging import PageRequest
from gongji.family import bind, queries, unbind
from gongji.family.models import BindingStatus, Side
from gongji.family.views import BindingPerson
from gongji.kernel.problems import Problem
from gongji.notices.models import Feature, Maintenance
from gongji.policy.entries import OverlayRow
from gongji.vocabulary import Relation
from tests.family.outside import number
from tests.family.test_equal_work import statements
from tests.family.town import (
    AT_COUNTER,
    HER_PHONE,
    NOON,
    PHONE,
    TODAY,
    Someone,
    Town,
    application,
    by_code,
)


def test_a_binding_starts_at_once_and_is_told_to_the_relative(
    town: Town, chen: Someone, li: Someone
) -> None:
    code = town.ask_code(chen, li)
    made = town.bind(chen, li, Relation.SPOUSE, by_code(code))
    assert made.status is BindingStatus.ACTIVE
    assert (made.role, made.binding.channel) == (Side.AUTHORIZER, "wechat_mp")
    assert made.authorizer.name == "陈建国"
    assert made.beneficiary == BindingPerson(
        name="李*英",
        id_number_masked=f"4301**********{li.id_number[-4:]}",
        phone_masked="199****0002",
    )
    assert "陈*国" in town.texts(HER_PHONE)[0].text
    [told] = town.texts(PHONE)
    assert told.purpose == "bound", "whoever holds his unlocked phone could have done it"
    assert "您已授权李*英" in told.text


STATEMENTS_MAX = {"postgresql": 12, "sqlite": 15}
"""The session, the request's key and its answer add one each; SQLite writes table by table."""
PREPARING = ("SET LOCAL", "BEGIN")


def test_a_bind_with_its_code_takes_its_statements(town: Town, chen: Someone, li: Someone) -> None:
    code = town.ask_code(chen, li)
    with statements(town) as seen:
        town.bind(chen, li, Relation.SPOUSE, by_code(code))
    own = [one for one in seen if "sandbox_" not in one and not one.startswith(PREPARING)]
    assert len(own) <= STATEMENTS_MAX[town.runtime.engine.dialect.name], "\n".join(own)


def test_a_binding_keeps_how_consent_was_given(town: Town, chen: Someone, li: Someone) -> None:
    town.bind(chen, li, Relation.SPOUSE, by_code(town.ask_code(chen, li)))
    assert town.live()[0].consent == {
        "version": "1",
        "time": "2025-06-10T12:00:00+08:00",
        "channel": "wechat_mp",
    }


def test_the_text_names_the_authorizer_masked_and_the_purpose(
    town: Town, chen: Someone, li: Someone
) -> None:
    town.ask_code(chen, li)
    text = town.texts(HER_PHONE)[0].text
    assert "陈*国" in text
    assert "家庭共济" in text
    assert "陈建国" not in text


def test_a_relative_we_never_met_is_registered_with_his_registered_phone(
    town: Town, chen: Someone
) -> None:
    stranger = town.someone("李秀英", "19820308", 2, phone=HER_PHONE, known=False)
    made = town.bind(chen, stranger, Relation.SPOUSE, by_code(town.ask_code(chen, stranger)))
    assert made.beneficiary.phone_masked == "199****0002"


def test_the_relative_must_be_insured_where_the_authorizers_area_says(
    town: Town, chen: Someone
) -> None:
    tang = town.employee("唐军", "19790404", 1, area="430300")
    nobody = town.someone("李三", "19930303", 3, insured=False)
    paused = town.someone("李四", "19940303", 3, status="suspended")
    guangdong = town.someone("陈志远", "20030418", 5, area="440100")
    changsha = town.someone("唐国栋", "19500707", 3)
    unknown = Someone("吴名", number("19900101", 901), None, chen.actor)
    assert town.bind_refusal(chen, nobody, Relation.SIBLING) == "BENE_NOT_INSURED"
    assert town.bind_refusal(chen, paused, Relation.SIBLING) == "BENE_NOT_INSURED"
    assert town.bind_refusal(chen, guangdong, Relation.CHILD) == "BENE_OUT_OF_PROVINCE"
    assert town.bind_refusal(tang, guangdong, Relation.CHILD) == "BENE_OUT_OF_PROVINCE"
    assert town.bind_refusal(tang, changsha, Relation.PARENT) == "BENE_OUT_OF_CITY"
    assert town.bind_refusal(chen, unknown, Relation.SIBLING) == "BENE_NOT_INSURED"
    assert town.bind_refusal(chen, changsha, Relation.SIBLING) == ""


def test_a_relative_has_one_authorizer_at_a_time(town: Town, chen: Someone, li: Someone) -> None:
    brother = town.employee("李建平", "19790303", 1)
    made = town.bind(chen, li, Relation.SPOUSE)
    assert town.bind_refusal(brother, li, Relation.SIBLING) == "BENE_HAS_AUTHORIZER"
    town.run(unbind.unbind, made.binding.id, by=chen.actor)
    assert town.bind_refusal(brother, li, Relation.SIBLING) == ""


def test_a_policy_may_allow_several_authorizers(town: Town, chen: Someone, li: Someone) -> None:
    key, since = "bind.max_authorizers_per_beneficiary", date(2025, 1, 1)
    town.book = town.book.with_overlay([OverlayRow("430000", key, 2, since, ["test"])])
    brother = town.employee("李建平", "19790303", 1)
    sister = town.employee("李建英", "19760303", 2)
    town.bind(chen, li, Relation.SPOUSE)
    town.bind(brother, li, Relation.SIBLING)
    assert town.bind_refusal(sister, li, Relation.SIBLING) == "BENE_HAS_AUTHORIZER"
    assert sorted(row.beneficiary_slot for row in town.live()) == [1, 2]


def test_binding_somebody_twice_is_refused(town: Town, chen: Someone, li: Someone) -> None:
    town.bind(chen, li, Relation.SPOUSE)
    assert town.bind_refusal(chen, li, Relation.SPOUSE) == "ALREADY_BOUND"


def test_an_expired_binding_gives_its_places_back(town: Town, chen: Someone, li: Someone) -> None:
    brother = town.employee("李建平", "19790303", 1)
    asked = application(li, Relation.SPOUSE, ends_on=TODAY)
    town.run(bind.bind, chen.id, asked, AT_COUNTER, by=chen.actor)
    town.pass_s(12 * 3600 - 1)
    assert town.bind_refusal(brother, li, Relation.SIBLING) == "BENE_HAS_AUTHORIZER"
    town.pass_s(1)
    assert town.run(queries.eligibility, by=chen.actor, writes=False).active == 0
    later = replace(application(li, Relation.SIBLING), starts_on=date(2025, 6, 11))
    town.run(bind.bind, brother.id, later, AT_COUNTER, by=brother.actor)


def test_maintenance_closes_both_calls_and_names_its_end(
    town: Town, chen: Someone, li: Someone
) -> None:
    window = Maintenance(
        id="mnt_1",
        area="430000",
        features=[Feature.BINDING],
        starts_at=NOON,
        ends_at=NOON.replace(hour=18),
    )
    town.run(lambda ctx: ctx.db.add(window))
    with pytest.raises(Problem, match="MAINTENANCE") as refused:
        town.ask_code(chen, li)
    assert "18:00" in refused.value.sentence()
    assert town.bind_refusal(chen, li, Relation.SPOUSE) == "MAINTENANCE"
    closed = town.run(queries.eligibility, by=chen.actor).problem
    assert closed is not None
    assert closed["code"] == "MAINTENANCE"


def test_lists_page_by_side_and_status(town: Town, chen: Someone, li: Someone) -> None:
    mother = town.someone("刘桂兰", "19551120", 2)
    pending = application(mother, Relation.PARENT, starts_on=date(2025, 7, 1))
    town.bind(chen, li, Relation.SPOUSE)
    town.run(bind.bind, chen.id, pending, AT_COUNTER, by=chen.actor)

    def seen(by: Someone, role: Side, status: BindingStatus | None, limit: int = 20) -> list[str]:
        relations, cursor = [], None
        while True:
            page = PageRequest(limit, cursor)
            found = town.run(queries.bindings, by=by.actor, role=role, status=status, page=page)
            relations += [row.binding.relation.value for row in found.items]
            cursor = found.next
            if cursor is None:
                return relations

    assert seen(chen, Side.AUTHORIZER, None, limit=1) == ["parent", "spouse"]
    assert seen(chen, Side.AUTHORIZER, BindingStatus.PENDING) == ["parent"]
    assert seen(chen, Side.AUTHORIZER, BindingStatus.ACTIVE) == ["spouse"]
    assert seen(chen, Side.BENEFICIARY, None) == []
    assert seen(li, Side.BENEFICIARY, BindingStatus.ACTIVE) == ["spouse"]
    town.pass_s(3 * 365 * 86400)
    assert len(seen(chen, Side.AUTHORIZER, BindingStatus.ENDED)) == 2


def test_eligibility_tells_what_the_first_screen_needs(
    town: Town, chen: Someone, li: Someone
) -> None:
    town.bind(chen, li, Relation.SPOUSE)
    seen = town.run(queries.eligibility, by=chen.actor, writes=False)
    assert (seen.eligible, seen.problem) == (True, None)
    assert (seen.active, seen.active_max) == (1, 10)
    assert (seen.distinct, seen.distinct_max) == (1, 20)
    assert (seen.geo_scope, seen.consent_age) == ("SAME_PROVINCE", 16)
    resident = town.run(queries.eligibility, by=li.actor, writes=False)
    assert resident.problem is not None
    assert resident.problem["code"] == "AUTH_NOT_EMPLOYEE"
