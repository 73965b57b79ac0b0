"""Every act of every page: how it is come to, what is tapped, and the one request it makes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.pages import APP, declared
from tests.e2e.phone import Phone, Target
from tests.e2e.steps import fill_in
from tests.e2e.till import PHARMACY, Till
from tests.e2e.world import BROTHER, MOTHER, PAYER, WIFE, World, card, masked, person, two_areas

SOURCE = APP.parent
NEW_PHONE = "19900007777"
BOTH, WEIXIN, H5 = tuple(Target), (Target.WEIXIN,), (Target.H5,)

Session = dict[str, Any]
Come = Callable[[Phone, World], None]
"""Brings a page to where an act is one tap away."""
First = Callable[[World, Session], Any]
"""What happens before the page is opened; it may tell an id."""


@dataclass(frozen=True, slots=True)
class Deed:
    """`writes` is its name in `api.ts` or among the downloads."""

    page: str
    writes: str
    come: Come
    taps: str
    shows: str
    """What stands there in the end, after all the taps."""
    asks: bool = True
    """A dialog stands between."""
    on: tuple[Target, ...] = BOTH

    @property
    def request(self) -> str:
        return REQUESTS[self.writes]

    def __str__(self) -> str:
        return f"{self.page.replace('/', '-')}-{self.writes}"


# -- ways to them


def nothing(_: World, __: Session) -> None:
    """Nothing happens before."""


def at(page: str, *taps: str, who: str = PAYER, first: First = nothing) -> Come:
    """Somebody who has signed in before opens a page, and taps his way; `*` is the id told."""

    def come(phone: Phone, world: World) -> None:
        session = world.sign_in(who)
        told = first(world, session)
        phone.keep("gongji.session", session)
        phone.open(page.replace("*", str(told)))
        for testid in taps:
            phone.tap(testid)

    return come


def typing(come: Come, **fields: str) -> Come:
    def typed(phone: Phone, world: World) -> None:
        come(phone, world)
        for testid, text in fields.items():
            phone.type(testid.replace("_", "-"), text)

    return typed


def with_code(come: Come, number: str) -> Come:
    """The code that came to this number is typed."""

    def typed(phone: Phone, world: World) -> None:
        come(phone, world)
        phone.tap("send-code")
        phone.sees("code-told", "会收到验证码")
        phone.type("code", world.code_for(number))

    return typed


def visitor(page: str, *taps: str) -> Come:
    def come(phone: Phone, _: World) -> None:
        phone.keep("wxrun.login", "wx-anna-1")
        phone.open(page)
        for testid in taps:
            phone.tap(testid)

    return come


def linking(phone: Phone, world: World) -> None:
    visitor("login/index", "agree", "platform-login")(phone, world)
    her = person(WIFE)
    phone.type("name", WIFE)
    phone.type("id-number", her["id_number"])
    phone.type("phone", her["phone"])


def applying(phone: Phone, world: World) -> None:
    at("family/apply")(phone, world)
    fill_in(phone, world, BROTHER, "sibling")


def naming(phone: Phone, world: World) -> None:
    at("family/apply", "relation-sibling")(phone, world)
    his = person(BROTHER)
    typing(lambda *_: None, name=BROTHER, id_number=his["id_number"], phone=his["phone"])(
        phone, world
    )


def ill(phone: Phone, world: World) -> None:
    world.at("2025-12-10T10:00:00+08:00")
    at("chronic/index", who=MOTHER)(phone, world)


def for_my_mother(phone: Phone, world: World) -> None:
    """Her son has chosen her and typed her number."""
    world.at("2025-12-10T10:00:00+08:00")
    at("chronic/relative")(phone, world)
    phone.tap_text(f"{masked(MOTHER)}（母亲）")
    phone.type("id-number", person(MOTHER)["id_number"])


def seeing_hers(phone: Phone, world: World) -> None:
    with_code(for_my_mother, person(MOTHER)["phone"])(phone, world)
    phone.tap("look")
    phone.sees("agreed", "已同意")


def another_device(world: World, _: Session) -> None:
    """He signs in elsewhere as well, once a second code may be sent."""
    world.at("2025-11-05T10:02:00+08:00")
    world.sign_in(PAYER)


def changed(phone: Phone, world: World) -> None:
    """His number was changed; he opens the page where that is undone."""
    world.change_phone(world.sign_in(PAYER), PAYER, NEW_PHONE)
    world.at("2025-11-05T10:02:00+08:00")
    phone.open("login/undo")


def her_binding(world: World, session: Session) -> str:
    bindings = world.as_(session, "GET", "/family/bindings?role=authorizer")["items"]
    return str(next(one["id"] for one in bindings if one["relation"] == "spouse"))


def freeze(world: World, session: Session) -> None:
    world.as_(session, "POST", "/account/freeze")


def she_buys(world: World, _: Session) -> None:
    Till(world.base, PHARMACY).sell(card(WIFE), "36.50")


def insure(world: World, session: Session) -> str:
    """The payer buys himself what can be given back at mere request."""
    listed = world.as_(session, "GET", "/premiums/products")["items"]
    product = next(one for one in listed if one["kind"] == "inclusive")
    wanted = {name: product[name] for name in ("product", "year")}
    wanted |= {"binding_ids": [], "include_self": True}
    keyed = {"Idempotency-Key": "of-a-deed"}
    paid = world.as_(session, "POST", "/premiums/payments", wanted, **keyed)
    return str(paid["items"][0]["payment_id"])


def of_quotas(page: str, *, gives: bool = False) -> Come:
    """The payer opens a page in a world where quotas are open; `*` is his brother's quota."""

    def come(phone: Phone, world: World) -> None:
        world.reset(**two_areas())
        session = world.sign_in(PAYER)
        told = world.give_quota(session, 100_00) if gives else ""
        phone.keep("gongji.session", session)
        phone.open(page.replace("*", told))

    return come


def naming_for_a_quota(phone: Phone, world: World) -> None:
    of_quotas("quota/give")(phone, world)
    his = person(BROTHER)
    phone.tap("relation-sibling")
    typing(lambda *_: None, name=BROTHER, id_number=his["id_number"], phone=his["phone"])(
        phone, world
    )


def giving(phone: Phone, world: World) -> None:
    of_quotas("quota/give")(phone, world)
    fill_in(phone, world, BROTHER, "sibling")
    phone.type("amount", "100")


HIM = {"name": PAYER, "id_number": person(PAYER)["id_number"]}
HIS_PHONE, HER_PHONE = person(PAYER)["phone"], person(WIFE)["phone"]
LOGIN = typing(visitor("login/index"), phone=HIS_PHONE)
ENTERING = with_code(typing(visitor("login/index", "agree"), phone=HIS_PHONE), HIS_PHONE)
CONSENTED = visitor("login/index", "agree")
LIMITS = typing(at("family/limits?id=*", first=her_binding), month="300", hold="100")
BOUND = at("family/detail?id=*", first=her_binding)
PAYING = at("premium/index", "payable-due", "next")
INSURED = at("premium/receipt?id=*", "reason-cancelled", first=insure)
FROZEN = at("account/index", first=freeze)
FROZEN_TOO = at("settings/index", first=freeze)
ALERTS = typing(at("settings/alerts"), threshold="50")
UNDOING = typing(changed, phone=HIS_PHONE)
OLD = at("settings/phone")
PHONE = typing(at("settings/phone", "proof-identity"), new_phone=NEW_PHONE, **HIM)
DEVICES = at("settings/devices", first=another_device)
UNREAD = at("messages/index", first=she_buys)
GIVEN = of_quotas("quota/detail?id=*", gives=True)
CHANGING = typing(GIVEN, amount="120")
ESTIMATING = typing(at("entitlements/index"), amount="500")
NAMED = for_my_mother
HERS = with_code(NAMED, person(MOTHER)["phone"])
TOLD = "dialog-title"

REQUESTS = {
    "sendLoginCode": "POST /auth/sms-codes",
    "sendLinkCode": "POST /auth/sms-codes",
    "sendPhoneCode": "POST /auth/sms-codes",
    "sendOldPhoneCode": "POST /auth/sms-codes",
    "sendUndoCode": "POST /auth/sms-codes",
    "undoPhone": "POST /auth/phone/undo",
    "removeDevice": "DELETE /auth/devices/*",
    "sendBindCode": "POST /family/sms-codes",
    "smsLogin": "POST /auth/sms-login",
    "platformLogin": "POST /auth/mini-program-login",
    "link": "POST /auth/link",
    "changePhone": "POST /auth/phone",
    "logout": "POST /auth/logout",
    "logoutAll": "POST /auth/logout-all",
    "bind": "POST /family/bindings",
    "unbind": "POST /family/bindings/*/unbind",
    "changeBinding": "PATCH /family/bindings/*",
    "sendQuotaCode": "POST /quotas/sms-codes",
    "giveQuota": "POST /quotas",
    "changeQuota": "PATCH /quotas/*",
    "endQuota": "POST /quotas/*/end",
    "pay": "POST /premiums/payments",
    "refund": "POST /premiums/payments/*/refund",
    "freeze": "POST /account/freeze",
    "unfreeze": "POST /account/unfreeze",
    "estimate": "POST /entitlements/estimate",
    "insuranceCode": "POST /credentials/insurance-code",
    "extend": "POST /chronic/qualifications/*/extension",
    "sendRelativeCode": "POST /chronic/relatives/*/sms-codes",
    "relativesQualifications": "POST /chronic/relatives/*/qualifications",
    "extendForRelative": "POST /chronic/relatives/*/extensions",
    "readMessage": "POST /messages/*/read",
    "setMessageSettings": "PUT /messages/settings",
    "statement": "GET /account/statement",
    "export": "GET /me/export",
}
"""What the service hears of each, ids left out."""

DEEDS = (
    Deed("login/index", "sendLoginCode", LOGIN, "send-code", "code-told", asks=False),
    Deed("login/index", "smsLogin", ENTERING, "login", "my-name", asks=False),
    Deed("login/index", "platformLogin", CONSENTED, "platform-login", "link", False, WEIXIN),
    Deed("login/link", "sendLinkCode", linking, "send-code", "code-told", False, WEIXIN),
    Deed("login/link", "link", with_code(linking, HER_PHONE), "link", "my-name", False, WEIXIN),
    Deed("family/index", "unbind", at("family/index"), "unbind", TOLD),
    Deed("family/detail", "unbind", BOUND, "unbind", TOLD),
    Deed("family/apply", "sendBindCode", naming, "send-code", "code-told", asks=False),
    Deed("family/apply", "bind", applying, "submit", "made"),
    Deed("family/limits", "changeBinding", LIMITS, "save", TOLD),
    Deed("quota/give", "sendQuotaCode", naming_for_a_quota, "send-code", "code-told", asks=False),
    Deed("quota/give", "giveQuota", giving, "submit", "quota-left"),
    Deed("quota/detail", "changeQuota", CHANGING, "save", TOLD),
    Deed("quota/detail", "endQuota", GIVEN, "end", TOLD),
    Deed("premium/confirm", "pay", PAYING, "pay", "result-title"),
    Deed("premium/receipt", "refund", INSURED, "refund", TOLD),
    Deed("account/index", "freeze", at("account/index"), "freeze", TOLD),
    Deed("account/index", "unfreeze", FROZEN, "freeze", TOLD),
    Deed("account/summary", "statement", at("account/summary"), "statement-pdf", "word", False),
    Deed("entitlements/index", "estimate", ESTIMATING, "estimate", "answer", asks=False),
    Deed("code/index", "insuranceCode", at("code/index"), "renew", "code-left", asks=False),
    Deed("chronic/index", "extend", ill, "extend", TOLD),
    Deed(
        "chronic/relative", "sendRelativeCode", for_my_mother, "send-code", "code-told", asks=False
    ),
    Deed("chronic/relative", "relativesQualifications", HERS, "look", "agreed", asks=False),
    Deed("chronic/relative", "extendForRelative", seeing_hers, "extend", TOLD),
    Deed("messages/index", "readMessage", UNREAD, "message", TOLD, asks=False),
    Deed("settings/index", "freeze", at("settings/index"), "freeze", TOLD),
    Deed("settings/index", "unfreeze", FROZEN_TOO, "freeze", TOLD),
    Deed("settings/index", "logout", at("settings/index"), "logout", "sign-in"),
    Deed("settings/index", "logoutAll", at("settings/index"), "logout-all", "sign-in"),
    Deed("settings/index", "export", at("settings/index"), "export", "word", False, H5),
    Deed("settings/alerts", "setMessageSettings", ALERTS, "save", TOLD, asks=False),
    Deed("login/undo", "sendUndoCode", UNDOING, "send-code", "code-told", asks=False),
    Deed("login/undo", "undoPhone", with_code(UNDOING, HIS_PHONE), "undo", TOLD),
    Deed("settings/devices", "removeDevice", DEVICES, "device-remove", TOLD),
    Deed("settings/phone", "sendOldPhoneCode", OLD, "send-old-code", "old-code-told", asks=False),
    Deed("settings/phone", "sendPhoneCode", PHONE, "send-code", "code-told", asks=False),
    Deed("settings/phone", "changePhone", with_code(PHONE, NEW_PHONE), "change", "phone-done"),
)


# -- what the source says there is

ENTRY = re.compile(r"^  (\w+): (.*?)(?=^  \w+: |^})", re.MULTILINE | re.DOTALL)
WRITES = re.compile(r"\b(?:post|postTo)\(|'(?:POST|PATCH|PUT|DELETE)'")
CALLS = re.compile(r"\bapi\.(\w+)")
DOWNLOADS = re.compile(r"\bdownload\(['`]/(?:\w+/)*(\w+)")
IMPORTED = re.compile(r"from '(?:@/|\./)([\w/.-]+)'")


def declared_deeds() -> set[tuple[str, str]]:
    """The acts that a page or what it is made of calls, by page and name in `api.ts`."""
    api = (SOURCE / "services" / "api.ts").read_text("utf-8").partition("export const api = {")[2]
    reads = {name for name, call in ENTRY.findall(api) if not WRITES.search(call)}
    return {
        (page, name)
        for page in declared()
        for name in _called(SOURCE / "pages" / f"{page}.vue", set()) - reads
    }


def _called(path: Path, seen: set[Path]) -> set[str]:
    seen.add(path)
    text = path.read_text("utf-8")
    called = {*CALLS.findall(text), *DOWNLOADS.findall(text)}
    for name in IMPORTED.findall(text):
        part = _part(path, name)
        if part and part not in seen:
            called |= _called(part, seen)
    return called


def _part(path: Path, name: str) -> Path | None:
    """A component, or what pages share; never the client itself."""
    for folder in (SOURCE, path.parent):
        for suffix in ("", ".ts"):
            found = folder / f"{name}{suffix}"
            if found.is_file() and "services" not in found.parts:
                return found
    return None
