"""Bodies and answers of `/family`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from marshmallow import fields

from gongji.app.context import Channel
from gongji.app.fields import IdNumber, Phone, SmsCodeText
from gongji.app.schemas import (
    Choice,
    Day,
    Fen,
    Flag,
    Name,
    PageQuery,
    ProblemBrief,
    Schema,
    Text,
    Timestamp,
)
from gongji.commitments.schemas import CommitmentText
from gongji.family.application import Acceptance, Relative
from gongji.family.models import BindingStatus, EndReason, Side
from gongji.policy.values import GeoScope
from gongji.vocabulary import Relation


class RelativeSchema(Schema):
    """亲属的姓名、身份证号和手机"""

    name = Name(required=True)
    id_number = IdNumber(required=True)
    phone = Phone(required=True)

    @ma.post_load
    def freeze(self, data: Mapping[str, Any], **_: Any) -> Relative:
        return Relative(**data)


class CommitmentSchema(Schema):
    version = Text(20, required=True)
    accepted = Flag(required=True)

    @ma.post_load
    def freeze(self, data: Mapping[str, Any], **_: Any) -> Acceptance:
        return Acceptance(**data)


class CodeRequest(Schema):
    beneficiary = fields.Nested(RelativeSchema, required=True)
    relation = Choice(Relation, required=True)


class BindingRequest(Schema):
    beneficiary = fields.Nested(RelativeSchema, required=True)
    relation = Choice(Relation, required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    sms_code = SmsCodeText(load_default=None, allow_none=True)
    commitment = fields.Nested(CommitmentSchema, required=True)


class LimitsSchema(Schema):
    per_use_fen = Fen(allow_none=True)
    month_fen = Fen(allow_none=True)
    year_fen = Fen(allow_none=True)


class BindingChange(Schema):
    ends_on = Day()
    limits = fields.Nested(LimitsSchema)
    hold_fen = Fen()


class BindingQuery(PageQuery):
    role = Choice(Side, load_default=Side.AUTHORIZER)
    status = Choice(BindingStatus, load_default=None)


class MaskedPerson(Schema):
    name = fields.String(required=True)
    id_number_masked = fields.String(required=True)
    phone_masked = fields.String(required=True, allow_none=True)


class BindingView(Schema):
    """共济关系"""

    id = fields.String(required=True, attribute="binding.id")
    role = Choice(Side, required=True)
    status = Choice(BindingStatus, required=True)
    relation = Choice(Relation, required=True, attribute="binding.relation")
    authorizer = fields.Nested(MaskedPerson, required=True)
    beneficiary = fields.Nested(MaskedPerson, required=True)
    starts_on = Day(required=True, attribute="binding.starts_on")
    ends_on = Day(required=True, attribute="binding.ends_on")
    channel = Choice(Channel, required=True, attribute="binding.channel")
    created_at = Timestamp(required=True, attribute="binding.created_at")
    ended_at = Timestamp(required=True, allow_none=True, attribute="binding.ended_at")
    end_reason = Choice(EndReason, required=True, allow_none=True)
    limits = fields.Nested(LimitsSchema, required=True, attribute="binding")
    hold_fen = Fen(required=True, allow_none=True)
    used_month_fen = fields.Integer(required=True)
    used_year_fen = fields.Integer(required=True)


class Eligibility(Schema):
    """家庭共济申请资格"""

    eligible = fields.Boolean(required=True)
    problem = fields.Nested(ProblemBrief, required=True, allow_none=True)
    active = fields.Integer(required=True)
    active_max = fields.Integer(required=True)
    distinct = fields.Integer(required=True)
    distinct_max = fields.Integer(required=True)
    relations_allowed = fields.List(Choice(Relation), required=True)
    geo_scope = Choice(GeoScope, required=True)
    consent_age = fields.Integer(required=True)
    commitment = fields.Nested(CommitmentText, required=True)
