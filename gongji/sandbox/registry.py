"""Updates the sandbox's registry by its own events, so that it agrees with this system."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from gongji.app.context import Context
from gongji.people.models import Insurance, Person, RegistryEvent
from gongji.sandbox.adapters import RegistryRow


def follow_events(ctx: Context, since: datetime) -> None:
    """Updates the registry for all people with an event applied since then: the insurances they
    have here, and the phone that an event reported.
    """
    person_ids = select(RegistryEvent.person_id).where(RegistryEvent.applied_at >= since)
    query = (
        select(Person.id_number_index, Insurance)
        .join(Insurance, Insurance.person_id == Person.id)
        .where(Person.id.in_(person_ids))
        .order_by(Insurance.kind, Insurance.id)
    )
    states: dict[bytes, list[dict[str, Any]]] = defaultdict(list)
    for index, insurance in ctx.db.execute(query):
        states[index].append(
            {
                "kind": insurance.kind,
                "category": insurance.category,
                "status": insurance.status,
                "area": insurance.area,
            }
        )
    if not states:
        return
    known = select(RegistryRow).where(RegistryRow.id_number_index.in_(states))
    for row in ctx.db.execute(known).scalars():
        row.insurances = states[row.id_number_index]
    _follow_phones(ctx, person_ids)
    ctx.db.flush()


def _follow_phones(ctx: Context, person_ids: Select[str]) -> None:
    """Gives each of these people the phone of the event that took effect last."""
    query = (
        select(RegistryEvent, RegistryRow)
        .join(Person, Person.id == RegistryEvent.person_id)
        .join(RegistryRow, RegistryRow.id_number_index == Person.id_number_index)
        .where(
            RegistryEvent.person_id.in_(person_ids),
            RegistryEvent.phone_box.is_not(None),
            RegistryEvent.applied_at.is_not(None),
        )
        .order_by(RegistryEvent.effective_on, RegistryEvent.seq)
    )
    for event, row in ctx.db.execute(query):
        row.phone = event.phone
