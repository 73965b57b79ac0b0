"""The tester's panel on a wide screen: who is played, what time it is, the till, the inbox."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from tests.e2e.phone import Phone, Target
from tests.e2e.world import person

WIDE, HIGH = 1440, 900


class Panel:
    """Clicks and reads by test id; `screen` is the phone in the middle."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.heard = Phone(page, Target.H5, base)
        self.screen: FrameLocator = page.frame_locator("iframe")

    def open(self) -> None:
        self.page.goto(f"{self.base}/mini/")
        self.page.wait_for_url("**/tester.html")
        self.page.get_by_text("彭志强").first.wait_for()
        self.on_screen("service-status", "各项服务正常")

    def part(self, testid: str) -> Locator:
        return self.page.get_by_test_id(testid)

    def click(self, testid: str) -> None:
        self.part(testid).click()

    def choose(self, testid: str, label: str) -> None:
        self.part(testid).select_option(label=label)

    def sees(self, testid: str, text: str) -> None:
        expect(self.part(testid)).to_contain_text(text)

    def on_screen(self, testid: str, text: str) -> None:
        shown = self.screen.locator(f'[data-testid="{testid}"]:visible').last
        expect(shown).to_contain_text(text, timeout=30_000)

    def tap(self, testid: str) -> None:
        self.screen.locator(f'[data-testid="{testid}"]:visible').last.click()

    def play(self, who: str) -> None:
        """Becomes a persona, signed in by the text that came to his phone."""
        self.click(f"persona-{person(who)['key']}")
        self.on_screen("my-name", who)


@contextmanager
def panel_on(browser: Browser, base: str) -> Iterator[Panel]:
    context = browser.new_context(viewport={"width": WIDE, "height": HIGH}, locale="zh-CN")
    try:
        panel = Panel(context.new_page(), base)
        panel.open()
        yield panel
    finally:
        context.close()
