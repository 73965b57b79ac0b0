"""Maintenance windows (OPS-01): which features of which areas are closed, in business time."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, select
from sqlalchemy.orm import Session

from gongji.app.context import Context
from gongji.notices import problems
from gongji.notices.models import Feature, Maintenance
from gongji.vocabulary import Area


def windows_now(db: Session, now: datetime) -> list[Maintenance]:
    """Every window in force at `now`."""
    return list(db.execute(select(Maintenance).where(*_in_force(now))).scalars())


def in_maintenance(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Whether any window is in force, as part of another query, which saves most `windows_now`."""
    return select(Maintenance.id).where(*_in_force(now)).exists()


def _in_force(
    now: datetime | BindParameter[datetime],
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Maintenance.starts_at <= now, Maintenance.ends_at > now


def closing(windows: Iterable[Maintenance], feature: Feature, area: str) -> Maintenance | None:
    """The window that keeps `feature` of `area` closed longest, or None.

    A window covers its own area and everything below it: 430400 also closes 430405.
    """
    wider = Area(area).chain()
    found = [window for window in windows if window.area in wider and feature in window.features]
    return max(found, key=lambda window: window.ends_at, default=None)


def refuse_in_maintenance(ctx: Context, feature: Feature, area: str) -> None:
    """Raises MAINTENANCE, with the time when it ends, while `feature` of `area` is closed."""
    window = closing(windows_now(ctx.db, ctx.now), feature, area)
    if window is None:
        return
    left_s = math.ceil((window.ends_at - ctx.now).total_seconds())
    raise problems.UnderMaintenance(ends_at=window.ends_at, retry_after_s=max(1, left_s))
