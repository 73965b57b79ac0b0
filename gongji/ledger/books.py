"""The books (科目) of the ledger: accounts without an owner and without a balance row."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class BookKind(StrEnum):
    """What stands on the other side of a personal account."""

    FUND = "fund"
    """The pooled fund (统筹基金) of an area and an insurance."""
    INSTITUTION = "institution"
    """What an institution has to receive."""
    PREMIUM = "premium"
    """Premiums of a product and a year, gathered for the insurer."""
    CONTRIBUTION = "contribution"
    """Contributions of an area, from which monthly credits come."""
    ELSEWHERE = "elsewhere"
    """Accounts of another area, to which money moves with its owner."""
    PLATFORM = "platform"
    """What an area drew on quotas (共济额度) through the national platform, not yet cleared."""
    CLEARED = "cleared"
    """What was paid to an area in the monthly clearings of its draws."""


@dataclass(frozen=True, slots=True)
class Book:
    """One book, stored on its entries as `kind:name`."""

    kind: BookKind
    name: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"

    @classmethod
    def stored(cls, text: str) -> Book:
        """The book that an entry names. Raises ValueError for an unknown kind."""
        kind, _, name = text.partition(":")
        return cls(BookKind(kind), name)
