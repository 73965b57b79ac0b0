"""Routes of `/access-log`, `/me/consents`, `/me/export`: data kept about the caller."""

from __future__ import annotations

from gongji.app.addresses import API
from gongji.app.context import Context, Role
from gongji.app.paging import Page, PageRequest
from gongji.app.responses import Download
from gongji.app.schemas import PageQuery, listing
from gongji.app.web import Blueprint, endpoint
from gongji.people import access
from gongji.people.models import Access
from gongji.records.consents import Consent, consents
from gongji.records.export import export
from gongji.records.schemas import AccessView, ConsentView

blueprint = Blueprint("records", __name__, url_prefix=API, description="我的记录")


@blueprint.get("/access-log")
@endpoint(allow=Role.CITIZEN, query=PageQuery, returns=listing(AccessView), writes=True)
def access_log(ctx: Context, limit: int, cursor: str | None) -> Page[Access]:
    """谁查看过我的信息"""
    return access.access_log(ctx, PageRequest(limit, cursor))


@blueprint.get("/me/consents")
@endpoint(allow=Role.CITIZEN, returns=listing(ConsentView))
def my_consents(ctx: Context) -> Page[Consent]:
    """我作出的承诺：文本版本、时间和渠道"""
    return Page(consents(ctx))


@blueprint.get("/me/export")
@endpoint(allow=Role.CITIZEN, files=["application/json"], writes=True)
def my_data(ctx: Context) -> Download:
    """下载本人的全部数据（JSON）"""
    return export(ctx)
