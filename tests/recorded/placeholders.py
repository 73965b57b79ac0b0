"""What differs from run to run, such as ids and tokens, replaced by what stays the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

SECRET_MEMBERS = {
    "access_token",
    "refresh_token",
    "link_ticket",
    "token",
    "device_mark",
    "secret",
}
"""Members whose text is random as a whole; wherever it occurs later, it is the same secret."""

PLAIN_MEMBERS = {"trace": "<trace>", "qr_svg": "<svg>", "next": "<cursor>"}
"""Members whose texts are not told apart: two cursors may be equal on one database alone."""

CODE_MEMBERS = {"code", "sms_code", "old_code"}
SHORT_CODE, CODE = re.compile(r"[0-9]{6}"), "<code>"
"""A code is too short to be known again by its text: two of a run may be the same."""

CURSOR = re.compile(r"(?<=[?&]cursor=)[^&]+")

FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("entry", re.compile(r"\btrf_[0-9A-Z]{26}-[0-9]+\b")),
    ("jwt", re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")),
    ("number", re.compile(r"\bGJ(?:-?[0-9A-Z]{4}){4}-?[0-9A-Z]{2}\b")),
    ("receipt", re.compile(r"\b20[0-9]{6}[0-9A-Z]{12}\b")),
    ("", re.compile(r"\b[a-z]{3}_[0-9A-Z]{26}\b")),
)
"""Texts that are known by their form, with their kind; an id says its own kind."""

REFERENCE = re.compile(r"(?<=^430000[0-9]{14})[0-9]{10}$")
"""The random part of the number that every gateway reply gets (`inf_refmsgid`)."""

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
REAL_WITHIN = timedelta(hours=1)
"""Business time is frozen far from now, so what is near is the time of the recording."""


class Placeholders:
    """Numbers the texts of each kind in the order in which they first occur."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._secrets: list[str] = []
        self._now = datetime.now(UTC)

    def replace(self, value: Any) -> Any:
        """The same JSON value with placeholders in it."""
        match value:
            case dict():
                return self._replace_members(value)
            case list():
                return [self.replace(item) for item in value]
            case str():
                return self.replace_in(value)
        return value

    def replace_in(self, text: str) -> str:
        """A text with placeholders for the secrets met so far and for all that shows its form."""
        for secret in self._secrets:
            if secret in text:
                text = text.replace(secret, self._known[secret])
        text = CURSOR.sub(PLAIN_MEMBERS["next"], text)
        for kind, form in FORMS:
            text = form.sub(self._named(kind), text)
        return MOMENT.sub(self._without_real_time, REFERENCE.sub("<serial>", text))

    def _replace_members(self, members: dict[str, Any]) -> dict[str, Any]:
        found = {name: self._replace_member(name, members[name]) for name in members}
        code, text = members.get("code"), members.get("text")
        if isinstance(code, str) and isinstance(text, str):
            found["text"] = self.replace_in(text.replace(code, found["code"]))
        return found

    def _replace_member(self, name: str, value: Any) -> Any:
        if isinstance(value, str) and value:
            if name in PLAIN_MEMBERS:
                return PLAIN_MEMBERS[name]
            if name in SECRET_MEMBERS and value not in self._known:
                self._secrets.append(value)
                return self._placeholder(name, value)
            if name in CODE_MEMBERS and SHORT_CODE.fullmatch(value):
                return CODE
        return self.replace(value)

    def _named(self, kind: str) -> Callable[[re.Match[str]], str]:
        def name(found: re.Match[str]) -> str:
            plain = found[0].replace("-", "") if kind == "number" else found[0]
            return self._placeholder(kind or plain[:3], plain)

        return name

    def _placeholder(self, kind: str, text: str) -> str:
        if text not in self._known:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._known[text] = f"<{kind} {self._counts[kind]}>"
        return self._known[text]

    def _without_real_time(self, found: re.Match[str]) -> str:
        moment = datetime.fromisoformat(found[0])
        return "<real time>" if abs(moment - self._now) < REAL_WITHIN else found[0]
