"""Idempotency keys: one success for ever, a refusal leaves the key free, a twin waits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from gongji.app.idempotency import Claim, claim
from gongji.app.runtime import Runtime
from gongji.kernel.clock import real_now
from gongji.kernel.engine import engine_options
from gongji.kernel.transaction import Conflict
from tests.kernel.desk import CRASHED, REFUSED, REMEMBERED, Desk
from tests.support.databases import PostgresDatabases


@pytest.fixture
def desk(runtime: Runtime) -> Desk:
    return Desk(runtime)


def test_the_same_request_gets_the_same_answer_and_is_done_once(desk: Desk) -> None:
    first = desk.post(50, note={"a": 1, "b": 2})
    again = desk.post(50, note={"b": 2, "a": 1})
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.data == first.data
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert desk.made() == 1


def test_a_key_belongs_to_one_content(desk: Desk) -> None:
    desk.post(50)
    other = desk.post(51)
    assert (other.status_code, other.json["code"]) == (422, "REQUEST_KEY_REUSED")
    assert desk.made() == 1


def test_a_key_belongs_to_one_actor_and_one_route(desk: Desk) -> None:
    answers = [desk.post(50), desk.post(51, who="psn_2"), desk.post(52, path="/other")]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert desk.made() == 3


@pytest.mark.parametrize(
    ("refused", "status", "left"), [(REFUSED, 422, 0), (REMEMBERED, 422, 1), (CRASHED, 500, 0)]
)
def test_after_a_refusal_the_key_is_free_also_for_another_content(
    desk: Desk, refused: int, status: int, left: int
) -> None:
    """What a refusal remembers stays, the key does not."""
    assert desk.post(refused).status_code == status
    assert desk.made() == left
    assert desk.post(50).status_code == 201
    assert desk.made() == left + 1


def test_an_unusable_key_is_missing(desk: Desk) -> None:
    for key in (None, "", "k" * 65, "a b", "键", "a\tb"):
        answer = desk.post(50, key)
        assert (answer.status_code, answer.json["code"]) == (400, "REQUEST_KEY_MISSING"), key
    assert desk.made() == 0


def test_a_bad_body_does_not_spend_the_key(desk: Desk) -> None:
    assert desk.post("50").status_code == 422
    assert desk.post(50, "k" * 64).status_code == 201


def test_a_twin_waits_and_gets_the_answer_of_the_first(desk: Desk) -> None:
    desk.go_on.clear()
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(desk.post, 50)
        assert desk.entered.wait(10)
        twin = threads.submit(desk.post, 50)
        with pytest.raises(TimeoutError):
            twin.result(timeout=0.5)
        desk.go_on.set()
        assert twin.result().data == first.result().data
        assert twin.result().headers["Idempotent-Replayed"] == "true"
    assert desk.made() == 1


def test_a_twin_of_a_refused_request_acts_itself(desk: Desk) -> None:
    desk.go_on.clear()
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(desk.post, REFUSED)
        assert desk.entered.wait(10)
        twin = threads.submit(desk.post, 50)
        desk.go_on.set()
        assert (first.result().status_code, twin.result().status_code) == (422, 201)
    assert desk.made() == 1


def test_a_twin_that_waits_too_long_is_told_so(postgresql_databases: PostgresDatabases) -> None:
    wanted = Claim("psn_1", "one", "K", "f")
    with postgresql_databases.fresh() as url:
        engine = create_engine(url, **engine_options(url))
        with Session(engine) as first, Session(engine) as twin:
            assert claim(first, wanted, real_now()) is None
            twin.execute(text("SET LOCAL lock_timeout = 50"))
            with pytest.raises(Conflict) as held:
                claim(twin, wanted, real_now())
        engine.dispose()
    told = held.value.instead
    assert told is not None
    assert (told.code, told.status, told.retry_after_s) == ("REQUEST_KEY_IN_USE", 409, 1)
