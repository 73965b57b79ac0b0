"""The form of an event on the wire, and the part of its `data` that is used."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import marshmallow as ma
from marshmallow import EXCLUDE, fields

from gongji.app.fields import AreaField, IdNumber, Phone, check_id_number
from gongji.app.schemas import COMMON, Choice, Day, Fen, Schema, Text, field_errors, says
from gongji.kernel.problems import FieldError
from gongji.people.models import EventData
from gongji.registry_events.replay import EventType
from gongji.vocabulary import InsuranceKind

EVENT_ID_MAX = 64
VISIBLE = re.compile(r"[\x21-\x7e]+")
AHEAD_MAX = timedelta(days=3660)
"""How far ahead of its effect the registry may report an event."""


def matching(allowed: re.Pattern[str], title: str) -> Callable[[str], None]:
    def check(text: str) -> None:
        if not allowed.fullmatch(text):
            raise ma.ValidationError(says("format", title))

    return check


class EventRequest(Schema):
    """One event of the registry; an `event_id` is applied only once."""

    event_id = Text(
        EVENT_ID_MAX, required=True, validate=matching(VISIBLE, "只能是可见的 ASCII 字符")
    )
    kind = Choice(EventType, required=True, data_key="type")
    id_number = IdNumber(required=True, validate=check_id_number)
    effective_on = Day(required=True)
    data = fields.Dict(
        load_default=dict, error_messages={**COMMON, "invalid": says("type", "应为一个对象")}
    )


class EventView(Schema):
    """`status` is `applied`, or `waiting` until its `effective_on` has come."""

    event_id = fields.String(required=True)
    status = fields.String(required=True)


class NoData(Schema):
    """For events whose type says everything."""


class InsuranceData(Schema):
    """The insurance that the event is about; needed only if the person has more than one."""

    insurance = Choice(InsuranceKind, load_default=None)


class TransferData(InsuranceData):
    to_area = AreaField(required=True)


def of_employee(kind: InsuranceKind | None) -> None:
    if kind is InsuranceKind.RESIDENT:
        raise ma.ValidationError(says("choice", "这类事件只涉及职工医保"))


class EmployeeData(Schema):
    insurance = Choice(InsuranceKind, load_default=None, validate=of_employee)


class JoinedData(EmployeeData):
    area = AreaField(load_default=None)
    monthly_base_fen = Fen(load_default=None)


class PhoneData(Schema):
    phone = Phone(required=True)


DATA: Mapping[EventType, type[Schema]] = {
    EventType.TRANSFER_OUT: TransferData,
    EventType.INSURANCE_SUSPENDED: InsuranceData,
    EventType.INSURANCE_RESUMED: InsuranceData,
    EventType.INSURANCE_ENDED: InsuranceData,
    EventType.RETIRED: EmployeeData,
    EventType.JOINED_EMPLOYEE: JoinedData,
    EventType.PHONE_CHANGED: PhoneData,
}


@dataclass(frozen=True, slots=True)
class ReportedData:
    """The part of an event's `data` that its type needs; the rest is not kept."""

    data: EventData
    phone: str | None


def understood(kind: EventType, data: Mapping[str, object]) -> ReportedData:
    """Raises marshmallow's ValidationError."""
    fields = DATA.get(kind, NoData)().load(data, unknown=EXCLUDE)
    phone = fields.pop("phone", None)
    return ReportedData(EventData(**fields), phone)


def event_errors(
    kind: EventType, data: Mapping[str, object], effective_on: date, born_on: date, today: date
) -> list[FieldError]:
    """What is wrong with an event about a person born on `born_on`; empty if nothing is."""
    errors: list[FieldError] = []
    if not born_on <= effective_on <= today + AHEAD_MAX:
        errors.append(FieldError("/effective_on", "range", "早于出生日期，或远在将来"))
    try:
        understood(kind, data)
    except ma.ValidationError as problem:
        errors += field_errors(problem.messages, "/data")
    return errors
