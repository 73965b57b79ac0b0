"""Limits for unknown clients: settings, wide in the sandbox and strict in production."""

from __future__ import annotations

from dataclasses import dataclass

WIDE = 0
"""A limit that is not counted."""


@dataclass(frozen=True, slots=True)
class AddressLimits:
    """What one network address may do; 0 is not limited.

    `phone_day`: codes to one phone in a day. `codes_hour`: codes to any phone in an hour.
    `guesses_hour`: wrong codes in an hour.
    """

    phone_day: int = WIDE
    codes_hour: int = WIDE
    guesses_hour: int = WIDE


@dataclass(frozen=True, slots=True)
class Guards:
    """`identity_after_days`: days of real time without a sign-in after which a new device also
    states name and ID number; None never asks for them.
    """

    address: AddressLimits = AddressLimits()
    identity_after_days: int | None = None


NO_GUARDS = Guards()
STRICT = Guards(AddressLimits(phone_day=3, codes_hour=300, guesses_hour=20), 180)
"""The default in production."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request comes from: its network address, the mark that its device sends, and the
    subject of its client certificate.

    Each is "" if there is none. Address and subject are those that a proxy of ours has told.
    """

    address: str = ""
    device_mark: str = ""
    certificate: str = ""


NOWHERE = Origin()
