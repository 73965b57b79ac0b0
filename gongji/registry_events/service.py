"""Receives the registry's events and applies each once, on its day, in the order of effect.

Locks are taken in one order: the person, then accounts by ascending id, then bindings.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gongji.app.context import Context
from gongji.family.end import lock_shared_accounts
from gongji.kernel.db import fresh
from gongji.kernel.order import next_of
from gongji.kernel.privacy import Sealed
from gongji.kernel.problems import RequestInvalid
from gongji.people.facts import find_by_id_number, lock_persons
from gongji.people.models import Person, RegistryEvent
from gongji.registry_events.effects import LockedPerson, take_effect
from gongji.registry_events.insurances import around, covers_of, restate
from gongji.registry_events.replay import EventType, area_of, open_kinds
from gongji.registry_events.review import flag_later_bills
from gongji.registry_events.schemas import event_errors, understood

NEVER_UNCLEAR = (EventType.DEATH, EventType.JOINED_EMPLOYEE, EventType.PHONE_CHANGED)
"""Events about all of a person's insurances, about one given by the type, or about none."""


def receive(
    ctx: Context,
    *,
    event_id: str,
    kind: EventType,
    id_number: str,
    effective_on: date,
    data: Mapping[str, Any],
) -> dict[str, str]:
    """Stores an event and applies it if its day has come; a repeated id changes nothing.

    Returns `{event_id, status}` with `applied` or `waiting`. Raises REQUEST_INVALID for an unknown
    person and for data that the type does not allow.
    """
    kept = _stored_event(ctx.db, event_id)
    if kept is None:
        known = find_by_id_number(ctx.db, id_number)
        if known is None:
            raise RequestInvalid.at("/id_number", "unknown", "没有这个参保人")
        subject = lock_persons(ctx.db, [known.id])[known.id]
        kept = _stored_event(ctx.db, event_id)
        if kept is None:
            wanted = _checked_data(ctx, subject, kind, effective_on, data)
            phone = wanted.pop("phone", None)
            kept = RegistryEvent(
                event_id=event_id,
                type=kind,
                person_id=subject.id,
                effective_on=effective_on,
                data=wanted,
                phone=Sealed("phone", phone) if phone else None,
                seq=next_of(ctx.db, "registry_event"),
                received_at=ctx.now,
            )
            _refuse_unclear(ctx, kept)
            ctx.db.add(kept)
            ctx.db.flush()
        _apply_due_of(ctx, subject)
    return {"event_id": kept.event_id, "status": "applied" if kept.applied_at else "waiting"}


def apply_due(ctx: Context) -> int:
    """Applies the due events of one person; returns how many, 0 when none are left.

    One person at a time, because accounts are locked in one order.
    """
    query = (
        select(RegistryEvent.person_id)
        .where(RegistryEvent.applied_at.is_(None), RegistryEvent.effective_on <= ctx.today)
        .order_by(RegistryEvent.effective_on, RegistryEvent.seq)
        .limit(1)
    )
    person_id = ctx.db.execute(query).scalar_one_or_none()
    if person_id is None:
        return 0
    return _apply_due_of(ctx, lock_persons(ctx.db, [person_id])[person_id])


def _checked_data(
    ctx: Context, subject: Person, kind: EventType, effective_on: date, data: Mapping[str, Any]
) -> dict[str, Any]:
    errors = event_errors(kind, data, effective_on, subject.born_on, ctx.today)
    if errors:
        raise RequestInvalid.of(errors)
    wanted = understood(kind, data)
    joins = kind is EventType.JOINED_EMPLOYEE and not wanted["area"]
    if joins and area_of(covers_of(ctx, subject.id)) is None:
        raise RequestInvalid.at("/data/area", "required", "必须填写")
    return wanted


def _stored_event(db: Session, event_id: str) -> RegistryEvent | None:
    query = select(RegistryEvent).where(RegistryEvent.event_id == event_id)
    return db.execute(fresh(query)).scalar_one_or_none()


def _refuse_unclear(ctx: Context, event: RegistryEvent) -> None:
    """Raises REQUEST_INVALID if it is unclear which insurance an event is about, or if the person
    never had it.
    """
    seen = around(ctx, event)
    had = {cover.kind for cover in seen.before.values()}
    if event.type in NEVER_UNCLEAR:
        return
    if not seen.concerned <= had or not had:
        raise RequestInvalid.at("/data/insurance", "unknown", "这个人没有参加这种基本医保")
    if len(seen.concerned) > 1 and len(open_kinds(seen.before)) > 1:
        raise RequestInvalid.at("/data/insurance", "required", "有两种基本医保，须注明是哪一种")


def _apply_due_of(ctx: Context, subject: Person) -> int:
    """Applies the due events of this locked person; returns how many."""
    query = (
        select(RegistryEvent)
        .where(
            RegistryEvent.person_id == subject.id,
            RegistryEvent.applied_at.is_(None),
            RegistryEvent.effective_on <= ctx.today,
        )
        .order_by(RegistryEvent.effective_on, RegistryEvent.seq)
    )
    due = ctx.db.execute(query).scalars().all()
    if not due:
        return 0
    locked = LockedPerson(subject, lock_shared_accounts(ctx, subject.id))
    for event in due:
        take_effect(ctx, locked, event)
        event.applied_at = ctx.now
    ctx.db.flush()
    restate(ctx, subject.id)
    for event in due:
        if event.effective_on < ctx.today and (about := around(ctx, event).concerned):
            flag_later_bills(ctx, event, locked.own, about)
    return len(due)
