"""Unbinding, expiry and changes by the authorizer: places, limits, holds."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from gongji.app.paging import PageRequest
from gongji.family import bind, change, end, queries, unbind
from gongji.family.models import EndReason, Side
from gongji.family.views import BindingDetails
from gongji.kernel.clock import end_of
from gongji.vocabulary import Relation
from tests.family.town import AT_COUNTER, NOON, PHONE, TODAY, Someone, Town, application


@pytest.fixture
def bound(town: Town, chen: Someone, li: Someone) -> str:
    binding_id: str = town.bind(chen, li, Relation.SPOUSE).binding.id
    return binding_id


def test_either_side_unbinds_at_once_and_the_other_is_told(
    town: Town, chen: Someone, li: Someone, bound: str
) -> None:
    ended = town.run(unbind.unbind, bound, by=li.actor)
    assert (ended.status, ended.end_reason) == ("ended", "unbound_by_beneficiary")
    assert ended.binding.ended_at == NOON
    assert [row.purpose for row in town.texts(PHONE)] == ["unbound", "bound"]
    assert "李*英" in town.texts(PHONE)[0].text
    assert town.refusal(unbind.unbind, bound, by=chen.actor) == "ALREADY_ENDED"


def test_a_binding_of_others_does_not_exist(town: Town, bound: str) -> None:
    stranger = town.employee("李建平", "19790303", 1)
    for act in (queries.binding, unbind.unbind, change.change):
        assert town.refusal(act, bound, by=stranger.actor) == "NOT_FOUND"


@pytest.mark.parametrize("odd", ["nope", "\0", "bnd_\0", "共济", "x" * 5000])
def test_an_id_nobody_gave_out_does_not_exist(town: Town, chen: Someone, odd: str) -> None:
    assert town.refusal(queries.binding, odd, by=chen.actor) == "NOT_FOUND"
    cursor = PageRequest(20, b64encode(odd.encode()).decode())
    asked: dict[str, Any] = {"role": Side.AUTHORIZER, "status": None, "page": cursor}
    assert town.refusal(queries.bindings, by=chen.actor, **asked) == "REQUEST_INVALID"


def test_unbinding_gives_no_place_of_the_lifetime_back(
    town: Town, chen: Someone, bound: str
) -> None:
    town.run(unbind.unbind, bound, by=chen.actor)
    seen = town.run(queries.eligibility, by=chen.actor, writes=False)
    assert (seen.active, seen.distinct) == (0, 1)


def test_a_binding_withdrawn_before_its_first_day_costs_no_place(
    town: Town, chen: Someone, li: Someone
) -> None:
    """LIM-05: it never ran, so it never counted; while announced it does."""
    asked = replace(application(li, Relation.SPOUSE), starts_on=TODAY + timedelta(days=30))
    announced = town.run(bind.bind, chen.id, asked, AT_COUNTER, by=chen.actor)
    before = town.run(queries.eligibility, by=chen.actor, writes=False)
    town.run(unbind.unbind, announced.binding.id, by=chen.actor)
    after = town.run(queries.eligibility, by=chen.actor, writes=False)
    assert (before.active, before.distinct) == (1, 1)
    assert (after.active, after.distinct) == (0, 0)


def limits_of(shown: BindingDetails) -> tuple[int | None, ...]:
    return shown.binding.per_use_fen, shown.binding.month_fen, shown.binding.year_fen


def test_limits_are_set_and_removed_one_by_one(town: Town, chen: Someone, bound: str) -> None:
    first = {"per_use_fen": 100, "month_fen": 200}
    made = town.run(change.change, bound, by=chen.actor, limits=first)
    assert limits_of(made) == (100, 200, None)
    changed = town.run(change.change, bound, by=chen.actor, limits={"month_fen": None})
    assert limits_of(changed) == (100, None, None)


def test_a_hold_is_kept_on_the_account_until_the_binding_ends(
    town: Town, chen: Someone, li: Someone, bound: str
) -> None:
    held = town.run(change.change, bound, by=chen.actor, hold_fen=300000)
    assert held.hold_fen == town.account(chen).held_fen == 300000
    assert town.run(queries.binding, bound, by=li.actor).hold_fen is None
    lower = town.run(change.change, bound, by=chen.actor, hold_fen=100000)
    assert lower.hold_fen == town.account(chen).held_fen == 100000
    assert town.run(unbind.unbind, bound, by=li.actor).hold_fen is None
    assert town.account(chen).held_fen == 0


def test_a_hold_cannot_exceed_what_nobody_else_holds(town: Town, chen: Someone, bound: str) -> None:
    mother = town.someone("刘桂兰", "19551120", 2)
    second = town.bind(chen, mother, Relation.PARENT).binding.id
    town.run(change.change, bound, by=chen.actor, hold_fen=200000)
    refused = town.refusal(change.change, second, by=chen.actor, hold_fen=100001)
    assert refused == "BALANCE_SHORT"
    assert town.refusal(change.change, second, by=chen.actor, hold_fen=100000) == ""


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ends_on": date(2025, 6, 9)}, "DATE_PAST"),
        ({"ends_on": TODAY}, ""),
        ({"ends_on": date(2030, 1, 1)}, ""),
        ({}, ""),
    ],
)
def test_the_last_day_moves_but_not_into_the_past(
    town: Town, chen: Someone, bound: str, changes: dict[str, Any], code: str
) -> None:
    assert town.refusal(change.change, bound, by=chen.actor, **changes) == code


def test_an_announced_binding_cannot_end_before_it_starts(
    town: Town, chen: Someone, li: Someone
) -> None:
    later = application(li, Relation.SPOUSE, starts_on=date(2025, 7, 1))
    made = town.run(bind.bind, chen.id, later, AT_COUNTER, by=chen.actor)
    assert made.status == "pending"
    june = {"ends_on": date(2025, 6, 30)}
    assert town.refusal(change.change, made.binding.id, by=chen.actor, **june) == "DATE_ORDER"


def test_only_the_authorizer_changes_and_only_while_it_lives(
    town: Town, chen: Someone, li: Someone, bound: str
) -> None:
    assert town.refusal(change.change, bound, by=li.actor, hold_fen=1) == "FORBIDDEN"
    town.run(unbind.unbind, bound, by=chen.actor)
    assert town.refusal(change.change, bound, by=chen.actor, hold_fen=1) == "ALREADY_ENDED"


def test_a_binding_expires_after_its_last_day_without_any_act(
    town: Town, chen: Someone, bound: str
) -> None:
    town.run(change.change, bound, by=chen.actor, hold_fen=500, ends_on=TODAY)
    town.now = end_of(TODAY)
    seen = town.run(queries.binding, bound, by=chen.actor)
    assert (seen.status, seen.end_reason) == ("ended", "expired")
    assert town.refusal(unbind.unbind, bound, by=chen.actor) == "ALREADY_ENDED"
    assert [town.run(end.expire_due) for _ in range(2)] == [1, 0]
    assert town.account(chen).held_fen == 0
    closed = town.run(queries.binding, bound, by=chen.actor)
    assert (closed.binding.ended_at, closed.end_reason) == (end_of(TODAY), EndReason.EXPIRED)
