"""What the `gongji` command says and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

from gongji.app.runtime import Runtime
from gongji.sandbox.reset import load_demo_if_empty
from tests.imports.desk import command, gongji
from tests.support.cast import Cast
from tests.support.serving import environment


def test_the_document_of_the_api_is_the_served_one(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    printed = gongji(environment(database_url, tmp_path), "openapi")
    assert printed.returncode == 0, printed.stderr
    document = json.loads(printed.stdout)
    assert {"/api/v1/auth/link", "/api/v1/auth/phone"} <= set(document["paths"])
    assert document == cast.send("GET", "/openapi.json", b"", {}).body


def test_a_job_is_run_and_told(runtime: Runtime, database_url: str, tmp_path: Path) -> None:
    load_demo_if_empty(runtime)
    settings = environment(database_url, tmp_path)
    done = gongji(settings, "job", "run", "reconcile")
    assert (done.returncode, "0 broken" in done.stdout) == (0, True), done.stderr
    refused = command(settings, "job", "run", "credit")
    assert refused.exit_code == 2
    assert "REQUEST_INVALID" in refused.stderr
    assert command(settings, "job", "run", "nothing").exit_code == 2


def test_a_broken_row_ends_the_job_with_one(
    cast: Cast, runtime: Runtime, database_url: str, tmp_path: Path
) -> None:
    assert cast.broken() == []
    spoil = "UPDATE account SET opening_fen = opening_fen + 1"
    runtime.run(lambda ctx: ctx.db.connection().exec_driver_sql(spoil))
    done = gongji(environment(database_url, tmp_path), "job", "run", "reconcile")
    assert done.returncode == 1
    assert "books.broken" in done.stderr


def test_the_testers_till_sees_the_catalogue(cast: Cast) -> None:
    items = cast.call("GET", "/sandbox/catalogue").body["items"]
    assert items[2] == {
        "code": "D-JIA",
        "name": "药品D-JIA",
        "kind": "drug",
        "level": "01",
        "price_cap": None,
        "restricted": False,
    }
    assert [one["code"] for one in items] == sorted(one["code"] for one in items)


def test_books_that_cannot_be_checked_are_not_called_broken(
    runtime: Runtime, database_url: str, tmp_path: Path
) -> None:
    """Exit 2, whatever stands in the way: a table that is gone, a database that is not there."""
    runtime.run(lambda ctx: ctx.db.connection().exec_driver_sql("DROP TABLE monthly_credit"))
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    for address, words in ((database_url, ["reconcile"]), (nowhere, ["job", "run", "reconcile"])):
        done = gongji(environment(address, tmp_path), *words)
        assert (done.returncode, done.stdout) == (2, ""), done.stderr
        assert "Traceback" not in done.stderr


def test_a_setting_that_is_wrong_ends_every_command_with_two(tmp_path: Path) -> None:
    settings = environment("mysql://somewhere", tmp_path)
    assert gongji(settings, "reconcile").returncode == 2


def test_the_clearing_of_quotas_is_printed_as_a_file(
    runtime: Runtime, database_url: str, tmp_path: Path
) -> None:
    load_demo_if_empty(runtime)
    printed = gongji(environment(database_url, tmp_path), "quota", "clearing", "--month", "2025-06")
    head, total = printed.stdout.splitlines()
    assert head.startswith("清算月份,统筹区代码,统筹区"), printed.stderr
    assert total == "2025-06,,合计,0,0.00,0,0.00,0.00,,"
