"""The form of a fixture, list by list; what the rows must say to each other is in `rules.py`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from gongji.app.fields import IdNumber, Phone, UnitPrice, check_id_number
from gongji.app.schemas import COMMON, Choice, Day, Fen, Flag, Name, Text, Timestamp, Whole, says
from gongji.institutions.services import ServiceTerm
from gongji.kernel.clock import Window
from gongji.kernel.strict import FIRST_YEAR, LAST_YEAR
from gongji.notices.models import Feature
from gongji.offices import models as offices
from gongji.registry_events.replay import EventType
from gongji.registry_events.schemas import EVENT_ID_MAX
from gongji.sandbox import fixture as made
from gongji.sandbox.fields import (
    AnyValue,
    Row,
    Share,
    area,
    code,
    nested,
    rows,
    words,
)
from gongji.vocabulary import (
    Category,
    InstitutionKind,
    InsuranceKind,
    InsuranceStatus,
    ItemKind,
    RegistrationKind,
    Relation,
    Service,
    Subsidy,
)

KEY_MAX = 60
POOLS = (
    "employee_outpatient",
    "resident_outpatient",
    "resident_two_diseases",
    *(f"{kind}_chronic_q{quarter}" for kind in InsuranceKind for quarter in range(1, 5)),
)


def one_of(*choices: str) -> validate.OneOf:
    return validate.OneOf(choices, error=says("choice", "不在可选范围内"))


def year() -> Whole:
    return Whole(FIRST_YEAR, LAST_YEAR, required=True)


class FixtureInsuranceSchema(Row):
    makes = made.InsuranceRow
    kind = Choice(InsuranceKind, required=True)
    status = Choice(InsuranceStatus, required=True)
    area = area()
    category = Choice(Category, load_default=None)


class FixtureAccountSchema(Row):
    makes = made.AccountRow
    balance_fen = Fen(required=True)
    monthly_base_fen = Fen(load_default=None)


class FixtureChronicSchema(Row):
    makes = made.ChronicRow
    disease = Text(100, required=True)
    code = code(30)
    valid_to = Day(required=True)
    online = Flag(load_default=True)
    approved_on = Day(load_default=None)


class FixtureRegistrationSchema(Row):
    makes = made.RegistrationRow
    kind = Choice(RegistrationKind, required=True)
    code = code(50)
    name = Text(200, required=True)
    since = Day(load_default=None)
    until = Day(required=True)


class FixturePersonSchema(Row):
    makes = made.FixturePerson
    key = Text(20, required=True)
    name = Name(required=True)
    sex = Text(1, required=True, validate=one_of("M", "F"))
    id_number = IdNumber(required=True, validate=check_id_number)
    phone = Phone(load_default=None)
    insurances = rows(FixtureInsuranceSchema)
    account = nested(FixtureAccountSchema, load_default=None)
    subsidy = Choice(Subsidy, load_default=Subsidy.NONE)
    chronic = rows(FixtureChronicSchema)
    registrations = rows(FixtureRegistrationSchema)
    note = Text(200, load_default=None)


class FixtureServiceSchema(Row):
    makes = ServiceTerm
    service = Choice(Service, required=True)
    since = Day(load_default=None)
    until = Day(load_default=None)


class FixtureInstitutionSchema(Row):
    makes = made.FixtureInstitution
    code = code(12)
    name = Text(200, required=True)
    area = area()
    level = Whole(1, 3, load_default=None)
    kind = Choice(InstitutionKind, required=True)
    designated = Flag(load_default=True)
    suspended_from = Day(load_default=None)
    chronic = Flag(load_default=False)
    services = rows(FixtureServiceSchema)


class FixtureOfficeSchema(Row):
    makes = made.FixtureOffice
    code = code(offices.CODE_MAX)
    name = Text(offices.NAME_MAX, required=True)
    area = area()
    address = Text(offices.ADDRESS_MAX, required=True)
    hours = Text(offices.HOURS_MAX, load_default=None)
    phone = Text(offices.PHONE_MAX, required=True)
    services = fields.List(
        Choice(offices.OfficeService),
        load_default=list,
        error_messages={**COMMON, "invalid": says("type", "应为列表")},
    )


class FixtureItemSchema(Row):
    makes = made.FixtureItem
    code = code(50)
    name = Text(200, required=True)
    kind = Choice(ItemKind, required=True)
    level = Text(2, required=True, validate=one_of("01", "02", "03"))
    self_rate = Share(required=True)
    price_cap_fen = Fen(load_default=None)
    price_cap = UnitPrice(load_default=None)
    restricted = Flag(load_default=False)
    dual = Flag(load_default=False)

    @ma.post_load
    def make(self, data: Mapping[str, Any], **_: Any) -> Any:
        """The cap is given in fen or, more exactly, in yuan."""
        columns = dict(data)
        fen, cap = columns.pop("price_cap_fen"), columns["price_cap"]
        if None not in (fen, cap):
            raise ma.ValidationError(says("twice", "限价只能填写一种单位"), "price_cap")
        exact = Decimal(fen).scaleb(-2) if fen is not None else cap
        return self.makes(**columns | {"price_cap": exact})


class FixtureKinshipSchema(Row):
    makes = made.KinshipFact
    of = Text(20, required=True)
    to = Text(20, required=True, data_key="is")
    relation = Choice(Relation, required=True)


class FixtureLimitsSchema(Row):
    makes = made.Limits
    per_use_fen = Fen(load_default=None)
    month_fen = Fen(load_default=None)
    year_fen = Fen(load_default=None)


class FixtureBindingSchema(Row):
    makes = made.BindingRow
    key = Text(KEY_MAX, load_default="")
    authorizer = Text(20, required=True)
    beneficiary = Text(20, required=True)
    relation = Choice(Relation, required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    status = Text(10, required=True, validate=one_of("active", "ended"))
    limits = nested(FixtureLimitsSchema, load_default=lambda: made.Limits(None, None, None))
    hold_fen = Fen(load_default=0)

    @ma.post_load
    def make(self, data: Mapping[str, Any], **_: Any) -> made.BindingRow:
        rest = {name: value for name, value in data.items() if name != "status"}
        return made.BindingRow(ended=data["status"] == "ended", **rest)


class FixtureCounterSchema(Row):
    makes = made.CounterRow
    person = Text(20, required=True)
    year = year()
    pool = Text(30, required=True, validate=one_of(*POOLS))
    deductible_fen = Fen(required=True)
    paid_fen = Fen(required=True)


class FixturePremiumSchema(Row):
    makes = made.PremiumRow
    person = Text(20, required=True)
    product = code(30)
    year = year()
    amount_fen = Fen(required=True)
    channel = code(20)
    paid_on = Day(required=True)


class FixtureWindowSchema(Row):
    makes = Window
    opens_on = Day(required=True)
    closes_on = Day(required=True)


class FixtureProductSchema(Row):
    makes = made.ProductRow
    product = code(30)
    kind = Text(20, required=True, validate=one_of("resident", "inclusive"))
    year = year()
    name = Text(200, required=True)
    full_fen = Fen(required=True)
    window = nested(FixtureWindowSchema, required=True)
    basis = words(100)


class FixtureEventSchema(Row):
    makes = made.EventRow
    event_id = code(EVENT_ID_MAX)
    type = Text(30, required=True, validate=one_of(*EventType))
    id_number = IdNumber(required=True, validate=check_id_number)
    effective_on = Day(required=True)
    data = fields.Dict(
        load_default=dict, error_messages={**COMMON, "invalid": says("type", "应为一个对象")}
    )


class FixtureOfficerSchema(Row):
    makes = made.OfficerRow
    operator_no = code(30)
    password = Text(200, required=True)
    area = area()


class FixtureMaintenanceSchema(Row):
    makes = made.MaintenanceRow
    area = area()
    features = fields.List(
        Choice(Feature),
        required=True,
        validate=validate.Length(1, 3, error=says("count", "应有 1 至 3 项")),
        error_messages={**COMMON, "invalid": says("type", "应为列表")},
    )
    starts_at = Timestamp(required=True, data_key="from")
    ends_at = Timestamp(required=True, data_key="to")


class FixtureNoticeSchema(Row):
    makes = made.NoticeRow
    area = area()
    title = Text(100, required=True)
    text = Text(2000, required=True)
    ends_at = Timestamp(load_default=None, data_key="to")


class FixturePolicySchema(Row):
    makes = made.PolicyRow
    area = area()
    key = code(60)
    value = AnyValue(required=True, allow_none=True)
    since = Day(required=True)
    basis = words(100)


class FixtureSchema(Row):
    makes = made.Fixture
    clock = Timestamp(required=True, allow_none=True)
    running = Flag(load_default=False)
    persons = rows(FixturePersonSchema, required=True)
    institutions = rows(FixtureInstitutionSchema)
    catalogue = rows(FixtureItemSchema)
    offices = rows(FixtureOfficeSchema)
    kinship = rows(FixtureKinshipSchema)
    bindings = rows(FixtureBindingSchema)
    year_counters = rows(FixtureCounterSchema)
    premium_payments = rows(FixturePremiumSchema)
    products = rows(FixtureProductSchema)
    events = rows(FixtureEventSchema)
    officers = rows(FixtureOfficerSchema)
    maintenance = rows(FixtureMaintenanceSchema)
    notices = rows(FixtureNoticeSchema)
    policy = rows(FixturePolicySchema)
