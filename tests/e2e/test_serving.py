"""`/mini/` serves the build under a strict CSP, soon painted, with the tester's panel."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import requests
from flask import Flask
from playwright.sync_api import Browser

from gongji.bootstrap import create_app
from gongji.config import read_settings
from tests.e2e.phone import DIST, Target, phone_on
from tests.e2e.world import World
from tests.support.databases import SqliteDatabases
from tests.support.serving import environment

PAINTED_WITHIN_MS = 4500
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"


def test_the_page_is_asked_for_anew_and_its_parts_are_kept(sandbox: World) -> None:
    page = requests.get(f"{sandbox.base}/mini/", timeout=30)
    assert page.headers["Cache-Control"] == "no-cache"
    parts = re.findall(r'(?:src|href)="\./([^"]+)"', page.text)
    assert parts
    for part in parts:
        kept = requests.get(f"{sandbox.base}/mini/{part}", timeout=30)
        assert kept.status_code == 200
        assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_parts_travel_compressed_to_whom_understands_it(sandbox: World) -> None:
    page = f"{sandbox.base}/mini/"
    part = page + re.findall(r'src="\./([^"]+\.js)"', requests.get(page, timeout=30).text)[0]
    for coding, wanted in {"gzip": "gzip", "identity": None}.items():
        answer = requests.get(part, headers={"Accept-Encoding": coding}, timeout=30)
        assert answer.headers.get("Content-Encoding") == wanted
        assert answer.headers["Content-Type"].startswith("text/javascript")
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert "import" in answer.text


def test_the_policy_lets_nothing_in_from_elsewhere(sandbox: World) -> None:
    policy = requests.get(f"{sandbox.base}/mini/", timeout=30).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert not re.search(r"unsafe|https?:|\*", policy)


@pytest.mark.parametrize(
    "name",
    [
        "nothing.js", "%2e%2e/mp-weixin/app.json", "assets/", "assets/%2e%2e/index.html",
        "index.html.gz", "a" * 300,
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_page_in_chinese(sandbox: World, name: str) -> None:
    answer = requests.get(f"{sandbox.base}/mini/{name}", timeout=30)
    assert (answer.status_code, "没有这个页面" in answer.text) == (404, True)


def test_without_a_build_the_page_says_how_to_make_one(
    sqlite_databases: SqliteDatabases, tmp_path: Path
) -> None:
    with sqlite_databases.fresh() as url:
        told = environment(url, tmp_path, GONGJI_MINI_DIR=str(tmp_path / "nothing"))
        app: Flask = create_app(read_settings(told))
        answer = app.test_client().get("/mini/")
        app.extensions["gongji"].engine.dispose()
    assert (answer.status_code, "还没有构建" in answer.text) == (404, True)


def test_the_start_page_leads_to_it(sandbox: World) -> None:
    assert 'href="/mini/"' in requests.get(f"{sandbox.base}/", timeout=30).text


def test_it_is_painted_soon(browser: Browser, world: World) -> None:
    with phone_on(browser, Target.H5, world.base) as phone:
        phone.open()
        phone.sees("service-status", "各项服务正常")
        assert phone.page.evaluate(PAINTED) < PAINTED_WITHIN_MS
        assert phone.complaints == []


def test_the_build_is_there() -> None:
    assert {one.name for one in DIST.iterdir()} >= {"h5", "mp-weixin", "mp-alipay", "wxrun"}
