"""Bodies and answers of `/quotas`."""

from __future__ import annotations

from marshmallow import fields

from gongji.app.context import Channel
from gongji.app.fields import SmsCodeText
from gongji.app.schemas import Choice, Fen, PageQuery, ProblemBrief, Schema, Timestamp
from gongji.commitments.schemas import CommitmentText
from gongji.family.schemas import CommitmentSchema, MaskedPerson, RelativeSchema
from gongji.quota.models import QuotaEnd, QuotaStatus, QuotaUse
from gongji.vocabulary import Relation


class QuotaCodeRequest(Schema):
    beneficiary = fields.Nested(RelativeSchema, required=True)
    relation = Choice(Relation, required=True)


class QuotaRequest(Schema):
    beneficiary = fields.Nested(RelativeSchema, required=True)
    relation = Choice(Relation, required=True)
    amount_fen = Fen(1, required=True)
    sms_code = SmsCodeText(load_default=None, allow_none=True)
    commitment = fields.Nested(CommitmentSchema, required=True)


class QuotaChange(Schema):
    amount_fen = Fen(1, required=True)


class QuotaQuery(PageQuery):
    status = Choice(QuotaStatus, load_default=None)


class QuotaView(Schema):
    """共济额度"""

    id = fields.String(required=True, attribute="quota.id")
    status = Choice(QuotaStatus, required=True, attribute="quota.status")
    relation = Choice(Relation, required=True, attribute="quota.relation")
    taker = fields.Nested(MaskedPerson, required=True)
    taker_area = fields.String(required=True, attribute="quota.taker_area")
    amount_fen = fields.Integer(required=True, attribute="quota.amount_fen")
    drawn_fen = fields.Integer(required=True, attribute="quota.drawn_fen")
    left_fen = fields.Integer(required=True, attribute="quota.left_fen")
    channel = Choice(Channel, required=True, attribute="quota.channel")
    created_at = Timestamp(required=True, attribute="quota.created_at")
    ended_at = Timestamp(required=True, allow_none=True, attribute="quota.ended_at")
    end_reason = Choice(QuotaEnd, required=True, allow_none=True, attribute="quota.end_reason")


class QuotaDrawView(Schema):
    """一笔支取"""

    id = fields.String(required=True)
    serial_number = fields.String(required=True)
    area = fields.String(required=True)
    used_for = Choice(QuotaUse, required=True)
    place = fields.String(required=True)
    asked_fen = fields.Integer(required=True)
    amount_fen = fields.Integer(required=True)
    drawn_at = Timestamp(required=True)
    reversed_at = Timestamp(required=True, allow_none=True)


class QuotaEligibilityView(Schema):
    """共济额度：是否开通、能不能办理、可用金额和承诺书"""

    is_open = fields.Boolean(required=True)
    eligible = fields.Boolean(required=True)
    problem = fields.Nested(ProblemBrief, required=True, allow_none=True)
    areas = fields.List(fields.String(), required=True)
    free_fen = fields.Integer(required=True, attribute="free.fen")
    relations_allowed = fields.List(Choice(Relation), required=True)
    consent_age = fields.Integer(required=True)
    commitment = fields.Nested(CommitmentText, required=True)


class ReceivedQuotaView(Schema):
    """亲属从外地为我设定的共济额度"""

    giver_name = fields.String(required=True)
    giver_area = fields.String(required=True)
    relation = fields.String(required=True)
    amount_fen = fields.Integer(required=True)
    left_fen = fields.Integer(required=True)
