"""Loads the events of a fixture and applies those whose day has come by its clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gongji.app.context import Context
from gongji.kernel.clock import civil_date
from gongji.kernel.id_number import born_on
from gongji.kernel.problems import FieldError, RequestInvalid
from gongji.registry_events.replay import EventType
from gongji.registry_events.schemas import event_errors
from gongji.registry_events.service import receive
from gongji.sandbox.fixture import Fixture
from gongji.sandbox.registry import follow_events


def load(ctx: Context, fixture: Fixture) -> None:
    """Receives events in order of effect, then of the list. Raises REQUEST_INVALID.

    No other work runs while a fixture loads.
    """
    there = replace(ctx, now=fixture.now)
    for number, event in sorted(enumerate(fixture.events), key=lambda row: row[1].effective_on):
        try:
            receive(
                there,
                event_id=event.event_id,
                kind=EventType(event.type),
                id_number=event.id_number,
                effective_on=event.effective_on,
                data=event.data,
            )
        except RequestInvalid as refusal:
            raise RequestInvalid.of(
                [
                    replace(one, pointer=f"/fixture/events/{number}{one.pointer}")
                    for one in refusal.errors
                ]
            ) from refusal
    if fixture.events:
        follow_events(there, there.now)


def contradictions(fixture: Fixture) -> Iterator[FieldError]:
    """Events about people who are not in the fixture, or with data that their type forbids."""
    has_area = {row.id_number: bool(row.insurances) for row in fixture.persons}
    for number, event in enumerate(fixture.events):
        where = f"/fixture/events/{number}"
        if event.id_number not in has_area:
            yield FieldError(f"{where}/id_number", "unknown", "persons 中没有这个人")
        elif (
            event.type == EventType.JOINED_EMPLOYEE
            and not event.data.get("area")
            and not has_area[event.id_number]
        ):
            yield FieldError(f"{where}/data/area", "required", "必须填写")
        for error in event_errors(
            EventType(event.type),
            event.data,
            event.effective_on,
            born_on(event.id_number),
            civil_date(fixture.now),
        ):
            yield FieldError(f"{where}{error.pointer}", error.code, error.title)
