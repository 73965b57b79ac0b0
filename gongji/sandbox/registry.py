"""The sandbox's registry says what its own events say, so that both sides of a story agree."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from gongji.app.context import Context
from gongji.people.models import Insurance, Person, RegistryEvent
from gongji.sandbox.adapters import RegistryRow


def follow_events(ctx: Context, since: datetime) -> None:
    """Gives everybody with an event applied since then the insurances in the registry that are
    theirs here, and the phone that an event told.
    """
    told = select(RegistryEvent.person_id).where(RegistryEvent.applied_at >= since)
    query = (
        select(Person.id_number_index, Insurance)
        .join(Insurance, Insurance.person_id == Person.id)
        .where(Person.id.in_(told))
        .order_by(Insurance.kind, Insurance.id)
    )
    states: dict[bytes, list[dict[str, Any]]] = defaultdict(list)
    for index, insurance in ctx.db.execute(query):
        states[index].append(_state(insurance))
    if not states:
        return
    known = select(RegistryRow).where(RegistryRow.id_number_index.in_(states))
    for row in ctx.db.execute(known).scalars():
        row.insurances = states[row.id_number_index]
    _follow_phones(ctx, told)
    ctx.db.flush()


def _follow_phones(ctx: Context, told: Select[str]) -> None:
    """Of everybody who was told of, the phone of the event that took effect last."""
    query = (
        select(RegistryEvent, RegistryRow)
        .join(Person, Person.id == RegistryEvent.person_id)
        .join(RegistryRow, RegistryRow.id_number_index == Person.id_number_index)
        .where(
            RegistryEvent.person_id.in_(told),
            RegistryEvent.phone_box.is_not(None),
            RegistryEvent.applied_at.is_not(None),
        )
        .order_by(RegistryEvent.effective_on, RegistryEvent.seq)
    )
    for event, row in ctx.db.execute(query):
        row.phone = event.phone


def _state(row: Insurance) -> dict[str, Any]:
    return {"kind": row.kind, "category": row.category, "status": row.status, "area": row.area}
