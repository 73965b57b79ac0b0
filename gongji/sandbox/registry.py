"""Updates the sandbox's registry by its own events, so that it agrees with this system."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from sqlalchemy import select

from gongji.app.context import Context
from gongji.kernel.ports import InsuredState
from gongji.people.models import Insurance, Person, RegistryEvent
from gongji.sandbox.adapters import RegistryRow


def follow_events(ctx: Context, since: datetime) -> None:
    """Updates the registry for all people with an event applied since then: the insurances they
    have here, and the phone of the event that took effect last.
    """
    person_ids = select(RegistryEvent.person_id).where(RegistryEvent.applied_at >= since)
    query = (
        select(Person.id_number_index, Insurance)
        .join(Insurance, Insurance.person_id == Person.id)
        .where(Person.id.in_(person_ids))
        .order_by(Insurance.kind, Insurance.id)
    )
    states: dict[bytes, list[InsuredState]] = defaultdict(list)
    for index, one in ctx.db.execute(query):
        states[index].append(InsuredState(one.kind, one.category, one.status, one.area))
    if not states:
        return
    known = select(RegistryRow).where(RegistryRow.id_number_index.in_(states))
    for row in ctx.db.execute(known).scalars():
        row.insurances = tuple(states[row.id_number_index])
    events = (
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
    for event, row in ctx.db.execute(events):
        row.phone = event.phone
    ctx.db.flush()
