"""Route of the directory."""

from __future__ import annotations

from typing import Any

from gongji.app.addresses import API
from gongji.app.context import Context, Role
from gongji.app.paging import Page, PageRequest
from gongji.app.schemas import listing
from gongji.app.web import Blueprint, endpoint
from gongji.institutions import queries
from gongji.institutions.schemas import PlaceQuery, PlaceView

blueprint = Blueprint("institutions", __name__, url_prefix=API, description="定点医药机构")


@blueprint.get("/institutions")
@endpoint(allow=Role.ANYBODY, query=PlaceQuery, returns=listing(PlaceView))
def list_places(
    ctx: Context, limit: int, cursor: str | None, **wanted: Any
) -> Page[queries.ListedInstitution]:
    """查询定点医药机构：按参保地、类别、级别、名称"""
    return queries.places(ctx, queries.InstitutionFilter(**wanted), PageRequest(limit, cursor))
