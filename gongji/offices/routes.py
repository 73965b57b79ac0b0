"""Route of the directory of offices."""

from __future__ import annotations

from gongji.app.addresses import API
from gongji.app.context import Context, Role
from gongji.app.paging import Page, PageRequest
from gongji.app.schemas import listing
from gongji.app.web import Blueprint, endpoint
from gongji.offices import queries
from gongji.offices.models import Office, OfficeService
from gongji.offices.schemas import OfficeQuery, OfficeView

blueprint = Blueprint("offices", __name__, url_prefix=API, description="经办机构")


@blueprint.get("/offices")
@endpoint(allow=Role.ANYBODY, query=OfficeQuery, returns=listing(OfficeView))
def list_offices(
    ctx: Context, area: str | None, service: OfficeService | None, limit: int, cursor: str | None
) -> Page[Office]:
    """查询经办机构：参保地的在前，由近及远；可按业务"""
    return queries.offices(ctx, area, service, PageRequest(limit, cursor))
