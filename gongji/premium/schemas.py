"""Bodies and answers of `/premiums`."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from gongji.account.schemas import MemberView
from gongji.app.context import Channel
from gongji.app.schemas import (
    COMMON,
    Choice,
    Day,
    Flag,
    PageQuery,
    ProblemBrief,
    Schema,
    Text,
    Timestamp,
    Whole,
    WholeText,
    says,
)
from gongji.policy_listing.schemas import CitationView
from gongji.premium.models import PaymentStatus, ProductKind, RefundReason
from gongji.premium.pay import ItemStatus
from gongji.premium.views import PayableStatus
from gongji.vocabulary import Subsidy

FIRST_YEAR, LAST_YEAR = 2000, 2199
PEOPLE_MAX = 20
PRODUCT_MAX = 30


def each_once(binding_ids: list[str]) -> None:
    if len(set(binding_ids)) != len(binding_ids):
        raise ma.ValidationError(says("repeated", "同一段共济关系只能出现一次"))


class ProductQuery(Schema):
    year = WholeText(FIRST_YEAR, LAST_YEAR, load_default=None)


class WindowView(Schema):
    """Both days are inside."""

    opens_on = Day(required=True)
    closes_on = Day(required=True)


class ProductView(Schema):
    """可代缴的产品"""

    product = fields.String(required=True)
    kind = Choice(ProductKind, required=True)
    year = fields.Integer(required=True)
    name = fields.String(required=True)
    full_fen = fields.Integer(required=True, attribute="full.fen")
    window = fields.Nested(WindowView, required=True)
    basis = fields.List(fields.Nested(CitationView), required=True)


class PayableQuery(PageQuery):
    product = Text(PRODUCT_MAX, required=True)
    year = WholeText(FIRST_YEAR, LAST_YEAR, required=True)


class PayableView(Schema):
    """一位已绑定亲属的应缴情况"""

    binding_id = fields.String(required=True)
    member = fields.Nested(MemberView, required=True)
    due_fen = fields.Integer(required=True)
    subsidy = Choice(Subsidy, required=True)
    status = Choice(PayableStatus, required=True)
    problem = fields.Nested(ProblemBrief, required=True, allow_none=True)


class PaymentRequest(Schema):
    product = Text(PRODUCT_MAX, required=True)
    year = Whole(FIRST_YEAR, LAST_YEAR, required=True)
    binding_ids = fields.List(
        Text(30),
        required=True,
        validate=[
            validate.Length(max=PEOPLE_MAX, error=says("too_many", f"最多 {PEOPLE_MAX} 人")),
            each_once,
        ],
        error_messages={**COMMON, "invalid": says("type", "应为列表")},
    )
    include_self = Flag(load_default=False)


class PaidItemView(Schema):
    binding_id = fields.String(required=True, allow_none=True)
    status = Choice(ItemStatus, required=True)
    payment_id = fields.String(required=True, allow_none=True)
    amount_fen = fields.Integer(required=True)
    problem = fields.Nested(ProblemBrief, required=True, allow_none=True)


class PayingView(Schema):
    """逐人的缴费结果"""

    items = fields.List(fields.Nested(PaidItemView), required=True)
    total_fen = fields.Integer(required=True)
    balance_after_fen = fields.Integer(required=True)


class PaymentView(Schema):
    """缴费凭证"""

    id = fields.String(required=True)
    receipt_number = fields.String(required=True)
    product = fields.String(required=True)
    kind = Choice(ProductKind, required=True)
    year = fields.Integer(required=True)
    name = fields.String(required=True)
    binding_id = fields.String(required=True, allow_none=True)
    member = fields.Nested(MemberView, required=True, allow_none=True)
    full_fen = fields.Integer(required=True)
    subsidy = Choice(Subsidy, required=True)
    amount_fen = fields.Integer(required=True)
    status = Choice(PaymentStatus, required=True)
    channel = Choice(Channel, required=True)
    paid_at = Timestamp(required=True)
    refunded_at = Timestamp(required=True, allow_none=True)
    refund_reason = Choice(RefundReason, required=True, allow_none=True)
    basis = fields.List(fields.Nested(CitationView), required=True)
    policy_version = fields.String(required=True)
    policy_url = fields.String(required=True)


class RefundRequest(Schema):
    reason = Choice(RefundReason, required=True)
