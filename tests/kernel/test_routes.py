"""Every door of the application: who may pass it, how it is described, and that all are known."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from gongji.app.addresses import API
from gongji.app.context import Role
from gongji.app.web import Endpoint
from gongji.fsi.codes import REVERSIBLE
from gongji.fsi.registry import KINDS
from tests.support.looks import matrix

PLAIN = {
    "/", "/assets/<path:filename>", "/docs", "/docs/problems", "/openapi.json", "/healthz",
    "/readyz", "/fsi/api/<path:service>", "/mini/", "/mini/<path:name>",
}  # fmt: skip
"""Pages, probes and the gateway, which have guards of their own or need none."""

OPEN_TO_ANYBODY = {
    "POST /auth/sms-codes", "POST /auth/sms-login", "POST /auth/mini-program-login",
    "POST /auth/link", "POST /auth/refresh", "POST /auth/phone/undo", "GET /policy",
    "GET /policy/editions/<version>",
    "GET /verify/<number>", "GET /notices", "GET /service-status", "GET /institutions",
    "GET /offices",
    "GET /chronic/commitment", "GET /chronic/diseases", "GET /sandbox/catalogue",
    "POST /sandbox/reset", "PUT /sandbox/clock", "GET /sandbox/sms", "GET /sandbox/check",
    "GET /sandbox/personas", "GET /sandbox/institutions", "POST /sandbox/events",
    "POST /sandbox/jobs/<name>", "GET /sandbox/ledger", "GET /sandbox/clock",
    "PUT /sandbox/identity-check", "POST /sandbox/quotas/draws",
    "GET /sandbox/quotas/draws/<serial_number>",
    "POST /sandbox/quotas/draws/<of_serial_number>/reverse", "POST /sandbox/quotas/<quota_id>/end",
    "POST /sandbox/quotas/received", "GET /sandbox/quotas/clearing",
}  # fmt: skip
"""A route that is not here needs a token; one that is added here was thought about."""

KEYED = {
    "POST /family/bindings",
    "POST /premiums/payments",
    "POST /premiums/payments/<payment_id>/refund",
    "POST /quotas",
}
"""Marked ⓘ in the contract: they need an Idempotency-Key."""

BRACES = str.maketrans("{}", "<>")


@pytest.fixture
def client(bare_app: Flask) -> FlaskClient:
    return bare_app.test_client()


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    return told(client.get("/openapi.json"))


def told(answer: TestResponse) -> dict[str, Any]:
    found: dict[str, Any] | None = answer.json
    assert found is not None
    return found


def guard(app: Flask, rule: Rule) -> Endpoint | None:
    found: Endpoint | None = getattr(app.view_functions[rule.endpoint], "endpoint", None)
    return found


def methods(rule: Rule) -> set[str]:
    return (rule.methods or set()) - {"HEAD", "OPTIONS"}


def guarded(app: Flask) -> dict[str, Endpoint]:
    """`GET /me` and so on, with what `@endpoint` was told."""
    return {
        f"{method} {rule.rule.removeprefix(API)}": about
        for rule in app.url_map.iter_rules()
        if (about := guard(app, rule))
        for method in methods(rule)
    }


def test_every_route_is_guarded_or_a_known_plain_one(bare_app: Flask) -> None:
    rules = bare_app.url_map.iter_rules()
    unguarded = {rule.rule for rule in rules if not guard(bare_app, rule)}
    assert unguarded == PLAIN


def test_only_known_routes_are_open_to_anybody(bare_app: Flask) -> None:
    opened = {name for name, about in guarded(bare_app).items() if about.allow is Role.ANYBODY}
    assert opened == OPEN_TO_ANYBODY


def test_the_routes_that_need_a_key_are_those_of_the_contract(bare_app: Flask) -> None:
    assert {name for name, about in guarded(bare_app).items() if about.idempotent} == KEYED


def test_it_is_written_who_sees_what_of_every_route_and_transaction(bare_app: Flask) -> None:
    assert set(matrix()) == set(guarded(bare_app)) | set(KINDS)


def test_nobody_is_shown_somebody_elses_data_unknown_to_him() -> None:
    others, known = {"relative", "patient", "payers", "paper"}, {"nothing", "public", "own"}
    for call, row in matrix().items():
        assert row.shows <= others | known | {"invented"}, call
        assert row.told <= others | {"caller", "holder"} - {"paper"}, call
        assert row.told - {"caller"} or not row.shows & others, call


def test_a_transaction_leaves_the_lines_that_are_written() -> None:
    for infno, kind in KINDS.items():
        said = {"patient": kind.patient_is_told, "payers": kind.payers_are_told}
        left = {who for who, sentence in said.items() if sentence}
        # A settlement that stands tells the patient by its bill; refused, it leaves him a line.
        assert matrix()[infno].told == left - ({"patient"} if infno in REVERSIBLE else set()), infno


def test_without_a_token_every_other_route_is_closed(bare_app: Flask, client: FlaskClient) -> None:
    closed = {name for name, about in guarded(bare_app).items() if about.allow is not Role.ANYBODY}
    assert len(closed) > 10
    for name in closed:
        method, path = name.split(" ")
        answer = client.open(API + re.sub("<.*?>", "x", path), method=method, json={"a": 1})
        assert (answer.status_code, told(answer)["code"]) == (401, "TOKEN_MISSING"), name


def test_the_document_lists_every_guarded_route(bare_app: Flask, document: dict[str, Any]) -> None:
    listed = {
        f"{method.upper()} {path.removeprefix(API)}".translate(BRACES)
        for path, operations in document["paths"].items()
        for method in operations
        if method != "parameters"
    }
    assert listed == set(guarded(bare_app))
    assert document["openapi"] == "3.1.0"


def test_every_operation_says_in_chinese_what_it_does(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for method, facts in operations.items():
            if method != "parameters":
                assert re.search("[一-鿿]", facts.get("summary", "")), (method, path)


def test_no_personal_data_in_addresses(document: dict[str, Any]) -> None:
    """What stands in an address lands in logs; the sandbox's inbox alone asks for a phone."""
    named = {
        (path, parameter["name"])
        for path, operations in document["paths"].items()
        for method, facts in operations.items()
        for parameter in (facts if method == "parameters" else facts.get("parameters", []))
        if parameter["in"] in ("path", "query")
    }
    personal = {
        (path, name)
        for path, name in named
        if re.search("id_?n|phone|mobile|certno|name", name)
        and not re.search("sandbox/jobs|binding_id", f"{path} {name}")
    }
    assert personal == {(f"{API}/sandbox/sms", "phone")}


@pytest.mark.parametrize(
    ("method", "path", "meant", "code"),
    [
        ("POST", "/family/bindings/x", "PATCH", "TOKEN_MISSING"),
        ("POST", "/family/bindings/x", "patch", "TOKEN_MISSING"),
        ("POST", "/messages/settings", "PUT", "TOKEN_MISSING"),
        ("POST", "/family/bindings/x", "DELETE", "METHOD_NOT_ALLOWED"),
        ("POST", "/family/bindings/x", None, "METHOD_NOT_ALLOWED"),
        ("PUT", "/family/bindings/x", "PATCH", "METHOD_NOT_ALLOWED"),
    ],
)
def test_a_mini_program_means_more_by_post(
    client: FlaskClient, method: str, path: str, meant: str | None, code: str
) -> None:
    headers = {"X-HTTP-Method-Override": meant} if meant else {}
    answer = client.open(API + path, method=method, json={}, headers=headers)
    assert told(answer)["code"] == code


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "NOT_FOUND"),
        ("GET", "/api/v1/nowhere", 404, "NOT_FOUND"),
        ("DELETE", "/api/v1/me", 405, "METHOD_NOT_ALLOWED"),
        ("GET", "/api/v1/auth/sms-codes", 405, "METHOD_NOT_ALLOWED"),
    ],
)
def test_a_wrong_door_is_a_problem_document_too(
    client: FlaskClient, method: str, path: str, status: int, code: str
) -> None:
    answer = client.open(path, method=method)
    assert (answer.status_code, told(answer)["code"]) == (status, code)
    assert answer.content_type == "application/problem+json"
    assert answer.headers["X-Trace-Id"] == told(answer)["trace"]
    assert answer.headers["Cache-Control"] == "no-store"
