"""A phone at 390 by 844 that runs one build of the mini-program and hears every complaint."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Route,
    expect,
)

BLANK = "/healthz"
"""A page of the same origin that is no mini-program: there its storage can be written."""
DIST = Path(__file__).parents[2] / "miniprogram_mock" / "dist" / "build"
WXRUN = DIST / "wxrun"
WITHIN_MS = 30_000
LOST = "Failed to load resource: net::ERR_"
CLOSED = "Failed to load resource: the server responded with a status of 503"
REFUSED = "Failed to load resource: the server responded with a status of 4"
"""What Chromium itself writes into the console where an answer is lost, or is a refusal."""
STORE = """(kept) => {
  for (const [name, value] of Object.entries(kept)) localStorage.setItem(name, value)
}"""


class Target(StrEnum):
    H5 = "mini"
    WEIXIN = "wxrun"


class Phone:
    """Taps, types and reads by test id; the last visible one, since pages lie on one another."""

    def __init__(self, page: Page, target: Target, base: str) -> None:
        self.page, self.target, self.base = page, target, base
        self.complaints: list[str] = []
        self.expected: tuple[str, ...] = (REFUSED,)
        self._kept: dict[str, str] = {}
        page.set_default_timeout(WITHIN_MS)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("console", self._hear)
        page.on("request", self._watch)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(self.expected):
            self.complaints.append(f"console: {message.text}")

    def heard(self) -> list[str]:
        """What it has complained about since this was asked last."""
        told, self.complaints[:] = list(self.complaints), []
        return told

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((f"{self.base}/", "data:", "blob:")):
            self.complaints.append(f"foreign: {request.url}")

    # -- ways in

    def keep(self, name: str, value: Any) -> None:
        """Puts this into the storage of the mini-program before it is opened next."""
        if self.target is Target.H5:
            kind = "object" if isinstance(value, dict) else "string"
            self._kept[name] = json.dumps({"type": kind, "data": value})
        else:
            self._kept[f"wx:{name}"] = json.dumps(value)

    def open(self, page: str = "home/index") -> Phone:
        """Starts the mini-program on this page."""
        self.close()
        self.page.evaluate(STORE, self._kept)
        self._kept.clear()
        inside = "#/pages/" if self.target is Target.H5 else "#pages/"
        self.page.goto(f"{self.base}/{self.target}/{inside}{page}")
        return self._shown()

    def turn_to(self, page: str) -> Phone:
        """Starts afresh on this page within WeChat's mini-program, which is open."""
        self.page.evaluate("(url) => wx.reLaunch({ url })", f"/pages/{page}")
        return self._shown()

    def close(self) -> None:
        """Leaves the mini-program, if it is open."""
        if self.page.url != self.base + BLANK:
            self.page.goto(self.base + BLANK)

    def wipe(self) -> None:
        """Leaves nothing of whoever had it: it is as good as new, but warm."""
        context = self.page.context
        for other in context.pages:
            if other is not self.page:
                other.close()
        self.page.unroute_all(behavior="ignoreErrors")
        self.close()
        self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")
        context.clear_cookies()
        self._kept.clear()
        self.complaints.clear()
        self.expected = (REFUSED,)

    def _shown(self) -> Phone:
        self.page.locator(".shell:visible").last.wait_for()
        return self

    # -- what a person does

    def part(self, testid: str) -> Locator:
        return self.page.locator(f'[data-testid="{testid}"]:visible').last

    def tap(self, testid: str) -> None:
        self.part(testid).tap()

    def hammer(self, testid: str, gaps_ms: Sequence[int]) -> None:
        """Taps once and again after each gap, as a hurried finger does: always in the one spot."""
        button = self.part(testid)
        button.tap(trial=True)
        box = button.bounding_box()
        assert box, testid
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        due_s = time.monotonic()
        self.page.touchscreen.tap(x, y)
        for gap_ms in gaps_ms:
            due_s += gap_ms / 1000
            self.page.wait_for_timeout(max(due_s - time.monotonic(), 0) * 1000)
            self.page.touchscreen.tap(x, y)

    def at_rest(self) -> None:
        """Nothing is being done, and taps count again."""
        expect(self.page.get_by_test_id("shield")).to_have_count(0, timeout=WITHIN_MS)

    def tap_text(self, text: str) -> None:
        self.page.get_by_text(text, exact=True).locator("visible=true").last.tap()

    def tap_named(self, label: str) -> None:
        self.page.locator(f'[aria-label="{label}"]:visible').last.tap()

    def type(self, testid: str, text: str) -> None:
        field = self.part(testid).locator("input")
        field.fill(text)
        field.blur()

    def agree(self, title: str) -> None:
        """Reads the dialog's title and taps its affirmative button."""
        self.sees("dialog-title", title)
        self.tap("dialog-ok")
        asked = self.page.locator('[data-testid="dialog-title"]:visible', has_text=title)
        asked.wait_for(state="hidden")

    def refused(self, title: str, remedy: str) -> None:
        """A dialog names what went wrong and what to do; it is read, and put away."""
        self.sees("dialog-title", title)
        self.sees("fact-怎么办", remedy)
        leads_on = self.part("dialog-cancel").is_visible()
        self.tap("dialog-cancel" if leads_on else "dialog-ok")

    def told(self, title: str) -> None:
        """A dialog tells what was done; it is read, and put away."""
        self.agree(title)

    def sees(self, testid: str, text: str) -> None:
        expect(self.part(testid)).to_contain_text(text, timeout=WITHIN_MS)

    def sees_text(self, text: str) -> None:
        self.page.get_by_text(text).locator("visible=true").last.wait_for()

    def pick(self, testid: str, *, day: str = "", choice: str = "") -> None:
        """A day or a choice in the control that the platform has for it."""
        control = self.part(testid)
        if self.target is Target.WEIXIN:
            control.tap()
            control = self.page.locator(".wx-sheet")
        if day:
            control.fill(day)
        else:
            control.select_option(label=choice)

    def leave(self) -> None:
        """Goes back by the platform's own way, whatever lies over the page."""
        if self.target is Target.H5:
            self.page.go_back()
        else:
            self.page.evaluate("() => wx.navigateBack()")

    def back(self) -> None:
        button = ".uni-page-head-btn, .wx-back"
        self.page.locator(button).locator("visible=true").last.tap()

    def home(self) -> None:
        self.open("home/index")

    def enter(self, session: dict[str, Any]) -> None:
        """Opens as somebody who has signed in before."""
        self.keep("gongji.session", session)
        self.home()


class Phones:
    """One phone for each build, lent out again and again: a new one costs twice the work."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._ready: dict[Target, Phone] = {}

    @contextmanager
    def lent(self, target: Target, base: str) -> Iterator[Phone]:
        """A phone as good as new; one that saw a failure is thrown away."""
        phone = self._ready.pop(target, None) or _new(self._browser, target, base)
        try:
            yield phone
            phone.wipe()
        except BaseException:
            _close(phone.page.context)
            raise
        self._ready[target] = phone

    def close(self) -> None:
        for phone in self._ready.values():
            _close(phone.page.context)


@contextmanager
def phone_on(
    browser: Browser,
    target: Target,
    base: str,
    answer: Callable[[Route], None] | None = None,
    *,
    mobile: bool = True,
) -> Iterator[Phone]:
    """A new phone, or a window of its size; `answer` stands between it and the API."""
    phone = _new(browser, target, base, mobile=mobile)
    try:
        if answer:
            phone.page.context.route(f"{base}/api/**", answer)
        yield phone
    finally:
        _close(phone.page.context)


def _new(browser: Browser, target: Target, base: str, *, mobile: bool = True) -> Phone:
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        device_scale_factor=2,
        is_mobile=mobile,
        has_touch=True,
        locale="zh-CN",
    )
    if target is Target.WEIXIN:
        context.route(f"{base}/wxrun/**", _packed)
    return Phone(context.new_page(), target, base)


def _packed(route: Route) -> None:
    name = route.request.url.partition("/wxrun/")[2].partition("#")[0]
    route.fulfill(path=WXRUN / (name or "index.html"))


def _close(context: BrowserContext) -> None:
    context.unroute_all(behavior="ignoreErrors")
    context.close()
