"""Keyset paging: `limit` and an opaque `cursor` that names the last row seen."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute

from gongji.kernel.problems import RequestInvalid

Row = TypeVar("Row")

LIMIT_DEFAULT, LIMIT_MAX = 20, 100
CURSOR_MAX = 60


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
    *,
    parse: Callable[[str], Any] = str,
) -> Page[Any]:
    """One page of entities by descending `key`; raises REQUEST_INVALID for a foreign cursor."""
    if page.cursor is not None:
        query = query.where(key < _last_seen(page.cursor, parse))
    return _page(db, query.order_by(key.desc()), key, page)


def in_order(
    db: Session,
    query: Select[Any],
    key: InstrumentedAttribute[Any],
    page: PageRequest,
    *,
    parse: Callable[[str], Any] = str,
) -> Page[Any]:
    """The same by ascending `key`."""
    if page.cursor is not None:
        query = query.where(key > _last_seen(page.cursor, parse))
    return _page(db, query.order_by(key), key, page)


def _page(
    db: Session, ordered: Select[Any], key: InstrumentedAttribute[Any], page: PageRequest
) -> Page[Any]:
    rows = list(db.execute(ordered.limit(page.limit + 1)).scalars())
    more = len(rows) > page.limit
    rows = rows[: page.limit]
    last = str(getattr(rows[-1], key.key)) if more else None
    return Page(rows, base64.urlsafe_b64encode(last.encode()).decode() if last else None)


def _last_seen(cursor: str, parse: Callable[[str], Any]) -> Any:
    try:
        return parse(_clear(cursor))
    except ValueError as problem:
        raise RequestInvalid.at("/cursor", "invalid", "翻页标记无效") from problem


def _clear(cursor: str) -> str:
    text = base64.urlsafe_b64decode(cursor.encode()).decode()
    if not text.isprintable() or len(text) > CURSOR_MAX:
        raise ValueError(cursor)
    return text
