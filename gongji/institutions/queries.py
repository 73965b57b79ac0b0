"""The directory of designated institutions (定点医药机构查询), for anybody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, select

from gongji.app.context import Context
from gongji.app.paging import Page, PageRequest, in_order
from gongji.institutions.models import Institution
from gongji.vocabulary import InstitutionKind

CODE = re.compile(r"[0-9A-Za-z]{1,12}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; `q` is a part of the name, taken literally."""

    area: str | None = None
    kind: InstitutionKind | None = None
    level: int | None = None
    q: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A designated institution; `open` is whether its agreement is in force today (SCN-07)."""

    code: str
    name: str
    area: str
    kind: InstitutionKind
    level: int | None
    chronic: bool
    open: bool
    suspended_from: date | None


def places(ctx: Context, wanted: Wanted, page: PageRequest) -> Page[Place]:
    """Designated institutions by code; a suspended one is listed, marked as not open."""
    query = select(Institution).where(Institution.designated, *_conditions(wanted))
    found = in_order(ctx.db, query, Institution.code, page, parse=_code)
    return found.map(lambda row: _place(row, ctx.today))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.area is not None:
        conditions.append(_inside(wanted.area))
    if wanted.kind is not None:
        conditions.append(Institution.kind == wanted.kind)
    if wanted.level is not None:
        conditions.append(Institution.level == wanted.level)
    if wanted.q is not None:
        name = func.lower(Institution.name)
        conditions.append(name.contains(wanted.q.strip().lower(), autoescape=True))
    return conditions


def _inside(area: str) -> ColumnElement[bool]:
    """The place and all below it, as a range that an index serves: 430100 is 430100 to 430199."""
    size = 100 ** ((len(area) - len(area.rstrip("0"))) // 2)
    first = int(area) // size * size
    return and_(Institution.area >= f"{first:06}", Institution.area <= f"{first + size - 1:06}")


def _code(text: str) -> str:
    """A code as institutions have them; raises ValueError for anything else."""
    if not CODE.fullmatch(text):
        raise ValueError(text)
    return text


def _place(row: Institution, today: date) -> Place:
    return Place(
        code=row.code,
        name=row.name,
        area=row.area,
        kind=row.kind,
        level=row.level,
        chronic=row.chronic,
        open=row.is_open(today),
        suspended_from=row.suspended_from,
    )
