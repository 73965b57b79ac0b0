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
from tests.e2e.phone import LOST, Phone, Target, phone_on
from tests.e2e.world import World

MODES = {"off": "normal", "on": "elder"}
SIZES = {"off": {"target": 44, "letter": 13}, "on": {"target": 60, "letter": 18}}
"""The least of a control and of a letter, in pixels (frontend.md, 关怀模式)."""
BROKEN = {
    "type": "/docs/problems#INTERNAL_ERROR", "code": "INTERNAL_ERROR", "status": 500,
    "title": "服务出错", "detail": "服务暂时出错。", "remedy": "请稍后再试。", "trace": "req_1",
}  # fmt: skip
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
        self._held: list[Route] = []

    def answer(self, route: Route) -> None:
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
        self.sky.weather = weather
        self.phone.expected = EXPECTED.get(weather, ())
        self.phone.open(path)

    def shows(self, state: str) -> None:
        expect(self.phone.part(f"state-{state}")).to_be_visible()

    def settled(self) -> None:
        loading = self.phone.page.locator('[data-testid="state-loading"]:visible')
        expect(loading).to_have_count(0)

    def reads_well(self) -> None:
        assert complaints(self.phone.page) == []
        assert too_small(self.phone.page, **SIZES[self._mode]) == []
        assert self.phone.complaints == []

    def stands_still(self) -> None:
        self.phone.page.wait_for_timeout(DRAWN_MS)
        assert shifts(self.phone.page) == []


@pytest.fixture(scope="module")
def past(sandbox: World) -> Lived:
    return lived(sandbox)


@contextmanager
def standing(
    browser: Browser, past: Lived, mode: str, target: Target = Target.H5, *, mobile: bool = True
) -> Iterator[Outside]:
    sky = Sky()
    with phone_on(browser, target, past.world.base, sky.answer, mobile=mobile) as phone:
        phone.keep("gongji.session", past.session)
        phone.keep("gongji.elder", mode)
        yield Outside(phone, sky, mode)


@pytest.fixture(scope="module", params=MODES, ids=MODES.get)
def outside(request: pytest.FixtureRequest, browser: Browser, past: Lived) -> Iterator[Outside]:
    with standing(browser, past, request.param) as one:
        one.phone.page.clock.install()
        yield one


@pytest.fixture(scope="module", params=MODES, ids=MODES.get)
def desk(request: pytest.FixtureRequest, browser: Browser, past: Lived) -> Iterator[Outside]:
    """The same in a narrow window: Chromium does not count what moves on a phone."""
    with standing(browser, past, request.param, mobile=False) as one:
        one.phone.page.add_init_script(WATCH_SHIFTS)
        yield one


@pytest.fixture(scope="module", params=MODES, ids=MODES.get)
def wechat(request: pytest.FixtureRequest, browser: Browser, past: Lived) -> Iterator[Outside]:
    with standing(browser, past, request.param, Target.WEIXIN) as one:
        yield one


def test_every_declared_page_is_looked_at() -> None:
    assert [case.path for case in PAGES] == declared()


@pytest.mark.parametrize("case", PAGES, ids=str)
def test_a_page_in_every_weather(case: PageCase, outside: Outside, past: Lived) -> None:
    path = case.with_id(past.ids)
    fine(outside, path)
    slow(case, outside, path)
    empty(case, outside, path)
    broken(case, outside, path)
    offline(case, outside, path)


@pytest.mark.parametrize("case", PAGES, ids=str)
def test_a_page_on_wechat(case: PageCase, wechat: Outside, past: Lived) -> None:
    fine(wechat, case.with_id(past.ids))


def fine(outside: Outside, path: str) -> None:
    outside.open(path, Weather.FINE)
    outside.settled()
    outside.reads_well()
    assert barriers(outside.phone.page) == []
    if outside.phone.target is Target.H5:
        assert unreachable(outside.phone.page) == []


def slow(case: PageCase, outside: Outside, path: str) -> None:
    outside.open(path, Weather.SLOW)
    if case.asks:
        outside.shows("loading")
    outside.reads_well()
    outside.sky.clear()
    outside.settled()


def empty(case: PageCase, outside: Outside, path: str) -> None:
    outside.open(path, Weather.EMPTY)
    if case.lists:
        outside.shows("empty")
    outside.settled()
    outside.reads_well()


def broken(case: PageCase, outside: Outside, path: str) -> None:
    outside.open(path, Weather.BROKEN)
    if case.asks:
        outside.shows("error")
        for part in ("problem-title", "problem-remedy", "state-retry"):
            expect(outside.phone.part(part)).to_be_visible()
    outside.reads_well()


def offline(case: PageCase, outside: Outside, path: str) -> None:
    """The client tries thrice; its patience is made short."""
    outside.open(path, Weather.OFFLINE)
    if case.asks:
        page, lost = outside.phone.page, outside.phone.part("state-offline")
        for _ in range(STEPS):
            if lost.is_visible():
                break
            page.clock.fast_forward(STEP_MS)
        expect(lost).to_be_visible()
        expect(lost).not_to_contain_text("操作")
    outside.reads_well()
    outside.sky.clear()


@pytest.mark.parametrize("case", PAGES, ids=str)
def test_nothing_moves_when_data_arrives(case: PageCase, desk: Outside, past: Lived) -> None:
    desk.open(case.with_id(past.ids), Weather.SLOW)
    desk.stands_still()
    desk.sky.clear()
    desk.settled()
    desk.stands_still()


def test_a_page_that_cannot_be_fetched_says_so(browser: Browser, past: Lived) -> None:
    with phone_on(browser, Target.H5, past.world.base) as phone:
        phone.open()
        phone.page.route("**/assets/pages-institutions-index*", lambda route: route.abort())
        phone.tap_text("定点机构")
        phone.sees("lost-page", "没有连上医保服务，请检查网络后重试")
