"""Which of a person's insurances counts: pure decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from gongji.vocabulary import InsuranceKind, InsuranceStatus

STATUS_ORDER = (InsuranceStatus.NORMAL, InsuranceStatus.SUSPENDED, InsuranceStatus.ENDED)
KIND_ORDER = (InsuranceKind.EMPLOYEE, InsuranceKind.RESIDENT)


class InsuranceLike(Protocol):
    """One insurance, ours or the registry's."""

    @property
    def kind(self) -> str: ...
    @property
    def status(self) -> str: ...


SomeCover = TypeVar("SomeCover", bound=InsuranceLike)


def main_insurance(insurances: Sequence[SomeCover]) -> SomeCover | None:
    """The insurance that pays: a normal one first, then employee before resident (PAY-01)."""

    def rank(cover: SomeCover) -> tuple[int, int]:
        status, kind = InsuranceStatus(cover.status), InsuranceKind(cover.kind)
        return STATUS_ORDER.index(status), KIND_ORDER.index(kind)

    return min(insurances, key=rank, default=None)


def employee_insurance(insurances: Sequence[SomeCover]) -> SomeCover | None:
    """The employee insurance (职工医保) in its best status; it may have ended (ELIG-01)."""
    return main_insurance([one for one in insurances if one.kind == InsuranceKind.EMPLOYEE])
