"""The policy of one area on one day: typed values, each with the rows that decided it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from gongji.kernel.money import Money
from gongji.labels import area_name
from gongji.policy.editions import Edition, ListedRow
from gongji.policy.entries import Citation, OverlayRow, PolicyEntry, Source
from gongji.policy.overlay import entries_of
from gongji.policy.parameter import Param
from gongji.policy.parameters import (
    CATEGORIES,
    CHRONIC_LIMITS,
    CHRONIC_SELF_RATE,
    CHRONIC_SELF_RATE_OF_CATEGORY,
    DEDUCTIBLE_MODE,
    DEDUCTIBLE_YEAR_CAP,
    DUAL_RATE,
    OUTPATIENT_TIER,
    SUBSIDIES,
    PlainParameters,
    param_of,
    place_of,
    pool_cap_param,
    premium_param,
    subsidy_param,
)
from gongji.policy.problems import PolicyNotConfigured
from gongji.policy.values import (
    ChronicLimits,
    DeductibleMode,
    PayablePart,
    PremiumRule,
    SubsidyRule,
    Tier,
)
from gongji.vocabulary import Area, Category, InsuranceKind, Scene, Subsidy

REMEMBERED = 4096
KEY = attrgetter("key")


@dataclass(frozen=True, eq=False)
class Rules(PlainParameters):
    """The policy of `area` on `on`; each parameter raises PolicyNotConfigured if no row decides.

    Plain parameters are attributes (see `PlainParameters`), those with arguments are methods.
    """

    area: str
    area_name: str
    on: date
    _decided: Mapping[str, PolicyEntry]

    def decided(self, key: str) -> PolicyEntry | None:
        """The row that decides `key`, if any."""
        return self._decided.get(key)

    def entry(self, key: str) -> PolicyEntry:
        found = self.decided(key)
        if found is None:
            raise self._not_configured(key)
        return found

    def is_set(self, param: Param[Any]) -> bool:
        """Whether any row decides it."""
        return param.key in self._decided

    def outpatient_tier(self, insurance: InsuranceKind, level: int) -> Tier | None:
        """Deductible and share of the pool at a level 1, 2 or 3 institution; None is no pool."""
        return self.value(OUTPATIENT_TIER.of(insurance=insurance, level=level))

    def deductible_year_cap(self, insurance: InsuranceKind) -> Money | None:
        """The most that deductibles take in one year; None means no cap (POOL-04)."""
        return self.value(DEDUCTIBLE_YEAR_CAP.of(insurance=insurance))

    def deductible_mode(self, insurance: InsuranceKind) -> DeductibleMode:
        return self.value(DEDUCTIBLE_MODE.of(insurance=insurance))

    def pool_year_cap(self, insurance: InsuranceKind, category: Category) -> Money:
        """The most that the pool pays in one year; active or retired (POOL-05, -08)."""
        return self.value(pool_cap_param(insurance, category))

    def payable_param(self, scene: Scene) -> Param[PayablePart]:
        """Which parameter says what accounts may pay there: that of chronic care, where any row
        decides it, else the one for all scenes (PAY-07, SCN-03).
        """
        own = PlainParameters.chronic_payable_part
        is_own = scene is Scene.CHRONIC and self.is_set(own)
        return own if is_own else PlainParameters.payable_part

    def chronic_param(self, insurance: InsuranceKind, category: Category) -> Param[Decimal]:
        """Which parameter decides the chronic share: at the most specific area that of the
        category, else the plain one, else the same question one area wider (CHR-01).
        """
        own = CHRONIC_SELF_RATE_OF_CATEGORY.of(insurance=insurance, category=category)
        return own if own.key in self._decided else CHRONIC_SELF_RATE.of(insurance=insurance)

    def chronic_self_rate(self, insurance: InsuranceKind, category: Category) -> Decimal:
        """The patient's share of a chronic outpatient bill, from 0 to 1."""
        return self.value(self.chronic_param(insurance, category))

    def chronic_limits(self, insurance: InsuranceKind) -> ChronicLimits | None:
        """The limits by disease; None where no row has any amount in force (CHR-07)."""
        param = CHRONIC_LIMITS.of(insurance=insurance)
        return self.value(param) if self.is_set(param) else None

    def dual_rate(self, insurance: InsuranceKind) -> Decimal:
        """The pool's share of a drug of both channels (双通道), from 0 to 1."""
        return self.value(DUAL_RATE.of(insurance=insurance))

    def resident_premium(self, year: int) -> PremiumRule:
        """The premium of an insured year."""
        return self.value(premium_param(year))

    def subsidies(self, year: int) -> dict[Subsidy, SubsidyRule]:
        """The share that each kind of support leaves to pay of the premium of an insured year.

        Half and full must have rows; a year without a row for newborns has no such support.
        """
        params = {subsidy: subsidy_param(year, subsidy) for subsidy in SUBSIDIES}
        return {
            subsidy: self.value(param)
            for subsidy, param in params.items()
            if subsidy is not Subsidy.NEWBORN or self.is_set(param)
        }

    @property
    def quota_areas(self) -> tuple[str, ...]:
        """The prefectures that this one's people may give quotas (共济额度) to, by code; none where
        no row decides (C-14).
        """
        own = Area(self.area).city
        pairs = self.wallet_pairs if PlainParameters.wallet_pairs.key in self._decided else ()
        return tuple(sorted(area for pair in pairs if own in pair for area in pair - {own}))

    def basis(self, *asked: str | Param[Any]) -> tuple[Citation, ...]:
        """The citations of the rows that decide these keys or parameters."""
        keys = dict.fromkeys(ask.key if isinstance(ask, Param) else ask for ask in asked)
        return tuple(citation for key in keys for citation in self.entry(key).citations)

    def listing(self) -> list[ListedRow]:
        """Every parameter in force in the area on that day, in the order of their list."""
        return [ListedRow.of(self._decided[key]) for key in sorted(self._decided, key=place_of)]

    def _not_configured(self, key: str) -> PolicyNotConfigured:
        param = param_of(key)
        assert param, f"{key!r} is no parameter"
        area = self.area_name or area_name(self.area)
        return PolicyNotConfigured(area=area, on=self.on, title=param.title, key=key)


class PolicyBook:
    """All packs, and in a sandbox its overlay; immutable, shared by all threads."""

    def __init__(
        self,
        packed: Iterable[PolicyEntry],
        sources: Mapping[str, Source],
        area_names: Mapping[str, str],
        overlay: Sequence[PolicyEntry] = (),
    ) -> None:
        self.entries = (*packed, *overlay)
        self.sources = MappingProxyType(dict(sources))
        self.area_names = MappingProxyType(dict(area_names))
        # By area and key, the latest first; on the same date the overlay first.
        self._by_area: dict[str, dict[str, list[PolicyEntry]]] = {}
        deciding = (entry for entry in self.entries if not entry.proposed)
        for entry in sorted(deciding, key=lambda one: (one.since, one.overlay), reverse=True):
            self._by_area.setdefault(entry.area, {}).setdefault(entry.key, []).append(entry)
        self.edition = Edition.of(self.entries, self.area_names)
        self.version = self.edition.version
        self._remembered = lru_cache(REMEMBERED)(self._rules)

    def rules(self, area: str, on: date) -> Rules:
        """The policy of a six-digit area on a civil date; the same object for the same question."""
        return self._remembered(area, on)

    def proposed(self, area: str, on: date) -> list[ListedRow]:
        """What weak pages say of the area and those around it on that day, by key; no decision
        follows it.
        """
        chain = Area(area).chain()
        found = [row for row in self.entries if row.proposed and row.area in chain]
        return [ListedRow.of(row) for row in sorted(found, key=KEY) if row.covers(on)]

    def earlier(self, area: str, on: date) -> list[ListedRow]:
        """What decided there before each row that decides on that day, the latest first of a key.

        A row of a wider area may go on elsewhere: here it ended when the next one began.
        """
        found = []
        for row in self.rules(area, on).listing():
            since = row.since
            while before := self.rules(area, since - timedelta(days=1)).decided(row.key):
                found.append(ListedRow.of(before))
                since = before.since
        return found

    def with_overlay(self, rows: Sequence[OverlayRow]) -> PolicyBook:
        """The packs under these rows; an overlay that was there before is gone.

        Raises PackError with the number of the row, from 1.
        """
        packed = [entry for entry in self.entries if not entry.overlay]
        overlay = entries_of(rows, self.sources, packed)
        return PolicyBook(packed, self.sources, self.area_names, overlay)

    def _rules(self, area: str, on: date) -> Rules:
        """From wide to narrow; a narrower key that holds for both replaces those of a category."""
        decided: dict[str, PolicyEntry] = {}
        for wider in reversed(Area(area).chain()):
            by_key = self._by_area.get(wider, {}).items()
            covering = {key: [row for row in rows if row.covers(on)] for key, rows in by_key}
            valid = {key: rows[0] for key, rows in covering.items() if rows}
            for key in valid:
                for category in CATEGORIES.values():
                    decided.pop(f"{key}.{category.code}", None)
            decided.update(valid)
        return Rules(area, self.area_names.get(area, ""), on, MappingProxyType(decided))
