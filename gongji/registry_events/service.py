"""Receives the registry's events and applies each once, on its day, in the order of effect.

Locks are taken in one order: the person, then accounts by ascending id, then bindings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

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
from gongji.quota.facts import givers_to
from gongji.registry_events.effects import LockedPerson, take_effect
from gongji.registry_events.insurances import around, covers_of, restate
from gongji.registry_events.replay import EventType, area_of, open_kinds
from gongji.registry_events.review import flag_later_bills
from gongji.registry_events.schemas import event_errors, understood

NEVER_UNCLEAR = (EventType.DEATH, EventType.JOINED_EMPLOYEE, EventType.PHONE_CHANGED)
"""Events about all of a person's insurances, about one given by the type, or about none."""


@dataclass(frozen=True, slots=True)
class EventReceipt:
    """`status` is `applied`, or `waiting` until the day of effect has come."""

    event_id: str
    status: str


def receive(
    ctx: Context,
    *,
    event_id: str,
    kind: EventType,
    id_number: str,
    effective_on: date,
    data: Mapping[str, object],
) -> EventReceipt:
    """Stores an event and applies it if its day has come; a repeated id changes nothing.

    Raises REQUEST_INVALID for an unknown person, for data that the type does not allow, and if it
    is unclear which insurance the event is about or the person never had it.
    """
    kept = _stored_event(ctx.db, event_id)
    if kept is None:
        known = find_by_id_number(ctx.db, id_number)
        if known is None:
            raise RequestInvalid.at("/id_number", "unknown", "没有这个参保人")
        subject = lock_persons(ctx.db, [known.id])[known.id]
        kept = _stored_event(ctx.db, event_id)
        if kept is None:
            errors = event_errors(kind, data, effective_on, subject.born_on, ctx.today)
            if errors:
                raise RequestInvalid.of(errors)
            report = understood(kind, data)
            joins = kind is EventType.JOINED_EMPLOYEE and not report.data.area
            if joins and area_of(covers_of(ctx, subject.id)) is None:
                raise RequestInvalid.at("/data/area", "required", "必须填写")
            kept = RegistryEvent(
                event_id=event_id,
                type=kind,
                person_id=subject.id,
                effective_on=effective_on,
                data=report.data,
                phone=Sealed("phone", report.phone) if report.phone else None,
                seq=next_of(ctx.db, "registry_event"),
                received_at=ctx.now,
            )
            if kind not in NEVER_UNCLEAR:
                seen = around(ctx, kept)
                had = {cover.kind for cover in seen.before.values()}
                if not seen.concerned <= had or not had:
                    title = "这个人没有参加这种基本医保"
                    raise RequestInvalid.at("/data/insurance", "unknown", title)
                if len(seen.concerned) > 1 and len(open_kinds(seen.before)) > 1:
                    title = "有两种基本医保，须注明是哪一种"
                    raise RequestInvalid.at("/data/insurance", "required", title)
            ctx.db.add(kept)
            ctx.db.flush()
        _apply_due_of(ctx, subject)
    return EventReceipt(kept.event_id, "applied" if kept.applied_at else "waiting")


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


def _stored_event(db: Session, event_id: str) -> RegistryEvent | None:
    query = select(RegistryEvent).where(RegistryEvent.event_id == event_id)
    return db.execute(fresh(query)).scalar_one_or_none()


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
    accounts = lock_shared_accounts(ctx, subject.id, givers_to(ctx, subject.id))
    locked = LockedPerson(subject, accounts)
    for event in due:
        take_effect(ctx, locked, event)
        event.applied_at = ctx.now
    ctx.db.flush()
    restate(ctx, subject.id)
    for event in due:
        if event.effective_on < ctx.today and (about := around(ctx, event).concerned):
            flag_later_bills(ctx, event, locked.own, about)
    return len(due)
