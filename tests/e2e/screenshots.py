"""`python -m tests.e2e.screenshots FOLDER` writes a picture of every page, and of the panel."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, expect, sync_playwright

from tests.e2e.browsing import launch
from tests.e2e.pages import PAGES, Lived, lived
from tests.e2e.panel import panel_on
from tests.e2e.phone import Phone, Target, phone_on
from tests.e2e.world import WIFE, World
from tests.support.databases import SqliteDatabases
from tests.support.serving import serving

MODES = {"off": "", "on": "-elder"}


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as made:
        databases = SqliteDatabases(Path(made))
        with databases.fresh() as url, serving(url, Path(made)) as running:
            past = lived(World(running.base))
            with sync_playwright() as playwright:
                browser = launch(playwright)
                for mode in MODES:
                    of_the_phone(browser, past, mode, folder)
                of_the_panel(browser, past, folder)
                browser.close()


def of_the_phone(browser: Browser, past: Lived, mode: str, folder: Path) -> None:
    with phone_on(browser, Target.H5, past.world.base) as phone:
        phone.keep("gongji.session", past.session)
        phone.keep("gongji.elder", mode)
        for case in PAGES:
            phone.open(case.with_id(past.ids))
            loading = phone.page.locator('[data-testid="state-loading"]:visible')
            expect(loading).to_have_count(0)
            picture = folder / f"{case}{MODES[mode]}.png"
            phone.page.screenshot(path=picture, animations="disabled")
        of_a_payment(phone, folder, MODES[mode])


def of_a_payment(phone: Phone, folder: Path, mode: str) -> None:
    """The two pages that need something to be paid."""
    phone.open("premium/index")
    phone.tap("payable-due")
    phone.tap("next")
    for step, told in {"confirm": "payer", "result": "result-title"}.items():
        expect(phone.part(told)).to_be_visible()
        picture = folder / f"premium-{step}{mode}.png"
        phone.page.screenshot(path=picture, animations="disabled")
        if step == "confirm":
            phone.tap("pay")
            phone.agree("确认缴费？")


def of_the_panel(browser: Browser, past: Lived, folder: Path) -> None:
    """After a bill at the till, with the split, the entries and the text that signed her in."""
    with panel_on(browser, past.world.base) as panel:
        panel.play(WIFE)
        panel.tap("nav-code")
        panel.part("till-by-code").check()
        panel.sees("till-token", "已扫到")
        panel.click("till-add")
        panel.click("till-settle")
        panel.sees("split", "已结算")
        panel.page.screenshot(path=folder / "panel.png", animations="disabled")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
