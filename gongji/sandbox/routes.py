"""The sandbox's calls; bootstrap registers them only where the sandbox is on."""

from __future__ import annotations

from typing import Any

from gongji.app.addresses import SANDBOX_PREFIX
from gongji.app.context import Context, Role
from gongji.app.paging import Page
from gongji.app.schemas import listing
from gongji.app.web import FIXTURE_MAX_BYTES, Blueprint, endpoint, runtime
from gongji.institutions.models import CatalogueItem
from gongji.notices.service import deliver_queued
from gongji.ops.reconcile import Report, reconcile
from gongji.registry_events.schemas import EventRequest, EventView
from gongji.registry_events.service import EventReceipt
from gongji.sandbox import actions, clock, panel
from gongji.sandbox.reset import Loaded
from gongji.sandbox.reset import reset as load
from gongji.sandbox.schemas import (
    CheckView,
    ClockRequest,
    ClockView,
    IdentityCheck,
    InboxQuery,
    JobRequest,
    JobView,
    LedgerLineView,
    LedgerQuery,
    PersonaView,
    ResetRequest,
    ResetView,
    SandboxInstitutionView,
    SandboxItemView,
    TextView,
)

WHOLE_S = 60.0
"""The deadline of requests over all data, for which neither citizens nor institutions wait."""

blueprint = Blueprint("sandbox", __name__, url_prefix=SANDBOX_PREFIX, description="沙盒")


@blueprint.post("/reset")
@endpoint(
    allow=Role.ANYBODY,
    body=ResetRequest,
    returns=ResetView,
    body_max_bytes=FIXTURE_MAX_BYTES,
    within_s=WHOLE_S,
)
def reset(ctx: Context, **wanted: Any) -> Loaded:
    """清空全部数据并载入一套演示数据"""
    return load(ctx, **wanted)


@blueprint.put("/identity-check")
@endpoint(allow=Role.ANYBODY, body=IdentityCheck, returns=IdentityCheck)
def set_identity_check(ctx: Context, after_days: int | None) -> dict[str, int | None]:
    """新设备登录时，多少天没有登录过就要核对姓名和身份证号：0 为总是核对，null 为不核对"""
    return {"after_days": clock.ask_for_identity(ctx, after_days)}


@blueprint.get("/clock")
@endpoint(allow=Role.ANYBODY, returns=ClockView)
def tell_clock(ctx: Context) -> clock.BusinessTime:
    """查看业务时间，以及它是否在走"""
    return clock.business_time(ctx.db)


@blueprint.put("/clock")
@endpoint(allow=Role.ANYBODY, body=ClockRequest, returns=ClockView, writes=False, within_s=WHOLE_S)
def set_clock(_: Context, **wanted: Any) -> clock.BusinessTime:
    """设定业务时间，并处理到期的参保变动和共济关系"""
    return actions.turn_clock(runtime(), **wanted)


@blueprint.post("/events")
@endpoint(allow=Role.ANYBODY, body=EventRequest, returns=EventView, within_s=WHOLE_S)
def take_event(ctx: Context, **event: Any) -> EventReceipt:
    """接收一条参保变动通知"""
    return actions.take_event(ctx, **event)


@blueprint.post("/jobs/<name>")
@endpoint(allow=Role.ANYBODY, body=JobRequest, returns=JobView, writes=False, within_s=WHOLE_S)
def run_job(_: Context, name: str, **wanted: Any) -> dict[str, dict[str, int]]:
    """立即执行一项定时任务"""
    return {"counts": actions.run_and_follow(runtime(), name, **wanted)}


@blueprint.get("/sms")
@endpoint(allow=Role.ANYBODY, query=InboxQuery, returns=listing(TextView), within_s=WHOLE_S)
def sms(_: Context, phone: str) -> Page[panel.SentText]:
    """查看某手机号收到的短信"""
    deliver_queued(runtime())
    # In a transaction of its own: this one began before the texts were delivered.
    return Page(runtime().run(lambda ctx: panel.inbox(ctx, phone), writes=False))


@blueprint.get("/ledger")
@endpoint(allow=Role.ANYBODY, query=LedgerQuery, returns=listing(LedgerLineView))
def ledger(ctx: Context, settlement_id: str) -> Page[panel.LedgerLine]:
    """查看一次结算或撤销记入账本的分录"""
    return Page(panel.ledger(ctx, settlement_id))


@blueprint.get("/check")
@endpoint(allow=Role.ANYBODY, returns=CheckView, within_s=WHOLE_S)
def check(ctx: Context) -> Report:
    """依据账本重新核对全部账目"""
    return reconcile(ctx)


@blueprint.get("/personas")
@endpoint(allow=Role.ANYBODY, returns=listing(PersonaView))
def personas(ctx: Context) -> Page[panel.PersonaCard]:
    """可供体验的人员"""
    return Page(panel.personas(ctx))


@blueprint.get("/institutions")
@endpoint(allow=Role.ANYBODY, returns=listing(SandboxInstitutionView))
def institutions(ctx: Context) -> Page[panel.InstitutionCard]:
    """可供体验的定点医药机构及其接口密钥"""
    return Page(panel.institutions(ctx))


@blueprint.get("/catalogue")
@endpoint(allow=Role.ANYBODY, returns=listing(SandboxItemView))
def catalogue(ctx: Context) -> Page[CatalogueItem]:
    """可供体验的收费项目"""
    return Page(panel.catalogue(ctx))
