"""The builds: small, complete, in step with the API, and their own tests pass."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request

from tests.e2e.phone import DIST, Target, phone_on
from tests.e2e.world import World
from tests.support.serving import environment

FRONT = DIST.parents[1]
FIRST_LOAD_MAX, WEIXIN_MAX = 260 << 10, 2 << 20
SERVICE = re.compile(r"^(GET|POST) https://gongji\.example/api/v1/[\w/-]+")
SILENT = {
    "pages/login/index", "pages/login/link", "pages/login/terms", "pages/login/undo",
    "pages/premium/result",
    "pages/settings/phone", "pages/settings/phone-done",
}  # fmt: skip
"""Pages that ask nothing before somebody acts."""


def node(*command: str) -> subprocess.CompletedProcess[str]:
    """Runs a tool of the front end."""
    path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command,
        cwd=FRONT,
        env=os.environ | {"PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_first_load_in_the_browser_is_small(browser: Browser, world: World) -> None:
    asked: list[Request] = []

    def hear(request: Request) -> None:
        asked.append(request)

    with phone_on(browser, Target.H5, world.base) as phone:
        phone.page.on("requestfinished", hear)
        phone.open()
        phone.page.wait_for_load_state("networkidle")
        sent = [one.sizes()["responseBodySize"] for one in asked if "/mini/" in one.url]
    assert len(sent) > 1
    assert 0 < sum(sent) <= FIRST_LOAD_MAX


def test_the_package_for_wechat_is_small() -> None:
    files = [one for one in (DIST / "mp-weixin").rglob("*") if one.is_file()]
    assert 0 < sum(one.stat().st_size for one in files) < WEIXIN_MAX


@pytest.mark.parametrize("build", ["h5", "mp-weixin", "mp-alipay"])
def test_no_build_names_a_content_network(build: str) -> None:
    pattern = re.compile(r"https?://[\w.-]*(?:cdn|alicdn|jsdelivr|unpkg|googleapis)[\w.-]*")
    found = {
        f"{one.relative_to(DIST)}: {hit}"
        for one in (DIST / build).rglob("*")
        if one.is_file()
        for hit in pattern.findall(one.read_text("utf-8", "replace"))
    }
    assert found == set()


def test_the_alipay_build_registers_every_page_and_asks_what_it_should() -> None:
    done = node("node", "alipay/smoke.cjs", "dist/build/mp-alipay")
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    pages = json.loads((DIST / "mp-alipay" / "app.json").read_text("utf-8"))["pages"]
    assert (told["pages"], told["registered"]) == (len(pages), len(pages))
    assert sorted(told["requests"]) == sorted(pages)
    for page, asked in told["requests"].items():
        assert all(SERVICE.match(request) for request in asked), (page, asked)
        assert bool(asked) == (page not in SILENT), (page, asked)


def test_the_types_are_those_of_the_api(tmp_path: Path) -> None:
    """The generator writes beside a copy of itself, so that nothing here changes."""
    app = tmp_path / "front"
    (app / "src" / "services").mkdir(parents=True)
    shutil.copytree(FRONT / "scripts", app / "scripts")
    (app / "node_modules").symlink_to(FRONT / "node_modules")
    document = tmp_path / "openapi.json"
    printed = subprocess.run(
        [Path(sysconfig.get_path("scripts"), "gongji"), "openapi"],
        env=environment(f"sqlite:///{tmp_path / 'none.sqlite3'}", tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    document.write_text(printed.stdout, "utf-8")
    done = node("node", str(app / "scripts" / "types.mjs"), str(document))
    assert done.returncode == 0, done.stderr
    made = (app / "src" / "services" / "schema.d.ts").read_text("utf-8")
    kept = (FRONT / "src" / "services" / "schema.d.ts").read_text("utf-8")
    assert made == kept, "the API has changed: npm run types"


def test_the_front_end_passes_its_unit_tests() -> None:
    done = node("npm", "run", "--silent", "test")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_lock_file_holds_no_addresses() -> None:
    lock = (FRONT / "package-lock.json").read_text("utf-8")
    assert not re.search(r'"resolved"|https?://', lock)
