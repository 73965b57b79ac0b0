"""Bodies and answers of `/premiums`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
from gongji.policy.values import PREMIUM_TIER_MAX
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


class SupportedPriceView(Schema):
    """一种资助对象的应缴金额"""

    subsidy = Choice(Subsidy, required=True)
    due_fen = fields.Integer(required=True)


class ProductPriceView(Schema):
    """一个缴费标准；`tier` 为档次，不分档的为空"""

    tier = fields.String(required=True, allow_none=True)
    full_fen = fields.Integer(required=True)
    supported = fields.List(fields.Nested(SupportedPriceView), required=True)


class ProductView(Schema):
    """可代缴的产品；分档的每档各有标准，`full_fen` 为空"""

    product = fields.String(required=True)
    kind = Choice(ProductKind, required=True)
    year = fields.Integer(required=True)
    name = fields.String(required=True)
    full_fen = fields.Integer(required=True, allow_none=True)
    prices = fields.List(fields.Nested(ProductPriceView), required=True)
    window = fields.Nested(WindowView, required=True)
    basis = fields.List(fields.Nested(CitationView), required=True)


class PayableQuery(PageQuery):
    product = Text(PRODUCT_MAX, required=True)
    year = WholeText(FIRST_YEAR, LAST_YEAR, required=True)


class PayablePriceView(Schema):
    """这位亲属按一个标准应缴的金额；`tier` 为档次，不分档的为空"""

    tier = fields.String(required=True, allow_none=True)
    full_fen = fields.Integer(required=True)
    due_fen = fields.Integer(required=True)


class PayableView(Schema):
    """一位已绑定亲属的应缴情况；分档的须先选择档次，`due_fen` 为空"""

    binding_id = fields.String(required=True)
    member = fields.Nested(MemberView, required=True)
    due_fen = fields.Integer(required=True, allow_none=True)
    prices = fields.List(fields.Nested(PayablePriceView), required=True)
    subsidy = Choice(Subsidy, required=True)
    status = Choice(PayableStatus, required=True)
    problem = fields.Nested(ProblemBrief, required=True, allow_none=True)


class TierChoice(Schema):
    """为一位亲属选择的缴费档次"""

    binding_id = Text(30, required=True)
    tier = Text(PREMIUM_TIER_MAX, required=True)


class PaymentRequest(Schema):
    """分档缴费的年度，须为每位亲属选择档次"""

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
    tiers = fields.List(
        fields.Nested(TierChoice),
        load_default=list,
        error_messages={**COMMON, "invalid": says("type", "应为列表")},
    )

    @ma.validates_schema(skip_on_field_errors=True)
    def _each_for_one_of_them(self, wanted: Mapping[str, Any], **_: Any) -> None:
        chosen = [one["binding_id"] for one in wanted["tiers"]]
        if not set(chosen) <= set(wanted["binding_ids"]):
            raise ma.ValidationError(says("unknown", "只能为本次的缴费对象选择档次"), "tiers")
        if len(set(chosen)) != len(chosen):
            raise ma.ValidationError(says("repeated", "每人只能选择一个档次"), "tiers")

    @ma.post_load
    def _by_binding(self, wanted: Mapping[str, Any], **_: Any) -> Mapping[str, Any]:
        return {**wanted, "tiers": {one["binding_id"]: one["tier"] for one in wanted["tiers"]}}


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
    tier = fields.String(required=True, allow_none=True)
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
