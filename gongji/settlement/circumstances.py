"""The circumstances of a bill: what its institution and its patient were that day."""

from __future__ import annotations

from dataclasses import dataclass

from gongji.labels import (
    CATEGORIES,
    INSTITUTIONS,
    INSURANCE_STATES,
    INSURANCES,
    LEVELS,
    area_name,
)
from gongji.vocabulary import Category, InstitutionKind, InsuranceKind, InsuranceStatus

NOT_KEPT = "这张账单由较早的版本结算，没有留存当天的机构级别和参保情况。"
"""For a bill whose circumstances are None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a bill was decided on, as it was that day; later changes leave it as it is.

    A pharmacy has no level, and a resident no category.
    """

    institution_kind: InstitutionKind
    institution_level: int | None
    institution_area: str
    insurance_kind: InsuranceKind
    insurance_area: str
    category: Category | None
    status: InsuranceStatus

    @property
    def institution_told(self) -> str:
        """The institution in words: 长沙市，三级医院."""
        level = LEVELS.get(str(self.institution_level), "")
        return f"{area_name(self.institution_area)}，{level}{INSTITUTIONS[self.institution_kind]}"

    @property
    def insurance_told(self) -> str:
        """The patient in words: 长沙市，职工医保，退休，正常参保."""
        category = [CATEGORIES[self.category]] if self.category else []
        parts = [
            area_name(self.insurance_area),
            INSURANCES[self.insurance_kind],
            *category,
            INSURANCE_STATES[self.status],
        ]
        return "，".join(parts)
