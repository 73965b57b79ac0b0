"""The calls of `/premiums` as a front end sees them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.premium.office import Citizen, Office
from tests.premium.relatives import (
    FULL,
    HALF,
    NEPHEW,
    PAYER,
    PRODUCT,
    RETIRED,
    SISTER,
    WIFE,
    elsewhere,
)


@pytest.fixture
def chen(office: Office) -> Citizen:
    return Citizen(office, PAYER)


def body(*binding_ids: str, product: str = "resident", **more: Any) -> dict[str, Any]:
    return {
        "product": product,
        "year": 2026,
        "binding_ids": list(binding_ids),
        "include_self": False,
    } | more


def test_the_products_of_a_year_with_window_price_and_basis(chen: Citizen) -> None:
    _, answer = chen.call("GET", "/premiums/products?year=2026")
    resident, inclusive = answer["items"]
    assert (resident["product"], resident["kind"], resident["full_fen"]) == (
        "resident",
        "resident",
        40000,
    )
    assert resident["window"] == {"opens_on": "2025-09-01", "closes_on": "2026-01-31"}
    assert {cited["key"] for cited in resident["basis"]} == {"premium.390.2026"}
    assert (inclusive["product"], inclusive["full_fen"]) == (PRODUCT, 6900)
    assert inclusive["basis"][0]["source"] == "test"


def test_a_year_without_products_lists_none(chen: Citizen) -> None:
    assert chen.call("GET", "/premiums/products?year=2027")[1]["items"] == []
    both = chen.call("GET", "/premiums/products")[1]["items"]
    assert [item["year"] for item in both] == [2025, 2026, 2026]


def test_what_is_due_for_each_bound_relative(office: Office, chen: Citizen) -> None:
    office.load(premium_payments=[elsewhere(NEPHEW)])
    chen = Citizen(office, PAYER)
    office.paid(FULL)
    answer = chen.call("GET", "/premiums/payables?product=resident&year=2026")[1]
    told = {item["member"]["name"]: item for item in answer["items"]}
    states = {name: (item["status"], item["due_fen"]) for name, item in told.items()}
    assert states == {
        "李*英": ("due", 40000),
        "陈*雨": ("due", 20000),
        "陈*华": ("paid_by_subsidy", 0),
        "何*苗": ("paid", 0),
        "陈*山": ("not_payable", 0),
    }
    assert told["陈*山"]["problem"]["code"] == "NOT_RESIDENT"
    assert told["李*英"]["problem"] is None
    assert told["陈*雨"]["subsidy"] == "half"


def test_payables_after_the_window_keep_who_has_paid(office: Office) -> None:
    office.paid(WIFE)
    office.at("2026-02-01T00:00:00")
    chen, path = Citizen(office, PAYER), "/premiums/payables?product=resident&year=2026"
    found = chen.call("GET", f"{path}&limit=2")[1]
    rest = chen.call("GET", f"{path}&cursor={found['next']}")[1]
    items = found["items"] + rest["items"]
    assert len(items) == 5
    by_name = {item["member"]["name"]: item for item in items}
    assert by_name["李*英"]["status"] == "paid"
    assert by_name["陈*雨"]["problem"]["code"] == "WINDOW_CLOSED"


def test_unknown_products_and_bad_queries_of_payables(chen: Citizen) -> None:
    def code(query: str) -> Any:
        return chen.call("GET", f"/premiums/payables?{query}")[1]["code"]

    assert code("product=none&year=2026") == "PRODUCT_UNKNOWN"
    for query in (
        "product=resident",
        "year=2026",
        "product=resident&year=x",
        "product=resident&year=2026&cursor=Ym5kXwA%3D",
    ):
        assert code(query) == "REQUEST_INVALID"


def test_paying_is_done_once_whatever_is_sent_again(office: Office, chen: Citizen) -> None:
    wanted = body(office.tie(WIFE))
    assert chen.call("POST", "/premiums/payments", wanted)[1]["code"] == "REQUEST_KEY_MISSING"
    first = chen.call("POST", "/premiums/payments", wanted, "K1")
    assert chen.call("POST", "/premiums/payments", wanted, "K1") == first
    other = chen.call("POST", "/premiums/payments", body(include_self=True, product=PRODUCT), "K1")
    assert (other[0], other[1]["code"]) == (422, "REQUEST_KEY_REUSED")
    assert chen.call("POST", "/premiums/payments", body(), "K1")[1]["code"] == "REQUEST_KEY_REUSED"
    item = first[1]["items"][0]
    assert (item["binding_id"], item["status"], item["problem"]) == (
        wanted["binding_ids"][0],
        "paid",
        None,
    )
    assert (first[1]["total_fen"], first[1]["balance_after_fen"]) == (40000, 260000)
    assert office.balance() == 260000


def test_a_refused_item_says_why_and_what_to_do(office: Office, chen: Citizen) -> None:
    wanted = body(office.tie(RETIRED), office.tie(WIFE))
    status, answer = chen.call("POST", "/premiums/payments", wanted, "K1")
    refused = answer["items"][0]
    assert (status, refused["status"], refused["payment_id"]) == (200, "refused", None)
    assert set(refused["problem"]) == {"code", "title", "detail", "remedy"}
    assert answer["items"][1]["amount_fen"] == answer["total_fen"] == 40000


@pytest.mark.parametrize(
    "wanted",
    [
        body("bnd_1", "bnd_1"),
        body(*(f"bnd_{number}" for number in range(21))),
        body("\0"),
        body(year="soon"),
        body(year=1),
        body(include_self="yes"),
        body(extra=1),
        {"product": "resident"},
        body(),
    ],
)
def test_a_bad_request_is_refused_by_field(chen: Citizen, wanted: dict[str, Any]) -> None:
    status, answer = chen.call("POST", "/premiums/payments", wanted, "K1")
    assert (status, answer["code"]) == (422, "REQUEST_INVALID")


def test_receipts_are_the_payers_alone(office: Office, chen: Citizen) -> None:
    office.paid(WIFE, by=SISTER)
    mine = [office.paid(HALF), office.paid(WIFE, product=PRODUCT)]
    listed = chen.call("GET", "/premiums/payments?limit=1")[1]
    rest = chen.call("GET", f"/premiums/payments?cursor={listed['next']}")[1]
    items = listed["items"] + rest["items"]
    assert [item["id"] for item in items] == mine[::-1]
    assert rest["next"] is None
    _, receipt = chen.call("GET", f"/premiums/payments/{mine[0]}")
    assert receipt == items[1]
    assert receipt["receipt_number"].startswith("20251105")
    assert receipt["member"] == {"name": "陈*雨", "relation": "child"}
    assert (receipt["full_fen"], receipt["subsidy"], receipt["amount_fen"]) == (
        40000,
        "half",
        20000,
    )
    assert {cited["key"] for cited in receipt["basis"]} == {
        "premium.390.2026",
        "premium.subsidy.2026.half",
    }
    for who in (WIFE, SISTER):
        status, answer = Citizen(office, who).call("GET", f"/premiums/payments/{mine[1]}")
        assert (status, answer["code"]) == (404, "NOT_FOUND")
    assert chen.call("GET", "/premiums/payments/pay_x%00")[0] == 404


def test_a_refund_shows_the_payment_and_the_entry_comes_back(office: Office, chen: Citizen) -> None:
    payment_id = office.paid(WIFE, product=PRODUCT)
    path = f"/premiums/payments/{payment_id}/refund"
    done = chen.call("POST", path, {"reason": "cancelled"}, "R1")
    assert chen.call("POST", path, {"reason": "cancelled"}, "R1") == done
    assert (done[0], done[1]["status"], done[1]["refund_reason"]) == (200, "refunded", "cancelled")
    again = chen.call("POST", path, {"reason": "cancelled"}, "R2")
    assert (again[0], again[1]["code"]) == (409, "ALREADY_REFUNDED")
    assert chen.call("POST", path, {"reason": "because"}, "R3")[1]["code"] == "REQUEST_INVALID"
    back, out = chen.call("GET", "/account/entries")[1]["items"]
    assert (back["kind"], back["direction"], back["payment_id"]) == ("refund", "in", payment_id)
    assert (out["kind"], out["direction"], out["member"]) == (
        "insurance",
        "out",
        {"name": "李*英", "relation": "spouse"},
    )
