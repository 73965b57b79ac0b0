"""The served program before slow, silent, greedy and odd clients: others do not notice them."""

from __future__ import annotations

import json
import resource
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
import requests

from gongji.bootstrap import create_app
from gongji.config import read_settings
from gongji.server.lanes import Lane, Lanes
from tests.server.slow import (
    ANSWERED_WITHIN_S,
    GREEDY,
    HALF_BODY,
    HALF_HEAD,
    SILENT,
    SLOWER,
    answer_of,
    connect,
    slow_clients,
    usual_wait_s,
)
from tests.support.cast import Cast, over_http
from tests.support.databases import SqliteDatabases
from tests.support.sent import PAYER, PHARMACY, Line, sale
from tests.support.serving import Served, environment, serving

TOLD_WITHIN_S = 6
"""Two seconds, on a machine three times slower."""

EACH = 50
"""Slow clients of each kind, 200 in all."""


@pytest.fixture(scope="module")
def program(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("clients")
    with sqlite_databases.fresh() as url, serving(url, folder) as running:
        yield running


def test_two_hundred_slow_clients_keep_nobody_waiting(program: Served) -> None:
    look = partial(requests.get, f"{program.base}/api/v1/service-status", timeout=60)
    alone_s = usual_wait_s(look)
    with slow_clients(program.base, (SILENT, HALF_HEAD, HALF_BODY, GREEDY), EACH) as clients:
        assert usual_wait_s(look) < max(ANSWERED_WITHIN_S, SLOWER * alone_s)
        silent, head, body, _ = clients[:4]
        for client, told in ((silent, b""), (head, b"HTTP/1.1 408"), (body, b"HTTP/1.1 408")):
            assert answer_of(client)[:12] == told


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 100 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 9000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 20_000, 431),
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
    ],
)  # fmt: skip
def test_what_the_server_itself_refuses_is_told_as_a_problem(
    program: Served, sent: bytes, status: int
) -> None:
    with connect(program.base, sent) as client:
        head, _, body = answer_of(client).partition(b"\r\n\r\n")
    told = json.loads(body)
    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert b"Content-Type: application/problem+json" in head
    assert f"X-Trace-Id: {told['trace']}".encode() in head
    assert (told["code"], told["status"]) == ("REQUEST_MALFORMED", status)
    assert b"gunicorn" not in head + body


def test_a_body_that_is_too_large_is_refused_before_it_is_sent(program: Served) -> None:
    head = b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n%s\r\n\r\n"
    path, length = b"/api/v1/auth/sms-codes", b"Content-Length: 70000"
    with connect(program.base, head % (path, length)) as client:
        assert answer_of(client).startswith(b"HTTP/1.1 400 ")
    with connect(program.base, head % (b"/fsi/api/1101", b"Content-Length: 99000000")) as client:
        assert b'"infcode":-1' in answer_of(client)


def test_requests_may_follow_each_other_on_one_connection(program: Served) -> None:
    one = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    waiting = (
        b"POST /api/v1/auth/sms-codes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Transfer-Encoding: chunked\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
    )
    with connect(program.base, one * 3 + waiting) as client:
        told = b""
        while b"100 Continue" not in told:
            told += client.recv(65536)
        client.sendall(b"2\r\n{}\r\n0\r\n\r\n")
        told += answer_of(client)
    assert told.count(b"HTTP/1.1 200 OK") == 3
    assert told.count(b"HTTP/1.1 100 Continue") == 1
    assert told.count(b"HTTP/1.1 422 ") == 1


def test_what_belongs_to_the_door_is_settled_before_the_body_is_looked_at(program: Served) -> None:
    cast = Cast(over_http(program.base)).load()
    bearer = cast.sign_in(PAYER)["Authorization"]
    token = bearer.removeprefix("Bearer ")
    bad = {"json": "no"}
    for scheme in ("bearer", "BEARER", "Bearer"):
        shown = {"Authorization": f"{scheme} {token}"}
        assert cast.call("GET", "/account", **shown).status == 200
        assert cast.call("GET", "//account//", **shown).status in (200, 404)
    shown = {"Authorization": bearer}
    wrong = cast.call("POST", "/family/sms-codes", bad, **shown, **{"Content-Type": "text/plain"})
    assert (wrong.status, wrong.code) == (415, "REQUEST_MALFORMED")
    assert cast.call("POST", "/auth/logout-all", **shown).status == 204
    for headers in ({}, {"Content-Type": "text/plain"}):
        ended = cast.call("POST", "/family/sms-codes", bad, **shown, **headers)
        assert (ended.status, ended.code) == (401, "TOKEN_INVALID")
    stranger = cast.call(
        "POST", "/sandbox/reset", {"name": "demo"}, **{"Content-Type": "text/plain"}
    )
    assert (stranger.status, stranger.code) == (415, "REQUEST_MALFORMED")


def test_a_disk_that_takes_no_more_is_an_outage_and_not_the_end(program: Served) -> None:
    cast = Cast(over_http(program.base)).load()
    headers, wanted = cast.sign_in(PAYER), sale(cast.number_of(PAYER), PAYER, [Line()])
    msgid = cast.new_msgid(PHARMACY)
    limit_files(program, 0)
    try:
        began = time.monotonic()
        while (ready := cast.send("GET", "/readyz", b"", {})).status == 200:
            assert time.monotonic() < began + TOLD_WITHIN_S
        full = cast.transact("2102", wanted, msgid=msgid)
        read = cast.call("GET", "/account/entries", **headers)
    finally:
        limit_files(program, resource.RLIM_INFINITY)
    for answer in (ready, full):
        assert (answer.status, answer.code) == (503, "OUTSIDE_UNAVAILABLE")
        assert int(answer.headers["Retry-After"]) > 0
    assert "没有办理" not in full.body["err_msg"]
    assert read.status == 200
    began = time.monotonic()
    while cast.send("GET", "/readyz", b"", {}).status != 200:
        assert time.monotonic() < began + TOLD_WITHIN_S
    assert cast.transact("2102", wanted, msgid=msgid).body["infcode"] == 0
    assert cast.account(PAYER)["balance_fen"] == 29_000
    assert cast.broken() == []


def limit_files(program: Served, most: int) -> None:
    """No file of the program may be written beyond so many bytes."""
    for worker in program.workers:
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


def test_papers_have_a_lane_of_their_own(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with sqlite_databases.fresh() as url:
        app = create_app(read_settings(environment(url, tmp_path_factory.mktemp("lanes"))))
        lanes = Lanes(app)
        app.extensions["gongji"].engine.dispose()
    assert lanes.lane("GET", "/api/v1/account/statement") is Lane.FILE
    assert lanes.lane("HEAD", "//api/v1/me/export") is Lane.FILE
    assert lanes.lane("GET", "/api/v1/account") is Lane.READ
    assert lanes.lane("GET", "/api/v1/family/bindings") is Lane.WRITE
    assert lanes.lane("GET", "/nowhere") is Lane.READ
    assert lanes.lane("POST", "/fsi/api/1101") is Lane.WRITE
    assert lanes.lane("GET", "/readyz") is Lane.HEALTH
    assert lanes.lane("GET", "/healthz") is Lane.ALIVE


def test_papers_asked_for_at_once_keep_no_till_waiting(program: Served) -> None:
    cast = Cast(over_http(program.base)).load()
    headers = cast.sign_in(PAYER)
    url = f"{program.base}/api/v1/account/statement?year=2025&format=pdf"
    alone_s = usual_wait_s(partial(requests.get, f"{program.base}/api/v1/notices", timeout=60))
    took = []
    with ThreadPoolExecutor(5) as threads:
        papers = [threads.submit(requests.get, url, headers=headers, timeout=90) for _ in range(5)]
        while not all(paper.done() for paper in papers):
            began = time.monotonic()
            assert cast.transact("1101", {}).status == 200
            took.append(time.monotonic() - began)
    assert statistics.median(took) < max(ANSWERED_WITHIN_S, SLOWER * alone_s)
    assert [paper.result().status_code for paper in papers] == [200] * 5
    sixth = requests.get(url, headers=headers, timeout=60)
    assert (sixth.status_code, sixth.json()["code"]) == (429, "TOO_MANY_REQUESTS")
    assert int(sixth.headers["Retry-After"]) > 0
