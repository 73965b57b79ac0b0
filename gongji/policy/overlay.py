"""Turns sandbox rows into entries, with the same parsers as the packs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from gongji.policy.entries import Citation, OverlayRow, PolicyEntry, Source, SourceKind, cite
from gongji.policy.parameters import SUBSIDY, param_of, premium_param
from gongji.policy.problems import PackError
from gongji.vocabulary import Area

PLACE = "overlay"
TITLE = "测试覆盖"


def entries_of(
    rows: Sequence[OverlayRow], sources: Mapping[str, Source], packed: Sequence[PolicyEntry]
) -> tuple[PolicyEntry, ...]:
    """The entries to lie over those of the packs.

    Raises PackError for an unknown key, a wrong value, area or basis, the same row twice, or a
    support for a price tier that its year has nowhere.
    """
    found: dict[tuple[str, str, date], PolicyEntry] = {}
    for number, row in enumerate(rows, start=1):
        try:
            entry = _entry(row, sources)
        except ValueError as problem:
            raise PackError(PLACE, number, str(problem)) from problem
        if (row.area, row.key, row.since) in found:
            raise PackError(PLACE, number, f"{row.key} of {row.area} stands here twice")
        found[row.area, row.key, row.since] = entry
    for number, entry in enumerate(found.values(), start=1):
        if stray := stray_tiers(entry, (*packed, *found.values())):
            raise PackError(PLACE, number, stray)
    return tuple(found.values())


def stray_tiers(entry: PolicyEntry, entries: Iterable[PolicyEntry]) -> str:
    """What is wrong with a support that names a price tier which no row of its year has; "" where
    nothing is. Such a share would decide nothing, unseen.
    """
    support = SUBSIDY.fullmatch(entry.key)
    if support is None or not entry.value.tiers:
        return ""
    year = int(support[1])
    prices = [row.value.prices for row in entries if row.key == premium_param(year).key]
    known = {price.tier for some in prices for price in some}
    stray = "、".join(name for name in entry.value.tiers if name not in known)
    return f"{year} 年度的缴费没有这个档次：{stray}" if stray else ""


def shown(raw: Any) -> Any:
    """The JSON form of a plain value, shaped as it was written; it contains no float."""
    if isinstance(raw, Decimal):
        return str(raw)
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, list):
        return [shown(item) for item in raw]
    if isinstance(raw, dict):
        return {name: shown(value) for name, value in raw.items()}
    return raw


def _entry(row: OverlayRow, sources: Mapping[str, Source]) -> PolicyEntry:
    param = param_of(row.key)
    if param is None:
        raise ValueError(f"unknown key {row.key!r}")
    if not Area(row.area).is_valid:
        raise ValueError(f"expected an area of six digits, found {row.area!r}")
    if not row.basis:
        raise ValueError("a row without basis")
    raw = _exact(row.value)
    value = param.read(raw)
    citations = tuple(
        cite(sources[name], row.key, row.since, rule="")
        if name in sources
        else Citation(name, SourceKind.DESIGN, TITLE, None, None, row.key, row.since, rule="")
        for name in row.basis
    )
    return PolicyEntry(
        row.area, row.key, row.since, None, value, shown(raw), citations, overlay=True
    )


def _exact(raw: Any) -> Any:
    """Replaces floats by the decimals that were written."""
    if isinstance(raw, float):
        return Decimal(repr(raw))
    if isinstance(raw, list):
        return [_exact(item) for item in raw]
    if isinstance(raw, dict):
        return {name: _exact(value) for name, value in raw.items()}
    return raw
