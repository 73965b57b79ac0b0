"""Taking in the registry's events: each once, each on its day, in the order of their effect.

Locks are taken in one order: the person, then accounts by ascending id, then bindings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from gongji.registry_events.effects import Ground, take_effect
from gongji.registry_events.insurances import around, covers_of, restate
from gongji.registry_events.replay import EventType, area_of, open_kinds
from gongji.registry_events.review import flag_later_bills
from gongji.registry_events.schemas import event_errors, understood

NEVER_UNCLEAR = (EventType.DEATH, EventType.JOINED_EMPLOYEE, EventType.PHONE_CHANGED)
"""What is about all his insurances, about one by its type, or about none."""


def receive(
    ctx: Context,
    *,
    event_id: str,
    kind: EventType,
    id_number: str,
    effective_on: date,
    data: Mapping[str, Any],
) -> dict[str, str]:
    """Takes an event in and applies it if its day has come; a repeated id changes nothing.

    Answers `{event_id, status}` with `applied` or `waiting`. Raises REQUEST_INVALID for somebody
    whom we do not know and for data that its type does not allow.
    """
    kept = _kept(ctx.db, event_id)
    if kept is None:
        subject = _subject(ctx, id_number)
        kept = _kept(ctx.db, event_id)
        if kept is None:
            told = _checked(ctx, subject, kind, effective_on, data)
            phone = told.pop("phone", None)
            kept = _keep(
                ctx,
                RegistryEvent(
                    event_id=event_id,
                    type=kind,
                    person_id=subject.id,
                    effective_on=effective_on,
                    data=told,
                    phone=Sealed("phone", phone) if phone else None,
                    seq=next_of(ctx.db, "registry_event"),
                    received_at=ctx.now,
                ),
            )
        _apply(ctx, subject)
    return {"event_id": kept.event_id, "status": "applied" if kept.applied_at else "waiting"}


def apply_due(ctx: Context) -> int:
    """Applies the waiting events of one person whose day has come; how many, 0 when all is done.

    One person at a time, because accounts are locked in one order.
    """
    query = (
        select(RegistryEvent.person_id)
        .where(RegistryEvent.applied_at.is_(None), RegistryEvent.effective_on <= ctx.today)
        .order_by(RegistryEvent.effective_on, RegistryEvent.seq)
        .limit(1)
    )
    person_id = ctx.db.execute(query).scalar_one_or_none()
    return 0 if person_id is None else _apply(ctx, lock_persons(ctx.db, [person_id])[person_id])


def _subject(ctx: Context, id_number: str) -> Person:
    known = find_by_id_number(ctx.db, id_number)
    if known is None:
        raise RequestInvalid.at("/id_number", "unknown", "没有这个参保人")
    return lock_persons(ctx.db, [known.id])[known.id]


def _checked(
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


def _kept(db: Session, event_id: str) -> RegistryEvent | None:
    query = select(RegistryEvent).where(RegistryEvent.event_id == event_id)
    return db.execute(fresh(query)).scalar_one_or_none()


def _refuse_unclear(ctx: Context, event: RegistryEvent) -> None:
    """Raises REQUEST_INVALID where it is open which insurance an event is about, and for one that
    he never had.
    """
    seen = around(ctx, event)
    had = {cover.kind for cover in seen.before.values()}
    if event.type in NEVER_UNCLEAR:
        return
    if not seen.concerned <= had or not had:
        raise RequestInvalid.at("/data/insurance", "unknown", "这个人没有参加这种基本医保")
    if len(seen.concerned) > 1 and len(open_kinds(seen.before)) > 1:
        raise RequestInvalid.at("/data/insurance", "required", "有两种基本医保，须注明是哪一种")


def _keep(ctx: Context, event: RegistryEvent) -> RegistryEvent:
    _refuse_unclear(ctx, event)
    ctx.db.add(event)
    ctx.db.flush()
    return event


def _apply(ctx: Context, subject: Person) -> int:
    """Applies what is due for this locked person; how many."""
    due = _due(ctx, subject)
    if not due:
        return 0
    ground = Ground(subject, lock_shared_accounts(ctx, subject.id))
    for event in due:
        take_effect(ctx, ground, event)
        event.applied_at = ctx.now
    ctx.db.flush()
    restate(ctx, subject.id)
    for event in due:
        if event.effective_on < ctx.today and (about := around(ctx, event).concerned):
            flag_later_bills(ctx, event, ground.own, about)
    return len(due)


def _due(ctx: Context, subject: Person) -> Sequence[RegistryEvent]:
    query = (
        select(RegistryEvent)
        .where(
            RegistryEvent.person_id == subject.id,
            RegistryEvent.applied_at.is_(None),
            RegistryEvent.effective_on <= ctx.today,
        )
        .order_by(RegistryEvent.effective_on, RegistryEvent.seq)
    )
    return ctx.db.execute(query).scalars().all()
