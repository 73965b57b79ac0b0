"""What `/entitlements` takes and shows."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from gongji.app.schemas import Choice, Day, Fen, ProblemBrief, Schema, Text
from gongji.entitlements.estimate import EstimatePlace
from gongji.entitlements.rules import MeterKind
from gongji.policy_listing.schemas import CitationView, ParameterView
from gongji.vocabulary import Category, InsuranceKind, InsuranceStatus

CODE_MAX = 12


class FenOf(fields.Integer):
    """An amount in fen, null where there is none."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **more: Any) -> int | None:
        return None if value is None else int(value.fen)


class EntitlementsQuery(Schema):
    on = Day(load_default=None)


class MeterView(Schema):
    """一项累计或待遇；不累计的没有已用，不设上限的没有上限和剩余，金额以分为单位"""

    kind = Choice(MeterKind, required=True)
    title = fields.String(required=True)
    told = fields.String(required=True)
    since = Day(required=True, attribute="period.opens_on")
    until = Day(required=True, attribute="period.closes_on")
    used_fen = FenOf(required=True, allow_none=True, attribute="used")
    limit_fen = FenOf(required=True, allow_none=True, attribute="limit")
    left_fen = FenOf(required=True, allow_none=True, attribute="left")
    clauses = fields.List(fields.Nested(ParameterView), required=True)


class EntitledView(Schema):
    """一项医保的待遇；`problem` 为需要说明的情况"""

    insurance = Choice(InsuranceKind, required=True, attribute="insurance.kind")
    category = Choice(Category, required=True, allow_none=True, attribute="insurance.category")
    status = Choice(InsuranceStatus, required=True, attribute="insurance.status")
    area = fields.String(required=True, attribute="insurance.area")
    problem = fields.Nested(ProblemBrief, required=True, allow_none=True)
    meters = fields.List(fields.Nested(MeterView), required=True)


class EntitlementsView(Schema):
    """我的待遇：按 `on` 当日的政策，累计为该年至今的金额"""

    on = Day(required=True)
    insurances = fields.List(fields.Nested(EntitledView), required=True)
    problem = fields.Nested(ProblemBrief, required=True, allow_none=True)
    policy_version = fields.String(required=True)
    policy_url = fields.String(required=True)


class EstimateBody(Schema):
    amount_fen = Fen(1, required=True)
    place = Choice(EstimatePlace, load_default=None, allow_none=True)
    institution_code = Text(CODE_MAX, load_default=None, allow_none=True)
    insurance = Choice(InsuranceKind, load_default=None, allow_none=True)


class EstimatedLegView(Schema):
    """一处的统筹支付和其余费用"""

    place = Choice(EstimatePlace, required=True, allow_none=True, attribute="where.place")
    title = fields.String(required=True, attribute="where.title")
    pool_fen = fields.Integer(required=True, attribute="amounts.pool.fen")
    rest_fen = fields.Integer(required=True, attribute="amounts.cash.fen")
    deductible_fen = fields.Integer(required=True, attribute="amounts.deductible.fen")
    pool_rate = fields.String(required=True)
    calculation = fields.List(fields.String(), required=True)
    basis = fields.List(fields.Nested(CitationView), required=True)


class EstimateView(Schema):
    """估算：不是结算，不占用任何额度"""

    insurance = Choice(InsuranceKind, required=True)
    amount_fen = fields.Integer(required=True, attribute="chosen.amounts.total.fen")
    chosen = fields.Nested(EstimatedLegView, required=True)
    alternatives = fields.List(fields.Nested(EstimatedLegView), required=True)
    assumed = fields.String(required=True)
    policy_version = fields.String(required=True)
    policy_url = fields.String(required=True)
