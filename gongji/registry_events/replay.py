"""Computes a person's insurances from the registry's events, in their order of effect; pure.

Replaying everything from the state before the first event makes the order of arrival irrelevant: a
suspension that is reported late does not undo the resumption that followed it. Death is terminal:
nothing after it brings an insurance back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial

from gongji.people.models import EventData
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
    data: EventData

    @property
    def insurance(self) -> InsuranceKind | None:
        """The insurance that it is about; None means all of the person's insurances."""
        return self.data.insurance

    def concerns(self, cover: Cover) -> bool:
        return self.insurance in (None, cover.kind)


@dataclass(frozen=True, slots=True)
class Cover:
    """The part of an insurance that events change."""

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
    """The insurances that an event is about, given those before it: the one that it names; the
    employee insurance for events of employees; otherwise the open ones, or all if none is open. A
    change of phone is about none.
    """
    if change.type not in AFTER:
        return set()
    if change.type in OF_EMPLOYEES:
        return {InsuranceKind.EMPLOYEE}
    if change.insurance is not None:
        return {change.insurance}
    return open_kinds(covers) or {cover.kind for cover in covers.values()}


def area_of(covers: Mapping[str, Cover]) -> str | None:
    """The area of a joining that names none: that of the resident insurance, else of the other."""
    by_kind = sorted(covers.values(), key=lambda cover: cover.kind is InsuranceKind.EMPLOYEE)
    return next((cover.area for cover in by_kind), None)


def _with_status(
    covers: Covers, change: Change, *, status: InsuranceStatus, since: tuple[InsuranceStatus, ...]
) -> Covers:
    """Sets `status` on the insurances that the change concerns and whose status is in `since`."""
    return {
        key: replace(cover, status=status)
        if cover.status in since and change.concerns(cover)
        else cover
        for key, cover in covers.items()
    }


def _with_retirement(covers: Covers, change: Change) -> Covers:
    return {
        key: replace(cover, category=Category.RETIRED, retired_on=change.effective_on)
        if cover.kind is InsuranceKind.EMPLOYEE
        and cover.category is not Category.RETIRED
        and cover.is_open
        else cover
        for key, cover in covers.items()
    }


def _with_joining(covers: Covers, change: Change) -> Covers:
    """Ends every resident insurance; makes the employee insurance normal, or creates it."""
    after = {
        key: replace(cover, status=InsuranceStatus.ENDED)
        if cover.kind is InsuranceKind.RESIDENT
        else cover
        for key, cover in covers.items()
    }
    had = [key for key, cover in covers.items() if cover.kind is InsuranceKind.EMPLOYEE]
    key = had[0] if had else NEW
    base_fen = change.data.monthly_base_fen
    if base_fen is None and had:
        base_fen = covers[key].monthly_base_fen
    area = change.data.area or area_of(covers)
    assert area, "an event without an area is refused if no insurance has one"
    after[key] = Cover(
        InsuranceKind.EMPLOYEE, Category.ACTIVE, InsuranceStatus.NORMAL, area, base_fen, None
    )
    return after


OF_EMPLOYEES = frozenset({EventType.RETIRED, EventType.JOINED_EMPLOYEE})
"""Events that are always about the employee insurance (职工医保)."""

_ended = partial(_with_status, status=InsuranceStatus.ENDED, since=tuple(InsuranceStatus))

AFTER: Mapping[EventType, Callable[[Covers, Change], Covers]] = {
    EventType.DEATH: _ended,
    EventType.TRANSFER_OUT: _ended,
    EventType.INSURANCE_SUSPENDED: partial(
        _with_status, status=InsuranceStatus.SUSPENDED, since=(InsuranceStatus.NORMAL,)
    ),
    EventType.INSURANCE_RESUMED: partial(
        _with_status, status=InsuranceStatus.NORMAL, since=(InsuranceStatus.SUSPENDED,)
    ),
    EventType.INSURANCE_ENDED: _ended,
    EventType.RETIRED: _with_retirement,
    EventType.JOINED_EMPLOYEE: _with_joining,
}
