"""Each policy version that decided something is kept whole, and opened for ever by its receipts."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.kernel.problems import NotFound
from gongji.kernel.writes import write_together
from gongji.policy.editions import Edition, edition_from_json, edition_to_json
from gongji.policy.loader import load_packs
from gongji.policy_listing.editions import edition_rows
from gongji.policy_listing.models import KeptEdition
from tests.support.cast import Cast
from tests.support.sent import DRUG, WIFE, Line

ROW = {"area": "430100", "key": "pool.310.out.L2", "value": {"ded": 123, "rate": 0.5},
       "since": "2025-01-01", "basis": ["test"]}  # fmt: skip


def receipt(cast: Cast) -> dict[str, Any]:
    headers = cast.sign_in(WIFE)
    (item,) = cast.call("GET", "/visits", **headers).body["items"]
    body: dict[str, Any] = cast.call("GET", f"/visits/{item['settlement_id']}", **headers).body
    return body


def kept(runtime: Runtime) -> int:
    query = select(func.count()).select_from(KeptEdition)
    return runtime.run(lambda ctx: ctx.db.execute(query).scalar_one(), writes=False)


def test_an_edition_is_what_its_version_says() -> None:
    book = load_packs()
    again = edition_from_json(edition_to_json(book.edition))
    assert again == book.edition
    assert again.version == book.version == load_packs().version
    assert Edition(book.edition.rows[1:], book.edition.areas).version != book.version
    assert {row.area for row in again.rows} <= set(again.areas)
    assert len(again.rows) == len(book.entries)


def test_a_receipt_opens_the_rows_that_decided_it(app: Flask, cast: Cast, runtime: Runtime) -> None:
    client = app.test_client()
    cast.load(policy=[ROW])
    cast.settle(cast.upload(WIFE, Line(DRUG, "600.00")))
    told = receipt(cast)
    opened = client.get(told["policy_url"]).get_json()
    assert (opened["version"], opened["number"]) == (told["policy_version"], 1)
    as_printed = told["policy_url"].replace(told["policy_version"], opened["version"].upper())
    assert client.get(as_printed).get_json() == opened
    assert opened["days"] == {"first": "2025-06-10", "last": None}
    rows = {
        (row["key"], row["since"], cited["source"]): row
        for row in opened["rows"]
        for cited in row["citations"]
    }
    for cited in told["basis"]:
        row = rows[cited["key"], cited["since"], cited["source"]]
        assert cited in row["citations"]
    assert rows["pool.310.out.L2", "2025-01-01", "test"]["value"] == {"ded": 123, "rate": "0.5"}
    assert "待核实" in {row["mark"] for row in opened["rows"]}

    cast.settle(cast.upload(WIFE, Line(DRUG, "10.00")))
    assert kept(runtime) == 1
    cast.load()
    cast.settle(cast.upload(WIFE, Line(DRUG, "600.00")))
    again = client.get(receipt(cast)["policy_url"]).get_json()
    assert (again["number"], kept(runtime)) == (1, 1), "a reset returns to the first edition"
    gone = client.get(told["policy_url"])
    assert (gone.status_code, gone.get_json()["code"]) == (404, "NOT_FOUND")
    assert told["policy_version"] in gone.get_json()["detail"]


def test_a_bill_from_before_editions_were_kept_says_so(app: Flask, cast: Cast) -> None:
    cast.settle(cast.upload(WIFE, Line(DRUG, "600.00")))
    forget(app.extensions["gongji"])
    told = receipt(cast)
    assert told["basis"], "the bill itself is as it was"
    assert app.test_client().get(told["policy_url"]).status_code == 200, "it is in force"
    unknown = app.test_client().get("/api/v1/policy/editions/000000000000").get_json()
    assert unknown["title"] == "没有保存这一版政策全文"
    assert "000000000000" in unknown["detail"]


def forget(runtime: Runtime) -> None:
    runtime.run(lambda ctx: ctx.db.execute(delete(KeptEdition)))


def test_what_was_undone_is_not_taken_for_kept(cast: Cast, runtime: Runtime) -> None:
    """A process writes an edition until it was committed, and then no more."""

    def keep(ctx: Context) -> int:
        found = edition_rows(ctx)
        write_together(ctx.db, found)
        return len(found)

    def keep_and_fail(ctx: Context) -> None:
        keep(ctx)
        raise LookupError

    def keep_and_write_instead(ctx: Context) -> None:
        keep(ctx)
        refusal = NotFound()
        refusal.write_instead = lambda: None
        raise refusal

    cast.load(policy=[ROW])
    with pytest.raises(LookupError):
        runtime.run(keep_and_fail)
    with pytest.raises(NotFound):
        runtime.run(keep_and_write_instead)
    assert runtime.run(keep, dry_run=True) == 1
    assert kept(runtime) == 0
    assert [runtime.run(keep) for _ in range(3)] == [1, 0, 0]
    assert kept(runtime) == 1


def test_the_next_edition_ends_the_days_of_the_last(
    app: Flask, cast: Cast, runtime: Runtime
) -> None:
    cast.settle(cast.upload(WIFE, Line(DRUG, "600.00")))
    version = receipt(cast)["policy_version"]

    def add_later(ctx: Context) -> None:
        later = KeptEdition(version="later", first_used_on=ctx.today, edition=ctx.policy.edition)
        ctx.db.add(later)

    runtime.run(add_later)
    client: FlaskClient = app.test_client()
    first = client.get(f"/api/v1/policy/editions/{version}").get_json()
    second = client.get("/api/v1/policy/editions/later").get_json()
    assert (first["days"]["last"], second["number"]) == ("2025-06-10", 2)
    assert second["days"] == {"first": "2025-06-10", "last": None}
