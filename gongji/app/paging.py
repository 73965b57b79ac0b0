"""Keyset paging: `limit` and an opaque `cursor` that names the last row seen."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Integer, Label, Select, bindparam, select, union_all
from sqlalchemy.orm import Session, aliased
from sqlalchemy.orm.attributes import InstrumentedAttribute

from gongji.kernel.problems import RequestInvalid
from gongji.kernel.strict import read_whole

Row = TypeVar("Row")
Key = InstrumentedAttribute[Any] | Label[Any]

LIMIT_DEFAULT, LIMIT_MAX = 20, 100
CURSOR_MAX = 60
NUMBER_MAX = 2**63 - 1


@dataclass(frozen=True, slots=True)
class PageRequest:
    limit: int = LIMIT_DEFAULT
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """`items`, and the cursor of the page after it or None."""

    items: Sequence[Row]
    next: str | None = None

    def map(self, view: Callable[[Row], Any]) -> Page[Any]:
        return Page([view(item) for item in self.items], self.next)


def newest_first(
    db: Session,
    query: Select[Any],
    key: InstrumentedAttribute[Any],
    page: PageRequest,
) -> Page[Any]:
    """One page of entities by descending `key`, their number of arrival.

    Raises REQUEST_INVALID for a foreign cursor.
    """
    if page.cursor is not None:
        query = query.where(key < _last_seen(page.cursor, _number))
    return _page(db, query.order_by(key.desc()), key, page)


def newest_of(
    branches: Sequence[Select[Any]],
    key: InstrumentedAttribute[Any],
) -> Select[Any]:
    """The query of `page_of` over branches without common rows, each found by an index. Each branch
    reads at most a page, so a filter costs the same however many rows it excludes.
    """
    if len(branches) == 1:
        return branches[0].order_by(key.desc()).limit(ROWS)
    limited = [branch.order_by(key.desc()).limit(ROWS).subquery() for branch in branches]
    every = union_all(*(select(branch) for branch in limited)).subquery()
    row = aliased(key.class_, every)
    return select(row).order_by(every.c[key.key].desc()).limit(ROWS)


ROWS = bindparam("rows", type_=Integer)


def page_of(
    db: Session,
    query: Select[Any],
    values: Mapping[str, object],
    key: InstrumentedAttribute[Any],
    page: PageRequest,
) -> Page[Any]:
    """One page of a query that was composed once, with the values of its parameters."""
    rows = db.execute(query, {**values, "rows": page.limit + 1}).scalars()
    return _cut(list(rows), key, page)


def last_seen(page: PageRequest) -> int | None:
    """The number of the last row seen, None on the first page. Raises REQUEST_INVALID."""
    return None if page.cursor is None else int(_last_seen(page.cursor, _number))


def in_order(
    db: Session,
    query: Select[Any],
    key: Key,
    page: PageRequest,
    *,
    parse: Callable[[str], Any] = str,
) -> Page[Any]:
    """One page by ascending `key`, which `parse` reads from a cursor. Raises REQUEST_INVALID.

    An expression as the key is labelled with the name of the attribute that holds it in each row.
    """
    if page.cursor is not None:
        query = query.where(key > _last_seen(page.cursor, parse))
    return _page(db, query.order_by(key), key, page)


def _number(text: str) -> int:
    """Raises ValueError for a number that no column can hold."""
    return read_whole(text, 0, NUMBER_MAX)


def _page(db: Session, ordered: Select[Any], key: Key, page: PageRequest) -> Page[Any]:
    return _cut(list(db.execute(ordered.limit(page.limit + 1)).scalars()), key, page)


def _cut(rows: list[Any], key: Key, page: PageRequest) -> Page[Any]:
    """A page of rows, which were queried with one more than fits."""
    more = len(rows) > page.limit
    rows = rows[: page.limit]
    last = str(getattr(rows[-1], key.key)) if more else None
    return Page(rows, base64.urlsafe_b64encode(last.encode()).decode() if last else None)


def _last_seen(cursor: str, parse: Callable[[str], Any]) -> Any:
    """Raises REQUEST_INVALID."""
    invalid = RequestInvalid.at("/cursor", "invalid", "翻页标记无效")
    try:
        text = base64.urlsafe_b64decode(cursor.encode()).decode()
        if text.isprintable() and len(text) <= CURSOR_MAX:
            return parse(text)
    except ValueError as problem:
        raise invalid from problem
    raise invalid
