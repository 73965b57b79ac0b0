"""The figures of the policy as the rule catalogue prints them, and which holds where and when.

Written by hand from the catalogue, in fen and ten-thousandths; it knows nothing of the program.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

FROM_THE_START, SINCE_2025 = date(2022, 12, 31), date(2025, 1, 1)

Row = tuple[str, str, Any, date, date | None]
"""Area, key, value, first day, last day (None: still in force)."""

SCENES = frozenset({"OUTPATIENT", "PHARMACY", "CHRONIC", "PREMIUM", "COMMERCIAL_INS"})

HUNAN: tuple[Row, ...] = (
    ("430000", "settle.pay_order", "OWN_THEN_MUTUAL", FROM_THE_START, None),
    ("430000", "settle.opt_in", "PER_SETTLEMENT", FROM_THE_START, None),
    ("430000", "settle.payable_part", "ALL_PERSONAL", FROM_THE_START, None),
    ("430000", "settle.payable_part.chronic", "IN_CATALOGUE", FROM_THE_START, None),
    ("430000", "scene.enabled", SCENES, SINCE_2025, None),
    ("430000", "xprov.treatment_pairs", frozenset(), FROM_THE_START, None),
    ("430000", "authorizer.status_to_pay", frozenset({"NORMAL"}), FROM_THE_START, None),
    ("430000", "pool.310.out.L1", (0, 7_000, None), FROM_THE_START, None),
    ("430000", "pool.310.out.L2", (200_00, 6_000, None), FROM_THE_START, date(2023, 5, 31)),
    ("430000", "pool.310.out.L2", (50_00, 6_000, 200_00), date(2023, 6, 1), None),
    ("430400", "pool.310.out.L2", (200_00, 6_000, None), FROM_THE_START, None),
    ("430000", "pool.310.out.L3", (300_00, 6_000, None), FROM_THE_START, date(2023, 5, 31)),
    ("430000", "pool.310.out.L3", (100_00, 6_000, 300_00), date(2023, 6, 1), None),
    ("430400", "pool.310.out.L3", (300_00, 6_000, None), FROM_THE_START, None),
    ("430200", "pool.310.out.PH", (0, 7_000, None), date(2023, 5, 22), None),
    ("430000", "pool.310.ded_year_cap", 300_00, FROM_THE_START, None),
    ("430000", "pool.310.deductible_mode", "PER_VISIT_CAPPED", FROM_THE_START, None),
    ("430000", "pool.310.year_cap.active", 1500_00, FROM_THE_START, None),
    ("430000", "pool.310.year_cap.retired", 2000_00, FROM_THE_START, None),
    ("430000", "pool.390.out.L1", (0, 7_000, None), SINCE_2025, None),
    ("430000", "pool.390.out.L2", None, SINCE_2025, None),
    ("430000", "pool.390.out.L3", None, SINCE_2025, None),
    ("430000", "pool.390.ded_year_cap", None, SINCE_2025, None),
    ("430000", "pool.390.deductible_mode", "PER_VISIT_CAPPED", SINCE_2025, None),
    ("430100", "pool.390.year_cap", 560_00, SINCE_2025, None),
    ("430200", "pool.390.year_cap", 420_00, SINCE_2025, None),
    ("430300", "pool.390.year_cap", 400_00, SINCE_2025, None),
    ("430400", "pool.390.year_cap", 420_00, SINCE_2025, None),
    ("430500", "pool.390.year_cap", 420_00, SINCE_2025, None),
    ("430600", "pool.390.year_cap", 400_00, SINCE_2025, None),
    ("430700", "pool.390.year_cap", 350_00, SINCE_2025, None),
    ("430800", "pool.390.year_cap", 350_00, SINCE_2025, None),
    ("430900", "pool.390.year_cap", 420_00, SINCE_2025, None),
    ("431000", "pool.390.year_cap", 420_00, SINCE_2025, None),
    ("431100", "pool.390.year_cap", 400_00, SINCE_2025, None),
    ("431200", "pool.390.year_cap", 420_00, SINCE_2025, None),
    ("431300", "pool.390.year_cap", 420_00, SINCE_2025, None),
    ("433100", "pool.390.year_cap", 350_00, SINCE_2025, None),
    (
        "430000",
        "pool.390.two_diseases",
        {"hypertension": 360_00, "diabetes": 600_00, "both": 960_00, "rate": 7_000},
        SINCE_2025,
        None,
    ),
    ("430000", "dual.310.rate", 7_000, date(2026, 1, 1), None),
    ("430000", "dual.390.rate", 6_000, date(2026, 1, 1), None),
    ("430400", "chronic.310.self_rate", 2_000, FROM_THE_START, date(2025, 3, 8)),
    ("430400", "chronic.310.self_rate", 1_000, date(2025, 3, 9), None),
    ("430000", "chronic.310.self_rate.active", 2_000, date(2023, 1, 1), None),
    ("430000", "chronic.310.self_rate.retired", 1_500, date(2023, 1, 1), None),
    ("430000", "chronic.390.self_rate", 3_000, FROM_THE_START, date(2023, 8, 31)),
    ("430000", "chronic.390.self_rate", 3_000, date(2023, 9, 1), None),
)

AREAS = (
    "430100", "430200", "430300", "430400", "430500", "430600", "430700", "430800", "430900",
    "431000", "431100", "431200", "431300", "433100", "439900",
)  # fmt: skip
"""The fourteen prefectures and the provincial level, which takes the province's rows."""


class NotGrantedError(Exception):
    """A benefit is asked for that place, goods or person do not have: refuse with words."""


class NotConfiguredError(Exception):
    """No row covers that place on that day: refuse, do not guess."""


@dataclass(frozen=True)
class Figures:
    """The printed rows under `changes` (area, key, value, since), which win on the same date."""

    changes: Sequence[tuple[str, str, Any, date]] = ()
    _known: dict[tuple[str, date], dict[str, Any]] = field(default_factory=dict, repr=False)

    def value(self, area: str, key: str, day: date) -> Any:
        """Most specific area with a row valid on the day; raises NotConfiguredError."""
        for known in self._ladder(area, day):
            if key in known:
                return known[key]
        raise NotConfiguredError(f"{key} at {area} on {day}")

    def perhaps(self, area: str, key: str, day: date) -> Any:
        """The same, or None where no row says that there is any."""
        try:
            return self.value(area, key, day)
        except NotConfiguredError:
            return None

    def of_category(self, area: str, key: str, category: str, day: date) -> Any:
        """The row of a category or the plain one, whichever stands at the narrower area."""
        for known in self._ladder(area, day):
            for name in (f"{key}.{category}", key):
                if name in known:
                    return known[name]
        raise NotConfiguredError(f"{key} at {area} on {day}")

    def _ladder(self, area: str, day: date) -> list[dict[str, Any]]:
        steps = dict.fromkeys((area, area[:4] + "00", area[:2] + "0000"))
        return [self._at(step, day) for step in steps]

    def _at(self, area: str, day: date) -> dict[str, Any]:
        """What the rows of exactly this area say on that day; later rows outweigh earlier ones."""
        if (area, day) not in self._known:
            printed = [
                (row[3], 0, row[1], row[2])
                for row in HUNAN
                if row[0] == area and row[3] <= day and (row[4] is None or day <= row[4])
            ]
            changed = [
                (row[3], 1, row[1], row[2])
                for row in self.changes
                if row[0] == area and row[3] <= day
            ]
            ordered = sorted(printed + changed, key=lambda row: row[:2])
            self._known[area, day] = {key: value for _, _, key, value in ordered}
        return self._known[area, day]
