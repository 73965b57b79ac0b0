"""Routes of one's own personal account (个人账户), http-api.md §3."""

from __future__ import annotations

from typing import Any

from gongji.account import service
from gongji.account.entries import Filter, entries
from gongji.account.schemas import AccountView, EntryQuery, EntryView
from gongji.account.service import AccountState
from gongji.kernel.context import Context, Role
from gongji.kernel.paging import Page, PageRequest
from gongji.kernel.schemas import listing
from gongji.kernel.web import API, Blueprint, endpoint

blueprint = Blueprint("account", __name__, url_prefix=f"{API}/account", description="个人账户")


@blueprint.get("")
@endpoint(allow=Role.CITIZEN, returns=AccountView)
def account(ctx: Context) -> AccountState:
    """个人账户余额"""
    return service.account(ctx)


@blueprint.get("/entries")
@endpoint(allow=Role.CITIZEN, query=EntryQuery, returns=listing(EntryView))
def account_entries(
    ctx: Context, limit: int, cursor: str | None, **wanted: Any
) -> Page[dict[str, Any]]:
    """个人账户收支明细"""
    return entries(ctx, Filter(**wanted), PageRequest(limit, cursor))


@blueprint.post("/freeze")
@endpoint(allow=Role.CITIZEN, returns=AccountView)
def freeze(ctx: Context) -> AccountState:
    """冻结本人账户：停止一切支出，划账照常"""
    return service.freeze(ctx)


@blueprint.post("/unfreeze")
@endpoint(allow=Role.CITIZEN, returns=AccountView)
def unfreeze(ctx: Context) -> AccountState:
    """解除本人的冻结"""
    return service.unfreeze(ctx)
