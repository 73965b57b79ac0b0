"""Ids: a three-letter prefix and a ULID, which sorts by creation and cannot be guessed."""

from __future__ import annotations

import re
import secrets
import threading
import time
from datetime import datetime

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PAIRS = tuple(first + second for first in CROCKFORD for second in CROCKFORD)
"""Two characters for each ten bits."""

ULID_CHARACTERS = 26
SHIFTS = tuple(range(5 * (ULID_CHARACTERS - 2), -1, -10))
ID_LENGTH = 30
"""The institution interface allows 30 characters for `psn_no`, `mdtrt_id`, `setl_id`."""


RANDOM_BITS = 80
STEP_BITS = 64


class _Births:
    """The last number issued: ids of one process rise even within a millisecond."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def next(self) -> int:
        now, chance = time.time_ns() // 1_000_000, secrets.randbits(RANDOM_BITS)
        with self._lock:
            is_later = now > self._last >> RANDOM_BITS
            step = 1 + (chance >> RANDOM_BITS - STEP_BITS)
            self._last = now << RANDOM_BITS | chance if is_later else self._last + step
            return self._last


_births = _Births()


def new_id(prefix: str) -> str:
    """`bnd_01J…`: 48 bits of real milliseconds, then 80 random bits, rising in one process."""
    assert len(prefix) == ID_LENGTH - ULID_CHARACTERS - 1, prefix
    return f"{prefix}_{written(_births.next())}"


def first_since(moment: datetime) -> str:
    """The least ULID of a millisecond; what is born later, by the clock of its process, follows."""
    return written(int(moment.timestamp() * 1000) << RANDOM_BITS)


def written(number: int) -> str:
    return "".join([PAIRS[number >> shift & 1023] for shift in SHIFTS])


class IdForm:
    """The form of ids with one of these prefixes.

    Other texts never reach the database, which refuses some characters in a query.
    """

    def __init__(self, *prefixes: str) -> None:
        body = f"[0-9A-Z]{{{ULID_CHARACTERS}}}"
        self._form = re.compile(f"(?:{'|'.join(prefixes)})_{body}")

    def fits(self, text: str) -> bool:
        return bool(self._form.fullmatch(text))

    def read(self, text: str) -> str:
        """The id itself; raises ValueError for anything else."""
        if not self.fits(text):
            raise ValueError(text)
        return text
