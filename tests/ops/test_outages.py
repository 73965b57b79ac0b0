"""What people are told when the database fails them: never that nothing happened when it did."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from gongji.app.runtime import Runtime
from gongji.bootstrap import create_app
from gongji.config import read_settings
from tests.support.cast import Answer, Cast, in_process
from tests.support.databases import PostgresDatabases
from tests.support.proxy import DatabaseProxy, Fault, proxied
from tests.support.sent import HOSPITAL, PAYER, Line, sale
from tests.support.serving import environment

NOTHING_DONE, UNKNOWN = "没有办理", "结果未知"
SALES = 10
HEALED_WITHIN_S = 15
EVERY_COMMIT = 1_000
TOLD_WITHIN_S = 2


@dataclass(frozen=True, slots=True)
class Wire:
    """The cast before an application whose way to PostgreSQL is ours."""

    cast: Cast
    proxy: DatabaseProxy
    folder: Path


@pytest.fixture(scope="module")
def wire(
    postgresql_databases: PostgresDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Wire]:
    folder = Path(tempfile.mkdtemp(prefix="gongji-proxy-"))  # a socket's path has to be short
    with postgresql_databases.fresh() as url, proxied(url, folder) as (through, proxy):
        app = create_app(read_settings(environment(through, tmp_path_factory.mktemp("wire"))))
        yield Wire(Cast(in_process(app)), proxy, folder)
        app.extensions["gongji"].engine.dispose()
    shutil.rmtree(folder)


@pytest.fixture
def line(wire: Wire) -> Wire:
    wire.cast.load(payer_fen=100_000)
    return wire


def told(answer: Answer) -> str:
    return str(answer.body.get("err_msg") or answer.body.get("detail"))


def is_outage(answer: Answer) -> bool:
    """503, one code, a time to come back, in the shape of whoever is answered."""
    code = (answer.status, answer.code) == (503, "OUTSIDE_UNAVAILABLE")
    return code and int(answer.headers["Retry-After"]) > 0


# -- a COMMIT whose end nobody knows


@pytest.mark.parametrize("times", [1, EVERY_COMMIT], ids=["once", "always"])
@pytest.mark.parametrize("fault", [Fault.ANSWER_LOST, Fault.NEVER_SENT])
def test_a_sale_whose_commit_is_lost_is_never_told_as_not_done(
    line: Wire, fault: Fault, times: int
) -> None:
    number = line.cast.number_of(PAYER)
    for order in range(SALES if times == 1 else 1):
        content = sale(number, PAYER, [Line()])
        msgid = line.cast.new_msgid(HOSPITAL)
        line.proxy.fail(fault, times)
        first = line.cast.transact("2102", content, msgid=msgid)
        line.proxy.fail(Fault.NONE, 0)
        again = line.cast.transact("2102", content, msgid=msgid)
        assert NOTHING_DONE not in told(first)
        if times == 1:
            assert first.bill["setl_id"] == again.bill["setl_id"]
        else:
            assert is_outage(first), first.body
            assert UNKNOWN in told(first)
            assert first.body["infcode"] != 0
        assert line.cast.account(PAYER)["balance_fen"] == 100_000 - 1_000 * (order + 1)
    assert line.cast.broken() == []


@pytest.mark.parametrize("times", [1, EVERY_COMMIT], ids=["once", "always"])
def test_a_premium_whose_commit_is_lost_is_paid_once(line: Wire, times: int) -> None:
    cast = line.cast.at("2025-11-05T10:00:00+08:00")
    headers = cast.sign_in(PAYER) | {"Idempotency-Key": f"premium-{times}"}
    ties = cast.call("GET", "/family/bindings", **headers).body["items"]
    child = next(tie["id"] for tie in ties if tie["relation"] == "child")
    wanted = {"product": "resident", "year": 2026, "binding_ids": [child], "include_self": False}
    line.proxy.fail(Fault.ANSWER_LOST, times)
    first = cast.call("POST", "/premiums/payments", wanted, **headers)
    line.proxy.fail(Fault.NONE, 0)
    again = cast.call("POST", "/premiums/payments", wanted, **headers)
    assert again.body["items"][0]["status"] == "paid"
    if times == 1:
        assert first.body == again.body
    else:
        assert is_outage(first)
        assert UNKNOWN in told(first)
        assert NOTHING_DONE not in told(first)
    assert cast.account(PAYER)["balance_fen"] == 100_000 - again.body["total_fen"]


@pytest.mark.parametrize("fault", [Fault.ANSWER_LOST, Fault.NEVER_SENT])
def test_an_act_without_a_number_asks_to_look_before_it_is_repeated(
    line: Wire, fault: Fault
) -> None:
    headers = line.cast.sign_in(PAYER)
    ties = line.cast.call("GET", "/family/bindings?status=active", **headers).body["items"]
    line.proxy.fail(fault, 1)
    answer = line.cast.call("POST", f"/family/bindings/{ties[0]['id']}/unbind", {}, **headers)
    assert is_outage(answer)
    assert UNKNOWN in told(answer)
    assert "查询" in answer.body["remedy"]
    after = line.cast.call("GET", f"/family/bindings/{ties[0]['id']}", **headers).body["status"]
    assert after == ("ended" if fault is Fault.ANSWER_LOST else "active")


# -- a database that is away


def everybody(cast: Cast) -> dict[str, Callable[[], Answer]]:
    """One request at every entrance that asks the database."""
    headers = cast.sign_in(PAYER)
    number = cast.number_of(PAYER)
    signed = {"_api_access_key": "AK", "_api_name": "x", "_api_timestamp": "1", "_api_version": "1"}
    return {
        "read": lambda: cast.call("GET", "/account", **headers),
        "act": lambda: cast.call("POST", "/account/freeze", **headers),
        "stranger": lambda: cast.call(
            "POST", "/auth/sms-codes", {"phone": "19900000001", "purpose": "login"}
        ),
        "sandbox": lambda: cast.call("GET", "/sandbox/check"),
        "clock": lambda: cast.call("PUT", "/sandbox/clock", {"now": None}),
        "sale": lambda: cast.transact("2102", sale(number, PAYER, [Line()])),
        "trial": lambda: cast.transact("2101", sale(number, PAYER, [Line()])),
        "signed": lambda: cast.transact("1101", {}, **signed, _api_signature="x"),
        "ready": lambda: cast.send("GET", "/readyz", b"", {}),
    }


def test_connections_that_were_cut_are_made_anew_without_a_word(line: Wire) -> None:
    for name, ask in everybody(line.cast).items():
        line.proxy.cut()
        assert ask().status < 500, name


def test_with_the_database_away_everybody_is_told_so_and_served_again_when_it_is_back(
    line: Wire,
) -> None:
    asked = everybody(line.cast)
    line.proxy.close()
    answers = {name: ask() for name, ask in asked.items()}
    assert line.cast.send("GET", "/healthz", b"", {}).status == 200
    line.proxy.open(line.folder)
    assert [name for name, answer in answers.items() if not is_outage(answer)] == []
    for name in ("sale", "trial", "signed"):
        body = answers[name].body
        assert {"infcode", "inf_refmsgid", "respond_time", "err_msg", "output"} <= set(body)
        assert UNKNOWN in body["err_msg"]
        assert NOTHING_DONE not in body["err_msg"]
    assert [name for name, ask in asked.items() if ask().status >= 500 and name != "ready"] == []


def test_connections_that_fall_silent_are_given_up_in_time(line: Wire) -> None:
    line.proxy.silence()
    fell_silent = time.monotonic()
    while (answer := line.cast.send("GET", "/readyz", b"", {})).status != 200:
        assert is_outage(answer)
        assert time.monotonic() < fell_silent + HEALED_WITHIN_S
    while line.cast.transact("1101", {}).status >= 500:
        assert time.monotonic() < fell_silent + HEALED_WITHIN_S


# -- a disk that is full


@pytest.fixture
def disk(runtime: Runtime) -> Iterator[Disk]:
    disk = Disk(runtime.engine)
    yield disk
    disk.close()


class Disk:
    """Full where a test says so.

    SQLite is told that its file may grow no more. PostgreSQL refuses to write a new bill with the
    error of a full disk, and every temporary file.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._pages = ANY_PAGES
        if engine.dialect.name == "sqlite":
            event.listen(engine, "checkout", self._bound)

    def close(self) -> None:
        self.clear()
        if self._engine.dialect.name == "sqlite":
            event.remove(self._engine, "checkout", self._bound)

    def fill(self) -> None:
        self._pages = 1
        self._tell(*FULL)

    def clear(self) -> None:
        self._pages = ANY_PAGES
        self._tell(*CLEARED)

    def _bound(self, connection: Any, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {self._pages}")

    def _tell(self, *statements: str) -> None:
        if self._engine.dialect.name == "postgresql":
            with self._engine.connect() as connection:
                for statement in statements:
                    connection.execute(text(statement.format(name=self._engine.url.database)))
                connection.execute(text("COMMIT"))
            self._engine.dispose()


ANY_PAGES = 2**30
FULL = (
    "ALTER DATABASE {name} SET temp_file_limit = 0",
    """CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$""",
    "CREATE TRIGGER full_disk BEFORE INSERT ON settlement EXECUTE FUNCTION full_disk()",
)
CLEARED = (
    "ALTER DATABASE {name} RESET temp_file_limit",
    "DROP FUNCTION IF EXISTS full_disk CASCADE",
)


def test_a_full_disk_is_an_outage_for_those_who_write_and_nothing_is_lost(
    cast: Cast, disk: Disk
) -> None:
    number, before = cast.number_of(PAYER), cast.account(PAYER)["balance_fen"]
    headers = cast.sign_in(PAYER)

    def sell() -> Answer:
        return cast.transact("2102", sale(number, PAYER, [Line(price="0.01")]))

    disk.fill()
    answers = [sell()]
    while answers[-1].status == 200:
        answers.append(sell())
    assert is_outage(answers[-1]), answers[-1].body
    assert NOTHING_DONE not in told(answers[-1])
    assert cast.call("GET", "/account/entries", **headers).status == 200
    disk.clear()
    assert sell().status == 200
    assert cast.account(PAYER)["balance_fen"] == before - len(answers)
    assert cast.broken() == []


def test_postgresql_without_room_for_a_file_is_not_ready(
    postgresql_databases: PostgresDatabases, tmp_path: Path
) -> None:
    with postgresql_databases.fresh() as url:
        app = create_app(read_settings(environment(url, tmp_path)))
        full, ready = Disk(app.extensions["gongji"].engine), in_process(app)
        assert ready("GET", "/readyz", b"", {}).status == 200
        full.fill()
        began = time.monotonic()
        while (answer := ready("GET", "/readyz", b"", {})).status == 200:
            assert time.monotonic() < began + TOLD_WITHIN_S
        assert is_outage(answer)
        full.clear()
        while ready("GET", "/readyz", b"", {}).status != 200:
            assert time.monotonic() < began + 2 * TOLD_WITHIN_S
        app.extensions["gongji"].engine.dispose()
