"""Receipts as PDF, and what a verification number confirms to anybody."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from gongji.app.runtime import Runtime
from gongji.documents.models import Verification
from gongji.labels import SOURCE_KINDS
from tests.records.files import fetch, fonts, pdf_text, statement
from tests.support.cast import Cast
from tests.support.sent import DRUG, NUMBERS, PAYER, PHONES, SHARED, TONIC, WIFE, Line

NUMBER = re.compile(r"GJ(?:-[0-9A-Z]{4}){4}-[0-9A-Z]{2}")
TOLD = {"number", "kind", "title", "name", "period", "issued_at", "totals"}
PREMIUM_FEN = 6_900
PRODUCT = {
    "product": "inclusive_t1", "kind": "inclusive", "year": 2026, "name": "测试·惠民保",
    "full_fen": PREMIUM_FEN, "basis": ["test"],
    "window": {"opens_on": "2025-01-01", "closes_on": "2025-12-31"},
}  # fmt: skip


def number_in(content: bytes) -> str:
    found = NUMBER.search(pdf_text(content))
    assert found
    return found[0]


def bill_of(cast: Cast, app: Flask) -> tuple[str, bytes]:
    """The wife's hospital bill with two items, and its receipt as PDF."""
    cast.settle(cast.upload(WIFE, Line(DRUG, "100.00"), Line(SHARED, "500.00")))
    (row,) = cast.call("GET", "/visits", **cast.sign_in(WIFE)).body["items"]
    path = f"/visits/{row['settlement_id']}?format=pdf"
    return row["settlement_id"], fetch(app, path, cast.sign_in(WIFE))


def premium_of(cast: Cast, app: Flask) -> bytes:
    """A premium that the husband pays for her, and its receipt as PDF."""
    cast.load(products=[PRODUCT])
    headers = cast.sign_in(PAYER)
    ties = cast.call("GET", "/family/bindings", **headers).body["items"]
    hers = [tie["id"] for tie in ties if tie["relation"] == "spouse"]
    wanted = {"product": "inclusive_t1", "year": 2026, "binding_ids": hers, "include_self": False}
    paid = cast.call("POST", "/premiums/payments", wanted, **headers, **{"Idempotency-Key": "1"})
    assert paid.body["items"][0]["status"] == "paid", paid.body
    return fetch(
        app, f"/premiums/payments/{paid.body['items'][0]['payment_id']}?format=pdf", headers
    )


def test_the_receipt_of_a_bill_says_what_the_bill_says(app: Flask, cast: Cast) -> None:
    settlement_id, content = bill_of(cast, app)
    text = pdf_text(content)
    receipt = cast.call("GET", f"/visits/{settlement_id}", **cast.sign_in(WIFE)).body
    for sentence in receipt["calculation"]:
        assert "".join(sentence.split()) in "".join(text.split())
    for leg in ("total_fen", "pool_fen", "own_fen", "mutual_fen", "cash_fen"):
        assert f"{receipt[leg] / 100:.2f}" in text
    for word in (
        WIFE,
        "4301**********0025",
        "测试医院",
        "陈*国（配偶）",
        settlement_id,
        "第 1 页 共 1 页",
    ):
        assert word in text
    assert [line["name"] in text for line in receipt["lines"]] == [True, True]
    for row in receipt["basis"]:
        assert f"政策依据（{SOURCE_KINDS[row['kind']]}）：{row['title']}" in text.replace("\n", "")
    assert list(fonts(content).values()) == [True]
    assert PAYER not in text


def test_the_receipt_says_why_a_line_is_cash(app: Flask, cast: Cast) -> None:
    sold = cast.buy(WIFE, Line(DRUG, "20.00"), Line("D-UNKNOWN", "2.00"), Line(TONIC, "3.00"))
    address = f"/visits/{sold.bill['setl_id']}?format=pdf"
    text = pdf_text(fetch(app, address, cast.sign_in(WIFE))).replace("\n", "")
    assert "医保目录中没有的项目，由现金支付：D-UNKNOWN" in text
    assert "个人账户不能支付的项目，由现金支付：药品D-TONIC" in text


def test_the_receipt_of_a_premium(app: Flask, cast: Cast) -> None:
    content = premium_of(cast, app)
    text = pdf_text(content)
    for word in (PAYER, "李*英（配偶）", "测试·惠民保", "69.00", "已缴费", "2026"):
        assert word in text
    assert WIFE not in text


def test_a_look_at_a_receipt_issues_nothing(app: Flask, cast: Cast, runtime: Runtime) -> None:
    settlement_id, _ = bill_of(cast, app)
    count = select(func.count()).select_from(Verification)

    def issued() -> int:
        return runtime.run(lambda ctx: ctx.db.execute(count).scalar_one(), writes=False)

    assert issued() == 1
    for form in ("", "?format=json", "?format=pdf"):
        cast_path = f"/api/v1/visits/{settlement_id}{form}"
        reply = app.test_client().get(cast_path, headers=cast.sign_in(WIFE))
        assert reply.status_code == 200
    assert issued() == 1, "an unchanged document keeps its number"
    assert (
        cast.call("GET", f"/visits/{settlement_id}?format=doc", **cast.sign_in(WIFE)).status == 422
    )


# -- verification


def test_anybody_may_verify_and_learns_the_totals_only(app: Flask, cast: Cast) -> None:
    settlement_id, content = bill_of(cast, app)
    answer = cast.call("GET", f"/verify/{number_in(content).lower()}")
    found = answer.body
    assert set(found) == TOLD
    assert found["kind"] == "settlement"
    assert found["name"] == "李*英"
    assert found["period"] == {"from": "2025-06-10", "to": "2025-06-10"}
    assert set(found["totals"]) == {"total_fen", "pool_fen", "own_fen", "mutual_fen", "cash_fen"}
    shown = json.dumps(found, ensure_ascii=False, default=str)
    hidden = (WIFE, PAYER, NUMBERS[WIFE], PHONES[WIFE], settlement_id, "测试医院", DRUG, "psn_")
    assert [secret for secret in hidden if secret in shown] == []


def test_a_statement_and_a_premium_are_verified_by_their_totals(app: Flask, cast: Cast) -> None:
    premium = cast.call("GET", f"/verify/{number_in(premium_of(cast, app))}").body
    assert premium["totals"] == {"amount_fen": PREMIUM_FEN, "refunded_fen": 0}
    year = cast.call("GET", f"/verify/{number_in(statement(app, cast, PAYER, 'pdf'))}").body
    summary = cast.call("GET", "/account/summary?year=2025", **cast.sign_in(PAYER)).body
    assert year["totals"] == {name: summary[name] for name in year["totals"]}
    assert len(year["totals"]) == 5
    assert year["period"] == {"from": "2025-01-01", "to": "2025-06-10"}


def test_a_changed_account_gets_another_number(app: Flask, cast: Cast) -> None:
    first, again = (number_in(statement(app, cast, WIFE, "pdf")) for _ in range(2))
    cast.buy(WIFE)
    later = number_in(statement(app, cast, WIFE, "pdf"))
    assert first == again != later
    assert cast.call("GET", f"/verify/{first}").body["totals"]["spent_fen"] == 0
    assert cast.call("GET", f"/verify/{later}").body["totals"]["spent_fen"] == 1_000


def test_who_is_verified_sees_it(app: Flask, cast: Cast) -> None:
    number = number_in(statement(app, cast, WIFE, "pdf"))
    cast.call("GET", f"/verify/{number}")
    row, *_ = cast.call("GET", "/access-log", **cast.sign_in(WIFE)).body["items"]
    assert (row["what"], row["actor"]) == ("查验个人账户年度对账单", "持有验证编号的人（未登录）")


@pytest.mark.parametrize("text", ["GJ-0000-0000-0000-0000-01", "GJ-0000-0000-0000-0000-00", "x"])
def test_a_number_that_was_never_given_is_not_found(cast: Cast, text: str) -> None:
    assert cast.call("GET", f"/verify/{text}").code == "NOT_FOUND"
