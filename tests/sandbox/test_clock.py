"""Business time stands, ticks, goes back, or is real; every worker sees the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gongji.app.runtime import Moment, Runtime
from gongji.kernel.clock import real_now
from gongji.policy.loader import load_packs
from gongji.sandbox.clock import SandboxMoment, instant
from tests.sandbox.small import small_fixture

Reset = Callable[[dict[str, Any]], TestResponse]

SET_TO = datetime(2025, 6, 10, 2, tzinfo=UTC)
SET_AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def put(client: FlaskClient, **body: Any) -> TestResponse:
    return client.put("/api/v1/sandbox/clock", json=body)


def test_a_frozen_clock_stands() -> None:
    assert instant(SET_TO, SET_AT, SET_AT + MINUTE, running=False) == SET_TO


def test_a_running_clock_ticks_on() -> None:
    assert instant(SET_TO, SET_AT, SET_AT + MINUTE, running=True) == SET_TO + MINUTE


def test_without_a_setting_time_is_real() -> None:
    assert instant(None, SET_AT, SET_AT + MINUTE, running=False) == SET_AT + MINUTE


def test_it_may_go_back(client: FlaskClient, runtime: Runtime) -> None:
    put(client, now="2025-06-10T10:00:00+08:00")
    answer = put(client, now="2024-02-29T23:59:59+08:00")
    assert answer.get_json() == {"now": "2024-02-29T23:59:59+08:00", "running": False}
    assert runtime.moment().now == datetime(2024, 2, 29, 15, 59, 59, tzinfo=UTC)


def test_null_is_real_time(client: FlaskClient, runtime: Runtime) -> None:
    put(client, now="2025-06-10T10:00:00+08:00")
    assert put(client, now=None).get_json()["running"] is True
    assert abs(runtime.moment().now - real_now()) < MINUTE


def test_every_worker_obeys_one_clock_and_one_overlay(
    client: FlaskClient, reset: Reset, runtime: Runtime
) -> None:
    another = SandboxMoment(load_packs())

    def elsewhere() -> Moment:
        return runtime.transactions.run(another, writes=False)

    plain = elsewhere().policy.version
    row = {
        "area": "430400",
        "key": "bind.max_concurrent",
        "value": 3,
        "since": "2025-01-01",
        "basis": ["test"],
    }
    reset(small_fixture(policy=[row]))
    put(client, now="2025-07-01T00:00:00+08:00")
    here, there = runtime.moment(), elsewhere()
    assert here.now == there.now == datetime(2025, 6, 30, 16, tzinfo=UTC)
    assert here.policy.version == there.policy.version != plain
    assert elsewhere().policy is there.policy


@pytest.mark.parametrize(
    "now", ["yesterday", "2025-06-10", "2025-02-30T10:00:00+08:00", 7, True,
            "0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00", ["2025"]],
)  # fmt: skip
def test_what_is_no_instant_is_refused(now: Any, client: FlaskClient) -> None:
    answer = put(client, now=now)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "REQUEST_INVALID")


def test_a_clock_must_be_told(client: FlaskClient) -> None:
    assert put(client).status_code == 422
