"""Requests and responses of the sandbox's other province."""

from __future__ import annotations

from marshmallow import fields

from gongji.app.fields import AreaField, IdNumber
from gongji.app.schemas import Choice, Fen, Name, Schema, Text, Timestamp
from gongji.quota.models import QuotaEnd, QuotaUse
from gongji.quota.schemas import QuotaDrawView
from gongji.vocabulary import Relation

SERIAL_MAX, PLACE_MAX = 40, 100


class DrawRequest(Schema):
    serial_number = Text(SERIAL_MAX, required=True)
    quota_id = Text(30, required=True)
    id_number = IdNumber(required=True)
    area = AreaField(required=True)
    used_for = Choice(QuotaUse, required=True)
    amount_fen = Fen(1, required=True)
    place = Text(PLACE_MAX, required=True)


class ReversalRequest(Schema):
    serial_number = Text(SERIAL_MAX, required=True)


class DrawReceiptView(Schema):
    """支取，以及额度还剩多少"""

    draw = fields.Nested(QuotaDrawView, required=True)
    left_fen = fields.Integer(required=True)


class TakersEndRequest(Schema):
    id_number = IdNumber(required=True)


class EndedQuotaView(Schema):
    id = fields.String(required=True)
    ended_at = Timestamp(required=True)
    end_reason = Choice(QuotaEnd, required=True)


class GivenElsewhereRequest(Schema):
    """`left_fen` 为 0 表示已经终止"""

    id_number = IdNumber(required=True)
    giver_name = Name(required=True)
    giver_area = AreaField(required=True)
    relation = Choice(Relation, required=True)
    amount_fen = Fen(1, required=True)
    left_fen = Fen(required=True)


class ClearingQuery(Schema):
    month = Text(7, required=True)
