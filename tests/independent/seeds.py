"""Where chance comes from: always a seed, and always told, so that a red run can be repeated."""

from __future__ import annotations

from random import Random


def seeded(seed: int) -> Random:
    """A generator of this seed; pytest shows the line where a test fails, and with `-s` always."""
    print(f"seed {seed}")  # noqa: T201 (the seed is what a red run must tell)
    return Random(seed)  # noqa: S311 (invented bills are no secrets)
