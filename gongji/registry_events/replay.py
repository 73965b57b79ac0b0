"""Somebody's insurances after the registry's events: pure, in their order of effect.

Replaying everything from the state before the first event makes the order of arrival irrelevant: a
suspension that is reported late does not undo the resumption that followed it. Death is terminal:
nothing after it brings an insurance back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from gongji.vocabulary import Category, InsuranceKind, InsuranceStatus


class EventType(StrEnum):
    """What the registry reports."""

    DEATH = "DEATH"
    TRANSFER_OUT = "TRANSFER_OUT"
    INSURANCE_SUSPENDED = "INSURANCE_SUSPENDED"
    INSURANCE_RESUMED = "INSURANCE_RESUMED"
    INSURANCE_ENDED = "INSURANCE_ENDED"
    RETIRED = "RETIRED"
    JOINED_EMPLOYEE = "JOINED_EMPLOYEE"
    PHONE_CHANGED = "PHONE_CHANGED"


@dataclass(frozen=True, slots=True)
class Change:
    """An event as far as it changes insurances."""

    type: EventType
    effective_on: date
    data: Mapping[str, Any]

    @property
    def insurance(self) -> InsuranceKind | None:
        """The one that it is about; None is every one that he has."""
        named = self.data.get("insurance")
        return InsuranceKind(named) if named else None

    def concerns(self, cover: Cover) -> bool:
        return self.insurance in (None, cover.kind)


@dataclass(frozen=True, slots=True)
class Cover:
    """An insurance as the events see it."""

    kind: InsuranceKind
    category: Category | None
    status: InsuranceStatus
    area: str
    monthly_base_fen: int | None
    retired_on: date | None

    @property
    def is_open(self) -> bool:
        return self.status is not InsuranceStatus.ENDED


Covers = dict[str, Cover]
"""By the id of the insurance; NEW is the one that joining as an employee creates."""

NEW = ""


def replay(before: Mapping[str, Cover], changes: Iterable[Change]) -> Covers:
    """The insurances after these changes, which come in order of effect, then of arrival."""
    covers = dict(before)
    for change in changes:
        after = AFTER.get(change.type)
        covers = after(covers, change) if after else covers
        if change.type is EventType.DEATH:
            break
    return covers


def open_kinds(covers: Mapping[str, Cover]) -> set[InsuranceKind]:
    """Which insurances have not ended."""
    return {cover.kind for cover in covers.values() if cover.is_open}


def concerned(covers: Mapping[str, Cover], change: Change) -> set[InsuranceKind]:
    """Which insurances an event is about, given those before it: the one that it names, what only
    employees do, or those that are open; where none is, all that he had. A phone is about none.
    """
    if change.type not in AFTER:
        return set()
    if change.type in OF_EMPLOYEES:
        return {InsuranceKind.EMPLOYEE}
    if change.insurance is not None:
        return {change.insurance}
    return open_kinds(covers) or {cover.kind for cover in covers.values()}


def area_of(covers: Mapping[str, Cover]) -> str | None:
    """Where somebody joins as an employee when nothing else is said: his resident area first."""
    by_kind = sorted(covers.values(), key=lambda cover: cover.kind is InsuranceKind.EMPLOYEE)
    return next((cover.area for cover in by_kind), None)


def _suspended(covers: Covers, change: Change) -> Covers:
    return _moved(covers, change, InsuranceStatus.SUSPENDED, since=(InsuranceStatus.NORMAL,))


def _resumed(covers: Covers, change: Change) -> Covers:
    """Lifts a suspension; what has ended stays ended."""
    return _moved(covers, change, InsuranceStatus.NORMAL, since=(InsuranceStatus.SUSPENDED,))


def _ended(covers: Covers, change: Change) -> Covers:
    return _moved(covers, change, InsuranceStatus.ENDED, since=tuple(InsuranceStatus))


def _moved(
    covers: Covers, change: Change, status: InsuranceStatus, *, since: tuple[InsuranceStatus, ...]
) -> Covers:
    """Of what the change concerns, that which was in one of those states before."""
    return {
        key: replace(cover, status=status)
        if cover.status in since and change.concerns(cover)
        else cover
        for key, cover in covers.items()
    }


def _retired(covers: Covers, change: Change) -> Covers:
    return {
        key: replace(cover, category=Category.RETIRED, retired_on=change.effective_on)
        if _can_retire(cover)
        else cover
        for key, cover in covers.items()
    }


def _can_retire(cover: Cover) -> bool:
    employed = cover.kind is InsuranceKind.EMPLOYEE and cover.category is not Category.RETIRED
    return employed and cover.is_open


def _joined(covers: Covers, change: Change) -> Covers:
    """Every resident insurance ends; the employee insurance is normal, new where he had none."""
    after = {
        key: replace(cover, status=InsuranceStatus.ENDED)
        if cover.kind is InsuranceKind.RESIDENT
        else cover
        for key, cover in covers.items()
    }
    had = [key for key, cover in covers.items() if cover.kind is InsuranceKind.EMPLOYEE]
    key = had[0] if had else NEW
    base_fen = change.data.get("monthly_base_fen")
    if base_fen is None and had:
        base_fen = covers[key].monthly_base_fen
    area = change.data.get("area") or area_of(covers)
    assert area, "an event without an area is refused where nothing else tells it"
    after[key] = Cover(
        InsuranceKind.EMPLOYEE, Category.ACTIVE, InsuranceStatus.NORMAL, area, base_fen, None
    )
    return after


OF_EMPLOYEES = frozenset({EventType.RETIRED, EventType.JOINED_EMPLOYEE})
"""What concerns the employee insurance (职工医保) by its nature."""

AFTER: Mapping[EventType, Callable[[Covers, Change], Covers]] = {
    EventType.DEATH: _ended,
    EventType.TRANSFER_OUT: _ended,
    EventType.INSURANCE_SUSPENDED: _suspended,
    EventType.INSURANCE_RESUMED: _resumed,
    EventType.INSURANCE_ENDED: _ended,
    EventType.RETIRED: _retired,
    EventType.JOINED_EMPLOYEE: _joined,
}
