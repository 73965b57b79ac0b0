"""The insurance code on the screen is what a scanner reads, and the till settles with it."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser

from tests.e2e.phone import Phone, Target, phone_on
from tests.e2e.till import BY_CODE, HOSPITAL, Shown, Till
from tests.e2e.world import WIFE, World, person

CODES = "**/api/v1/credentials/insurance-code"
LONGER_THAN_A_CODE_LIVES_MS = 600_000


def scanned(phone: Phone) -> str:
    phone.sees("code-left", "有效")
    picture = Image.open(io.BytesIO(phone.part("qr").screenshot()))
    found = zxingcpp.read_barcodes(picture)
    assert len(found) == 1
    return str(found[0].text)


def test_the_code_is_read_by_a_scanner_and_settled(phone: Phone, world: World) -> None:
    phone.enter(world.sign_in(WIFE))
    phone.tap("nav-code")
    shown = Shown(BY_CODE, scanned(phone), person(WIFE)["id_number"], WIFE)
    bill = Till(world.base, HOSPITAL).treat(shown, "30.00")
    assert bill.mutual > 0


@pytest.mark.parametrize("target", Target)
def test_the_code_renews_itself(target: Target, browser: Browser, world: World) -> None:
    """On a phone of its own: a clock that was wound stays so."""
    with phone_on(browser, target, world.base) as phone:
        phone.page.clock.install()
        phone.enter(world.sign_in(WIFE))
        phone.tap("nav-code")
        first = scanned(phone)
        with phone.page.expect_response(CODES):
            phone.page.clock.fast_forward(LONGER_THAN_A_CODE_LIVES_MS)
        assert scanned(phone) != first
        assert phone.complaints == []
