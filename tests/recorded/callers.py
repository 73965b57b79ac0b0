"""What the chapters of the script share: signing in by phone, reading texts, the demo data."""

from __future__ import annotations

import re
from typing import Any

from tests.records.files import pdf_text
from tests.support.cast import Answer, Cast

Headers = dict[str, str]
DEMO_NOW = "2025-11-05T10:00:00+08:00"
NOBODYS_ID = "0" * 26


def load_demo(cast: Cast) -> None:
    """The demo data, with a clock that stands still."""
    cast.call("POST", "/sandbox/reset", {"name": "demo"})
    cast.at(DEMO_NOW)


def newest_code(cast: Cast, phone: str) -> str:
    texts = cast.call("GET", f"/sandbox/sms?phone={phone}").body["items"]
    return next((str(text["code"]) for text in texts if text["code"]), "000000")


def ask_for_code(cast: Cast, phone: str, purpose: str = "login", **headers: str) -> str:
    cast.call("POST", "/auth/sms-codes", {"phone": phone, "purpose": purpose}, **headers)
    return newest_code(cast, phone)


def sign_in(cast: Cast, phone: str, **identity: str) -> Answer:
    shown = {"phone": phone, "code": ask_for_code(cast, phone)} | identity
    return cast.call("POST", "/auth/sms-login", shown)


def bearer(signed_in: Answer) -> Headers:
    return {"Authorization": f"Bearer {signed_in.body['access_token']}"}


def read(cast: Cast, headers: Headers, *paths: str) -> list[Any]:
    """The bodies of these GETs."""
    return [cast.call("GET", path, **headers).body for path in paths]


def verify(cast: Cast, document: Answer) -> None:
    """Asks about the verification number that a PDF or CSV file bears."""
    content: bytes = document.body["file"]
    text = pdf_text(content) if content.startswith(b"%PDF") else content.decode()
    found = re.search(r"GJ[-0-9A-Z]{18,23}", text)
    cast.call("GET", f"/verify/{found[0] if found else 'none'}")


def keyed(headers: Headers, key: str) -> Headers:
    return headers | {"Idempotency-Key": key}
