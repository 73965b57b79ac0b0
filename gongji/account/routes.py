"""Routes of the caller's personal account (个人账户)."""

from __future__ import annotations

from typing import Any

from gongji.account import service
from gongji.account.queries import EntryDetails, Filter, entries
from gongji.account.schemas import (
    AccountView,
    EntryQuery,
    EntryView,
    StatementQuery,
    SummaryQuery,
    SummaryView,
)
from gongji.account.service import AccountState
from gongji.account.statement import MEDIA_TYPES, Form, statement
from gongji.account.summary import YearSummary, summary
from gongji.app.addresses import API
from gongji.app.context import Context, Role
from gongji.app.paging import Page, PageRequest
from gongji.app.responses import Download
from gongji.app.schemas import listing
from gongji.app.web import Blueprint, endpoint

blueprint = Blueprint("account", __name__, url_prefix=f"{API}/account", description="个人账户")


@blueprint.get("")
@endpoint(allow=Role.CITIZEN, returns=AccountView)
def account(ctx: Context) -> AccountState:
    """个人账户余额"""
    return service.account(ctx)


@blueprint.get("/entries")
@endpoint(allow=Role.CITIZEN, query=EntryQuery, returns=listing(EntryView), is_history=True)
def account_entries(
    ctx: Context, limit: int, cursor: str | None, **wanted: Any
) -> Page[EntryDetails]:
    """个人账户收支明细"""
    return entries(ctx, Filter(**wanted), PageRequest(limit, cursor))


@blueprint.get("/summary")
@endpoint(allow=Role.CITIZEN, query=SummaryQuery, returns=SummaryView, is_history=True)
def account_summary(ctx: Context, year: int | None) -> YearSummary:
    """年度汇总：按月、按使用人、按场景"""
    return summary(ctx, year=year)


@blueprint.get("/statement")
@endpoint(
    allow=Role.CITIZEN,
    query=StatementQuery,
    files=MEDIA_TYPES.values(),
    writes=True,
)
def account_statement(ctx: Context, year: int, form: Form) -> Download:
    """年度对账单文件（PDF、XLSX 或 CSV），带验证编号"""
    return statement(ctx, year=year, form=form)


@blueprint.post("/freeze")
@endpoint(allow=Role.CITIZEN, returns=AccountView)
def freeze(ctx: Context) -> AccountState:
    """冻结本人账户：停止一切支出，拨入照常"""
    return service.freeze(ctx)


@blueprint.post("/unfreeze")
@endpoint(allow=Role.CITIZEN, returns=AccountView)
def unfreeze(ctx: Context) -> AccountState:
    """解除本人的冻结"""
    return service.unfreeze(ctx)
