"""Routes of the family account (家庭共济)."""

from __future__ import annotations

from typing import Any

from gongji.app.addresses import API
from gongji.app.context import Context, Role
from gongji.app.paging import Page, PageRequest
from gongji.app.schemas import listing
from gongji.app.web import Blueprint, endpoint
from gongji.auth.schemas import CodeSentView
from gongji.family import change, consent, queries
from gongji.family.application import Application, ByCode, Relative
from gongji.family.bind import bind as bind_relative
from gongji.family.models import BindingStatus, Side
from gongji.family.queries import AuthorizerEligibility
from gongji.family.schemas import (
    BindingChange,
    BindingQuery,
    BindingRequest,
    BindingView,
    CodeRequest,
    Eligibility,
)
from gongji.family.unbind import unbind as unbind_relative
from gongji.family.views import BindingDetails
from gongji.vocabulary import Relation

blueprint = Blueprint("family", __name__, url_prefix=f"{API}/family", description="家庭共济")


@blueprint.get("/eligibility")
@endpoint(allow=Role.CITIZEN, returns=Eligibility)
def eligibility(ctx: Context) -> AuthorizerEligibility:
    """职工共济申请：能不能办、名额和承诺书"""
    return queries.eligibility(ctx)


@blueprint.post("/sms-codes")
@endpoint(allow=Role.CITIZEN, body=CodeRequest, returns=CodeSentView, status=202)
def send_code(ctx: Context, beneficiary: Relative, relation: Relation) -> dict[str, int]:
    """向亲属在医保登记的手机发送验证码；无论亲属情况如何，回答相同"""
    return consent.send_code(ctx, beneficiary, relation)


@blueprint.post("/bindings")
@endpoint(allow=Role.CITIZEN, body=BindingRequest, returns=BindingView, status=201, idempotent=True)
def bind(ctx: Context, sms_code: str | None, **asked: Any) -> BindingDetails:
    """职工共济申请：建立共济关系，即时生效"""
    return bind_relative(ctx, ctx.actor.id, Application(**asked), ByCode(sms_code))


@blueprint.get("/bindings")
@endpoint(allow=Role.CITIZEN, query=BindingQuery, returns=listing(BindingView), writes=True)
def bindings(
    ctx: Context, role: Side, status: BindingStatus | None, limit: int, cursor: str | None
) -> Page[BindingDetails]:
    """共济关系查询：我作为共济人，或作为使用人"""
    return queries.bindings(ctx, role=role, status=status, page=PageRequest(limit, cursor))


@blueprint.get("/bindings/<binding_id>")
@endpoint(allow=Role.CITIZEN, returns=BindingView, writes=True)
def binding(ctx: Context, binding_id: str) -> BindingDetails:
    """一段共济关系"""
    return queries.binding(ctx, binding_id)


@blueprint.patch("/bindings/<binding_id>")
@endpoint(allow=Role.CITIZEN, body=BindingChange, returns=BindingView)
def change_binding(ctx: Context, binding_id: str, **changes: Any) -> BindingDetails:
    """修改期限、限额或预留额度（仅共济人）"""
    return change.change(ctx, binding_id, **changes)


@blueprint.post("/bindings/<binding_id>/unbind")
@endpoint(allow=Role.CITIZEN, returns=BindingView)
def unbind(ctx: Context, binding_id: str) -> BindingDetails:
    """解绑：双方均可，立即生效"""
    return unbind_relative(ctx, binding_id)
