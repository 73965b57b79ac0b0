"""What a relative bought and why is nowhere in what the authorizer can read (REC-05)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from tests.records.files import fetch, pdf_text, xlsx_text
from tests.support.cast import Cast
from tests.support.sent import DRUG, NUMBERS, PAYER, PHONES, SHARED, TONIC, WIFE, Line

BOUGHT = (DRUG, SHARED, TONIC)
SECRETS = (
    *BOUGHT, *(f"药品{code}" for code in BOUGHT), "I10.x00", "高血压", "内科", "测试医师",
    NUMBERS[WIFE], PHONES[WIFE], WIFE,
)  # fmt: skip
"""Diagnoses, items and departments of the wife's bill, and her own name and numbers."""

READERS: dict[str, Callable[[bytes], str]] = {
    "pdf": pdf_text,
    "xlsx": xlsx_text,
    "csv": lambda content: content.decode(),
}

LISTS = (
    "/account", "/account/entries", "/account/summary?year=2025", "/visits", "/messages",
    "/family/bindings", "/premiums/payments", "/access-log", "/me", "/me/consents",
)  # fmt: skip

ENTRY = {
    "id", "at", "direction", "amount_fen", "balance_after_fen", "kind", "scene", "place", "member",
    "settlement_id", "payment_id",
}  # fmt: skip
SUMMARY = {
    "opening_fen", "credited_fen", "spent_fen", "refunded_fen", "closing_fen", "prior_years_fen",
    "current_year_fen", "by_month", "by_member", "by_scene",
}  # fmt: skip
EXPORT = {
    "exported_at", "person", "insurances", "account", "entries", "bindings", "consents", "visits",
    "premiums", "quotas", "registrations", "chronic", "messages", "documents", "access_log",
}  # fmt: skip


@pytest.fixture
def shared(cast: Cast) -> Cast:
    """The wife's bill at the hospital, paid by her husband, cancelled once and settled again."""
    cast.load(wife_fen=0)
    lines = [Line(code, "30.00") for code in BOUGHT]
    first = cast.settle(cast.upload(WIFE, *lines))
    assert first.legs()[2] != "0.00", "the husband pays"
    cast.cancel(first)
    cast.settle(cast.upload(WIFE, *lines))
    return cast


def readable(app: Flask, cast: Cast) -> Iterator[tuple[str, str]]:
    """Everything the husband can read, by where it stands."""
    headers = cast.sign_in(PAYER)
    for path in LISTS:
        answer = cast.call("GET", path, **headers)
        assert answer.status == 200, answer.body
        yield path, json.dumps(answer.body, ensure_ascii=False, default=str)
    for row in cast.call("GET", "/family/bindings", **headers).body["items"]:
        found = cast.call("GET", f"/family/bindings/{row['id']}", **headers).body
        yield "binding", json.dumps(found, ensure_ascii=False, default=str)
    yield "export", fetch(app, "/me/export", headers).decode()
    for form, read in READERS.items():
        yield form, read(fetch(app, f"/account/statement?year=2025&format={form}", headers))


def test_no_diagnosis_item_or_number_of_the_relative(app: Flask, shared: Cast) -> None:
    seen = dict(readable(app, shared))
    assert all(
        "李*英" in seen[name] for name in ("/account/entries", "export", "pdf", "csv", "xlsx")
    )
    leaks = [
        (where, secret) for where, text in seen.items() for secret in SECRETS if secret in text
    ]
    assert leaks == []


def test_the_bill_of_the_relative_is_not_his_to_open(shared: Cast) -> None:
    headers = shared.sign_in(PAYER)
    rows = shared.call("GET", "/account/entries", **headers).body["items"]
    for row in rows:
        for form in ("", "?format=pdf"):
            asked = shared.call("GET", f"/visits/{row['settlement_id']}{form}", **headers)
            assert (asked.status, asked.code) == (404, "NOT_FOUND")


def test_the_relative_sees_neither_balance_nor_entries_of_the_account(
    app: Flask, shared: Cast
) -> None:
    found = json.loads(fetch(app, "/me/export", shared.sign_in(WIFE)))
    clear = json.dumps({name: found[name] for name in found if name != "person"})
    assert found["account"]["balance_fen"] == 0
    assert found["entries"] == []
    assert NUMBERS[PAYER] not in clear
    assert PHONES[PAYER] not in clear
    assert json.dumps(PAYER) not in clear


def test_the_fields_that_are_told(app: Flask, shared: Cast) -> None:
    headers = shared.sign_in(PAYER)

    def keys(path: str) -> Any:
        return shared.call("GET", path, **headers).body

    assert all(set(row) == ENTRY for row in keys("/account/entries")["items"])
    assert set(keys("/account/summary?year=2025")) == SUMMARY
    assert set(json.loads(fetch(app, "/me/export", headers))) == EXPORT
