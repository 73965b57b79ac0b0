"""The sandbox's other province: it draws on quotas, reverses, looks, ends, and gives."""

from __future__ import annotations

from typing import Any

from gongji.app.addresses import SANDBOX_PREFIX
from gongji.app.context import Context, Role
from gongji.app.responses import Download
from gongji.app.web import Blueprint, endpoint
from gongji.kernel.money import Money
from gongji.kernel.ports import QuotaFromElsewhere
from gongji.kernel.problems import RequestInvalid
from gongji.kernel.strict import read_month
from gongji.quota import platform
from gongji.quota.clearing import clearing_file
from gongji.quota.models import Quota
from gongji.quota.platform import DrawOrder, DrawReceipt
from gongji.sandbox.quota_platform import give_from_elsewhere
from gongji.sandbox.quota_schemas import (
    ClearingQuery,
    DrawReceiptView,
    DrawRequest,
    EndedQuotaView,
    GivenElsewhereRequest,
    ReversalRequest,
    TakersEndRequest,
)

CSV = "text/csv"

blueprint = Blueprint(
    "sandbox_quotas", __name__, url_prefix=f"{SANDBOX_PREFIX}/quotas", description="沙盒：外省"
)


@blueprint.post("/draws")
@endpoint(allow=Role.ANYBODY, body=DrawRequest, returns=DrawReceiptView)
def draw(ctx: Context, amount_fen: int, **asked: Any) -> DrawReceipt:
    """作为使用人的参保地，通过国家平台支取一笔共济额度；同一流水号重发得到相同回答"""
    return platform.draw(ctx, DrawOrder(amount=Money(amount_fen), **asked))


@blueprint.get("/draws/<serial_number>")
@endpoint(allow=Role.ANYBODY, returns=DrawReceiptView)
def query_draw(ctx: Context, serial_number: str) -> DrawReceipt:
    """查询一笔支取"""
    return platform.query_draw(ctx, serial_number)


@blueprint.post("/draws/<of_serial_number>/reverse")
@endpoint(allow=Role.ANYBODY, body=ReversalRequest, returns=DrawReceiptView)
def reverse_draw(ctx: Context, of_serial_number: str, serial_number: str) -> DrawReceipt:
    """全额撤销一笔支取"""
    return platform.reverse_draw(ctx, serial_number, of_serial_number)


@blueprint.post("/<quota_id>/end")
@endpoint(allow=Role.ANYBODY, body=TakersEndRequest, returns=EndedQuotaView)
def end_by_taker(ctx: Context, quota_id: str, id_number: str) -> Quota:
    """使用人在参保地终止共济额度"""
    return platform.end_by_taker(ctx, quota_id, id_number)


@blueprint.post("/received")
@endpoint(allow=Role.ANYBODY, body=GivenElsewhereRequest, status=204)
def give_elsewhere(ctx: Context, id_number: str, **given: Any) -> None:
    """外省亲属为本省参保人设定共济额度"""
    give_from_elsewhere(ctx, id_number, QuotaFromElsewhere(**given))


@blueprint.get("/clearing")
@endpoint(allow=Role.ANYBODY, query=ClearingQuery, files=[CSV])
def clearing(ctx: Context, month: str) -> Download:
    """一个月的清算文件（CSV）"""
    try:
        read_month(month)
    except ValueError as wrong:
        raise RequestInvalid.at("/month", "month", "应为月份，形如 2025-06") from wrong
    content = clearing_file(ctx, month).encode()
    return Download(f"quota-clearing-{month}.csv", CSV, lambda: content)
