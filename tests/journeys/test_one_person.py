"""One person is one person at every entrance, however his papers are typed."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text

from gongji.app.runtime import Runtime
from tests.records.files import fetch, pdf_text
from tests.support.cast import Cast, in_process
from tests.support.sent import PHARMACY, card, family

PAYER, TYPED = "阿卜杜拉·\U00032000买提", "阿卜杜拉 • \U00032000买提\u200b"
NUMBER, TYPED_NUMBER = "43029919520115001X", "４30299 19520115-001ｘ\u202c"
PHONE, TYPED_PHONE = "19900000011", "+86 199-0000-0011"
FOREIGNER, FOREIGN_NUMBER = "SMITH, John O'Neil", "91112419820308002X"
HONGKONGER, HONG_KONG_NUMBER = "陈〇", "810000199408230021"


def person(key: str, name: str, number: str, sex: str, phone: str | None) -> dict[str, object]:
    insurance = {"kind": "employee", "category": "active", "status": "normal", "area": "430100"}
    return {
        "key": key,
        "name": name,
        "sex": sex,
        "id_number": number,
        "phone": phone,
        "insurances": [insurance],
        "account": {"balance_fen": 50_000},
    }


PEOPLE = [
    person("P01", TYPED, TYPED_NUMBER, "M", TYPED_PHONE),
    person("P02", FOREIGNER, FOREIGN_NUMBER, "F", "19900000012"),
    person("P03", HONGKONGER, HONG_KONG_NUMBER, "F", None),
]


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast(in_process(app)).load(persons=PEOPLE, bindings=[])


def shown(number: str, name: str) -> dict[str, str]:
    return card("陈建国") | {"mdtrt_cert_no": number, "certno": number, "psn_name": name}


def sign_in(cast: Cast, phone: str) -> dict[str, str]:
    cast.call("POST", "/auth/sms-codes", {"phone": phone, "purpose": "login"})
    code = cast.call("GET", "/sandbox/sms?phone=%2B86-19900000011").body["items"][0]["code"]
    tokens = cast.call("POST", "/auth/sms-login", {"phone": phone, "code": code}).body
    return {"Authorization": f"Bearer {tokens['access_token']}"}


def test_what_is_kept_is_the_one_form(cast: Cast, runtime: Runtime) -> None:
    with runtime.engine.connect() as connection:
        names = {row.name for row in connection.execute(text("SELECT name FROM person"))}
        known = connection.execute(text("SELECT name FROM sandbox_registry_person")).scalars()
        assert names == {PAYER, FOREIGNER, HONGKONGER} == set(known)
    me = cast.call("GET", "/me", **sign_in(cast, TYPED_PHONE)).body
    assert (me["name"], me["id_number_masked"]) == (PAYER, "4302**********001X")
    assert me["phone_masked"] == "199****0011"


@pytest.mark.parametrize(
    ("number", "name", "kind"),
    [
        (NUMBER, PAYER, "01"), (NUMBER.lower(), TYPED, "01"), (TYPED_NUMBER, TYPED, "01"),
        (FOREIGN_NUMBER, FOREIGNER, "07"), (FOREIGN_NUMBER, "Smith John O’Neil", "07"),
        (HONG_KONG_NUMBER, "陈○", "17"),
    ],
)  # fmt: skip
def test_institutions_find_and_name_the_same_person(
    cast: Cast, number: str, name: str, kind: str
) -> None:
    reply = cast.transact("1101", {"data": shown(number, name)}, place=PHARMACY)
    assert reply.code == "", reply.body
    base = reply.body["output"]["baseinfo"]
    assert (base["psn_cert_type"], base["certno"]) in {
        ("01", NUMBER),
        ("07", FOREIGN_NUMBER),
        ("17", HONG_KONG_NUMBER),
    }
    assert base["psn_cert_type"] == kind
    other = shown(number, "陈建国")
    assert cast.transact("1101", {"data": other}, place=PHARMACY).code == "CREDENTIAL_NOT_OWN"


def test_an_event_about_a_number_in_any_writing_is_about_its_person(cast: Cast) -> None:
    event = {
        "event_id": "e1",
        "type": "INSURANCE_SUSPENDED",
        "id_number": TYPED_NUMBER,
        "effective_on": "2025-06-10",
        "data": {},
    }
    assert cast.call("POST", "/sandbox/events", event).body["status"] == "applied"
    me = cast.call("GET", "/me", **sign_in(cast, PHONE)).body
    assert [one["status"] for one in me["insurances"]] == ["suspended"]


def test_a_relative_typed_otherwise_gets_the_code_and_may_be_bound(cast: Cast) -> None:
    headers = sign_in(cast, PHONE)
    relative = {
        "name": "smith john o’neil",
        "id_number": FOREIGN_NUMBER.replace("911", "9 11-"),
        "phone": "0086 199 0000 0012",
    }
    asked = {"beneficiary": relative, "relation": "spouse"}
    assert cast.call("POST", "/family/sms-codes", asked, **headers).status == 202
    [sent] = cast.call("GET", "/sandbox/sms?phone=19900000012").body["items"]
    wish = asked | {
        "starts_on": "2025-06-10",
        "ends_on": "2026-06-09",
        "sms_code": sent["code"],
        "commitment": {"version": "1", "accepted": True},
    }
    made = cast.call("POST", "/family/bindings", wish, **headers, **{"Idempotency-Key": "k"})
    assert made.status == 201, made.body
    assert made.body["beneficiary"]["name"] == "S*l"


def test_a_paper_prints_every_character_of_a_name_or_says_which_it_cannot(
    app: Flask, cast: Cast
) -> None:
    headers = sign_in(cast, PHONE)
    refused = cast.call("GET", "/account/statement?year=2025&format=pdf", **headers)
    assert (refused.status, refused.code) == (422, "CHARACTER_NOT_PRINTABLE")
    assert "“\U00032000”" in refused.body["detail"]
    table = fetch(app, "/account/statement?year=2025&format=csv", headers)
    assert PAYER in table.decode()


def test_a_paper_of_a_latin_name_shows_it_whole(app: Flask) -> None:
    foreigner = person("P01", FOREIGNER, FOREIGN_NUMBER, "F", PHONE)
    cast = Cast(in_process(app)).load(persons=[foreigner], bindings=[])
    file = fetch(app, "/account/statement?year=2025&format=pdf", sign_in(cast, PHONE))
    assert FOREIGNER in pdf_text(file)


def test_the_usual_family_is_loaded_again(cast: Cast) -> None:
    """Two writings of one number are one number, and a fixture that has both is refused."""
    twice = [*family()["persons"], person("P09", "陈国", " 430199198005120014", "M", None)]
    answer = cast.call("POST", "/sandbox/reset", {"fixture": family() | {"persons": twice}})
    assert answer.code == "REQUEST_INVALID"
