"""A reset empties everything and loads exactly what its fixture says."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.family.models import Binding, EndReason
from gongji.institutions.models import InstitutionKey
from gongji.kernel.money import Money
from gongji.kernel.ports import Kin
from gongji.ledger.books import Book, BookKind
from gongji.ledger.models import Account, Entry, TransferKind
from gongji.ledger.service import Posting, TransferDetails, book, lock_accounts_of
from gongji.people.models import Person
from gongji.sandbox.reset import load_demo_if_empty
from tests.sandbox.small import FATHER, MOTHER, SON, binding, person, small_fixture

Reset = Callable[[dict[str, Any]], TestResponse]


def bindings(ctx: Context) -> list[Binding]:
    return list(ctx.db.execute(select(Binding).order_by(Binding.id)).scalars())


def test_it_says_what_it_loaded_and_the_books_agree(client: FlaskClient, reset: Reset) -> None:
    answer = reset(small_fixture())
    assert answer.status_code == 200
    assert answer.json == {
        "now": "2025-06-10T10:00:00+08:00",
        "running": False,
        "persons": 3,
        "institutions": 2,
        "bindings": 1,
    }
    check = client.get("/api/v1/sandbox/check").get_json()
    assert check["ok"], check["failures"]


def test_opening_money_is_the_balance(reset: Reset, runtime: Runtime) -> None:
    reset(small_fixture())
    account = runtime.run(lambda ctx: ctx.db.execute(select(Account)).scalar_one())
    assert (account.opening_fen, account.balance_fen, account.version) == (300000, 300000, 0)


def test_the_registry_knows_everybody_and_kinship_both_ways(reset: Reset, runtime: Runtime) -> None:
    reset(small_fixture())
    registry = runtime.gateways.registry
    known = registry.insured_state(MOTHER, "李秀英")
    assert known is not None
    assert [one.kind for one in known.insurances] == ["resident"]
    assert registry.registered_phone(MOTHER, "李秀英") == "19900000002"
    assert registry.insured_state(MOTHER, "李秀") is None
    assert registry.kinship(SON) == (Kin(FATHER, "parent"),)
    assert set(registry.kinship(FATHER)) == {Kin(MOTHER, "spouse"), Kin(SON, "child")}


def test_grandparents_are_inverted_on_the_same_side(reset: Reset, runtime: Runtime) -> None:
    fact = {"of": "P03", "is": "P01", "relation": "maternal_grandparent"}
    reset(small_fixture(kinship=[fact]))
    assert runtime.gateways.registry.kinship(FATHER) == (Kin(SON, "maternal_grandchild"),)


def test_bindings_keep_the_given_order_and_take_slots(reset: Reset, runtime: Runtime) -> None:
    more = [binding("P01", "P03", "child"), binding("P01", "P02", "spouse")]
    reset(small_fixture(bindings=more))
    made = runtime.run(bindings)
    assert [one.authorizer_slot for one in made] == [1, 2]
    assert [one.beneficiary_slot for one in made] == [1, 1]
    assert [one.relation.value for one in made] == ["child", "spouse"]
    assert made[0].created_at < made[1].created_at


def test_ended_bindings_know_why(reset: Reset, runtime: Runtime) -> None:
    ended = [
        binding("P01", "P02", "spouse", status="ended"),
        binding("P01", "P03", "child", status="ended", ends_on="2025-05-01"),
        binding("P01", "P03", "child", status="active", ends_on="2025-05-02"),
    ]
    reset(small_fixture(bindings=ended))
    reasons = [one.end_reason for one in runtime.run(bindings)]
    assert reasons == [EndReason.UNBOUND_BY_AUTHORIZER, EndReason.EXPIRED, EndReason.EXPIRED]


def test_a_hold_counts_on_the_account(client: FlaskClient, reset: Reset, runtime: Runtime) -> None:
    reset(small_fixture(bindings=[binding("P01", "P02", "spouse", hold_fen=5000)]))
    account = runtime.run(lambda ctx: ctx.db.execute(select(Account)).scalar_one())
    assert account.held_fen == 5000
    assert client.get("/api/v1/sandbox/check").get_json()["ok"]


def test_a_ledger_with_entries_is_emptied_and_guarded_again(reset: Reset, runtime: Runtime) -> None:
    reset(small_fixture())
    runtime.run(spend)
    reset(small_fixture())
    assert runtime.run(lambda ctx: ctx.db.execute(select(func.count(Entry.id))).scalar_one()) == 0
    account = runtime.run(lambda ctx: ctx.db.execute(select(Account)).scalar_one())
    assert account.balance_fen == 300000


def spend(ctx: Context) -> None:
    payer = ctx.db.execute(select(Person).where(Person.name == "陈建国")).scalar_one()
    account = lock_accounts_of(ctx.db, [payer.id])[payer.id]
    fen = Money(100)
    book(
        ctx,
        TransferDetails(TransferKind.TRANSFER_OUT, ctx.today),
        [Posting(account, -fen), Posting(Book(BookKind.FUND, "x"), fen)],
    )


def test_a_policy_row_holds_for_its_fixture_alone(client: FlaskClient, reset: Reset) -> None:
    row = {
        "area": "430400",
        "key": "bind.max_concurrent",
        "value": 3,
        "since": "2025-01-01",
        "basis": ["test"],
    }
    reset(small_fixture(policy=[row]))
    assert limit_in_hengyang(client) == 3
    reset(small_fixture())
    assert limit_in_hengyang(client) == 10


def limit_in_hengyang(client: FlaskClient) -> int:
    answer = client.get("/api/v1/policy?area=430400&on=2025-06-10").get_json()
    found = (row["value"] for row in answer["items"] if row["key"] == "bind.max_concurrent")
    return int(next(found))


def test_keys_of_institutions_are_the_same_after_every_reset(
    client: FlaskClient, reset: Reset, runtime: Runtime
) -> None:
    reset(small_fixture())
    first = client.get("/api/v1/sandbox/institutions").get_json()["items"]
    reset(small_fixture())
    assert client.get("/api/v1/sandbox/institutions").get_json()["items"] == first
    assert first[0]["access_key"] == "AKH43010599902"
    key = runtime.run(lambda ctx: ctx.db.get_one(InstitutionKey, "AKH43010599902"))
    assert key.secret.decode() == first[0]["secret"]


def test_personas_are_told_whole(client: FlaskClient, reset: Reset) -> None:
    reset(small_fixture())
    father, mother, _ = client.get("/api/v1/sandbox/personas").get_json()["items"]
    assert father == {
        "key": "P01",
        "name": "陈建国",
        "id_number": FATHER,
        "phone": "19900000001",
        "area": "430100",
        "insurance": "职工医保（在职）",
        "balance_fen": 300000,
        "note": "",
    }
    assert mother["balance_fen"] is None


def test_the_demo_family_loads_once_and_its_clock_runs(
    client: FlaskClient, runtime: Runtime
) -> None:
    assert load_demo_if_empty(runtime)
    assert not load_demo_if_empty(runtime)
    assert f"{runtime.moment().now:%Y-%m-%d}" == "2025-11-05"
    answer = client.post("/api/v1/sandbox/reset", json={"name": "demo"}).get_json()
    assert answer["running"] is True
    check = client.get("/api/v1/sandbox/check").get_json()
    assert check["ok"], check["failures"]
    people = client.get("/api/v1/sandbox/personas").get_json()["items"]
    assert {one["id_number"][4:6] for one in people} == {"99"}
    assert all(one["phone"] is None or one["phone"].startswith("199") for one in people)


def test_hundreds_of_people_load_without_delay(reset: Reset) -> None:
    crowd = [person(f"R{n}", "赵敏", "F", _number(n)) for n in range(300)]
    begun = time.process_time()
    assert reset(small_fixture(persons=small_fixture()["persons"] + crowd)).status_code == 200
    assert time.process_time() - begun < 3


def _number(serial: int) -> str:
    body = f"43029919{60 + serial // 100}0101{serial % 100:02d}2"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]
