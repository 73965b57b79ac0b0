"""Bad JSON at the citizen API: a problem document with a 4xx, never a crash, nothing written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import inspect, text

from gongji.app.runtime import Runtime
from tests.support.cast import Answer, Cast
from tests.support.sent import CHILD, NUMBERS, PAYER

RELATIVE = {"name": CHILD, "id_number": NUMBERS[CHILD], "phone": "19900000003"}
WISH: dict[str, Any] = {
    "beneficiary": RELATIVE, "relation": "child", "starts_on": "2025-06-10",
    "ends_on": "2026-06-09", "sms_code": "123456", "commitment": {"version": "1", "accepted": True},
}  # fmt: skip


def raw(**changed: object) -> bytes:
    return json.dumps(WISH | changed).encode()


def relative(**changed: object) -> bytes:
    return raw(beneficiary=RELATIVE | changed)


MALFORMED = {
    "nothing": b"", "no JSON": b"{", "not UTF-8": b"\xff\xfe", "NaN": b'{"relation": NaN}',
    "Infinity": b'{"relation": -Infinity}', "deep": b"[" * 5_000 + b"]" * 5_000,
    "deep objects": b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    "an endless number": b'{"relation": ' + b"9" * 5_000 + b"}",
    "too large": raw(relation="x" * 65_536),
}  # fmt: skip
INVALID = {
    "an array": b"[]", "null": b"null", "text": b'"x"', "empty": b"{}",
    "an unknown field": raw(authorizer_id="psn_1"), "a hidden one": raw(channel="counter"),
    "an unknown one inside": relative(balance_fen=1), "no object inside": raw(beneficiary=[]),
    "a control": relative(name="陈\x00"), "a digit": relative(name="陈1国"),
    "a lone surrogate": relative(name="陈\ud800"), "blank": relative(name="  "),
    "a long name": relative(name="陈" * 51), "an emoji": relative(name="陈😀"),
    "a surrogate in a code": raw(sms_code="\ud800"), "a surrogate key": raw(**{"\ud800": 1}),
    "a day that is none": raw(starts_on="2025-02-30"), "a time": raw(starts_on="2025-06-10T10:00"),
    "a day as number": raw(ends_on=20250610), "a far day": raw(ends_on="10000-01-01"),
    "the last day of the calendar": raw(ends_on="9999-12-31"),
    "the first": raw(starts_on="0001-01-01"), "a day too far": raw(ends_on="2200-01-01"),
    "a day too early": raw(starts_on="1899-12-31"),
    "a wrong relation": raw(relation="friend"), "a list for it": raw(relation=["child"]),
    "a flag as text": raw(commitment={"version": "1", "accepted": "true"}),
    "a flag as number": raw(commitment={"version": "1", "accepted": 1}),
    "foreign digits": relative(phone="١٩٩٠٠٠٠٠٠٠٣"), "a phone too long": relative(phone="1" * 12),
    "a phone as number": relative(phone=19900000003), "a number as one": relative(id_number=4301),
}  # fmt: skip
AMOUNTS = [1.5, 0.005, 1.005, "100", "1e3", -1, 10**10, 10**400, True, [], {}, 1e308, "NaN", 100.0]


@pytest.fixture
def payer(cast: Cast) -> dict[str, str]:
    return cast.sign_in(PAYER) | {"Content-Type": "application/json", "Idempotency-Key": "K"}


def tables(runtime: Runtime) -> dict[str, int]:
    with runtime.engine.connect() as connection:
        return {
            name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
            for name in inspect(connection).get_table_names()
        }


def is_document(answer: Answer) -> bool:
    words = ("type", "title", "status", "detail", "code", "remedy", "basis", "errors", "trace")
    return (
        answer.headers["Content-Type"] == "application/problem+json"
        and set(answer.body) == set(words)
        and answer.body["status"] == answer.status
    )


def test_what_cannot_be_read_is_malformed_and_what_does_not_fit_is_invalid(
    cast: Cast, payer: dict[str, str], runtime: Runtime
) -> None:
    before = tables(runtime)
    expected = dict.fromkeys(MALFORMED, (400, "REQUEST_MALFORMED"))
    expected |= dict.fromkeys(INVALID, (422, "REQUEST_INVALID"))
    for name, body in (MALFORMED | INVALID).items():
        answer = cast.send("POST", "/api/v1/family/bindings", body, payer)
        assert (answer.status, answer.code) == expected[name], (name, answer.body)
        assert is_document(answer), name
        assert (name in MALFORMED) == (answer.body["errors"] == []), name
    assert tables(runtime) == before


def test_what_is_no_whole_amount_of_fen_is_no_limit(cast: Cast, payer: dict[str, str]) -> None:
    (binding, *_) = cast.call("GET", "/family/bindings", **payer).body["items"]
    address = f"/api/v1/family/bindings/{binding['id']}"
    for amount in AMOUNTS:
        bodies: dict[str, dict[str, Any]] = {
            "/limits/month_fen": {"limits": {"month_fen": amount}},
            "/hold_fen": {"hold_fen": amount},
        }
        for pointer, body in bodies.items():
            answer = cast.send("PATCH", address, json.dumps(body).encode(), payer)
            assert (answer.status, answer.code) == (422, "REQUEST_INVALID"), (amount, answer.body)
            assert [error["pointer"] for error in answer.body["errors"]] == [pointer]
            assert is_document(answer)
    assert cast.call("GET", f"/family/bindings/{binding['id']}", **payer).body == binding


QUERIES = [
    "limit=0", "limit=101", "limit=1e9", "limit=1.5", "limit=%00", "cursor=x", "cursor=%ff",
    "cursor=" + "A" * 201, "cursor=4pyT", "cursor=%00", "from=2025-02-30", "from=%D9%A1",
    "direction=sideways", "scene=%00", "year=99999", "year=-1", "to=2025-06-10T00:00:00Z",
]  # fmt: skip


def test_a_bad_query_is_refused(cast: Cast, payer: dict[str, str]) -> None:
    for query in QUERIES:
        answer = cast.call("GET", f"/account/entries?{query}", **payer)
        assert (answer.status, answer.code) == (422, "REQUEST_INVALID"), (query, answer.body)
        assert is_document(answer)


def test_an_odd_id_is_not_found(cast: Cast, payer: dict[str, str]) -> None:
    for path in ("%00", "%ff", "x" * 3_000, "..%2f..", "%ed%a0%80", "'--"):
        for place in ("/family/bindings/", "/visits/"):
            answer = cast.call("GET", f"{place}{path}", **payer)
            assert (answer.status, answer.code) == (404, "NOT_FOUND"), (path, answer.body)


def test_a_channel_that_is_unknown_or_not_the_callers_to_name_is_refused(
    cast: Cast, payer: dict[str, str]
) -> None:
    for channel in ("carrier_pigeon", "", "APP", "counter", "institution", "system"):
        answer = cast.call("GET", "/account", **payer, **{"X-Channel": channel})
        assert (answer.status, answer.code) == (422, "REQUEST_INVALID"), channel


def test_the_citizens_channels_are_taken(cast: Cast, payer: dict[str, str]) -> None:
    for channel in ("app", "wechat_oa", "wechat_mp", "alipay_mp", "nhsa_app"):
        assert cast.call("GET", "/account", **payer, **{"X-Channel": channel}).status == 200


def test_the_calendar_does_not_run_out(cast: Cast, payer: dict[str, str]) -> None:
    (binding, *_) = cast.call("GET", "/family/bindings", **payer).body["items"]
    address = f"/family/bindings/{binding['id']}"
    expected = {"9999-12-31": (422, "REQUEST_INVALID"), "2199-12-31": (200, "")}
    for day, answer in expected.items():
        moved = cast.call("PATCH", address, {"ends_on": day}, **payer)
        assert (moved.status, moved.code) == answer, day
