"""What `/visits` takes and shows."""

from __future__ import annotations

from marshmallow import fields

from gongji.app.schemas import PageQuery, Schema, Timestamp, WholeText
from gongji.policy_listing.schemas import CitationView


class VisitsQuery(PageQuery):
    year = WholeText(2000, 2100, load_default=None)


class PayerSchema(Schema):
    name = fields.String(required=True)
    relation = fields.String(required=True)
    amount_fen = fields.Integer(required=True, attribute="amount.fen")


class BillView(Schema):
    """One bill and its legs."""

    settlement_id = fields.String(required=True)
    at = Timestamp(required=True)
    place = fields.String(required=True)
    scene = fields.String(required=True)
    total_fen = fields.Integer(required=True, attribute="amounts.total.fen")
    pool_fen = fields.Integer(required=True, attribute="amounts.pool.fen")
    own_fen = fields.Integer(required=True, attribute="amounts.own.fen")
    mutual_fen = fields.Integer(required=True, attribute="amounts.mutual.fen")
    cash_fen = fields.Integer(required=True, attribute="amounts.cash.fen")
    reason = fields.String(required=True, allow_none=True)
    payers = fields.List(fields.Nested(PayerSchema), required=True)
    reverses_id = fields.String(required=True, allow_none=True)
    reversed_by_id = fields.String(required=True, allow_none=True)


class LineView(Schema):
    """One line and how it was classed."""

    number = fields.String(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    level = fields.String(required=True)
    quantity = fields.String(required=True)
    price = fields.String(required=True)
    amount_fen = fields.Integer(required=True, attribute="amount.fen")
    in_scope_fen = fields.Integer(required=True, attribute="classes.in_scope.fen")
    first_self_pay_fen = fields.Integer(required=True, attribute="classes.first_self_pay.fen")
    over_limit_fen = fields.Integer(required=True, attribute="classes.over_limit.fen")
    full_self_pay_fen = fields.Integer(required=True, attribute="classes.full_self_pay.fen")
    reason = fields.String(required=True, allow_none=True)


class ClassesView(Schema):
    in_scope_fen = fields.Integer(required=True, attribute="in_scope.fen")
    first_self_pay_fen = fields.Integer(required=True, attribute="first_self_pay.fen")
    over_limit_fen = fields.Integer(required=True, attribute="over_limit.fen")
    full_self_pay_fen = fields.Integer(required=True, attribute="full_self_pay.fen")


class ReasonSchema(Schema):
    code = fields.String(required=True)
    title = fields.String(required=True)
    remedy = fields.String(required=True)


class CircumstancesView(Schema):
    """What the institution and the patient were that day, as codes and in words."""

    institution_kind = fields.String(required=True)
    institution_level = fields.Integer(required=True, allow_none=True)
    institution_area = fields.String(required=True)
    institution_told = fields.String(required=True)
    insurance_kind = fields.String(required=True)
    insurance_area = fields.String(required=True)
    category = fields.String(required=True, allow_none=True)
    status = fields.String(required=True)
    insurance_told = fields.String(required=True)


class ReceiptView(BillView):
    """结算单: the bill, its lines, why the relatives paid no more, and the clauses."""

    deductible_fen = fields.Integer(required=True, attribute="amounts.deductible.fen")
    pool_rate = fields.String(required=True)
    calculation = fields.List(fields.String(), required=True)
    classes = fields.Nested(ClassesView, required=True, attribute="amounts.classes")
    lines = fields.List(fields.Nested(LineView), required=True)
    explanation = fields.Nested(ReasonSchema, required=True, allow_none=True)
    basis = fields.List(fields.Nested(CitationView), required=True)
    policy_version = fields.String(required=True)
    policy_url = fields.String(required=True)
    circumstances = fields.Nested(CircumstancesView, required=True, allow_none=True)
