"""The directory of offices (经办机构查询), open to all: the nearest first."""

from __future__ import annotations

import re

from sqlalchemy import ColumnElement, Text, case, cast, literal, or_, select
from sqlalchemy.orm import with_expression

from gongji.app.context import Context
from gongji.app.paging import Page, PageRequest, in_order
from gongji.offices.models import Office, OfficeService
from gongji.vocabulary import Area

PLACE = re.compile(r"[0-3][0-9]{6}[\x21-\x7e]{1,20}")


def offices(
    ctx: Context, area: str | None, service: OfficeService | None, page: PageRequest
) -> Page[Office]:
    """Offices that do this service; with `area`, its own and those around it.

    The nearest come first: the area's own, then its prefecture's, the other counties' of that
    prefecture, the province's. For a prefecture its counties stand around it, for a province all
    that is in it. Among equals, and without an area, they come by area and code.
    """
    query = select(Office)
    nearness: ColumnElement[str] = literal("0")
    if area is not None:
        at, here = Office.area, Area(area)
        around, size = (here, 10_000) if here == here.province else (here.city, 100)
        inside = at.between(around, f"{int(around) + size - 1:06}")
        query = query.where(or_(inside, at == here.province))
        nearness = case(
            (at == here, "0"), (at == here.city, "1"), (at == here.province, "3"), else_="2"
        )
    if service is not None:
        query = query.where(cast(Office.services, Text).contains(f'"{service}"'))
    place = (nearness + Office.area + Office.code).label("place")
    query = query.options(with_expression(Office.place, place))
    return in_order(ctx.db, query, place, page, parse=place_in_list)


def place_in_list(text: str) -> str:
    """What a cursor says: nearness, area and code. Raises ValueError for anything else."""
    if not PLACE.fullmatch(text):
        raise ValueError(text)
    return text
