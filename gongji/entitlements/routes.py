"""`/entitlements`: what is left for me, and what a sum would cost me somewhere (我的待遇)."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongji.app.addresses import API
from gongji.app.context import Context, Role
from gongji.app.web import Blueprint, endpoint
from gongji.entitlements import queries
from gongji.entitlements.estimate import Estimate, EstimateRequest, estimate
from gongji.entitlements.schemas import (
    EntitlementsQuery,
    EntitlementsView,
    EstimateBody,
    EstimateView,
)
from gongji.kernel.money import Money

blueprint = Blueprint(
    "entitlements", __name__, url_prefix=f"{API}/entitlements", description="我的待遇"
)


@blueprint.get("")
@endpoint(allow=Role.CITIZEN, query=EntitlementsQuery, returns=EntitlementsView)
def my_entitlements(ctx: Context, on: date | None) -> queries.Entitlements:
    """我的待遇：起付线、统筹额度已用多少、还剩多少，附条款和来源；可查去年1月1日至今天"""
    return queries.entitlements(ctx, on)


@blueprint.post("/estimate")
@endpoint(allow=Role.CITIZEN, body=EstimateBody, returns=EstimateView, writes=False)
def estimate_sum(ctx: Context, amount_fen: int, **asked: Any) -> Estimate:
    """估算一笔门诊费用统筹支付多少、换一类机构又是多少；不结算，不占用额度"""
    return estimate(ctx, EstimateRequest(amount=Money(amount_fen), **asked))
