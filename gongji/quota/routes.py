"""Routes of quotas (共济额度) across provinces."""

from __future__ import annotations

from typing import Any

from gongji.app.addresses import API
from gongji.app.context import Context, Role
from gongji.app.paging import Page, PageRequest
from gongji.app.schemas import PageQuery, listing
from gongji.app.web import Blueprint, endpoint
from gongji.auth.schemas import CodeSentView
from gongji.family.application import Relative
from gongji.kernel.money import Money
from gongji.kernel.ports import QuotaFromElsewhere
from gongji.quota import queries
from gongji.quota.change import change_quota
from gongji.quota.end import end
from gongji.quota.give import give, send_quota_code
from gongji.quota.models import QuotaDraw, QuotaStatus
from gongji.quota.queries import QuotaEligibility
from gongji.quota.rules import QuotaApplication
from gongji.quota.schemas import (
    QuotaChange,
    QuotaCodeRequest,
    QuotaDrawView,
    QuotaEligibilityView,
    QuotaQuery,
    QuotaRequest,
    QuotaView,
    ReceivedQuotaView,
)
from gongji.quota.views import QuotaDetails
from gongji.vocabulary import Relation

blueprint = Blueprint("quotas", __name__, url_prefix=f"{API}/quotas", description="共济额度")


@blueprint.get("/eligibility")
@endpoint(allow=Role.CITIZEN, returns=QuotaEligibilityView)
def quota_eligibility(ctx: Context) -> QuotaEligibility:
    """共济额度：是否开通，能不能办理"""
    return queries.quota_eligibility(ctx)


@blueprint.post("/sms-codes")
@endpoint(allow=Role.CITIZEN, body=QuotaCodeRequest, returns=CodeSentView, status=202)
def send_code(ctx: Context, beneficiary: Relative, relation: Relation) -> dict[str, int]:
    """向亲属在医保登记的手机发送验证码；无论亲属情况如何，回答相同"""
    return send_quota_code(ctx, beneficiary, relation)


@blueprint.post("")
@endpoint(allow=Role.CITIZEN, body=QuotaRequest, returns=QuotaView, status=201, idempotent=True)
def give_quota(ctx: Context, amount_fen: int, sms_code: str | None, **asked: Any) -> QuotaDetails:
    """为在外地参保的近亲属设定共济额度，即时生效"""
    return give(ctx, QuotaApplication(amount=Money(amount_fen), **asked), sms_code)


@blueprint.get("")
@endpoint(allow=Role.CITIZEN, query=QuotaQuery, returns=listing(QuotaView), writes=True)
def quotas(
    ctx: Context, status: QuotaStatus | None, limit: int, cursor: str | None
) -> Page[QuotaDetails]:
    """我设定的共济额度"""
    return queries.quotas(ctx, status, PageRequest(limit, cursor))


@blueprint.get("/received")
@endpoint(allow=Role.CITIZEN, returns=listing(ReceivedQuotaView))
def received(ctx: Context) -> Page[QuotaFromElsewhere]:
    """亲属从外地为我设定的共济额度，由国家平台告知"""
    return Page(queries.received(ctx))


@blueprint.get("/<quota_id>")
@endpoint(allow=Role.CITIZEN, returns=QuotaView, writes=True)
def quota(ctx: Context, quota_id: str) -> QuotaDetails:
    """一笔共济额度"""
    return queries.quota(ctx, quota_id)


@blueprint.patch("/<quota_id>")
@endpoint(allow=Role.CITIZEN, body=QuotaChange, returns=QuotaView)
def change(ctx: Context, quota_id: str, amount_fen: int) -> QuotaDetails:
    """增加或减少额度，不低于已使用的金额"""
    return change_quota(ctx, quota_id, amount_fen)


@blueprint.post("/<quota_id>/end")
@endpoint(allow=Role.CITIZEN, returns=QuotaView)
def end_quota(ctx: Context, quota_id: str) -> QuotaDetails:
    """终止：立即生效，未使用的额度归还本人使用"""
    return end(ctx, quota_id)


@blueprint.get("/<quota_id>/draws")
@endpoint(allow=Role.CITIZEN, query=PageQuery, returns=listing(QuotaDrawView))
def draws(ctx: Context, quota_id: str, **page: Any) -> Page[QuotaDraw]:
    """一笔共济额度的支取明细"""
    return queries.draws_of(ctx, quota_id, PageRequest(**page))
