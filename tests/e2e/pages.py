"""Every page of the mini-program, and a family that has something to show on each of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.e2e.till import HOSPITAL, PHARMACY, Till
from tests.e2e.world import PAYER, WIFE, World, card, two_areas

APP = Path(__file__).parents[2] / "miniprogram_mock" / "src" / "pages.json"


@dataclass(frozen=True, slots=True)
class PageCase:
    """A page by its path; `asks` where it cannot show anything without the service."""

    path: str
    asks: bool = True
    lists: bool = False
    """Shows a list that may be empty."""
    named: str = ""
    """The kind of thing whose id it wants."""

    def with_id(self, ids: dict[str, str]) -> str:
        return f"{self.path}?id={ids[self.named]}" if self.named else self.path

    def __str__(self) -> str:
        return self.path.replace("/", "-")


PLAIN = PageCase("", asks=False)
LIST = PageCase("", lists=True)
PAGES = (
    replace(PLAIN, path="home/index"),
    replace(PLAIN, path="login/index"),
    replace(PLAIN, path="login/link"),
    replace(PLAIN, path="login/undo"),
    replace(PLAIN, path="login/terms"),
    PageCase("family/eligibility"),
    PageCase("family/apply"),
    replace(LIST, path="family/index"),
    PageCase("family/made", named="binding"),
    PageCase("family/detail", named="binding"),
    PageCase("family/limits", named="binding"),
    replace(LIST, path="quota/index"),
    PageCase("quota/give"),
    PageCase("quota/detail", named="quota"),
    replace(LIST, path="premium/index"),
    replace(PLAIN, path="premium/confirm"),
    replace(PLAIN, path="premium/result"),
    replace(LIST, path="premium/history"),
    PageCase("premium/receipt", named="payment"),
    PageCase("account/index"),
    PageCase("account/summary"),
    replace(LIST, path="account/entries"),
    PageCase("entitlements/index"),
    replace(LIST, path="visits/index"),
    PageCase("visits/receipt", named="visit"),
    PageCase("code/index"),
    replace(LIST, path="chronic/index"),
    replace(LIST, path="chronic/relative"),
    replace(LIST, path="institutions/index"),
    replace(LIST, path="offices/index"),
    replace(LIST, path="policy/index"),
    PageCase("policy/edition", named="visit"),
    replace(LIST, path="messages/index"),
    replace(PLAIN, path="settings/index"),
    replace(LIST, path="settings/access-log"),
    PageCase("settings/alerts"),
    replace(LIST, path="settings/devices"),
    replace(PLAIN, path="settings/phone"),
    replace(PLAIN, path="settings/phone-done"),
)


def declared() -> list[str]:
    """The pages of the application, as it is built from."""
    pages = json.loads(APP.read_text("utf-8"))["pages"]
    return [one["path"].removeprefix("pages/") for one in pages]


@dataclass(frozen=True, slots=True)
class Lived:
    """A payer with a past: bills of his own and of relatives, a premium, messages."""

    world: World
    session: dict[str, Any]
    ids: dict[str, str]


def lived(world: World) -> Lived:
    open_for_quotas = two_areas()
    people = _with_a_long_illness(open_for_quotas["persons"])
    world.reset(**open_for_quotas | {"persons": people})
    pharmacy, hospital = Till(world.base, PHARMACY), Till(world.base, HOSPITAL)
    for who in (PAYER, WIFE):
        pharmacy.sell(card(who), "36.50")
        hospital.treat(card(who), "128.00")
    session = world.sign_in(PAYER)
    signed = {"Authorization": f"Bearer {session['access_token']}"}
    bindings = world.ask("GET", "/family/bindings?role=authorizer", **signed)["items"]
    wife = next(one for one in bindings if one["relation"] == "spouse")
    resident = next(
        one["product"]
        for one in world.ask("GET", "/premiums/products", **signed)["items"]
        if one["kind"] == "resident"
    )
    paid = world.ask(
        "POST",
        "/premiums/payments",
        {"product": resident, "year": 2026, "binding_ids": [wife["id"]], "include_self": False},
        **signed,
        **{"Idempotency-Key": "pages-of-the-mini-program"},
    )
    visits = world.ask("GET", "/visits?year=2025", **signed)["items"]
    ids = {
        "binding": wife["id"],
        "payment": paid["items"][0]["payment_id"],
        "visit": visits[0]["settlement_id"],
        "quota": world.give_quota(session, 300_00),
    }
    world.draw(ids["quota"], 86_50)
    return Lived(world, session, ids)


def _with_a_long_illness(people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What his mother suffers from is the payer's as well."""
    illness = next(one["chronic"] for one in people if one["chronic"])
    return [one | {"chronic": illness} if one["name"] == PAYER else one for one in people]
