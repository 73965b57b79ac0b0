"""Route of the directory, http-api.md §6."""

from __future__ import annotations

from typing import Any

from gongji.institutions import directory
from gongji.institutions.schemas import PlaceQuery, PlaceView
from gongji.kernel.context import Context, Role
from gongji.kernel.paging import Page, PageRequest
from gongji.kernel.schemas import listing
from gongji.kernel.web import API, Blueprint, endpoint

blueprint = Blueprint("institutions", __name__, url_prefix=API, description="定点医药机构")


@blueprint.get("/institutions")
@endpoint(allow=Role.ANYBODY, query=PlaceQuery, returns=listing(PlaceView))
def list_places(
    ctx: Context, limit: int, cursor: str | None, **wanted: Any
) -> Page[directory.Place]:
    """查询定点医药机构：按参保地、类别、级别、名称"""
    return directory.places(ctx, directory.Wanted(**wanted), PageRequest(limit, cursor))
