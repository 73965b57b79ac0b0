"""Every page, in both modes, in every weather: complete, Chinese, uncut, and without barriers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.e2e.look import WATCH_SHIFTS, barriers, complaints, shifts, too_small, unreachable
from tests.e2e.pages import PAGES, Lived, PageCase, declared, lived
from tests.e2e.phone import LOST, Phone, Phones, Target, phone_on
from tests.e2e.world import World

MODES = {"off": "normal", "on": "elder"}
SIZES = {"off": {"target": 44, "letter": 13}, "on": {"target": 60, "letter": 18}}
"""The least of a control and of a letter, in pixels (frontend.md, 关怀模式)."""
BROKEN = {
    "type": "/docs/problems#INTERNAL_ERROR", "code": "INTERNAL_ERROR", "status": 500,
    "title": "服务出错", "detail": "服务暂时出错。", "remedy": "请稍后再试。", "trace": "req_1",
}  # fmt: skip
RETURN = "() => document.dispatchEvent(new Event('visibilitychange'))"
STEP_MS, STEPS = 500, 40
DRAWN_MS = 100


class Weather(StrEnum):
    FINE = "fine"
    SLOW = "slow"
    EMPTY = "empty"
    BROKEN = "broken"
    OFFLINE = "offline"


EXPECTED = {
    Weather.BROKEN: ("Failed to load resource: the server responded with a status of 500",),
    Weather.OFFLINE: (LOST,),
}
"""What Chromium itself says of the weather."""


class Sky:
    """Stands between the phone and the API."""

    def __init__(self) -> None:
        self.weather = Weather.FINE
        self.asked = False
        self._held: list[Route] = []

    def answer(self, route: Route) -> None:
        self.asked = True
        match self.weather:
            case Weather.FINE:
                route.continue_()
            case Weather.SLOW:
                self._held.append(route)
            case Weather.EMPTY:
                self._empty(route)
            case Weather.BROKEN:
                route.fulfill(status=500, json=BROKEN, content_type="application/problem+json")
            case Weather.OFFLINE:
                route.abort("internetdisconnected")

    def clear(self) -> None:
        """What was held back arrives."""
        self.weather = Weather.FINE
        while self._held:
            self._held.pop().continue_()

    def _empty(self, route: Route) -> None:
        answer = route.fetch()
        body = json.loads(answer.body() or b"{}")
        if "items" in body:
            body = {"items": [], "next": None}
        route.fulfill(status=answer.status, json=body)


class Outside:
    """A phone of the payer in one mode, and the sky above it."""

    def __init__(self, phone: Phone, sky: Sky, mode: str) -> None:
        self.phone, self.sky, self._mode = phone, sky, mode

    def open(self, path: str, weather: Weather) -> None:
        self.phone.close()
        self.sky.asked = False
        self.phone.expected = ()
        self._turns(weather)
        self.phone.open(path)

    def returns(self, weather: Weather) -> None:
        """The reader looks again after a while, and the page reads anew."""
        self._turns(weather)
        self.phone.page.evaluate(RETURN)

    def retries(self, weather: Weather) -> None:
        self._turns(weather)
        self.phone.tap("state-retry")

    def _turns(self, weather: Weather) -> None:
        self.sky.weather = weather
        self.phone.expected += EXPECTED.get(weather, ())

    def shows(self, state: str) -> None:
        expect(self.phone.part(f"state-{state}")).to_be_visible()

    def settled(self) -> None:
        loading = self.phone.page.locator('[data-testid="state-loading"]:visible')
        expect(loading).to_have_count(0)

    def reads_well(self) -> None:
        assert complaints(self.phone.page) == []
        assert too_small(self.phone.page, **SIZES[self._mode]) == []
        assert self.phone.heard() == []

    def has_no_barriers(self) -> None:
        assert barriers(self.phone.page) == []
        if self.phone.target is Target.H5:
            assert unreachable(self.phone.page) == []

    def stands_still(self) -> None:
        self.phone.page.wait_for_timeout(DRAWN_MS)
        assert shifts(self.phone.page) == []


@pytest.fixture(scope="module")
def past(sandbox: World) -> Lived:
    return lived(sandbox)


@contextmanager
def standing(
    browser: Browser, past: Lived, mode: str, target: Target, *, mobile: bool = True
) -> Iterator[Outside]:
    sky = Sky()
    with phone_on(browser, target, past.world.base, sky.answer, mobile=mobile) as phone:
        phone.keep("gongji.session", past.session)
        phone.keep("gongji.elder", mode)
        yield Outside(phone, sky, mode)


@pytest.fixture(scope="module", params=MODES, ids=MODES.get)
def window(request: pytest.FixtureRequest, browser: Browser, past: Lived) -> Iterator[Outside]:
    """As narrow as a phone, but no phone: there Chromium does not count what moves."""
    with standing(browser, past, request.param, Target.H5, mobile=False) as one:
        one.phone.page.clock.install()
        one.phone.page.add_init_script(WATCH_SHIFTS)
        yield one


@pytest.fixture(scope="module", params=MODES, ids=MODES.get)
def wechat(request: pytest.FixtureRequest, browser: Browser, past: Lived) -> Iterator[Outside]:
    with standing(browser, past, request.param, Target.WEIXIN) as one:
        one.open(PAGES[0].path, Weather.FINE)
        yield one


def test_every_declared_page_is_looked_at() -> None:
    assert [case.path for case in PAGES] == declared()


@pytest.mark.parametrize("case", PAGES, ids=str)
def test_a_page_in_every_weather(case: PageCase, window: Outside, past: Lived) -> None:
    """Whatever asks nothing has no weather."""
    path = case.with_id(past.ids)
    slow_and_fine(case, window, path)
    if case.asks or window.sky.asked:
        offline(case, window, path)
        broken(case, window, path)
        empty(case, window, path)
    window.sky.clear()


@pytest.mark.parametrize("case", PAGES, ids=str)
def test_a_page_on_wechat(case: PageCase, wechat: Outside, past: Lived) -> None:
    wechat.phone.turn_to(case.with_id(past.ids))
    wechat.settled()
    wechat.reads_well()
    wechat.has_no_barriers()


def slow_and_fine(case: PageCase, window: Outside, path: str) -> None:
    """Nothing moves when the data arrives."""
    window.open(path, Weather.SLOW)
    if case.asks:
        window.shows("loading")
    window.stands_still()
    window.reads_well()
    window.sky.clear()
    window.settled()
    window.stands_still()
    window.reads_well()
    window.has_no_barriers()


def offline(case: PageCase, window: Outside, path: str) -> None:
    """The client tries thrice; its patience is made short."""
    if case.asks:
        window.returns(Weather.OFFLINE)
        page, lost = window.phone.page, window.phone.part("state-offline")
        for _ in range(STEPS):
            if lost.is_visible():
                break
            page.clock.fast_forward(STEP_MS)
        expect(lost).to_be_visible()
        expect(lost).not_to_contain_text("操作")
    else:
        window.open(path, Weather.OFFLINE)
    window.reads_well()


def broken(case: PageCase, window: Outside, path: str) -> None:
    window.open(path, Weather.BROKEN)
    if case.asks:
        window.shows("error")
        for part in ("problem-title", "problem-remedy", "state-retry"):
            expect(window.phone.part(part)).to_be_visible()
    window.reads_well()


def empty(case: PageCase, window: Outside, path: str) -> None:
    if case.asks:
        window.retries(Weather.EMPTY)
    else:
        window.open(path, Weather.EMPTY)
    if case.lists:
        window.shows("empty")
    window.settled()
    window.reads_well()


def test_a_page_that_cannot_be_fetched_says_so(phones: Phones, past: Lived) -> None:
    with phones.lent(Target.H5, past.world.base) as phone:
        phone.open()
        phone.page.route("**/assets/pages-institutions-index*", lambda route: route.abort())
        phone.tap_text("定点机构")
        phone.sees("lost-page", "没有连上医保服务，请检查网络后重试")
