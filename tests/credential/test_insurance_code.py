"""Insurance codes (医保码): 60 s until shown, then one institution's for the day, then dead."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from gongji.app.context import Context
from gongji.credential import service
from gongji.credential.models import InsuranceCode
from gongji.kernel.problems import NotFound
from tests.auth.desk import Desk

HOSPITAL, PHARMACY = "H43010599903", "P43010599901"
DAY_S = 86400


def new_token(desk: Desk) -> str:
    return desk.run(service.issue, by=desk.person()).token


def shown_at(desk: Desk, token: str, institution_code: str = HOSPITAL) -> str:
    return desk.refusal(service.present, token, institution_code)


def test_a_code_names_its_person(desk: Desk) -> None:
    holder = desk.person()
    token = desk.run(service.issue, by=holder).token
    assert desk.run(service.present, token, HOSPITAL) == holder.id


def test_a_front_end_gets_token_life_and_picture(desk: Desk) -> None:
    desk.person()
    answer = desk.call("POST", "/credentials/insurance-code", {}, desk.sign_in()["access_token"])
    assert answer.status_code == 200
    assert re.fullmatch(r"[A-Za-z0-9_-]{28}", answer.json["token"])
    assert answer.json["expires_in_s"] == 60
    assert answer.json["qr_svg"].startswith("<svg")


def test_only_who_is_signed_in_gets_a_code(desk: Desk) -> None:
    assert desk.call("POST", "/credentials/insurance-code", {}).status_code == 401


@pytest.mark.parametrize(("age_s", "answer"), [(59, ""), (60, "CREDENTIAL_EXPIRED")])
def test_a_code_is_first_shown_within_sixty_seconds(desk: Desk, age_s: int, answer: str) -> None:
    token = new_token(desk)
    desk.pass_s(age_s)
    assert shown_at(desk, token) == answer


def test_once_shown_it_stays_good_at_this_institution_for_the_day(desk: Desk) -> None:
    token = new_token(desk)
    assert shown_at(desk, token) == ""
    desk.pass_s(6 * 3600)
    assert shown_at(desk, token) == ""


def test_another_institution_or_another_day_is_refused(desk: Desk) -> None:
    token = new_token(desk)
    shown_at(desk, token)
    assert shown_at(desk, token, PHARMACY) == "CREDENTIAL_INVALID"
    desk.pass_s(DAY_S)
    assert shown_at(desk, token) == "CREDENTIAL_INVALID"


def test_after_the_settlement_it_is_dead(desk: Desk) -> None:
    token = new_token(desk)
    shown_at(desk, token)
    assert desk.refusal(service.use_up, token) == ""
    assert shown_at(desk, token) == "CREDENTIAL_INVALID"
    assert desk.refusal(service.use_up, token) == "CREDENTIAL_INVALID"


@pytest.mark.parametrize("token", ["", "x" * 28, "\ud800" * 28, "430199198005120014"])
def test_what_is_no_code_is_invalid(desk: Desk, token: str) -> None:
    assert shown_at(desk, token) == "CREDENTIAL_INVALID"


def test_of_many_institutions_scanning_at_once_one_gets_it(desk: Desk) -> None:
    token = new_token(desk)
    codes = iter(f"H4301059990{number}" for number in range(8))
    answers = desk.at_once(8, lambda: shown_at(desk, token, next(codes)))
    assert sorted(answers) == ["", *["CREDENTIAL_INVALID"] * 7]


def test_one_institution_scanning_twice_at_once_is_served_twice(desk: Desk) -> None:
    token = new_token(desk)
    assert desk.at_once(2, lambda: shown_at(desk, token)) == ["", ""]


def test_of_two_settlements_at_once_one_uses_it_up(desk: Desk) -> None:
    token = new_token(desk)
    shown_at(desk, token)
    answers = desk.at_once(2, lambda: desk.refusal(service.use_up, token))
    assert sorted(answers) == ["", "CREDENTIAL_INVALID"]


def test_a_presentation_is_undone_with_the_transaction_it_was_made_in(desk: Desk) -> None:
    def present_and_fail(ctx: Context) -> None:
        service.present(ctx, token, HOSPITAL)
        raise NotFound

    token = new_token(desk)
    assert desk.refusal(present_and_fail) == "NOT_FOUND"
    assert shown_at(desk, token, PHARMACY) == ""


def test_a_shown_code_is_read_without_writing(desk: Desk) -> None:
    holder = desk.person()
    token = desk.run(service.issue, by=holder).token
    shown_at(desk, token)
    trial = desk.runtime.run(lambda ctx: service.present(ctx, token, HOSPITAL), writes=False)
    assert trial == holder.id


def test_twenty_codes_a_minute_are_enough_for_anybody(desk: Desk) -> None:
    holder = desk.person()
    answers = [desk.refusal(service.issue, by=holder) for _ in range(21)]
    assert answers == [""] * 20 + ["TOO_MANY_REQUESTS"]
    desk.pass_s(60)
    assert desk.refusal(service.issue, by=holder) == ""


def test_the_database_never_holds_the_token(desk: Desk) -> None:
    token = new_token(desk)
    [row] = desk.run(lambda ctx: ctx.db.execute(select(InsuranceCode.__table__)).all())
    assert not any(token in str(part) or token.encode() == part for part in row)
