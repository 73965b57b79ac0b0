"""Keeps a person's insurance rows in agreement with the registry's events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from gongji.app.context import Context
from gongji.kernel.ids import new_id
from gongji.people.facts import insurances_of
from gongji.people.models import Insurance, RegistryEvent, StoredCover
from gongji.registry_events.replay import NEW, Change, Cover, Covers, EventType, concerned, replay
from gongji.vocabulary import InsuranceKind, InsuranceStatus


def restate(ctx: Context, person_id: str) -> None:
    """Replays every applied event; the caller has locked the person and their account."""
    rows = insurances_of(ctx.db, person_id)
    for row in rows:
        if row.before_events is None:
            row.before_events = _stored(cover_of(row))
    before = {row.id: _cover_before_events(row) for row in rows}
    applied = RegistryEvent.applied_at.is_not(None)
    changes = _changes(ctx, RegistryEvent.person_id == person_id, applied)
    after = replay(before, changes.get(person_id, ()))
    for row in rows:
        _write_cover(row, after[row.id])
    if NEW in after:
        cover = after[NEW]
        row = Insurance(id=new_id("ins"), person_id=person_id, kind=cover.kind)
        _write_cover(row, cover)
        before_joining = replace(cover, status=InsuranceStatus.ENDED, retired_on=None)
        row.before_events = _stored(before_joining)
        ctx.db.add(row)
    ctx.db.flush()


def covers_of(ctx: Context, person_id: str) -> Covers:
    """The insurances as they stand."""
    return {row.id: cover_of(row) for row in insurances_of(ctx.db, person_id)}


@dataclass(frozen=True, slots=True)
class Around:
    """A person's insurances just before an event takes effect, and just after."""

    before: Covers
    after: Covers
    concerned: set[InsuranceKind]


def around(ctx: Context, event: RegistryEvent) -> Around:
    """Replays all events reported until now that take effect by then, applied or not."""
    rows = insurances_of(ctx.db, event.person_id)
    start = {
        row.id: _cover_before_events(row) if row.before_events else cover_of(row) for row in rows
    }
    same_day = and_(RegistryEvent.effective_on == event.effective_on, RegistryEvent.seq < event.seq)
    is_earlier = or_(RegistryEvent.effective_on < event.effective_on, same_day)
    is_same_person = RegistryEvent.person_id == event.person_id
    earlier = _changes(ctx, is_same_person, is_earlier).get(event.person_id, ())
    change = Change(EventType(event.type), event.effective_on, event.data)
    before = replay(start, earlier)
    return Around(before, replay(start, [*earlier, change]), concerned(before, change))


def covers_on(ctx: Context, person_ids: Collection[str], day: date) -> Covers:
    """The insurances of these people, by id, as they were on a past day. People without an event
    that makes a difference between that day and now are absent.
    """
    event = RegistryEvent
    is_other = or_(
        and_(event.applied_at.is_not(None), event.effective_on > day),
        and_(event.applied_at.is_(None), event.effective_on <= day),
    )
    others = select(event.person_id).where(event.person_id.in_(person_ids), is_other).distinct()
    rows: dict[str, list[Insurance]] = defaultdict(list)
    theirs = (
        select(Insurance)
        .where(Insurance.person_id.in_(others))
        .order_by(Insurance.kind, Insurance.id)
    )
    for row in ctx.db.execute(theirs).scalars():
        rows[row.person_id].append(row)
    changes = _changes(ctx, event.person_id.in_(list(rows)), event.effective_on <= day)
    return {
        insurance_id: cover
        for person_id, listed in rows.items()
        for insurance_id, cover in replay(
            {
                row.id: _cover_before_events(row) if row.before_events else cover_of(row)
                for row in listed
            },
            changes[person_id],
        ).items()
    }


def _changes(ctx: Context, *which: ColumnElement[bool]) -> Mapping[str, Sequence[Change]]:
    """The changes by person id, in order of effect, then of arrival."""
    order = RegistryEvent.effective_on, RegistryEvent.seq
    found: dict[str, list[Change]] = defaultdict(list)
    for row in ctx.db.execute(select(RegistryEvent).where(*which).order_by(*order)).scalars():
        found[row.person_id].append(Change(EventType(row.type), row.effective_on, row.data))
    return found


def cover_of(row: Insurance) -> Cover:
    """The insurance as it stands."""
    return Cover(
        InsuranceKind(row.kind),
        row.category,
        row.status,
        row.area,
        row.monthly_base_fen,
        row.retired_on,
    )


def _write_cover(row: Insurance, cover: Cover) -> None:
    row.category, row.status, row.area = cover.category, cover.status, cover.area
    row.monthly_base_fen, row.retired_on = cover.monthly_base_fen, cover.retired_on


def _stored(cover: Cover) -> StoredCover:
    return StoredCover(
        cover.category, cover.status, cover.area, cover.monthly_base_fen, cover.retired_on
    )


def _cover_before_events(row: Insurance) -> Cover:
    kept = row.before_events
    assert kept is not None, "the state of every row before its first event is stored"
    return Cover(
        row.kind, kept.category, kept.status, kept.area, kept.monthly_base_fen, kept.retired_on
    )
