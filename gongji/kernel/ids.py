"""Ids: a three-letter prefix and a ULID, so they sort by birth and cannot be guessed."""

from __future__ import annotations

import re
import secrets
import threading
import time

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ULID_CHARACTERS = 26
ID_LENGTH = 30
"""Fits the 30 characters that the institution interface grants `psn_no`, `mdtrt_id`, `setl_id`."""


RANDOM_BITS = 80
STEP_BITS = 64


class _Births:
    """The last number given: ids of one process rise even inside a millisecond."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def next(self) -> int:
        fresh = (time.time_ns() // 1_000_000) << RANDOM_BITS | secrets.randbits(RANDOM_BITS)
        with self._lock:
            self._last = max(fresh, self._last + 1 + secrets.randbits(STEP_BITS))
            return self._last


_births = _Births()


def new_id(prefix: str) -> str:
    """`bnd_01J…`: 48 bits of real milliseconds, then 80 random bits, rising in one process."""
    assert len(prefix) == ID_LENGTH - ULID_CHARACTERS - 1, prefix
    return f"{prefix}_{_crockford(_births.next())}"


class IdForm:
    """The form of ids with one of these prefixes.

    Anything else never reaches the database, which cannot even be asked about some characters.
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


def _crockford(number: int) -> str:
    shifts = range(5 * (ULID_CHARACTERS - 1), -1, -5)
    return "".join(CROCKFORD[number >> shift & 31] for shift in shifts)
