"""The journal says of each call what a hospital asks about, and nothing about a person."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from flask import Flask

from gongji.app.runtime import Runtime
from gongji.fsi.journal import Journal, calls
from gongji.fsi.models import GatewayCall
from gongji.fsi.routes import JOURNAL
from gongji.kernel.clock import real_now
from tests.conftest import Serve
from tests.fsi.test_served import csb
from tests.imports.desk import gongji
from tests.support.cast import Cast, over_http
from tests.support.sent import CLINIC, NUMBERS, PHARMACY, WIFE, card
from tests.support.serving import environment


def written(
    app: Flask, runtime: Runtime, place: str, infno: str | None = None
) -> list[GatewayCall]:
    journal: Journal = app.extensions[JOURNAL]
    journal.write()
    ago = real_now() - timedelta(minutes=10)
    return list(runtime.run(lambda ctx: calls(ctx, place, ago, infno, 100), writes=False))


def test_each_call_leaves_who_what_and_what_came_of_it(
    app: Flask, cast: Cast, runtime: Runtime
) -> None:
    before = {one.id for place in (PHARMACY, CLINIC) for one in written(app, runtime, place)}
    cast.transact("1101", {"data": card(WIFE)}, msgid="A")
    cast.transact("9999", {}, msgid="B")
    cast.transact("2304", {}, msgid="C")
    cast.transact("5301", {"data": {"psn_no": "psn_nobody"}}, msgid="D")
    cast.transact("1101", {"data": card(WIFE)}, msgid="E", **csb("AK", "no secret"))
    cast.transact("1101", {"data": card(WIFE)}, msgid="F", place=CLINIC)
    found = [one for one in written(app, runtime, PHARMACY) if one.id not in before]
    assert [(one.infno, one.msgid, one.code) for one in found] == [
        ("1101", "A", ""),
        ("9999", "B", "INFNO_UNKNOWN"),
        ("2304", "C", "INFNO_NOT_OFFERED"),
        ("5301", "D", "REQUEST_INVALID"),
        ("1101", "E", "401"),
    ]
    assert {(one.operator_no, one.terminal) for one in found} == {("0001", "")}
    assert all(0 <= one.ms < 60_000 for one in found)
    assert [one.msgid for one in written(app, runtime, CLINIC) if one.id not in before] == ["F"]
    said = [str(vars(one)) for one in found]
    assert not any(NUMBERS[WIFE] in one or WIFE in one for one in said)
    asked = written(app, runtime, PHARMACY, "9999")
    assert {one.infno for one in asked} == {"9999"}


def test_a_server_that_ends_has_written_them_and_the_command_prints_them(
    database_url: str, served: Serve, tmp_path: Path
) -> None:
    server = served(database_url)
    cast = Cast(over_http(server.base)).load()
    cast.transact("1101", {"data": card(WIFE)}, msgid="KNOWN")
    cast.transact("2102", {}, msgid="REFUSED")
    asked = ("fsi", "journal", "--institution", PHARMACY)
    told = environment(database_url, tmp_path)
    while "REFUSED" not in (said := gongji(told, *asked)).stdout:
        assert said.returncode == 0, said.stderr
    first, second, count = said.stdout.splitlines()
    assert first[21:].split()[:3] == ["1101", "KNOWN", "OK"]
    assert second[21:].split()[:3] == ["2102", "REFUSED", "REQUEST_INVALID"]
    assert "operator 0001" in first
    assert count == "2 calls"
    assert gongji(told, *asked, "--infno", "9999").stdout == "0 calls\n"
    assert gongji(told, *asked, "--since", "2099-01-01 00:00").stdout == "0 calls\n"
