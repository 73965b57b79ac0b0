"""Requests and responses of the sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from gongji.app.fields import Phone
from gongji.app.schemas import Flag, Schema, Text, Timestamp, Whole, says
from gongji.kernel.strict import FIRST_YEAR, LAST_YEAR
from gongji.sandbox.fields import nested
from gongji.sandbox.fixture_schemas import FixtureSchema

IDENTITY_DAYS_MAX = 3650


class ResetRequest(Schema):
    fixture = nested(FixtureSchema, load_default=None)
    name = Text(
        20,
        load_default=None,
        validate=validate.OneOf(["demo"], error=says("choice", "只有 demo 一套演示数据")),
    )

    @ma.validates_schema
    def one_of_both(self, data: Mapping[str, Any], **_: Any) -> None:
        if (data["fixture"] is None) == (data["name"] is None):
            raise ma.ValidationError(says("required", "fixture 与 name 应填写其中一项"))


class ResetView(Schema):
    now = Timestamp()
    running = fields.Boolean()
    persons = fields.Integer()
    institutions = fields.Integer()
    bindings = fields.Integer()


class ClockRequest(Schema):
    now = Timestamp(required=True, allow_none=True)
    running = Flag(load_default=False)


class ClockView(Schema):
    now = Timestamp()
    running = fields.Boolean()


class IdentityCheck(Schema):
    """`after_days` 为 null 表示按服务器设置（沙盒默认不核对）"""

    after_days = Whole(0, IDENTITY_DAYS_MAX, required=True, allow_none=True)


class JobRequest(Schema):
    month = Text(7, load_default=None)
    year = Whole(FIRST_YEAR, LAST_YEAR, load_default=None)


class JobView(Schema):
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class InboxQuery(Schema):
    phone = Phone(required=True)


class TextView(Schema):
    phone = fields.String()
    text = fields.String()
    code = fields.String(allow_none=True)
    purpose = fields.String()
    sent_at = Timestamp()
    provider = fields.String()


class LedgerQuery(Schema):
    settlement_id = Text(30, required=True)


class LedgerLineView(Schema):
    account = fields.String(required=True)
    owner = fields.String(required=True, allow_none=True)
    amount_fen = fields.Integer(required=True)
    balance_after_fen = fields.Integer(required=True, allow_none=True)
    at = Timestamp(required=True)


class CheckView(Schema):
    ok = fields.Boolean()
    checked = fields.Integer()
    failures = fields.List(fields.String())


class PersonaView(Schema):
    """Invented people, so that their numbers may be shown whole."""

    key = fields.String()
    name = fields.String()
    id_number = fields.String()
    phone = fields.String(allow_none=True)
    area = fields.String(allow_none=True)
    insurance = fields.String(allow_none=True)
    balance_fen = fields.Integer(allow_none=True)
    note = fields.String()


class SandboxInstitutionView(Schema):
    code = fields.String()
    name = fields.String()
    area = fields.String()
    kind = fields.String()
    level = fields.Integer(allow_none=True)
    designated = fields.Boolean()
    suspended_from = fields.Date(allow_none=True)
    chronic = fields.Boolean()
    access_key = fields.String()
    secret = fields.String()


class SandboxItemView(Schema):
    """An item of the catalogue, as a tester's till offers it."""

    code = fields.String()
    name = fields.String()
    kind = fields.String()
    level = fields.String()
    price_cap = fields.Decimal(as_string=True, allow_none=True)
    restricted = fields.Boolean()
