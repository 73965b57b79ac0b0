"""However often and fast a finger taps, each act of each page happens once and is the right one.

`make test` taps every act in one rhythm that has all the gaps in it; `make taps` in every rhythm.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Request

from tests.e2e.deeds import DEEDS, REQUESTS, Deed, declared_deeds
from tests.e2e.phone import LOST, REFUSED, Phone, Phones, Target
from tests.e2e.world import World

MIXED = (40, 80, 200, 430)
EVERY = [(gap_ms,) * (taps - 1) for taps in (2, 3, 5) for gap_ms in MIXED]
RHYTHMS = EVERY if os.environ.get("GONGJI_TAPS") == "every" else [MIXED]
ID = re.compile(r"/[a-z]{2,4}_\w{20,}")
CASES = [(deed, target) for deed in DEEDS for target in deed.on]


class Ear:
    """The requests that do something: whatever is not read, and files that are made."""

    def __init__(self, phone: Phone) -> None:
        self.heard: list[str] = []
        self._files = {asked for asked in REQUESTS.values() if asked.startswith("GET ")}
        phone.page.on("request", self.hear)

    def hear(self, request: Request) -> None:
        path = urlsplit(request.url).path
        if not path.startswith("/api/v1/"):
            return
        method = request.headers.get("x-http-method-override", request.method)
        said = f"{method} {ID.sub('/*', path.removeprefix('/api/v1'))}"
        if method != "GET" or said in self._files:
            self.heard.append(said)


@contextmanager
def ready(phones: Phones, world: World, deed: Deed, target: Target) -> Iterator[tuple[Phone, Ear]]:
    with phones.lent(target, world.base) as phone:
        phone.expected = (REFUSED, LOST)
        deed.come(phone, world)
        phone.part(deed.taps).wait_for()
        phone.at_rest()
        phone.page.wait_for_load_state("networkidle")
        ear = Ear(phone)
        yield phone, ear
        phone.page.remove_listener("request", ear.hear)
        assert phone.complaints == []


@pytest.mark.parametrize("rhythm", RHYTHMS, ids=lambda gaps: f"{len(gaps) + 1}x{max(gaps)}")
@pytest.mark.parametrize(("deed", "target"), CASES, ids=str)
def test_however_often_it_is_tapped_it_happens_once(
    deed: Deed, target: Target, rhythm: tuple[int, ...], phones: Phones, world: World
) -> None:
    with ready(phones, world, deed, target) as (phone, ear):
        phone.hammer(deed.taps, rhythm)
        if deed.asks:
            phone.at_rest()
            assert ear.heard == []
            phone.hammer("dialog-ok", rhythm)
        phone.part(deed.shows).wait_for()
        phone.at_rest()
        phone.page.wait_for_load_state("networkidle")
        assert ear.heard == [deed.request]


def test_every_act_of_every_page_is_tapped() -> None:
    assert {(deed.page, deed.writes) for deed in DEEDS} == declared_deeds()
