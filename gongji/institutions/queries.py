"""The directory of designated institutions (定点医药机构查询), open to all; and, for operators,
what is trusted of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from gongji.app.context import Context
from gongji.app.paging import Page, PageRequest, in_order
from gongji.institutions.models import (
    Institution,
    InstitutionAct,
    InstitutionKey,
    InstitutionTrust,
)
from gongji.vocabulary import InstitutionKind, Service

CODE = re.compile(r"[0-9A-Za-z]{1,12}")


@dataclass(frozen=True, slots=True)
class InstitutionFilter:
    """What is looked for; `q` is a part of the name, taken literally."""

    area: str | None = None
    kind: InstitutionKind | None = None
    level: int | None = None
    q: str | None = None


@dataclass(frozen=True, slots=True)
class ListedService:
    """A service of an institution; `open` is whether it is offered today."""

    service: Service
    since: date | None
    until: date | None
    open: bool


@dataclass(frozen=True, slots=True)
class ListedInstitution:
    """A designated institution; `open` is whether its agreement is in force today (SCN-07), and
    `chronic` whether it settles chronic care today.
    """

    code: str
    name: str
    area: str
    kind: InstitutionKind
    level: int | None
    chronic: bool
    open: bool
    suspended_from: date | None
    services: tuple[ListedService, ...]


def places(ctx: Context, wanted: InstitutionFilter, page: PageRequest) -> Page[ListedInstitution]:
    """Designated institutions by code; a suspended one is listed, marked as not open.

    An area stands for the place and all below it, as a range that an index serves: 430100 is 430100
    to 430199.
    """
    query = select(Institution).where(Institution.designated)
    if wanted.area is not None:
        size = 100 ** ((len(wanted.area) - len(wanted.area.rstrip("0"))) // 2)
        first = int(wanted.area) // size * size
        query = query.where(Institution.area.between(f"{first:06}", f"{first + size - 1:06}"))
    if wanted.kind is not None:
        query = query.where(Institution.kind == wanted.kind)
    if wanted.level is not None:
        query = query.where(Institution.level == wanted.level)
    if wanted.q is not None:
        name, part = func.lower(Institution.name), wanted.q.strip().lower()
        query = query.where(name.contains(part, autoescape=True))
    return in_order(ctx.db, query, Institution.code, page, parse=institution_code).map(
        lambda row: ListedInstitution(
            code=row.code,
            name=row.name,
            area=row.area,
            kind=row.kind,
            level=row.level,
            chronic=row.offers(Service.CHRONIC, ctx.today),
            open=row.is_open(ctx.today),
            suspended_from=row.suspended_from,
            services=tuple(
                ListedService(term.service, term.since, term.until, term.covers(ctx.today))
                for term in row.services
            ),
        )
    )


def institution_code(text: str) -> str:
    """A code as institutions have them; raises ValueError for anything else."""
    if not CODE.fullmatch(text):
        raise ValueError(text)
    return text


ACTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class TrustedInstitution:
    """An institution as operators see it; `acts` are the latest of its record, newest first."""

    institution: Institution
    trust: InstitutionTrust | None
    keys: Sequence[InstitutionKey]
    acts: Sequence[InstitutionAct] = ()


def trusted_places(ctx: Context, area: str) -> list[TrustedInstitution]:
    """Those whose area begins with these digits, by code, without their records."""
    query = (
        select(Institution, InstitutionTrust)
        .outerjoin(InstitutionTrust, InstitutionTrust.institution_code == Institution.code)
        .where(Institution.area.startswith(area, autoescape=True))
        .order_by(Institution.code)
    )
    keys: dict[str, list[InstitutionKey]] = defaultdict(list)
    for key in ctx.db.execute(select(InstitutionKey)).scalars():
        keys[key.institution_code].append(key)
    rows = ctx.db.execute(query)
    return [TrustedInstitution(place, trust, keys[place.code]) for place, trust in rows]


def trusted_place(ctx: Context, code: str) -> TrustedInstitution | None:
    """One institution with its record, None for an unknown code."""
    place = ctx.db.get(Institution, code)
    if place is None:
        return None
    keys = select(InstitutionKey).where(InstitutionKey.institution_code == code)
    acts = (
        select(InstitutionAct)
        .where(InstitutionAct.institution_code == code)
        .order_by(InstitutionAct.seq.desc())
        .limit(ACTS_SHOWN)
    )
    return TrustedInstitution(
        place,
        ctx.db.get(InstitutionTrust, code),
        ctx.db.execute(keys.order_by(InstitutionKey.access_key)).scalars().all(),
        ctx.db.execute(acts).scalars().all(),
    )
