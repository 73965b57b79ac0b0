"""Who takes part in the independent split: people, relations, places, closed hours, bills."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from tests.independent.split import Cover, Line

CASH_ONLY, OWN_ONLY, FAMILY = "0", "1", "2"


@dataclass
class Human:
    key: str
    covers: dict[str, Cover]
    balance: int | None = None
    frozen: bool = False
    chronic: dict[str, date] = field(default_factory=dict)
    """The last day of each chronic disease."""
    approved: dict[str, date] = field(default_factory=dict)
    """When it was approved, where that is known."""
    dual: dict[str, tuple[date, date]] = field(default_factory=dict)
    """First and last day of what is registered of drugs of both channels, by item."""
    two: dict[str, tuple[date, date]] = field(default_factory=dict)
    """The same of hypertension and diabetes, by their names."""


@dataclass
class Relation:
    """`caps` are per use, month, year; `over` is how it ended, None while its dates decide.

    `times_set` counts how often the authorizer set the hold.
    """

    key: str
    authorizer: str
    beneficiary: str
    starts: date
    ends: date
    caps: tuple[int | None, int | None, int | None] = (None, None, None)
    hold: int = 0
    times_set: int = 0
    over: str | None = None
    spent: list[tuple[date, int]] = field(default_factory=list)

    def is_live(self, day: date) -> bool:
        return self.over is None and day <= self.ends

    def left_of_caps(self, day: date) -> int | None:
        month = sum(fen for on, fen in self.spent if (on.year, on.month) == (day.year, day.month))
        year = sum(fen for on, fen in self.spent if on.year == day.year)
        used = zip(self.caps, (0, month, year), strict=True)
        left = [max(0, cap - gone) for cap, gone in used if cap is not None]
        return min(left, default=None)


@dataclass(frozen=True)
class Place:
    code: str
    area: str
    level: int | None
    chronic: bool = False
    pooled: bool = False
    """A pharmacy of the outpatient pool."""
    dual: bool = False
    """Settles drugs of both channels."""


@dataclass(frozen=True)
class Window:
    """Settlement is closed in an area and all below it, from `begins` until just before `ends`."""

    area: str
    begins: datetime
    ends: datetime

    def closes(self, area: str, at: datetime) -> bool:
        wider = (area, area[:4] + "00", area[:2] + "0000", "100000")
        return self.area in wider and self.begins <= at < self.ends


@dataclass(frozen=True)
class Bill:
    """`kind` is the medical category: 11 outpatient, 14 chronic, 18 both channels, 41 pharmacy,
    9901 hypertension and diabetes. Bills that name the same `visit` are batches of it.
    """

    patient: str
    insurance: str
    place: Place
    kind: str
    disease: str
    flag: str
    lines: tuple[Line, ...]
    at: datetime
    visit: str = ""
    prescribed: bool = False
