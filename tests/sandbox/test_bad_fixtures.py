"""A fixture that contradicts itself is refused field by field, in Chinese, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gongji.bootstrap import create_app
from gongji.config import read_settings
from tests.sandbox.small import FATHER, binding, person, small_fixture
from tests.support.serving import environment

Reset = Callable[[dict[str, Any]], TestResponse]

RELATION = {"area": "430400", "key": "relation.scope", "value": "NEAR8", "since": "2025-01-01",
            "basis": ["test"]}  # fmt: skip
WINDOW = {"area": "430400", "features": ["binding"], "from": "2025-06-10T10:00:00+08:00",
          "to": "2025-06-10T11:00:00+08:00"}  # fmt: skip
COUNTER = {"person": "P02", "year": 2025, "pool": "resident_outpatient", "deductible_fen": 0,
           "paid_fen": 100}  # fmt: skip
ALONE = person("P09", "陈建国", "M", FATHER)

BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no clock": ({"clock": "2025-06-10"}, "/fixture/clock"),
    "a clock without offset": ({"clock": "2025-06-10T10:00:00"}, "/fixture/clock"),
    "a clock beyond years": ({"clock": "9999-12-31T23:59:59-12:00"}, "/fixture/clock"),
    "an unknown list": ({"robots": []}, "/fixture/robots"),
    "people as an object": ({"persons": {}}, "/fixture/persons"),
    "a person as a number": ({"persons": [1]}, "/fixture/persons/0"),
    "a name with a control": (
        {"persons": [ALONE | {"name": "陈\x00"}], "bindings": [], "kinship": []},
        "/fixture/persons/0/name",
    ),
    "a wrong check digit": (
        {"persons": [ALONE | {"id_number": FATHER[:-1] + "5"}], "bindings": [], "kinship": []},
        "/fixture/persons/0/id_number",
    ),
    "the other sex": (
        {"persons": [ALONE | {"sex": "F"}], "bindings": [], "kinship": []},
        "/fixture/persons/0/sex",
    ),
    "a resident's account": (
        {"persons": [ALONE | {"account": {"balance_fen": 1}}], "bindings": [], "kinship": []},
        "/fixture/persons/0/account",
    ),
    "a fraction of a fen": (
        {"persons": [ALONE | {"account": {"balance_fen": 1.5}}], "bindings": [], "kinship": []},
        "/fixture/persons/0/account/balance_fen",
    ),
    "the same person twice": (
        {"persons": [*small_fixture()["persons"], ALONE]}, "/fixture/persons/3/id_number",
    ),
    "a binding of a stranger": (
        {"bindings": [binding("P01", "P77", "spouse")]}, "/fixture/bindings/0/beneficiary",
    ),
    "a binding with oneself": (
        {"bindings": [binding("P01", "P01", "spouse")]}, "/fixture/bindings/0/beneficiary",
    ),
    "a binding that ends first": (
        {"bindings": [binding("P01", "P02", "spouse", ends_on="2024-01-01")]},
        "/fixture/bindings/0/ends_on",
    ),
    "an unknown relation": (
        {"bindings": [binding("P01", "P02", "friend")]}, "/fixture/bindings/0/relation",
    ),
    "a day that is none": (
        {"bindings": [binding("P01", "P02", "spouse", starts_on="2025-02-30")]},
        "/fixture/bindings/0/starts_on",
    ),
    "a hold above the balance": (
        {"bindings": [binding("P01", "P02", "spouse", hold_fen=300001)]},
        "/fixture/bindings/0/hold_fen",
    ),
    "a counter twice": ({"year_counters": [COUNTER, COUNTER]}, "/fixture/year_counters/1/pool"),
    "a counter of nobody": (
        {"year_counters": [COUNTER | {"person": "P77"}]}, "/fixture/year_counters/0/person",
    ),
    "a window that ends first": (
        {"maintenance": [WINDOW | {"to": WINDOW["from"]}]}, "/fixture/maintenance/0/to",
    ),
    "a policy key that is none": (
        {"policy": [RELATION, RELATION | {"key": "relation.colour"}]}, "/fixture/policy/1",
    ),
    "a policy value that is none": (
        {"policy": [RELATION | {"value": "EVERYBODY"}]}, "/fixture/policy/0",
    ),
    "a surrogate in a policy value": (
        {
            "policy": [
                RELATION
                | {"key": "premium.subsidy.2026.full", "value": {"names": ["\ud800"], "rate": "0"}}
            ]
        },
        "/fixture/policy/0/value",
    ),
    "a share above one": (
        {"catalogue": [small_fixture()["catalogue"][0] | {"self_rate": "1.1"}]},
        "/fixture/catalogue/0/self_rate",
    ),
}  # fmt: skip


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def client(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FlaskClient]:
    """One application per kind of database for the whole table: what is refused writes nothing."""
    folder: Path = tmp_path_factory.mktemp("refused")
    with request.getfixturevalue(f"{request.param}_databases").fresh() as address:
        app = create_app(read_settings(environment(address, folder)))
        yield app.test_client()
        app.extensions["gongji"].engine.dispose()


@pytest.mark.parametrize("case", BAD)
def test_it_is_refused_with_a_pointer(case: str, reset: Reset) -> None:
    change, pointer = BAD[case]
    answer = reset(small_fixture() | change)
    assert answer.status_code == 422
    problem = answer.get_json()
    assert problem["code"] == "REQUEST_INVALID"
    assert pointer in [error["pointer"] for error in problem["errors"]]


@pytest.mark.parametrize(
    "body", [{}, {"fixture": None}, {"name": "other"}, {"name": "demo", "fixture": {}}, []]
)
def test_a_request_names_one_fixture(body: Any, client: FlaskClient) -> None:
    assert client.post("/api/v1/sandbox/reset", json=body).status_code == 422


def test_text_that_is_not_json_is_malformed(client: FlaskClient) -> None:
    answer = client.post("/api/v1/sandbox/reset", data="{", content_type="application/json")
    assert (answer.status_code, answer.get_json()["code"]) == (400, "REQUEST_MALFORMED")


def test_a_refused_reset_leaves_everything(client: FlaskClient, reset: Reset) -> None:
    reset(small_fixture())
    reset(small_fixture(bindings=[binding("P01", "P77", "spouse")]))
    people = client.get("/api/v1/sandbox/personas").get_json()["items"]
    assert [one["key"] for one in people] == ["P01", "P02", "P03"]
