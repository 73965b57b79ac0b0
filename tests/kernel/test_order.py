"""Order is the order of arrival, whatever clocks and ids say: the next process may be behind."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.ledger import immutable
from tests.support.cast import Cast
from tests.support.sent import CHILD, PAYER, PHONES, WIFE, Line

OURS = Path(__file__).parents[2] / "gongji"
HOURS = ("10", "09", "08", "11")


def turn_ids(runtime: Runtime, *tables: str) -> None:
    def turn(ctx: Context) -> None:
        immutable.lift(ctx.db)
        for table in tables:
            rows = ctx.db.execute(text(f"SELECT id, seq FROM {table}")).all()
            assert len(rows) > 1, table
            for row in rows:
                born = {"id": row.id, "new": f"{row.id[:4]}{1_000_000 - row.seq:026}"}
                ctx.db.execute(text(f"UPDATE {table} SET id = :new WHERE id = :id"), born)
        immutable.install(ctx.db)

    runtime.run(turn)


def hours(cast: Cast, path: str) -> list[str]:
    """The hours of a list's rows, page by page, each one once."""
    found: list[str] = []
    page: dict[str, Any] = {"next": ""}
    while page["next"] is not None:
        query = f"limit=2&cursor={page['next']}" if page["next"] else "limit=2"
        page = cast.call("GET", f"{path}?{query}", **cast.sign_in(PAYER)).body
        found += [row["at"][11:13] for row in page["items"]]
    return list(dict.fromkeys(found))


def test_lists_show_what_came_last_first(cast: Cast, runtime: Runtime) -> None:
    cast.load(payer_fen=100_000)
    cast.sign_in(PAYER)
    for hour in HOURS:
        cast.at(f"2025-06-10T{hour}:00:00+08:00")
        for who in (PAYER, CHILD):
            assert cast.buy(who, Line(price="1.00"), begun="2025-06-01 09:30:00").code == ""
    turn_ids(runtime, "settlement", "message", "access_log")
    newest = list(reversed(HOURS))
    for path in ("/visits", "/account/entries", "/messages", "/access-log"):
        assert hours(cast, path) == newest, path


def test_the_newest_code_is_the_right_one(cast: Cast, runtime: Runtime) -> None:
    """The machine's clock went back an hour after the first, and a new process sent the second."""
    phone = PHONES[WIFE]
    asked = {"phone": phone, "purpose": "login"}
    for minute in ("00", "05"):
        cast.at(f"2025-06-10T10:{minute}:00+08:00")
        assert cast.call("POST", "/auth/sms-codes", asked).status == 202
        cast.call("GET", f"/sandbox/sms?phone={phone}")
    older = "UPDATE sms_code SET id = 'sms_7ZZZZZZZZZZZZZZZZZZZZZZZZZ' WHERE seq = 1"
    runtime.run(lambda ctx: ctx.db.execute(text(older)).close())
    inbox = cast.call("GET", f"/sandbox/sms?phone={phone}").body["items"]
    for code, status in ((inbox[1]["code"], 422), (inbox[0]["code"], 200)):
        shown = cast.call("POST", "/auth/sms-login", {"phone": phone, "code": code})
        assert shown.status == status


def test_who_was_bound_first_pays_first(cast: Cast, runtime: Runtime) -> None:
    key = "bind.max_authorizers_per_beneficiary"
    two = {"area": "430000", "key": key, "value": 2, "since": "2025-01-01", "basis": ["test"]}
    tie = {
        "beneficiary": "P03",
        "relation": "child",
        "status": "active",
        "starts_on": "2025-01-01",
        "ends_on": "2026-12-31",
    }
    bindings = [tie | {"authorizer": "P02"}, tie | {"authorizer": "P01"}]
    cast.load(bindings=bindings, policy=[two])
    turn_ids(runtime, "binding")
    bill = cast.buy(CHILD, Line(price="3.00")).bill
    payers = json.loads(bill["exp_content"])["mutual"]["payers"]
    assert [one["name"] for one in payers] == ["李*英"]


def keys_of_lists() -> Iterator[tuple[str, str]]:
    """By what each list is paged, the newest first."""
    for path in sorted(OURS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id="newest_first"), args=[_, _, ast.Attribute(attr=column), _]
                ):
                    yield path.name, column
                case ast.Call(func=ast.Name(id="newest_of"), args=[_, ast.Attribute(attr=column)]):
                    yield path.name, column
                case ast.Call(func=ast.Attribute(attr="desc", value=ast.Attribute(attr=column))):
                    yield path.name, column


@pytest.mark.parametrize(("where", "key"), sorted(set(keys_of_lists())))
def test_nothing_is_newest_by_an_id_or_a_time(where: str, key: str) -> None:
    """Pacing alone asks for times: it counts how long ago they are. Before its number a list may be
    ordered by what is the same in all its rows. Calls are written in batches by many processes, so
    that their times say more than their arrival.
    """
    paced = where in ("pacing.py", "service.py") and key == "created_at"
    same = (where, key) == ("queries.py", "scene")
    called = (where, key) == ("journal.py", "at")
    assert key in ("seq", "version") or paced or same or called
